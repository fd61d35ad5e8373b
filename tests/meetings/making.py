"""Meetings at every stage, brought there by the acts themselves."""

from datetime import timedelta

from core import clock
from meetings import actions
from meetings.models import Meeting, MeetingKind
from tests.cast import NOON

TEXTS = {
    "title": "Глава города придёт в наш двор",
    "text": "Говорим о площадке, парковке и въезде во двор.",
    "place": "у детской площадки, вход со стороны дома 3",
}


def planned(by, town, *communities, days=7, at=NOON, **fields) -> Meeting:
    """A yard meeting of an hour and a half, `days` after `at`."""
    starts_at = at + timedelta(days=days)
    terms = {"kind": MeetingKind.YARD, "starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=90), **TEXTS}
    with clock.set_to(at):
        return actions.plan(by=by, municipality=town, communities=communities, **{**terms, **fields})


def announced(by, town, *communities, at=NOON, **fields) -> Meeting:
    meeting = planned(by, town, *communities, at=at, **fields)
    with clock.set_to(at):
        return actions.announce(meeting, by=by)
