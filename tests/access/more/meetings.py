"""Addresses of meetings, of their calendars and posters. The phone desk has a list of its own."""

from datetime import timedelta

from django.utils import timezone

from core import clock
from core.text import public_id
from meetings import actions
from meetings.models import Meeting, MeetingKind, MeetingState
from posters.actions import make_meeting_packs
from tests.access.route import (
    MISSING,
    NO_METHOD_AFTER_SIGN_IN,
    READ,
    Route,
    one,
    only,
    signed_in,
    slug,
)

# Who holds meetings of the town, and who house meetings and clean-up days of the community.
TOWN = ("gleb", "nina", "olga")
HOUSE = ("vera", *TOWN)


def held_by(roles, name, thing, *, status=200, others=403):
    """An act of those who hold the meeting: its page, and what an empty form is answered."""
    return Route(
        f"meetings:{name}", only(*roles, others=others), only(*roles, status=status, others=others), one(thing)
    )


def asked(world):
    return world.meeting_question.public_id


ROUTES = [
    Route("meetings:schedule", READ),
    Route("meetings:archive", READ),
    Route("meetings:calendar", READ),
    Route("community_meetings", READ, args=slug),
    Route("community_calendar", READ, args=slug),
    Route("my_calendar", signed_in(), signed_in()),
    Route("my_calendar_revoke", NO_METHOD_AFTER_SIGN_IN, signed_in(302)),
    Route("my_calendar_feed", READ, args=lambda world: [world.calendar_token]),
    Route("my_calendar_feed", MISSING, args=lambda world: ["guessed"]),
    Route("meetings:new", only(*HOUSE), only(*HOUSE)),
    Route("meetings:detail", READ, args=one("meeting")),
    Route("meetings:detail", only(*TOWN, others=404, guest=404), args=one("planned_meeting")),
    Route("meetings:detail", only(*HOUSE, others=404, guest=404), args=one("planned_cleanup")),
    Route("meetings:ics", READ, args=one("meeting")),
    Route("meetings:ics", MISSING, args=one("planned_meeting")),
    held_by(TOWN, "edit", "meeting"),
    held_by(TOWN, "edit", "planned_meeting", others=404),
    held_by(HOUSE, "edit", "planned_cleanup", others=404),
    held_by(TOWN, "announce", "planned_meeting", status=302, others=404),
    held_by(HOUSE, "announce", "planned_cleanup", status=302, others=404),
    held_by(TOWN, "move", "meeting"),
    held_by(TOWN, "cancel", "meeting"),
    held_by(TOWN, "follow_up", "held_meeting"),
    Route("meetings:register", signed_in(), signed_in(302), one("meeting")),
    Route("meetings:unregister", signed_in(), signed_in(302), one("meeting")),
    Route("meetings:ask", signed_in(), signed_in(), one("meeting")),
    Route("meetings:vote_question", signed_in(), signed_in(302), one("meeting", asked)),
    Route("meetings:unvote_question", signed_in(), signed_in(302), one("meeting", asked)),
    Route("meetings:hide_question", only(*TOWN), only(*TOWN), one("meeting", asked)),
    Route("posters:meeting", only(*TOWN), only(*TOWN), one("meeting")),
    # Those who may are told to announce it first.
    Route("posters:meeting", only(*TOWN, status=302, others=404), only(*TOWN, others=404), one("planned_meeting")),
    Route(
        "posters:meeting_sheets",
        only(*TOWN),
        NO_METHOD_AFTER_SIGN_IN,
        one("meeting", lambda world: world.meeting_pack.public_id),
    ),
]


def fill(world) -> None:
    """Meetings ahead by today's clock, since that is when the addresses are asked."""
    now = timezone.now()
    with clock.set_to(now):
        world.meeting = actions.announce(_plan(world, "встреча"), by=world.people.controller)
        world.planned_meeting = _plan(world, "намечено")
        world.planned_cleanup = _plan(world, "субботник", kind=MeetingKind.CLEANUP)
        world.held_meeting = actions.announce(_plan(world, "прошла"), by=world.people.controller)
        Meeting.objects.filter(pk=world.held_meeting.pk).update(state=MeetingState.HELD, held_at=now)
        actions.register(world.meeting, by=world.people.author)
        world.meeting_question = actions.ask(world.meeting, by=world.people.author, text=f"{world.word}: когда?")
        world.calendar_token = actions.make_link(world.town, by=world.people.author)
        (world.meeting_pack,) = make_meeting_packs(
            world.meeting,
            [world.community],
            by=world.people.controller,
            key=public_id(),
            lines=dict.fromkeys(("what", "when", "how", "whom"), world.word),
            last_day=world.town.today(now),
        )


def _plan(world, what, **fields):
    starts_at = timezone.now() + timedelta(days=20)
    return actions.plan(
        by=world.people.controller,
        municipality=world.town,
        communities=[world.community],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        **{"kind": MeetingKind.YARD, "title": f"{world.word} {what}", "place": f"{world.word} двор", **fields},
    )
