"""How a meeting is shown in lists, on the front page and on pages of communities."""

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import drawing
from core.moments import moment
from meetings.models import Meeting, MeetingState

register = template.Library()

S = MeetingState
CHIPS = {
    S.PLANNED: ("mute", "pencil"),
    S.ANNOUNCED: ("info", "calendar"),
    S.MOVED: ("warn", "calendar"),
    S.HELD: ("ok", "check-circle"),
    S.CANCELLED: ("bad", "x-circle"),
}
# What the front page and a community's overview show.
NEXT = 3


def _today(context, meeting) -> bool:
    now = context["request"].now
    return timezone.localtime(meeting.starts_at).date() == timezone.localtime(now).date()


@register.simple_tag(takes_context=True)
def meeting_chip(context, meeting):
    """How it stands: icon, word and colour; of one that is today, the hour."""
    now = context["request"].now
    if meeting.is_ahead and meeting.ends_at <= now:
        return drawing.chip(_("The day is over"), "mute", "clock")
    if meeting.is_ahead and _today(context, meeting):
        hour = date_format(timezone.localtime(meeting.starts_at), "H:i")
        return drawing.chip(_("Today at %(hour)s") % {"hour": hour}, "warn", "bell")
    kind, icon = CHIPS[meeting.state]
    return drawing.chip(meeting.get_state_display(), kind, icon)


@register.simple_tag(takes_context=True)
def meeting_when(context, meeting) -> str:
    """«11 июня, 18:00–19:30»."""
    ends = date_format(timezone.localtime(meeting.ends_at), "H:i")
    return f"{moment(meeting.starts_at, context['request'].now)}–{ends}"


@register.simple_tag(takes_context=True)
def is_today(context, meeting) -> bool:
    return _today(context, meeting)


@register.simple_tag
def clock_time(value) -> str:
    """«18:00», by the town's clock."""
    return date_format(timezone.localtime(value), "H:i")


@register.inclusion_tag("meetings/_next.html", takes_context=True)
def next_meetings(context, community=None):
    """The nearest meetings of the town, or of a community and the whole town: two queries."""
    request = context["request"]
    rows = Meeting.objects.within(request.municipality).public().ahead(request.now)
    address = reverse("meetings:schedule")
    if community is not None:
        rows = rows.concerning(community)
        address = reverse("community_meetings", args=[community.slug])
    found = rows.prefetch_related("communities").order_by("starts_at", "pk")[:NEXT]
    return {"request": request, "meetings": list(found), "community": community, "all_url": address}
