"""What came of a meeting: its problems with their fates, kept current for as long as the page stands."""

from django import template
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appeals.models import Appeal
from assignments.models import Assignment
from core.drawing import chip
from core.moments import deadline
from meetings import permissions as may
from meetings.models import FATES, Fate, MeetingState

register = template.Library()

PER_PAGE = 25
LOOKS = {
    Fate.WAITING: ("talk", "clock"),
    Fate.IN_WORK: ("info", "wrench"),
    Fate.SOLVED: ("ok", "check-circle"),
    Fate.ANSWERED: ("ok", "chat"),
    Fate.DECLINED: ("mute", "minus-circle"),
    Fate.ELSEWHERE: ("mute", "share"),
}


@register.simple_tag(takes_context=True)
def problem_chip(context, problem):
    """The state of a problem in a word; overdue work is called so before anything else."""
    appeal, now = problem.appeal, context["request"].now
    assignment = appeal.assignment
    if assignment is not None and assignment.is_overdue(now):
        return chip(deadline(assignment.due_at, now)[1], "bad", "overdue")
    return chip(appeal.get_state_display(), *LOOKS[problem.fate])


@register.inclusion_tag("meetings/desk/_outcome.html", takes_context=True)
def meeting_outcome(context, meeting):
    """The report of a meeting that was held: figures, minutes, pictures and every problem with its fate."""
    request = context["request"]
    if meeting.state != MeetingState.HELD:
        return {"meeting": None}
    fates = meeting.problems.fates()
    chosen = request.GET.get("fate", "")
    # Personal matters are counted, and read by those alone who may read their messages.
    seen = Appeal.objects.within(meeting.municipality).visible_to(request.user)
    rows = meeting.problems.filter(appeal__in=seen)
    hidden = fates["voiced"] - rows.count()
    if chosen in Fate.values:
        rows = rows.of_fate(chosen)
    rows = rows.select_related("appeal__department", "appeal__community", "appeal__assignment__department")
    overdue = Assignment.objects.within(meeting.municipality).overdue(request.now)
    return {
        "request": request,
        "display": context.get("display"),
        "user": request.user,
        "meeting": meeting,
        "fates": fates,
        "tabs": _tabs(fates, chosen),
        "page": Paginator(rows.order_by("recorded_at", "pk"), PER_PAGE).get_page(request.GET.get("problems")),
        "hidden": _hidden(hidden),
        "pictures": [
            row.photo for row in meeting.photos.select_related("photo").prefetch_related("photo__renditions")
        ],
        "may_complete": may.can_record(request.user, meeting),
        "overdue": rows.filter(appeal__assignment__in=overdue).count(),
    }


def _tabs(fates, chosen) -> list[dict]:
    tabs = [{"label": _("All of them"), "url": "?#problems", "count": fates["voiced"], "current": not chosen}]
    return tabs + [
        {"label": fate.label, "url": f"?fate={fate}#problems", "count": fates[fate], "current": chosen == fate}
        for fate in FATES
        if fates[fate]
    ]


def _hidden(count) -> str:
    if not count:
        return ""
    words = ngettext(
        "%(count)s more is a personal matter, which its author and the staff read.",
        "%(count)s more are personal matters, which their authors and the staff read.",
        count,
    )
    return words % {"count": count}
