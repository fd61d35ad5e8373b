"""Pictures of a photo for screens: which sizes exist, making them ahead, reading them in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django_tasks import task

from core.models import Photo, PhotoRendition


@dataclass(frozen=True)
class Size:
    """How a photo appears in one kind of place: the crops, and how wide the browser will show them."""

    crops: tuple[str, ...]
    shown: str
    # The best first: a browser takes the first it can show.
    formats: tuple[str, ...] = ("webp",)

    def spec(self, crop: str, image_format: str) -> str:
        return f"{crop}|format-{image_format}"

    @property
    def fallback(self) -> str:
        """For a browser without AVIF and WebP, and for the moment before the worker has made those."""
        return self.spec(self.crops[0], "jpeg")


# Cards and before/after pairs share their crops, so that a photo is encoded once for both.
_CARD = ("fill-480x300", "fill-960x600")
# They make most of a page's bytes; elsewhere AVIF would cost the worker ten times what it saves the reader.
_BEST = ("avif", "webp")
SIZES = {
    "thumb": Size(("fill-240x150",), "104px"),
    "card": Size(_CARD, "(min-width: 60em) 24rem, 100vw", _BEST),
    "pair": Size(_CARD, "(min-width: 60em) 44rem, 100vw", _BEST),
    "wide": Size(("max-960x960", "max-1600x1600"), "(min-width: 60em) 44rem, 100vw"),
    # Too small for another format to save anything.
    "arms": Size(("max-88x88",), "44px", ()),
}


def specs(names: Iterable[str] = ("thumb", "card", "wide")) -> list[str]:
    """Every rendition that the given sizes want."""
    wanted = []
    for size in (SIZES[name] for name in names):
        wanted += [size.spec(crop, image_format) for crop in size.crops for image_format in size.formats]
        wanted.append(size.fallback)
    return list(dict.fromkeys(wanted))


@task()
def prepare(photo_id: int) -> None:
    """Make a public photo's renditions in the worker: encoding AVIF is too slow for a request."""
    photo = Photo.objects.filter(pk=photo_id, is_private=False).first()
    if photo:
        photo.get_renditions(*specs())
        # Hidden or blurred while it was being encoded: the copies of what it was must not outlive that.
        if not Photo.objects.filter(pk=photo_id, is_private=False, file=photo.file.name).exists():
            remove(photo)
            if Photo.objects.filter(pk=photo_id, is_private=False).exists():
                prepare.enqueue(photo_id)


def remove(photo: Photo) -> None:
    """Delete every copy of a photo that had an address, the files as soon as the transaction is over."""
    for rendition in photo.renditions.all():
        storage, name = rendition.file.storage, rendition.file.name
        rendition.delete()
        # Wagtail leaves the file to the queue; what was hidden for a reason does not wait there.
        transaction.on_commit(partial(storage.delete, name))


def attach(photos: Iterable[Photo | None]) -> None:
    """Read the renditions of many photos in one query, for the `photo` tag."""
    shown = [photo for photo in photos if photo is not None and not photo.is_private]
    missing = [photo for photo in shown if not hasattr(photo, "prefetched_renditions")]
    if missing:
        every = Prefetch("renditions", queryset=PhotoRendition.objects.all(), to_attr="prefetched_renditions")
        prefetch_related_objects(missing, every)
