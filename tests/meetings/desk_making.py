"""A meeting under way, and what is written down at its desk."""

from datetime import timedelta
from uuid import uuid4

from appeals.actions import clocks
from appeals.models import Appeal, AppealSource
from core import clock
from meetings import actions
from meetings.models import Problem
from tests.cast import NOON
from tests.meetings.making import announced

HERE = {"host": "localhost"}
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


def voiced(meeting, count, by) -> list[Appeal]:
    """Many problems at once, as the desk leaves them when nobody was named."""
    start = Appeal.objects.count()
    appeals = []
    for number in range(1, count + 1):
        appeal = Appeal(
            municipality=meeting.municipality,
            number=start + number,
            title=f"Проблема {number}",
            source=AppealSource.MEETING,
            entered_by=by,
            created_at=DURING,
            state_changed_at=DURING,
        )
        clocks.start(appeal, DURING)
        appeals.append(appeal)
    appeals = Appeal.objects.bulk_create(appeals)
    Problem.objects.bulk_create(
        Problem(meeting=meeting, appeal=appeal, client_id=uuid4(), recorded_at=DURING) for appeal in appeals
    )
    return appeals
