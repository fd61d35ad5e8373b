"""Synthetic volume for measurements: open and closed assignments in bulk, as rows of one town."""

from datetime import datetime, timedelta

from django.db.models import Max

from assignments.models import OPEN, Assignment, AssignmentSource, AssignmentState
from core.text import public_id
from municipalities.models import Department

# What one unit of scale adds.
ASSIGNMENTS = 30
BATCH = 2000
SOURCES = AssignmentSource.values
# Of each twelve rows so many are closed.
STATES = (*OPEN, *OPEN, AssignmentState.DONE, AssignmentState.CANCELLED)
# Terms from three months ago to nine months ahead.
PAST, SPAN = 90, 365


def fill(town, count: int, *, communities, now: datetime) -> int:
    """Add `count` assignments to a town; how many. Every department and community gets its share."""
    departments = list(Department.objects.within(town))
    last = Assignment.objects.within(town).aggregate(last=Max("number"))["last"] or 0
    rows = (
        _row(town, last + number, departments[number % len(departments)], communities[number % len(communities)], now)
        for number in range(1, count + 1)
    )
    return len(Assignment.objects.bulk_create(rows, batch_size=BATCH))


def _row(town, number, department, community, now) -> Assignment:
    state = STATES[number % len(STATES)]
    due_at = now + timedelta(days=number * 37 % SPAN - PAST, minutes=number % 480)
    issued_at = due_at - timedelta(days=30)
    row = Assignment(
        public_id=public_id(),
        number=number,
        municipality=town,
        community=community,
        department=department,
        title=f"Поручение № {number}, синтетический объём",
        place=f"подъезд {number % 6 + 1}",
        source=SOURCES[number % len(SOURCES)],
        state=state,
        issued_at=issued_at,
        due_at=due_at,
        first_due_at=due_at,
        is_overdue_noted=due_at <= now,
        is_personal=number % 100 == 0,
        reported_at=issued_at + timedelta(days=9) if state in ("reported", "done") else None,
        closed_at=None if state in OPEN else issued_at + timedelta(days=10),
        closing_note="Синтетический объём" if state == AssignmentState.CANCELLED else "",
    )
    row.fold_words()
    return row
