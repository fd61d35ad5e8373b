"""A photo as a responsive <picture>."""

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from core.renditions import SIZES

register = template.Library()


@register.simple_tag(takes_context=True)
def photo(context, picture, size="card", *, alt=None, eager=False, src=""):
    """{% photo picture "card" %}: AVIF, WebP and JPEG with width and height, so that nothing jumps.

    `src` is the checked address of a private photo. With pictures switched off by the reader, the description
    stands in the picture's place.
    """
    if picture is None or picture.is_private and not src:
        return ""
    alt = picture.description if alt is None else alt
    if (context.get("display") or {}).get("images") == "off":
        return format_html('<span class="img-off">{}</span>', alt or _("Picture without a description"))
    loading = "" if eager else ' loading="lazy" decoding="async"'
    if picture.is_private:
        return format_html(
            '<img class="pic" src="{}" alt="{}" width="{}" height="{}"{}>',
            src, alt, picture.width, picture.height, _safe(loading),
        )  # fmt: skip
    return _picture(picture, SIZES[size], alt, _safe(loading))


def _picture(picture, size, alt, loading):
    ready = {rendition.filter_spec: rendition for rendition in _renditions(picture)}
    fallback = ready.get(size.fallback) or picture.get_rendition(size.fallback)
    sources = []
    for image_format in size.formats:
        found = [ready.get(size.spec(crop, image_format)) for crop in size.crops]
        if all(found):
            srcset = ", ".join(f"{_address(rendition)} {rendition.width}w" for rendition in found)
            sources.append((image_format, srcset, size.shown))
    return format_html(
        '<picture>{}<img class="pic" src="{}" alt="{}" width="{}" height="{}"{}></picture>',
        format_html_join("", '<source type="image/{}" srcset="{}" sizes="{}">', sources),
        _address(fallback), alt, fallback.width, fallback.height, loading,
    )  # fmt: skip


def _renditions(picture):
    attached = getattr(picture, "prefetched_renditions", None)
    return picture.renditions.all() if attached is None else attached


def _address(rendition) -> str:
    # The storage's own .url asks the disk nothing either, but costs ten times more per picture.
    return f"{settings.MEDIA_URL}{rendition.file.name}"


def _safe(attributes: str):
    return mark_safe(attributes)
