"""Calendars of a town, of a community, of one person, and one meeting as a file."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from communities.views import get_community
from meetings import actions, ical
from meetings.actions.calendars import digest_of
from meetings.models import CalendarLink, Meeting
from meetings.views.detail import get_meeting

# What a feed holds: a calendar keeps what it has read, so the past is short.
PAST = timedelta(days=60)
MOST = 500
MINUTES = 60 * 15


def _answer(request, meetings, *, name, filename, secret=False) -> HttpResponse:
    data = ical.calendar_of(meetings, town=request.municipality, name=name, now=request.now)
    answer = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{filename}.ics"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store" if secret else f"public, max-age={MINUTES}"
    if secret:
        answer["Referrer-Policy"] = "no-referrer"
    return answer


def _fed(request, rows):
    rows = rows.within(request.municipality).public().filter(ends_at__gt=request.now - PAST)
    return rows.prefetch_related("agenda").order_by("starts_at", "pk")[:MOST]


@require_safe
def town_calendar(request):
    """All meetings of the town."""
    name = _("Meetings: %(place)s") % {"place": request.municipality.name}
    return _answer(request, _fed(request, Meeting.objects), name=name, filename="meetings")


@require_safe
def community_calendar(request, slug):
    """The meetings that concern one community."""
    community = get_community(request, slug)
    rows = Meeting.objects.concerning(community)
    name = _("Meetings: %(place)s") % {"place": community.title}
    return _answer(request, _fed(request, rows), name=name, filename=f"meetings-{community.slug}")


@require_safe
def one(request, public_id):
    """One meeting, for the calendar of a phone."""
    meeting = get_meeting(request, public_id)
    if not meeting.is_public:
        raise Http404
    return _answer(request, [meeting], name=meeting.title, filename=f"meeting-{meeting.public_id}")


@require_safe
def personal_calendar(request, token):
    """What one person comes to, by the secret address alone. It tells nothing of anybody else."""
    links = CalendarLink.objects.filter(municipality=request.municipality, user__is_active=True)
    link = links.filter(digest=digest_of(token)).first()
    if link is None:
        raise Http404
    rows = Meeting.objects.filter(registrations__user=link.user_id)
    return _answer(request, _fed(request, rows), name=_("Meetings I come to"), filename="my-meetings", secret=True)


@login_required
@never_cache
def mine(request):
    """The person's own calendar: make its secret address, which is shown once, or let it lead nowhere."""
    address = ""
    if request.method == "POST":
        token = actions.make_link(request.municipality, by=request.user)
        address = request.municipality.absolute_url(reverse("my_calendar_feed", args=[token]))
    link = CalendarLink.objects.filter(municipality=request.municipality, user=request.user).first()
    coming = (
        Meeting.objects.within(request.municipality)
        .filter(registrations__user=request.user)
        .ahead(request.now)
        .order_by("starts_at", "pk")[:20]
    )
    return render(request, "meetings/my_calendar.html", {"address": address, "link": link, "coming": coming})


@login_required
@require_POST
def revoke(request):
    """Let the secret address lead nowhere."""
    actions.revoke_link(request.municipality, by=request.user)
    messages.success(request, _("The address of your calendar leads nowhere now."))
    return redirect("my_calendar")
