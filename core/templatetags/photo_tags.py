"""A photo as a responsive <picture>, and what is made of several: pairs, rows of small pictures, the upload field.

Sizes are those of `core.renditions.SIZES` and no others. A request encodes a JPEG at most, when the worker has not
made a photo's copies yet: WebP and AVIF are never waited for.
"""

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from core import drawing
from core.renditions import SIZES

register = template.Library()

LARGEST = SIZES["wide"].spec(SIZES["wide"].crops[-1], "webp")


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
    ready = _renditions(picture)
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


def _renditions(picture) -> dict:
    """What the worker has made so far, by its specification."""
    attached = getattr(picture, "prefetched_renditions", None)
    return {one.filter_spec: one for one in (picture.renditions.all() if attached is None else attached)}


def _address(rendition) -> str:
    # The storage's own .url asks the disk nothing either, but costs ten times more per picture.
    return f"{settings.MEDIA_URL}{rendition.file.name}"


def _safe(attributes: str):
    return mark_safe(attributes)


@register.simple_tag
def photo_url(image):
    """The address of a photo large enough for a whole screen, or of the largest that there is so far."""
    ready, jpeg = _renditions(image), SIZES["wide"].fallback
    return _address(ready.get(LARGEST) or ready.get(jpeg) or image.get_rendition(jpeg))


@register.inclusion_tag("components/before_after.html", takes_context=True)
def before_after(context, before, after, before_caption="", after_caption="", slider=True, eager=False):
    """One place from one viewpoint at two dates; scripts make a slider of it. A hidden one leaves the other alone."""
    hidden = [photo is None or photo.is_private for photo in (before, after)]
    return {
        "display": context.get("display"),
        "before": None if hidden[0] else before,
        "after": None if hidden[1] else after,
        "before_caption": before_caption,
        "after_caption": after_caption,
        "slider": slider and not any(hidden),
        "eager": eager,
    }


@register.inclusion_tag("components/thumbs.html", takes_context=True)
def thumbs(context, images, label, size="thumb"):
    """Small pictures that open large ones: links without scripts, a viewer with them."""
    shown = [image for image in images if not image.is_private]
    return {"display": context.get("display"), "images": shown, "label": label, "size": size}


@register.simple_block_tag(takes_context=True)
def photo_upload(context, content, url, label, name="photo", limit=6):
    """{% photo_upload url label %}…photos that are there already…{% endphoto_upload %}

    A file input that sends each picture to `url` by itself when scripts run; without them the files go with the form
    under `name`. The server answers with the HTML of one photo: an element marked `data-veche-photo-item`, with a
    field for the description and a submit button `data-veche-remove="address"`.
    """
    return render_to_string(
        "components/photo_upload.html",
        {
            "content": content,
            "url": url,
            "label": label,
            "name": name,
            "id": f"id_{name}",
            "limit": limit,
            "max_bytes": settings.PHOTO_MAX_BYTES,
            "megabytes": settings.PHOTO_MAX_BYTES // 2**20,
        },
    )


# Asked for on every page, and a photo's cuts never change: kept in the process by the photo's key.
_arms: dict[int, str] = {}


@register.simple_tag(takes_context=True)
def coat_of_arms(context):
    """The town's coat of arms, or the mark of lit windows where the town has none."""
    town = getattr(context.get("request"), "municipality", None)
    image = town.coat_of_arms if town else None
    if image is None:
        return drawing.mark()
    if image.pk not in _arms:
        _arms[image.pk] = _address(image.get_rendition(SIZES["arms"].fallback))
    return format_html(
        '<img class="brand__mark brand__mark--arms" src="{}" alt="" width="44" height="44">',
        _arms[image.pk],
    )
