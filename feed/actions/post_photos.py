"""Pictures of posts: taken in before a post is published, blurred, taken out."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import photos
from core.blurring import blurred_file
from core.models import Photo
from core.text import one_line
from feed import permissions
from feed.models import Post, PostKind, PostPhoto
from journal.actions import record
from journal.verbs import Verb

DESCRIPTION_LENGTH = 200


def take_photos(community, uploads, *, by, description: str) -> list[Photo]:
    """Take pictures in as private ones, outside of a transaction: working on them would hold up every writer.

    What then finds no place goes by `discard_photos`. Raises ValidationError as `core.photos.take_in` does; the
    pictures before the refused one are not kept.
    """
    taken = []
    try:
        for upload in uploads:
            taken.append(
                photos.take_in(
                    upload,
                    by=by,
                    description=one_line(description)[:DESCRIPTION_LENGTH],
                    collection=community.municipality.collection,
                    is_private=True,
                )
            )
    except ValidationError:
        discard_photos(taken)
        raise
    return taken


def discard_photos(taken) -> None:
    """Delete those pictures that stand in no post."""
    used = set(PostPhoto.objects.filter(photo__in=taken).values_list("photo_id", flat=True))
    for photo in taken:
        if photo.pk not in used:
            photo.delete()


def _locked(post) -> Post:
    return Post.objects.with_thread().select_for_update(of=["self"]).get(pk=post.pk)


def _note(verb, post, photo, *, by, **codes):
    record(verb, post, by=by, municipality=post.municipality, photo=photo.pk, **codes)


@transaction.atomic
def remove_photo(post, *, by, photo) -> None:
    """Delete a picture of one's own post with its file. Raises PermissionDenied, ValidationError with code `last`."""
    post = _locked(post)
    if not permissions.can_edit(by, post) or not post.photos.filter(photo=photo).exists():
        raise PermissionDenied
    if post.kind == PostKind.PHOTO and post.photos.count() == 1:
        raise ValidationError(_("A post of photos keeps at least one."), code="last")
    _note(Verb.POST_PHOTO_REMOVED, post, photo, by=by)
    photo.delete()


def blur_photo(post, *, by, photo, areas) -> None:
    """Blur areas (`core.blurring.Area`) of a picture for good: as it was it is deleted with all its copies.

    Raises PermissionDenied; ValidationError with code `nothing` without areas, and `changed` when somebody has just
    blurred or deleted it.
    """
    if not permissions.can_blur(by, post):
        raise PermissionDenied
    if not areas:
        raise ValidationError(_("Mark at least one place in the picture."), code="nothing")
    name = photo.file.name
    # Worked on before the transaction, which would hold up every writer of the town meanwhile.
    with photo.file.open("rb") as master:
        made = blurred_file(master, areas)
    with transaction.atomic():
        post = _locked(post)
        if not permissions.can_blur(by, post):
            raise PermissionDenied
        photo = Photo.objects.select_for_update().filter(pk__in=post.photos.values("photo"), pk=photo.pk).first()
        if photo is None or photo.file.name != name:
            raise ValidationError(_("This photo was blurred a moment ago: look at it again."), code="changed")
        photos.replace_master(photo, made)
        _note(Verb.POST_PHOTO_BLURRED, post, photo, by=by, areas=len(areas))
