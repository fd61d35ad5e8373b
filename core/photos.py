"""The one intake of pictures: whatever comes in, by whichever door, passes `cleaned`.

A picture is checked by its content and its header before it is decoded, turned upright, freed of all metadata
(a phone writes the flat's coordinates into each snapshot) and encoded anew.
"""

import hashlib
import io
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from core import clock
from core.models import Photo
from core.renditions import prepare, remove
from core.text import public_id

ALLOWED_FORMATS = ("JPEG", "PNG", "WEBP")
MASTER_QUALITY = 88


def cleaned(upload) -> ContentFile:
    """A master made from an upload: JPEG, upright, at most PHOTO_MASTER_SIDE pixels a side, without metadata.

    Raises ValidationError with code `too_large`, `not_a_picture`, `too_many_pixels` or `animated`.
    """
    if upload.size > settings.PHOTO_MAX_BYTES:
        raise ValidationError(
            _("The file is too large: choose a picture of up to %(limit)s MB."),
            code="too_large",
            params={"limit": settings.PHOTO_MAX_BYTES // 2**20},
        )
    upload.seek(0)
    content = upload.read(settings.PHOTO_MAX_BYTES + 1)
    refusal = ValidationError(
        _("This file is not a picture we can read: a JPG, PNG or WebP is needed."), code="not_a_picture"
    )
    try:
        # Only these decoders are tried: a name or a declared type means nothing.
        picture = Image.open(io.BytesIO(content), formats=ALLOWED_FORMATS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise refusal from error
    if picture.width * picture.height > settings.PHOTO_MAX_PIXELS or min(picture.size) < 1:
        raise ValidationError(
            _("The picture has too many pixels: up to %(limit)s million are taken."),
            code="too_many_pixels",
            params={"limit": settings.PHOTO_MAX_PIXELS // 1_000_000},
        )
    if getattr(picture, "n_frames", 1) > 1:
        raise ValidationError(_("A moving picture cannot be taken: choose a still one."), code="animated")
    side = settings.PHOTO_MASTER_SIDE
    try:
        # A JPEG is decoded at a fraction of its size, which bounds memory.
        picture.draft("RGB", (side, side))
        picture = ImageOps.exif_transpose(picture)
        picture.thumbnail((side, side), Image.Resampling.LANCZOS)
        picture = _without_transparency(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise refusal from error
    # A new image holds pixels only: no EXIF, XMP, IPTC, comments, profiles or thumbnails.
    bare = Image.frombytes("RGB", picture.size, picture.tobytes())
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=MASTER_QUALITY, optimize=True, progressive=True)
    return ContentFile(out.getvalue(), name="photo.jpg")


def _without_transparency(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(white, picture)
    return picture.convert("RGB")


def take_in(upload, *, by, description: str, collection, is_private: bool) -> Photo:
    """Clean an upload and keep it as a photo.

    `description` is the alternative text. Raises ValidationError as `cleaned` does, and with code `quota` when the
    person has sent PHOTOS_PER_USER_AND_DAY pictures within a day.
    """
    recent = Photo.objects.filter(uploaded_by_user=by, created_at__gte=clock.glance() - timedelta(days=1))
    if by and recent.count() >= settings.PHOTOS_PER_USER_AND_DAY:
        raise ValidationError(_("That is enough pictures for one day. Please come back tomorrow."), code="quota")
    photo = Photo(
        title=description[:100] or "—",
        description=description,
        uploaded_by_user=by,
        collection=collection,
        is_private=is_private,
    )
    master = cleaned(upload)
    photo.file.save(master.name, master, save=False)
    photo.file_size = master.size
    photo.save()
    if not is_private:
        transaction.on_commit(partial(prepare.enqueue, photo.pk))
    return photo


def publish(photos) -> None:
    """Let everybody see these photos; the worker then makes their renditions."""
    keys = [photo.pk for photo in photos]
    Photo.objects.filter(pk__in=keys).update(is_private=False)
    for key in keys:
        transaction.on_commit(partial(prepare.enqueue, key))


def withdraw(photo: Photo) -> None:
    """Hide a photo again: every copy that had an address is deleted."""
    Photo.objects.filter(pk=photo.pk).update(is_private=True)
    remove(photo)


def replace_master(photo: Photo, master: bytes) -> None:
    """Put another picture in the place of this one, inside a transaction: of the old one nothing is left.

    The photo gets a new public name, so that no address, file or cache of the old one leads anywhere any more.
    """
    storage, old = photo.file.storage, photo.file.name
    remove(photo)
    photo.public_id = public_id()
    photo.file.save("photo.jpg", ContentFile(master), save=False)
    new = photo.file.name
    try:
        photo.width, photo.height = Image.open(io.BytesIO(master)).size
        photo.file_size, photo.file_hash = len(master), hashlib.sha1(master).hexdigest()  # noqa: S324  (as Wagtail does)
        photo.save(update_fields=["public_id", "file", "width", "height", "file_size", "file_hash"])
    except Exception:
        storage.delete(new)
        raise
    transaction.on_commit(partial(storage.delete, old))
    if not photo.is_private:
        transaction.on_commit(partial(prepare.enqueue, photo.pk))


def response(photo: Photo, *, side: int | None = None):
    """The picture as an answer to somebody whose right the view has checked; kept by no cache on the way.

    With `side` it is made small first, in pixels: a form on a phone needs no master.
    """
    if side is None:
        answer = FileResponse(photo.file.open("rb"), content_type="image/jpeg")
    else:
        answer = HttpResponse(_small(photo, side), content_type="image/jpeg")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _small(photo: Photo, side: int) -> bytes:
    with photo.file.open("rb") as master:
        picture = Image.open(master, formats=["JPEG"])
        picture.draft("RGB", (side, side))
        picture.thumbnail((side, side))
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=80)
    return out.getvalue()
