"""Pictures that were published with something that should not be seen: blurred, disputed, shown again."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock, photos
from core.blurring import blurred_file
from core.models import Photo
from initiatives.actions.moves import begin
from initiatives.actions.photos import choose_cover
from initiatives.permissions import can_blur_photo
from journal.actions import record
from journal.verbs import Verb


def _note(verb, initiative, *, by, photo, **codes):
    record(verb, initiative, by=by, municipality=initiative.municipality, photo=photo.pk, **codes)


def blur_photo(initiative, *, by, photo, areas) -> None:
    """Blur areas (`core.blurring.Area`) of a picture for good: the picture as it was is deleted with all its copies.

    The picture is worked on before the transaction, which would hold up every writer of the town meanwhile. Raises
    PermissionDenied; ValidationError with code `nothing` without areas, `hidden` when the picture is not shown here
    and `changed` when somebody has just blurred it.
    """
    if not can_blur_photo(by, initiative):
        raise PermissionDenied
    if not areas:
        raise ValidationError(_("Mark at least one place in the picture."), code="nothing")
    name = photo.file.name
    with photo.file.open("rb") as master:
        made = blurred_file(master, areas)
    with transaction.atomic():
        initiative = begin(initiative, "blur_photo", by)
        if not initiative.photos.shown().filter(photo=photo).exists():
            raise ValidationError(_("This photo is hidden already."), code="hidden")
        photo = Photo.objects.select_for_update().get(pk=photo.pk)
        if photo.file.name != name:
            raise ValidationError(_("This photo was blurred a moment ago: look at it again."), code="changed")
        photos.replace_master(photo, made)
        if initiative.is_public:
            _note(Verb.INITIATIVE_PHOTO_BLURRED, initiative, by=by, photo=photo, areas=len(areas))


@transaction.atomic
def dispute_photo(initiative, *, by, photo, text: str) -> None:
    """Ask the town to show a hidden picture again, once.

    Raises PermissionDenied for all but the author, ValidationError with code `shown` or `appealed`.
    """
    initiative = begin(initiative, "dispute_photo", by)
    hidden = initiative.photos.filter(photo=photo, hidden_at__isnull=False)
    if not hidden.exists():
        raise ValidationError(_("This photo is shown already."), code="shown")
    if not hidden.filter(appealed_at=None).update(appealed_at=clock.now(), appeal_text=text):
        raise ValidationError(_("You have disputed this already; the town decides once."), code="appealed")
    _note(Verb.PHOTO_HIDING_APPEALED, initiative, by=by, photo=photo)


@transaction.atomic
def restore_photo(initiative, *, by, photo) -> None:
    """Show a hidden picture again, disputed or not.

    Raises PermissionDenied for all but the administrator, ValidationError with code `shown`.
    """
    initiative = begin(initiative, "restore_photo", by)
    hidden = initiative.photos.filter(photo=photo, hidden_at__isnull=False)
    hidden.filter(appealed_at__isnull=False, appeal_decided_at=None).update(appeal_decided_at=clock.now())
    if not hidden.update(hidden_at=None, hidden_reason=""):
        raise ValidationError(_("This photo is shown already."), code="shown")
    photos.publish([photo])
    choose_cover(initiative)
    _note(Verb.INITIATIVE_PHOTO_RESTORED, initiative, by=by, photo=photo)


@transaction.atomic
def uphold_photo(initiative, *, by, photo) -> None:
    """Leave a disputed picture hidden: the town's last word.

    Raises PermissionDenied for all but the administrator, ValidationError with code `no_appeal`.
    """
    initiative = begin(initiative, "uphold_photo", by)
    if not initiative.photos.disputed().filter(photo=photo).update(appeal_decided_at=clock.now()):
        raise ValidationError(_("Nobody disputes this, or it has been decided."), code="no_appeal")
    _note(Verb.PHOTO_HIDING_UPHELD, initiative, by=by, photo=photo)
