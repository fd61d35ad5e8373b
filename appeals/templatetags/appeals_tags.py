"""How a message is shown in lists and on the pages of other notions."""

from django import template

from appeals.models import OPEN, Appeal, AppealState
from appeals.permissions import can_take_from_feed
from core import drawing

register = template.Library()

S = AppealState
# Kind of the chip, and its icon where it is not the usual one.
CHIPS = {
    S.NEW: ("talk", ""),
    S.CLARIFYING: ("warn", "chat"),
    S.ANSWERED: ("ok", "reply"),
    S.UNDER_CONTROL: ("info", "flag"),
    S.IN_PROGRESS: ("info", "wrench"),
    S.DONE: ("ok", ""),
    S.CONFIRMED: ("ok", "seal"),
    S.REOPENED: ("warn", "reply"),
    S.FORWARDED: ("mute", "arrow-right"),
    S.DUPLICATE: ("mute", "users"),
    S.DECLINED: ("mute", "x-circle"),
}
LATEST = 5


@register.simple_tag
def appeal_chip(appeal):
    """Where the message stands: icon, word and colour."""
    kind, icon = CHIPS[appeal.state]
    return drawing.chip(appeal.get_state_display(), kind, icon)


@register.inclusion_tag("appeals/_card.html", takes_context=True)
def appeal_card(context, appeal, level=3):
    """One message of a list, fetched with `for_cards()`."""
    return {"request": context.get("request"), "appeal": appeal, "level": level}


@register.inclusion_tag("appeals/_of_post.html", takes_context=True)
def appeal_of_post(context, post):
    """The state of the message made of a post, or the way to make one; fetch posts with `select_related("appeal")`."""
    user = context["request"].user
    appeal = getattr(post, "appeal", None)
    if appeal is not None and not appeal.is_public:
        known = user.is_authenticated and user.pk in (appeal.author_id, appeal.entered_by_id)
        appeal = appeal if known else None
        return {"appeal": appeal, "post": post, "may_take": False}
    return {
        "appeal": appeal,
        "post": post,
        "may_take": appeal is None and post.hidden_at is None and can_take_from_feed(user, post),
    }


@register.inclusion_tag("appeals/_community_appeals.html", takes_context=True)
def community_appeals(context, community):
    """What neighbours have told the administration about this house and is still open, newest first."""
    rows = Appeal.objects.public().filter(community=community, state__in=OPEN).for_cards()
    return {
        "request": context.get("request"),
        "community": community,
        "appeals": list(rows.order_by("-created_at", "-pk")[:LATEST]),
    }
