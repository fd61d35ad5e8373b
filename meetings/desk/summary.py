"""One A4 for the notice board: what was promised at a meeting, and what has come of it by the day of printing."""

from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock, pdf
from core.moments import day, moment
from meetings.models import FATES, Fate

# What one sheet holds in type that is read on a board; the rest is told by the address.
ROWS = 14
# What is promised is read first.
ORDER = (Fate.IN_WORK, Fate.SOLVED, Fate.WAITING, Fate.ANSWERED, Fate.DECLINED, Fate.ELSEWHERE)


def sheet(meeting, address: str) -> bytes:
    """The PDF of a meeting that was held, with nothing that neighbours may not read."""
    rows = meeting.problems.filter(appeal__is_public=True)
    rows = rows.select_related("appeal__department", "appeal__assignment__department")
    ranks = [When(FATES[fate], then=Value(rank)) for rank, fate in enumerate(ORDER)]
    rows = rows.annotate(rank=Case(*ranks, default=Value(len(ORDER)), output_field=IntegerField()))
    shown = list(rows.order_by("rank", "recorded_at", "pk")[:ROWS])
    fates = meeting.problems.fates()
    left = fates["voiced"] - len(shown)
    content = {
        "title": meeting.title,
        "when": f"{moment(meeting.starts_at)}, {meeting.place}",
        "figures": [
            [str(meeting.attendance or 0), _("people came")],
            [str(fates["voiced"]), _("problems voiced")],
            [str(fates[Fate.SOLVED]), _("solved")],
            [str(fates[Fate.IN_WORK]), _("in work")],
        ],
        "columns": ["№", _("What was said"), _("Who answers for it, by when"), _("State")],
        "rows": [_row(problem) for problem in shown],
        "rest": ngettext(
            "%(count)s more problem and the minutes are on the page of the meeting.",
            "%(count)s more problems and the minutes are on the page of the meeting.",
            left,
        )
        % {"count": left}
        if left > 0
        else _("The minutes and photos are on the page of the meeting."),
        "printed": _("As of %(date)s. The page of the meeting is kept current:") % {"date": day(clock.glance())},
        "address": address.split("://", 1)[-1],
        "qr": pdf.qr(address),
        "alt": _("The address of the meeting's page"),
    }
    return pdf.render("meeting_summary", content)


def _row(problem) -> list[str]:
    appeal, assignment = problem.appeal, problem.appeal.assignment
    if assignment is not None:
        who = f"{assignment.department.name}, {_('until %(date)s') % {'date': day(assignment.due_at)}}"
    else:
        who = appeal.department.name if appeal.department else "—"
    return [str(appeal.number), appeal.title, who, str(Fate(problem.fate).label)]
