"""Neighbours who have the same trouble: joining instead of repeating, and making one message of two."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from appeals.actions import clocks
from appeals.actions.moves import begin, locked, move
from appeals.models import Appeal, AppealState, Joined
from core import clock
from journal.actions import record
from journal.verbs import Verb


def recount(appeal: Appeal) -> None:
    """Count the neighbours anew; the caller holds the row's lock."""
    appeal.joined_count = Joined.objects.filter(appeal=appeal).count()
    appeal.save(update_fields=["joined_count"])


@transaction.atomic
def join(appeal, *, by) -> Joined:
    """Say that one has the same trouble. A repeat changes nothing."""
    appeal = begin(appeal, "join", by)
    row, created = Joined.objects.get_or_create(appeal=appeal, user=by, defaults={"at": clock.now()})
    if created:
        recount(appeal)
        record(Verb.APPEAL_JOINED, appeal, by=by, municipality=appeal.municipality)
    return row


@transaction.atomic
def leave(appeal, *, by) -> None:
    """Take one's joining back; a repeat changes nothing."""
    appeal = begin(appeal, "leave", by)
    deleted, _by_model = Joined.objects.filter(appeal=appeal, user=by).delete()
    if deleted:
        recount(appeal)
        record(Verb.APPEAL_LEFT, appeal, by=by, municipality=appeal.municipality)


@transaction.atomic
def merge(appeal, *, by, original) -> Appeal:
    """Join a message to the one it repeats: its author and those who joined it stand behind the original.

    Raises ValidationError with code `itself`, `town`, `merged` (the original is itself joined to another), `closed`,
    or `private` (the author, or a neighbour who joined, could not read the original).
    """
    # Always in the same order, so that two merges at once do not wait for each other for ever.
    for pk in sorted({appeal.pk, original.pk}):
        locked(Appeal(pk=pk))
    appeal = begin(appeal, "merge", by)
    original = locked(original)
    _check_original(appeal, original)
    at = clock.now()
    people = {*Joined.objects.filter(appeal=appeal).values_list("user", flat=True), appeal.author_id}
    people -= {None, original.author_id}
    Joined.objects.bulk_create(
        [Joined(appeal=original, user_id=pk, at=at) for pk in sorted(people)], ignore_conflicts=True
    )
    recount(original)
    Appeal.objects.filter(duplicate_of=appeal).update(duplicate_of=original)
    clocks.resume(appeal, at)
    appeal.duplicate_of = original
    move(appeal, AppealState.DUPLICATE, at=at, fields=["duplicate_of", "answer_due"])
    record(Verb.APPEAL_MERGED, appeal, by=by, municipality=appeal.municipality, at=at, original=original.pk)
    return original


def _check_original(appeal: Appeal, original: Appeal) -> None:
    if original.pk == appeal.pk:
        raise ValidationError(_("A message does not repeat itself."), code="itself")
    if original.municipality_id != appeal.municipality_id:
        raise ValidationError(_("There is no such message in this town."), code="town")
    if original.state == AppealState.DUPLICATE:
        raise ValidationError(_("That message is itself joined to another: join to that one."), code="merged")
    if original.state in (AppealState.DECLINED, AppealState.FORWARDED):
        raise ValidationError(_("That message is closed without work: answer this one by itself."), code="closed")
    if not original.is_public and (original.author_id != appeal.author_id or appeal.joined_count):
        raise ValidationError(
            _("That message is private: those who stand behind this one would not see what becomes of it."),
            code="private",
        )
