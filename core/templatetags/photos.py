"""What is made of several photos: pairs, rows of small pictures, the upload field, the coat of arms."""

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html

from core import drawing
from core.renditions import SIZES

register = template.Library()

ARMS = SIZES["arms"].spec(SIZES["arms"].crops[0], "webp")
LARGEST = SIZES["wide"].spec(SIZES["wide"].crops[-1], "webp")


@register.simple_tag
def photo_url(image):
    """The address of a photo large enough for a whole screen."""
    attached = getattr(image, "prefetched_renditions", ())
    found = next((one for one in attached if one.filter_spec == LARGEST), None)
    return (found or image.get_rendition(LARGEST)).url


@register.inclusion_tag("components/before_after.html", takes_context=True)
def before_after(context, before, after, before_caption="", after_caption="", slider=True, eager=False):
    """One place from one viewpoint at two dates; scripts make a slider of it."""
    return {
        "display": context.get("display"),
        "before": before,
        "after": after,
        "before_caption": before_caption,
        "after_caption": after_caption,
        "slider": slider,
        "eager": eager,
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
        _arms[image.pk] = image.get_rendition(ARMS).url
    return format_html(
        '<img class="brand__mark brand__mark--arms" src="{}" alt="" width="44" height="44">',
        _arms[image.pk],
    )
