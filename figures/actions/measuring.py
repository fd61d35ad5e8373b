"""How long messages waited for their first answer, measured once, in short pieces."""

from django.db.models import Q

from appeals.models import Appeal
from figures.models import ResponseTime
from municipalities.working import office, offices_of

AT_ONCE = 500


def measure_responses(town) -> int:
    """Measure the town's messages that were answered since the last time; how many."""
    measured = 0
    while found := _next(town):
        measured += _measure(town, found)
    return measured


def _next(town) -> list[Appeal]:
    """Messages that got an answer, or a date and a name, and are not measured."""
    heard = Q(answered_at__isnull=False) | Q(assignment__isnull=False)
    rows = Appeal.objects.within(town).filter(heard, response_time=None).select_related("assignment")
    return list(rows.prefetch_related("pauses").order_by("pk")[:AT_ONCE])


def _measure(town, appeals) -> int:
    offices = offices_of(town)
    rows = []
    for appeal in appeals:
        moments = [appeal.answered_at, appeal.assignment and appeal.assignment.issued_at]
        answered_at = max(appeal.created_at, min(moment for moment in moments if moment))
        pauses = [(pause.since, pause.until or answered_at) for pause in appeal.pauses.all()]
        worked = office(offices, appeal.department_id).worked(
            appeal.created_at, answered_at, [pause for pause in pauses if pause[0] < answered_at]
        )
        rows.append(
            ResponseTime(
                appeal=appeal,
                answered_at=answered_at,
                minutes=int(worked.total_seconds()) // 60,
                in_time=appeal.answer_due is None or answered_at <= appeal.answer_due,
            )
        )
    # Another worker may have measured the same ones.
    ResponseTime.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
