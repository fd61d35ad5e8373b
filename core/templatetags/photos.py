"""Photos in pages: responsive pictures of fixed proportions, so that nothing moves while they load.

A list of pictures costs one query when it is fetched with `prefetch_related("photo__renditions")`.
"""

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from core import drawing

register = template.Library()

FORMATS = ("avif", "webp")
# Name: (small cut, large cut, how wide it stands on screens).
SIZES = {
    "card": ("fill-480x300", "fill-960x600", "(min-width: 48em) 24rem, 100vw"),
    "pair": ("fill-480x300", "fill-1280x800", "(min-width: 60em) 48rem, 100vw"),
    "wide": ("max-800x800", "max-1600x1600", "(min-width: 60em) 48rem, 100vw"),
    "thumb": ("fill-240x150", "fill-480x300", "10rem"),
    "top": ("fill-800x260", "fill-1600x520", "100vw"),
}
LARGEST = "max-1600x1600|format-webp"


def specs(size):
    """Every rendition that a picture of this size needs: the fallback first."""
    small, large, _width = SIZES[size]
    return [f"{small}|format-jpeg", *(f"{cut}|format-{name}" for name in FORMATS for cut in (small, large))]


def picture(image, size, alt, *, lazy=True, css_class=""):
    """A <picture> in AVIF and WebP with JPEG for old browsers; width and height are those of its proportions."""
    found = image.get_renditions(*specs(size))
    small, large, width = SIZES[size]
    sources = [
        format_html(
            '<source type="image/{}" srcset="{} {}w, {} {}w" sizes="{}">',
            name,
            found[f"{small}|format-{name}"].url,
            found[f"{small}|format-{name}"].width,
            found[f"{large}|format-{name}"].url,
            found[f"{large}|format-{name}"].width,
            width,
        )
        for name in FORMATS
    ]
    fallback = found[f"{small}|format-jpeg"]
    return format_html(
        '<picture>{}<img src="{}" alt="{}" width="{}" height="{}"{}{}></picture>',
        mark_safe("".join(sources)),
        fallback.url,
        alt,
        fallback.width,
        fallback.height,
        format_html(' class="{}"', css_class) if css_class else "",
        mark_safe(' loading="lazy" decoding="async"' if lazy else ' fetchpriority="high"'),
    )


@register.simple_tag(takes_context=True)
def photo(context, image, size="card", alt=None, lazy=True, css_class="pic", src=""):
    """{% photo image "card" %}; the words come from the photo's description unless `alt` is given.

    A private photo is shown only from `src`, the address of a view that checks access: it has no public cuts.
    A reader who replaced pictures with descriptions gets the description alone, and loads nothing.
    """
    if image is None or (image.is_private and not src):
        return ""
    words = image.description if alt is None else alt
    if (context.get("display") or {}).get("images") == "off":
        return format_html('<span class="img-off">{}</span>', words) if words else ""
    if src:
        shape = '<img src="{}" alt="{}" width="{}" height="{}" class="{}" loading="lazy">'
        return format_html(shape, src, words, image.width, image.height, css_class)
    return picture(image, size, words, lazy=lazy, css_class=css_class)


@register.simple_tag
def photo_url(image):
    """The address of a photo large enough for a whole screen."""
    return image.get_rendition(LARGEST).url


@register.inclusion_tag("components/before_after.html", takes_context=True)
def before_after(context, before, after, before_caption="", after_caption="", slider=True, lazy=True):
    """One place from one viewpoint at two dates; scripts make a slider of it."""
    return {
        "display": context.get("display"),
        "before": before,
        "after": after,
        "before_caption": before_caption,
        "after_caption": after_caption,
        "slider": slider,
        "lazy": lazy,
    }


@register.inclusion_tag("components/thumbs.html", takes_context=True)
def thumbs(context, images, label, size="thumb"):
    """Small pictures that open large ones: links without scripts, a viewer with them."""
    return {"display": context.get("display"), "images": images, "label": label, "size": size}


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
        _arms[image.pk] = image.get_rendition("max-88x88|format-webp").url
    return format_html(
        '<img class="brand__mark brand__mark--arms" src="{}" alt="" width="44" height="44">',
        _arms[image.pk],
    )
