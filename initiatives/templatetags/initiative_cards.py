"""How an initiative is shown in lists of other pages."""

from django import template
from django.db.models import F, Q
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
# What a page of tasks shows at most.
WAITING = 10


@register.simple_tag(takes_context=True)
def initiatives_waiting(context, community) -> list:
    """What those who run a community decide, the longest waiting first: to let through, to put to the vote.

    Shown by initiatives/_waiting.html.
    """
    user = context["request"].user
    ripe = Q(state=S.DISCUSSION, verified_support_count__gte=F("support_needed"))
    queue = Initiative.objects.filter(Q(state=S.REVIEW) & ~Q(author=user) | ripe, community=community)
    return list(queue.order_by("state_changed_at", "pk")[:WAITING])


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
