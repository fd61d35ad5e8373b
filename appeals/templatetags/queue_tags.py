"""How messages and questions stand on the desk of officials."""

from django import template
from django.utils.translation import pgettext

from appeals.desk import showing
from appeals.desk.showing import term, working_day
from appeals.models import AppealState
from core.drawing import chip
from municipalities.working import glance

register = template.Library()

# How a state looks and which icon it has, for those who work on it.
LOOKS = {
    AppealState.NEW: ("talk", "bell"),
    AppealState.REOPENED: ("bad", "warning"),
    AppealState.CLARIFYING: ("warn", "reply"),
    AppealState.UNDER_CONTROL: ("warn", "flag"),
    AppealState.IN_PROGRESS: ("info", "wrench"),
    AppealState.ANSWERED: ("ok", "check"),
    AppealState.DONE: ("ok", "check"),
    AppealState.CONFIRMED: ("ok", "check-circle"),
}


def _calendar(context):
    """Of the town: a list of many departments shows one clock."""
    return glance(context["request"].municipality)


@register.inclusion_tag("appeals/desk/_clock.html", takes_context=True)
def working_clock(context):
    """The time, what is left of the working day, and when the clocks of answers go on."""
    return {"day": working_day(context["request"].now, _calendar(context))}


@register.simple_tag(takes_context=True)
def desk_term(context, appeal):
    """The term that runs now: of the answer, or of the assignment; None when no clock runs."""
    if appeal.state in (AppealState.NEW, AppealState.REOPENED):
        at = appeal.answer_due
    elif appeal.state in (AppealState.UNDER_CONTROL, AppealState.IN_PROGRESS):
        at = appeal.assignment.due_at
    else:
        return None
    return term(at, context["request"].now, _calendar(context))


@register.simple_tag(takes_context=True)
def legal_term(context, appeal):
    """The term of the law beside the promise, while it runs."""
    if not appeal.is_under_law:
        return None
    return showing.legal_term(appeal.statutory_due, context["request"].now)


@register.simple_tag(takes_context=True)
def post_term(context, post):
    if post.answered_at is not None:
        return None
    return term(post.answer_due, context["request"].now, _calendar(context))


@register.simple_tag
def desk_state(appeal):
    """The state as a chip; disputed ones say so."""
    kind, icon = LOOKS.get(appeal.state, ("mute", ""))
    if appeal.state == AppealState.REOPENED:
        return chip(pgettext("of a message", "Back from the author"), kind, icon)
    return chip(appeal.get_state_display(), kind, icon)
