"""How an assignment is shown in lists of other pages."""

from django import template
from django.utils.html import format_html

from assignments.models import Assignment, AssignmentState
from assignments.queue import CAP
from core import clock, drawing
from core.moments import day, deadline, moment
from core.typography import no_breaks

register = template.Library()

S = AssignmentState
# Kind of the chip, and its icon where it is not the usual one.
CHIPS = {
    S.ISSUED: ("talk", "flag"),
    S.ACCEPTED: ("warn", ""),
    S.IN_PROGRESS: ("info", "wrench"),
    S.REPORTED: ("info", "eye"),
    S.RETURNED: ("warn", "reply"),
    S.DONE: ("ok", ""),
    S.CANCELLED: ("mute", "x-circle"),
}
LATEST = 5


def _now(context):
    return getattr(context.get("request"), "now", None) or clock.glance()


@register.simple_tag
def assignment_chip(assignment):
    """Where the assignment stands: icon, word and colour."""
    kind, icon = CHIPS[assignment.state]
    return drawing.chip(assignment.get_state_display(), kind, icon)


@register.simple_tag(takes_context=True)
def assignment_due(context, assignment):
    """The term: while it is open, how urgent in words and colour; then when it was closed."""
    now = _now(context)
    if not assignment.is_open:
        return format_html(
            '<time datetime="{}">{}</time>', assignment.closed_at.isoformat(), day(assignment.closed_at, now)
        )
    look, words = deadline(assignment.due_at, now)
    # The date stands above, so only what is left of it is said.
    short = words if look == "over" else words.rpartition(" — ")[2]
    return format_html(
        '<b class="nb"><time datetime="{}">{}</time></b><br><span class="due{}">{}{}</span>',
        assignment.due_at.isoformat(),
        moment(assignment.due_at, now),
        f" due--{look}" if look else "",
        drawing.icon("overdue" if look == "over" else "clock"),
        no_breaks(short),
    )


@register.simple_tag(takes_context=True)
def is_late(context, assignment):
    """Whether the term of an open one is over."""
    return assignment.is_overdue(_now(context))


@register.filter
def at_most(count):
    """A count that stops at the cap: «1000+»."""
    return f"{CAP}+" if count > CAP else count


@register.inclusion_tag("assignments/_card.html", takes_context=True)
def assignment_card(context, assignment, level=3):
    """One assignment of a list, fetched with `for_cards()`."""
    return {"request": context.get("request"), "assignment": assignment, "level": level}


@register.inclusion_tag("assignments/_promised.html", takes_context=True)
def assignments_promised(context, assignments):
    """What was promised for the thing this page is about, each fetched with its department."""
    return {"request": context.get("request"), "assignments": assignments}


@register.inclusion_tag("assignments/_community_assignments.html", takes_context=True)
def community_assignments(context, community):
    """What was promised to a community and is not done yet, the most urgent first; on its overview."""
    rows = Assignment.objects.filter(community=community, is_public=True).open().for_cards()
    found = list(rows.order_by("due_at", "pk")[: LATEST + 1])
    return {
        "request": context.get("request"),
        "community": community,
        "assignments": found[:LATEST],
    }
