"""What is written down on the spot: problems, and how many people came. Everything may arrive twice and late."""

import re
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from appeals import actions as appeals
from appeals.models import Appeal, AppealPhoto, AppealSource, AppealState
from assignments.models import Assignment, AssignmentState
from core import clock, photos
from core.text import one_line
from journal.actions import record
from journal.verbs import Verb
from meetings import permissions as may
from meetings.actions.moves import locked
from meetings.models import AHEAD, HeadCount, Meeting, MeetingState, Problem, UndoneNote

TITLE_LENGTH = 120
# A phone that found its signal late is still heard.
LATEST = timedelta(days=14)
# People come before the hour, and some speak at once.
EARLIEST = timedelta(hours=3)
UNDO = timedelta(minutes=15)
LARGEST_COUNT = 500
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n")


def split_note(words: str) -> tuple[str, str]:
    """A note as a title and the words themselves; the latter are empty when the title says all."""
    words = words.strip()
    first = " ".join(_SENTENCE.split(words, maxsplit=1)[0].split())
    if len(first) > TITLE_LENGTH:
        first = first[: TITLE_LENGTH - 1].rsplit(" ", 1)[0].rstrip(",;:—- ") + "…"
    whole = first == words or first.rstrip(".") == words.rstrip(".")
    return one_line(first.removesuffix(".")), "" if whole else words


def _begin(meeting: Meeting, by) -> Meeting:
    """Lock, then ask who and when.

    Raises PermissionDenied, or ValidationError with code `not_now`, `too_early` or `too_late`.
    """
    meeting = locked(meeting)
    if not may.can_record(by, meeting):
        raise PermissionDenied
    now = clock.now()
    if meeting.state not in (*AHEAD, MeetingState.HELD):
        raise ValidationError(
            _("Nothing is written down now: the meeting is “%(state)s”."),
            code="not_now",
            params={"state": meeting.get_state_display()},
        )
    if now < meeting.starts_at - EARLIEST:
        raise ValidationError(_("The desk opens three hours before the meeting."), code="too_early")
    if now > meeting.ends_at + LATEST:
        raise ValidationError(
            _("The desk has closed: two weeks have passed since the meeting. Send a message instead."), code="too_late"
        )
    return meeting


def noted(meeting: Meeting, client_id: UUID) -> Problem | None:
    """What this note became, if it has arrived already. Raises ValidationError with code `undone`."""
    if UndoneNote.objects.filter(meeting=meeting, client_id=client_id).exists():
        raise ValidationError(_("This record was taken back."), code="undone")
    rows = Problem.objects.select_related("appeal__department", "appeal__assignment__department")
    return rows.filter(meeting=meeting, client_id=client_id).first()


@contextmanager
def _kept_if_used(upload, *, by, meeting, description):
    """The pictures of a note, worked on before the transaction; one that found no place is not kept."""
    if upload is None:
        yield []
        return
    photo = photos.take_in(
        upload, by=by, description=description, collection=meeting.municipality.collection, is_private=True
    )
    try:
        yield [photo]
    except Exception:
        photo.delete()
        raise


def record_problem(
    meeting: Meeting,
    *,
    by,
    client_id: UUID,
    title: str,
    text: str = "",
    department=None,
    due_at: datetime | None = None,
    answer: str = "",
    photo=None,
    speaker: str = "",
    question=None,
    community=None,
    is_public: bool = True,
) -> Problem:
    """Write down what somebody said: answered at once, given to a department by a date, or left for an answer.

    What was asked beforehand is its author's message: they hear what comes of it, and say whether it is so.

    A note that arrives again is the problem that it became the first time. Raises ValidationError as `_begin` and
    the intake of pictures do, and with code `undone` or `own`.
    """
    if not may.can_record(by, meeting) or question is not None and question.meeting_id != meeting.pk:
        raise PermissionDenied
    author = question.author if question is not None else None
    if author == by and (answer or due_at is not None):
        raise ValidationError(
            _("You asked this yourself: choose “Decide later”, and a colleague will decide."), code="own"
        )
    if found := noted(meeting, client_id):
        return found
    with _kept_if_used(photo, by=by, meeting=meeting, description=title) as pictures, transaction.atomic():
        meeting = _begin(meeting, by)
        if found := noted(meeting, client_id):
            # It came twice at the same moment.
            for picture in pictures:
                picture.delete()
            return found
        appeal = appeals.file_appeal(
            by=by,
            municipality=meeting.municipality,
            title=title,
            text=text,
            community=community or _usual_place(meeting, by),
            department=department,
            place="" if community else meeting.place,
            is_public=is_public,
            source=AppealSource.MEETING,
            author=author,
        )
        AppealPhoto.objects.bulk_create(AppealPhoto(appeal=appeal, photo=picture) for picture in pictures)
        if appeal.is_public:
            photos.publish(pictures)
        problem = Problem.objects.create(
            meeting=meeting,
            appeal=appeal,
            client_id=client_id,
            speaker=speaker,
            question=question,
            recorded_at=clock.now(),
        )
        record(
            Verb.MEETING_PROBLEM_RECORDED, meeting, by=by, municipality=meeting.municipality, appeal=appeal.public_id
        )
        problem.appeal = _decide(appeal, by=by, department=department, due_at=due_at, answer=answer)
    return problem


def _usual_place(meeting, by):
    """The only house; an activist speaks for the houses they run, so for them the first of these."""
    places = may.places_of(meeting)
    return places[0] if len(places) == 1 or places and not may.can_name_department(by, meeting) else None


def _decide(appeal: Appeal, *, by, department, due_at, answer) -> Appeal:
    if answer:
        appeals.answer(appeal, by=by, text=answer)
    elif department is not None and due_at is not None:
        appeals.take_under_control(appeal, by=by, department=department, due_at=due_at)
    return Appeal.objects.select_related("department", "assignment__department").get(pk=appeal.pk)


@transaction.atomic
def settle_problem(problem: Problem, *, by, department=None, due_at: datetime | None = None, answer: str = ""):
    """Decide later what the desk left open: an answer, or a department with a date.

    Raises PermissionDenied and ValidationError as the acts of messages do.
    """
    if not may.can_record(by, problem.meeting):
        raise PermissionDenied
    return _decide(problem.appeal, by=by, department=department, due_at=due_at, answer=answer)


def can_undo(user, problem: Problem, now: datetime) -> bool:
    """Whoever wrote it down, within minutes, and while nobody has done anything about it."""
    appeal = problem.appeal
    fresh = (AppealState.NEW, AppealState.ANSWERED, AppealState.UNDER_CONTROL)
    return (
        appeal.entered_by_id == user.pk
        and now - problem.recorded_at <= UNDO
        and appeal.state in fresh
        and appeal.joined_count == 0
        and (appeal.assignment is None or appeal.assignment.state == AssignmentState.ISSUED)
    )


@transaction.atomic
def undo_problem(problem: Problem, *, by) -> None:
    """Take back what was written down by mistake: nothing of it is left but that its note is not taken again.

    Raises ValidationError with code `too_late`.
    """
    meeting = locked(problem.meeting)
    rows = Problem.objects.select_for_update(of=["self"]).select_related("appeal__assignment")
    problem = rows.get(pk=problem.pk)
    if not may.can_record(by, meeting) or problem.appeal.entered_by_id != by.pk:
        raise PermissionDenied
    if not can_undo(by, problem, clock.now()):
        raise ValidationError(
            _("It is too late to take this back: 15 minutes have passed, or somebody has begun to work on it."),
            code="too_late",
        )
    appeal, assignment = problem.appeal, problem.appeal.assignment
    pictures = [row.photo for row in appeal.photos.select_related("photo")]
    UndoneNote.objects.create(meeting=meeting, client_id=problem.client_id)
    record(Verb.MEETING_PROBLEM_UNDONE, meeting, by=by, municipality=meeting.municipality, appeal=appeal.public_id)
    # The journal keeps that there was something; whoever was not told yet, will not be.
    appeal.delete()
    if assignment is not None:
        Assignment.objects.filter(pk=assignment.pk).delete()
    for picture in pictures:
        picture.delete()


@transaction.atomic
def count_heads(meeting: Meeting, *, by, client_id: UUID, change: int) -> int:
    """Add people who came, or take some away; how many there are now. A press that arrives again changes nothing.

    Raises ValidationError as `_begin` does, and with code `change` or `closed`.
    """
    meeting = _begin(meeting, by)
    if not change or abs(change) > LARGEST_COUNT:
        raise ValidationError(_("So many people cannot be counted at once."), code="change")
    if HeadCount.objects.filter(meeting=meeting, client_id=client_id).exists():
        return meeting.attendance or 0
    HeadCount.objects.create(meeting=meeting, client_id=client_id, change=change, at=clock.now())
    if meeting.state == MeetingState.HELD:
        # The number of the report stands; who made it saw all presses that had arrived.
        return meeting.attendance or 0
    total = meeting.head_counts.aggregate(total=Sum(F("change")))["total"]
    meeting.attendance = max(0, total)
    meeting.save(update_fields=["attendance"])
    return meeting.attendance
