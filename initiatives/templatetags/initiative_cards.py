"""How an initiative is shown in lists of other pages."""

from django import template
from django.utils.translation import gettext as _

from core import drawing
from initiatives.models import Initiative, InitiativeState

register = template.Library()

S = InitiativeState
# Kind of the chip, and its icon where it is not the usual one.
CHIPS = {
    S.DRAFT: ("mute", "pencil"),
    S.REVIEW: ("talk", "eye"),
    S.DISCUSSION: ("talk", ""),
    S.VOTING: ("vote", ""),
    S.CONSIDERATION: ("info", ""),
    S.REWORK: ("warn", "pencil"),
    S.APPROVED: ("ok", ""),
    S.DECLINED: ("mute", "x-circle"),
    S.IN_PROGRESS: ("info", "wrench"),
    S.DONE: ("ok", ""),
    S.WITHDRAWN: ("mute", ""),
    S.ARCHIVED: ("mute", ""),
}
LATEST = 3


@register.simple_tag
def state_chip(initiative):
    """Where the initiative stands: icon, word and colour."""
    kind, icon = CHIPS[initiative.state]
    return drawing.chip(initiative.get_state_display(), kind, icon)


@register.inclusion_tag("initiatives/_card.html", takes_context=True)
def initiative_card(context, initiative, level=3):
    """One initiative of a list, fetched with `for_cards()` and `prefetch_related("cover__renditions")`."""
    deadline = None
    if initiative.state == S.VOTING and initiative.vote:
        deadline = initiative.vote.closes_at
    elif initiative.state == S.DISCUSSION:
        deadline = initiative.support_ends_at
    return {
        "request": context.get("request"),
        "display": context.get("display"),
        "initiative": initiative,
        "level": level,
        "deadline": deadline,
        "gathers": initiative.state == S.DISCUSSION,
        "support_label": _("%(count)s of %(needed)s neighbours support it")
        % {"count": initiative.verified_support_count, "needed": initiative.support_needed},
    }


@register.inclusion_tag("initiatives/_community_initiatives.html", takes_context=True)
def community_initiatives(context, page):
    """The newest initiatives on a community's overview, and the way to propose one."""
    newest = Initiative.objects.public().filter(community=page).for_cards().prefetch_related("cover__renditions")
    return {
        "request": context.get("request"),
        "display": context.get("display"),
        "community": page,
        "initiatives": list(newest.order_by("-published_at")[:LATEST]),
    }
