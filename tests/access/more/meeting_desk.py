"""Addresses of the desk of a meeting and of its report."""

from datetime import timedelta
from uuid import uuid4

from core import clock
from meetings import actions
from tests.access.route import NO_METHOD, READ, Route, one, only
from tests.cast import NOON
from tests.pictures import upload

STAFF = ("gleb", "nina", "olga")
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"
WRITE = only(*STAFF)
NOBODY = only()


def problem(world):
    return world.voiced.appeal.public_id


ROUTES = [
    Route("meetings:desk", WRITE, WRITE, one("desk_meeting")),
    # A device asks it again and again: it is told that nobody is signed in, and not led away.
    Route("meetings:desk_state", WRITE.but(guest=401), NO_METHOD, one("desk_meeting")),
    Route("meetings:desk_heads", NO_METHOD, only(*STAFF, status=302), one("desk_meeting")),
    Route("meetings:desk_worker", READ, NO_METHOD, one("desk_meeting")),
    Route("meetings:desk_problem", WRITE, WRITE, one("desk_meeting", problem)),
    # By whoever wrote it down: here a controller who looks on nowhere.
    Route("meetings:desk_undo", NO_METHOD, NOBODY, one("desk_meeting", problem)),
    Route("meetings:close", WRITE, WRITE, one("desk_meeting")),
    Route("meetings:complete_report", WRITE, only(*STAFF, status=302), one("held_meeting")),
    Route("meetings:minutes", READ, NO_METHOD, one("held_meeting")),
    Route("meetings:summary", READ, NO_METHOD, one("held_meeting")),
]


def _meeting(world, title):
    meeting = actions.plan(
        by=world.people.controller,
        municipality=world.town,
        communities=[world.community],
        kind="yard",
        title=f"{world.word}: {title}",
        place=f"у дома, {world.word}",
        starts_at=NOON + timedelta(hours=1),
        ends_at=NOON + timedelta(hours=3),
    )
    return actions.announce(meeting, by=world.people.controller)


def fill(world) -> None:
    """A meeting under way with a problem that nobody has decided on, and one that was held."""
    people = world.people
    world.desk_meeting, world.held_meeting = _meeting(world, "идёт"), _meeting(world, "прошла")
    world.voiced = actions.record_problem(
        world.desk_meeting,
        by=people.controller,
        client_id=uuid4(),
        title=f"{world.word}: не горит фонарь",
        speaker=f"{world.word}, жительница",
        is_public=False,
    )
    with clock.set_to(NOON + timedelta(hours=2)):
        world.held_meeting = actions.hold(
            world.held_meeting,
            by=people.controller,
            attendance=12,
            minutes="Говорили о дворе.",
            minutes_file=upload(PDF, "minutes.pdf", "application/pdf"),
        )
