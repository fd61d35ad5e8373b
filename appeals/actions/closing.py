"""How a message ends: it is confirmed, disputed, or nobody says anything in time."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from appeals.actions import clocks
from appeals.actions.answering import say
from appeals.actions.moves import begin, locked, move
from appeals.models import Appeal, AppealState, ReplyKind
from appeals.models.states import stands_in
from assignments import actions as assignments
from assignments.models import AssignmentState
from core import clock
from journal.actions import record
from journal.verbs import Verb

# Of one round of the worker: a long queue does not hold up the closing of votes.
CONFIRMED_AT_ONCE = 200


@transaction.atomic
def confirm(appeal, *, by) -> Appeal:
    """The author says that it is so; of what nobody signed, a neighbour."""
    appeal = begin(appeal, "confirm", by)
    at = clock.now()
    appeal.dispute_until = None
    move(appeal, AppealState.CONFIRMED, at=at, fields=["dispute_until"])
    record(Verb.APPEAL_CONFIRMED, appeal, by=by, municipality=appeal.municipality, at=at)
    return appeal


@transaction.atomic
def dispute(appeal, *, by, reason: str) -> Appeal:
    """It is not so: the clock of the answer starts anew, and the executor is told.

    Raises ValidationError with code `too_late` or `empty`.
    """
    appeal = begin(appeal, "dispute", by)
    at = clock.now()
    if not appeal.is_disputable(at):
        raise ValidationError(
            _("The time to dispute is over. If it is bad again, send a new message."), code="too_late"
        )
    say(appeal, ReplyKind.DISPUTE, reason, by=by, at=at, official=False)
    work = appeal.assignment if appeal.state == AppealState.DONE else None
    clocks.start(appeal, at)
    appeal.answered_at = appeal.dispute_until = None
    appeal.reopened_count += 1
    move(
        appeal,
        AppealState.REOPENED,
        at=at,
        fields=[*clocks.FIELDS, "answered_at", "dispute_until", "reopened_count"],
    )
    if work is not None and work.state == AssignmentState.DONE:
        assignments.dispute(work, by=by, reason=reason)
    record(Verb.APPEAL_REOPENED, appeal, by=by, municipality=appeal.municipality, at=at, reason="disputed")
    return appeal


def confirm_silent() -> int:
    """The clock: an answer that nobody disputed in time is confirmed.

    Returns how many were. Safe in several workers: each row is locked and asked again.
    """
    rows = Appeal.objects.filter(
        stands_in(AppealState.ANSWERED, AppealState.DONE), dispute_until__lte=clock.now()
    ).order_by("dispute_until")
    return sum(_confirm_if_silent(appeal) for appeal in rows[:CONFIRMED_AT_ONCE])


@transaction.atomic
def _confirm_if_silent(appeal) -> bool:
    appeal = locked(appeal)
    at = clock.now()
    if appeal.state not in (AppealState.ANSWERED, AppealState.DONE) or appeal.dispute_until > at:
        return False
    appeal.dispute_until = None
    appeal.is_silent = True
    move(appeal, AppealState.CONFIRMED, at=at, fields=["dispute_until", "is_silent"])
    record(Verb.APPEAL_CONFIRMED, appeal, municipality=appeal.municipality, at=at)
    return True
