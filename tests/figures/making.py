"""Things that figures count, as rows as they stand after the acts: many at once."""

import uuid
from datetime import timedelta

from appeals.models import Appeal, AppealSource, AppealState
from assignments.models import Assignment, AssignmentState
from meetings.models import Meeting, MeetingState, Problem
from tests.cast import NOON

HOUR = timedelta(hours=1)
CLOSED = (AppealState.CONFIRMED, AppealState.FORWARDED, AppealState.DUPLICATE)


def make_meeting(town, *communities, at=NOON, attendance=20, state=MeetingState.HELD, **fields) -> Meeting:
    meeting = Meeting.objects.create(
        municipality=town,
        title=fields.pop("title", "Встреча во дворе"),
        place=fields.pop("place", "двор дома 1"),
        starts_at=at,
        ends_at=at + HOUR,
        state=state,
        created_at=at - 5 * HOUR,
        announced_at=at - 4 * HOUR,
        held_at=at + HOUR if state == MeetingState.HELD else None,
        attendance=attendance,
        **({"cancel_reason": "Дождь"} if state == MeetingState.CANCELLED else {}),
        **fields,
    )
    meeting.communities.add(*communities)
    return meeting


def make_assignment(town, department, *, at=NOON, state=AssignmentState.ISSUED, days=10, **fields) -> Assignment:
    closed = state in (AssignmentState.DONE, AssignmentState.CANCELLED)
    term = at + timedelta(days=days)
    return Assignment.objects.create(
        municipality=town,
        number=Assignment.objects.count() + 1,
        title=fields.pop("title", "Заделать яму"),
        department=department,
        state=state,
        issued_at=at,
        due_at=fields.pop("due_at", term),
        first_due_at=term,
        reported_at=at + timedelta(days=2) if closed else None,
        closed_at=at + timedelta(days=3) if closed else None,
        **fields,
    )


def make_appeal(town, community=None, *, at=NOON, state=AppealState.NEW, answered=None, **fields) -> Appeal:
    """A message; `answered` is after how long."""
    answered_at = at + answered if answered is not None else None
    ended = {AppealState.ANSWERED, AppealState.DONE}
    return Appeal.objects.create(
        municipality=town,
        community=community,
        number=Appeal.objects.count() + 1,
        title=fields.pop("title", "Яма на дороге"),
        state=state,
        created_at=at,
        state_changed_at=at,
        term_started_at=at,
        answer_due=fields.pop("answer_due", at + 9 * HOUR),
        answered_at=answered_at,
        dispute_until=at + timedelta(days=7) if state in ended else None,
        closed_at=at + timedelta(days=8) if state in CLOSED else None,
        **fields,
    )


def make_problem(meeting, community, department, *, solved=False, confirmed=False, **fields) -> Appeal:
    """Voiced at a meeting; solved ones have an assignment that is done."""
    done = AssignmentState.DONE if solved else AssignmentState.ISSUED
    state = AppealState.CONFIRMED if confirmed else AppealState.DONE if solved else AppealState.UNDER_CONTROL
    town, at = meeting.municipality, meeting.starts_at
    appeal = make_appeal(
        town,
        community,
        at=at,
        state=state,
        source=AppealSource.MEETING,
        department=department,
        assignment=make_assignment(town, department, at=at, state=done, community=community),
        **fields,
    )
    Problem.objects.create(meeting=meeting, appeal=appeal, client_id=uuid.uuid4(), recorded_at=at)
    return appeal


def many_appeals(town, community, count, *, at) -> None:
    """Answered messages by one insert."""
    start = Appeal.objects.count() + 1
    Appeal.objects.bulk_create(
        (
            Appeal(
                municipality=town,
                community=community,
                number=number,
                title=f"Яма {number}",
                text="Глубокая. " * 20,
                state=AppealState.FORWARDED,
                forwarded_to="Россети",
                created_at=at,
                state_changed_at=at,
                term_started_at=at,
                answer_due=at + 9 * HOUR,
                answered_at=at + 2 * HOUR,
                closed_at=at + 2 * HOUR,
            )
            for number in range(start, start + count)
        ),
        batch_size=500,
    )
