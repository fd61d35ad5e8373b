"""What residents said of the outcome that a result tells of."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from appeals.models import AppealState
from assignments.models import Assignment
from core import clock
from core.moments import moment

BACK_TO_WORK = (AppealState.REOPENED, AppealState.UNDER_CONTROL, AppealState.IN_PROGRESS)


@dataclass(frozen=True)
class Outcome:
    """How it looks, with which icon, in which words."""

    look: str
    icon: str
    words: str


def of_result(page, now=None) -> Outcome | None:
    """«Подтверждено жителями», «оспорено жителями», or until when it may be; None where nobody was asked.

    What became of a message that only the administration reads is not told.
    """
    if page.assignment_id is None:
        return None
    found = Assignment.objects.select_related("appeal").prefetch_related("reports").filter(pk=page.assignment_id)
    assignment = found.first()
    appeal = getattr(assignment, "appeal", None)
    if appeal is None or not appeal.is_public:
        return None
    if appeal.state == AppealState.CONFIRMED:
        if appeal.is_silent:
            return Outcome("ok", "check", _("Residents did not dispute it"))
        return Outcome("ok", "check-circle", _("Confirmed by residents"))
    was_disputed = any(report.disputed_at for report in assignment.reports.all())
    if was_disputed and appeal.state in BACK_TO_WORK:
        return Outcome("bad", "warning", _("Disputed by residents: the work goes on"))
    now = now or clock.glance()
    if appeal.state == AppealState.DONE and appeal.dispute_until and appeal.dispute_until > now:
        words = _("Residents may dispute it until %(moment)s") % {"moment": moment(appeal.dispute_until, now)}
        return Outcome("info", "clock", words)
    return None
