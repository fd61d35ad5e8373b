"""Meetings as iCalendar (RFC 5545): the same meeting is the same event in every calendar, however it changes."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vDuration

from meetings.models import Meeting, MeetingState

# How often a calendar asks for news, in seconds.
ASKED_EVERY = 6 * 3600


def calendar_of(meetings: Iterable[Meeting], *, town, name: str, now: datetime) -> bytes:
    """A feed that calendars subscribe to, in the town's zone. Nothing in it is about residents."""
    feed = Calendar()
    feed.add("prodid", f"-//Veche//{town.site.hostname}//{get_language().upper()}")
    feed.add("version", "2.0")
    feed.add("calscale", "GREGORIAN")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", name)
    feed.add("x-wr-timezone", town.timezone)
    feed.add("refresh-interval", vDuration.from_ical(f"PT{ASKED_EVERY}S"), parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", f"PT{ASKED_EVERY}S")
    feed.add_component(Timezone.from_tzid(town.timezone))
    for meeting in meetings:
        feed.add_component(_event(meeting, town, now))
    return feed.to_ical()


def _event(meeting, town, now) -> Event:
    is_off = meeting.state == MeetingState.CANCELLED
    address = town.absolute_url(meeting.get_absolute_url())
    event = Event()
    event.add("uid", f"meeting-{meeting.public_id}@{town.site.hostname}")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", meeting.sequence)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("dtstart", meeting.starts_at.astimezone(town.tz))
    event.add("dtend", meeting.ends_at.astimezone(town.tz))
    title = _("Called off: %(title)s") % {"title": meeting.title} if is_off else meeting.title
    event.add("summary", title)
    event.add("location", meeting.place)
    if meeting.latitude is not None:
        event.add("geo", (meeting.latitude, meeting.longitude))
    event.add("categories", [meeting.get_kind_display()])
    event.add("description", _description(meeting, address))
    event.add("url", address)
    return event


def _description(meeting, address) -> str:
    words = [meeting.cancel_reason, meeting.text, *(f"– {point.text}" for point in meeting.agenda.all()), address]
    return "\n".join(filter(None, words))
