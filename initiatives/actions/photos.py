"""Pictures and documents: taken in and set in order by the author, hidden by a moderator."""

from contextlib import contextmanager
from datetime import timedelta
from pathlib import PurePosixPath

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from core import clock, photos
from core.text import one_line
from core.uploads import document_kind
from initiatives.actions.moves import begin, note_change
from initiatives.models import InitiativeDocument, InitiativePhoto, PhotoKind
from initiatives.permissions import can_decide_photo, can_edit
from journal.actions import record
from journal.verbs import Verb

PHOTO_LIMIT = 6
DOCUMENT_LIMIT = 10
DOCUMENTS_PER_USER_AND_DAY = 30
DESCRIPTION_LENGTH = 200
PHOTOS, DOCUMENTS = "photos", "documents"


def described(value: str) -> str:
    """The words for those who do not see the picture: one line of at most DESCRIPTION_LENGTH characters."""
    return one_line(value)[:DESCRIPTION_LENGTH]


@contextmanager
def _or_undo(photo):
    """A picture that found no place is not kept."""
    try:
        yield
    except Exception:
        photo.delete()
        raise


def add_photo(initiative, upload, *, by, description: str = "", kind: str = PhotoKind.NOW) -> InitiativePhoto:
    """Take a picture into a draft, or into what was returned for rework; the first one becomes the cover.

    The picture is worked on before the transaction, which would hold up every writer of the town meanwhile. Raises
    ValidationError as `core.photos.take_in` does, and with code `too_many`.
    """
    if not can_edit(by, initiative):
        raise PermissionDenied
    photo = photos.take_in(
        upload,
        by=by,
        description=described(description),
        collection=initiative.municipality.collection,
        is_private=True,
    )
    with _or_undo(photo), transaction.atomic():
        initiative = begin(initiative, "prepare", by)
        if initiative.photos.shown().count() >= PHOTO_LIMIT:
            raise ValidationError(
                _("No more than %(limit)s pictures."), code="too_many", params={"limit": PHOTO_LIMIT}
            )
        last = initiative.photos.aggregate(last=Max("order"))["last"]
        row = InitiativePhoto.objects.create(
            initiative=initiative, photo=photo, kind=kind, order=0 if last is None else last + 1
        )
        choose_cover(initiative)
        if initiative.is_public:
            photos.publish([photo])
        note_change(initiative, by, PHOTOS)
    return row


def choose_cover(initiative) -> None:
    """What was achieved stands before what was; else the author's order."""
    shown = list(initiative.photos.shown().select_related("photo"))
    first = next((row for row in shown if row.kind == PhotoKind.AFTER), shown[0] if shown else None)
    initiative.cover = first.photo if first else None
    initiative.save(update_fields=["cover"])


@transaction.atomic
def describe_photos(initiative, *, by, descriptions: dict[str, str]) -> None:
    """Set the words of pictures, by their public id; pictures of other initiatives are not touched."""
    initiative = begin(initiative, "prepare", by)
    changed = False
    for row in initiative.photos.shown().select_related("photo").filter(photo__public_id__in=descriptions):
        words = described(descriptions[row.photo.public_id])
        if words != row.photo.description:
            row.photo.description = words
            row.photo.title = words[:100] or "—"
            row.photo.save(update_fields=["description", "title"])
            changed = True
    if changed:
        note_change(initiative, by, PHOTOS)


@transaction.atomic
def remove_photo(initiative, *, by, row) -> None:
    """Delete a picture of one's own proposal with its file. What a moderator has hidden is not the author's to delete.

    Raises ValidationError with code `hidden`.
    """
    initiative = begin(initiative, "prepare", by)
    if not initiative.photos.shown().filter(pk=row.pk).exists():
        raise ValidationError(_("A moderator has hidden this photo."), code="hidden")
    row.photo.delete()
    choose_cover(initiative)
    note_change(initiative, by, PHOTOS)


@transaction.atomic
def put_photo_first(initiative, *, by, row) -> None:
    """Make a picture the cover."""
    initiative = begin(initiative, "prepare", by)
    others = [other for other in initiative.photos.all() if other.pk != row.pk]
    for order, one in enumerate([row, *others]):
        one.order = order
    InitiativePhoto.objects.bulk_update([row, *others], ["order"])
    choose_cover(initiative)
    note_change(initiative, by, PHOTOS)


@transaction.atomic
def hide_photo(initiative, *, by, photo, reason: str) -> None:
    """Take a picture (`core.models.Photo`) off a public initiative; the reason (a `HideReason`) stays readable.

    One picture may stand in several places («now» and «before»): it goes from all of them. Raises PermissionDenied,
    ValidationError with code `hidden` when it is hidden already or belongs elsewhere.
    """
    initiative = begin(initiative, "hide_photo", by)
    shown = initiative.photos.shown().filter(photo=photo)
    # What the town has ruled on is the administrator's.
    if shown.filter(appeal_decided_at__isnull=False).exists() and not can_decide_photo(by, initiative):
        raise PermissionDenied
    if not shown.update(hidden_at=clock.now(), hidden_reason=reason):
        raise ValidationError(_("This photo is hidden already."), code="hidden")
    photos.withdraw(photo)
    if initiative.cover_id == photo.pk:
        choose_cover(initiative)
    record(
        Verb.INITIATIVE_PHOTO_HIDDEN,
        initiative,
        by=by,
        municipality=initiative.municipality,
        photo=photo.pk,
        reason=reason,
    )


@transaction.atomic
def add_document(initiative, upload, *, by, title: str = "") -> InitiativeDocument:
    """Take a document into a draft, or into what was returned for rework.

    Raises ValidationError as `core.uploads.document_kind` does, and with codes `too_many` and `quota`.
    """
    initiative = begin(initiative, "prepare", by)
    if initiative.documents.count() >= DOCUMENT_LIMIT:
        raise ValidationError(
            _("No more than %(limit)s documents."), code="too_many", params={"limit": DOCUMENT_LIMIT}
        )
    at = clock.now()
    recent = InitiativeDocument.objects.filter(added_by=by, added_at__gte=at - timedelta(days=1))
    if recent.count() >= DOCUMENTS_PER_USER_AND_DAY:
        raise ValidationError(_("That is enough documents for one day. Please come back tomorrow."), code="quota")
    extension = document_kind(upload)
    document = InitiativeDocument(
        initiative=initiative,
        title=(one_line(title) or one_line(PurePosixPath(upload.name).stem))[:120] or extension.upper(),
        extension=extension,
        size=upload.size,
        added_by=by,
        added_at=at,
    )
    # A name of ours: a person's file name may hold their data.
    document.file.save(f"{document.public_id}.{extension}", ContentFile(upload.read()), save=False)
    document.save()
    note_change(initiative, by, DOCUMENTS)
    return document


@transaction.atomic
def remove_document(initiative, *, by, document) -> None:
    """Delete a document of one's own proposal with its file."""
    initiative = begin(initiative, "prepare", by)
    storage, name = document.file.storage, document.file.name
    document.delete()
    note_change(initiative, by, DOCUMENTS)
    transaction.on_commit(lambda: storage.delete(name))
