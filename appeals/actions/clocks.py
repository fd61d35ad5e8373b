"""The clocks of a message: when an answer is due, how long it stands still, until when it may be disputed."""

from datetime import datetime, timedelta

from appeals.models import Appeal, AppealState, ClockPause, TermUnit
from municipalities.working import due_at

# What `start` sets; whoever calls it saves them.
FIELDS = ("term_started_at", "term_amount", "term_unit", "answer_due")


def start(appeal: Appeal, at: datetime) -> None:
    """Begin the term of an answer: by the category, in the working time of the department."""
    appeal.term_started_at = at
    # Of a message that nobody has sorted yet: as of a question in the feed.
    appeal.term_amount, appeal.term_unit = appeal.municipality.question_hours, TermUnit.HOURS
    if appeal.category is not None:
        appeal.term_amount, appeal.term_unit = appeal.category.answer_amount, appeal.category.answer_unit
    appeal.answer_due = _due(appeal, [])


def recomputed(appeal: Appeal) -> datetime:
    """When the answer is due by the calendar as it is now, without the time that stood still."""
    ended = ClockPause.objects.filter(appeal=appeal, since__gte=appeal.term_started_at, until__isnull=False)
    return _due(appeal, list(ended.values_list("since", "until")))


def _due(appeal, pauses) -> datetime:
    return due_at(
        appeal.municipality,
        appeal.term_started_at,
        appeal.term_amount,
        appeal.term_unit,
        department=appeal.department,
        pauses=pauses,
    )


def pause(appeal: Appeal, at: datetime) -> None:
    ClockPause.objects.create(appeal=appeal, since=at)


def resume(appeal: Appeal, at: datetime) -> None:
    """End the pause, if one runs; the term moves by the working time that stood still, and the caller saves it."""
    if appeal.state == AppealState.CLARIFYING:
        ClockPause.objects.filter(appeal=appeal, until=None).update(until=at)
        appeal.answer_due = recomputed(appeal)


def dispute_until(appeal: Appeal, at: datetime) -> datetime:
    return at + timedelta(days=appeal.municipality.dispute_days)
