"""The promises of open messages, counted anew when the calendar or the hours of the town were changed."""

from django.db import transaction

from appeals.actions import clocks
from appeals.actions.moves import locked
from appeals.models import WAITING, Appeal
from journal.actions import record
from journal.verbs import Verb
from municipalities.working import statutory_answer_by


def recompute_terms(municipality) -> int:
    """Count anew what is due by the calendar as it is now, with an event for each promise that moved.

    What the author was asked about is counted when they answer; a term of the law that was prolonged stands as the
    author was told of it. Returns how many moved.
    """
    appeals = Appeal.objects.within(municipality)
    waiting = appeals.filter(state__in=WAITING).order_by("pk").values_list("pk", flat=True)
    official = appeals.under_law().filter(statutory_extended_at=None).values_list("pk", flat=True)
    return sum(_recompute(Appeal(pk=pk)) for pk in waiting) + sum(_recompute_law(Appeal(pk=pk)) for pk in official)


@transaction.atomic
def _recompute(appeal) -> bool:
    appeal = locked(appeal)
    return appeal.state in WAITING and _moved(appeal, "answer_due", clocks.recomputed(appeal), "calendar")


@transaction.atomic
def _recompute_law(appeal) -> bool:
    """The last day of an official appeal: where it is a day off, it is another."""
    appeal = locked(appeal)
    if not appeal.is_under_law or appeal.statutory_extended_at is not None:
        return False
    due = statutory_answer_by(appeal.municipality, appeal.registered_on, department=appeal.department_id)
    return _moved(appeal, "statutory_due", due, "statutory_calendar")


def _moved(appeal, name, due, reason) -> bool:
    was = getattr(appeal, name)
    if due == was:
        return False
    setattr(appeal, name, due)
    appeal.save(update_fields=[name])
    record(
        Verb.APPEAL_TERM_MOVED,
        appeal,
        municipality=appeal.municipality,
        was=was.isoformat(),
        due=due.isoformat(),
        reason=reason,
    )
    return True
