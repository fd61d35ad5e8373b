"""A meeting under way, and what is written down at its desk."""

from datetime import timedelta
from uuid import uuid4

from core import clock
from meetings import actions
from tests.cast import NOON
from tests.meetings.making import announced

DURING = NOON + timedelta(days=7, minutes=20)
DUE = DURING + timedelta(days=7)


def under_way(by, town, *communities, **fields):
    """A meeting that began twenty minutes ago: work at `DURING`."""
    return announced(by, town, *communities, **fields)


def note(meeting, by, title="Фонарь у подъезда 2 не горит", *, at=DURING, **fields):
    with clock.set_to(at):
        return actions.record_problem(meeting, by=by, title=title, **{"client_id": uuid4(), **fields})


def promised(meeting, by, department, title="Засыпать яму у въезда", **fields):
    return note(meeting, by, title, department=department, due_at=DUE, **fields)
