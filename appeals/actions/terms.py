"""The promises of open messages, counted anew when the calendar or the hours of the town were changed."""

from django.db import transaction

from appeals.actions import clocks
from appeals.actions.moves import locked
from appeals.models import WAITING, Appeal
from journal.actions import record
from journal.verbs import Verb


def recompute_terms(municipality) -> int:
    """Count anew what is due by the calendar as it is now, with an event for each promise that moved.

    What the author was asked about is counted when they answer. Returns how many moved.
    """
    waiting = Appeal.objects.within(municipality).filter(state__in=WAITING).order_by("pk")
    return sum(_recompute(Appeal(pk=pk)) for pk in waiting.values_list("pk", flat=True))


@transaction.atomic
def _recompute(appeal) -> bool:
    appeal = locked(appeal)
    if appeal.state not in WAITING:
        return False
    due = clocks.recomputed(appeal)
    if due == appeal.answer_due:
        return False
    was = appeal.answer_due
    appeal.answer_due = due
    appeal.save(update_fields=["answer_due"])
    record(
        Verb.APPEAL_TERM_MOVED,
        appeal,
        municipality=appeal.municipality,
        was=was.isoformat(),
        due=due.isoformat(),
        reason="calendar",
    )
    return True
