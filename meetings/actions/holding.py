"""The closing report: one act decides whatever the desk left open, and says what the meeting was."""

from collections.abc import Mapping
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from appeals.actions.many import take_many_under_control
from core import clock, photos
from core.text import public_id
from core.uploads import document_kind
from journal.actions import record, record_many
from journal.verbs import Verb
from meetings import permissions as may
from meetings.actions.moves import locked, move_to
from meetings.models import ALLOWED, Meeting, MeetingPhoto, MeetingQuestion, MeetingState
from municipalities.models import Department

PHOTO_LIMIT = 10


@contextmanager
def _pictures(uploads, *, by, meeting):
    """The pictures of the meeting, worked on before the transaction; those that found no place are not kept."""
    if len(uploads) > PHOTO_LIMIT:
        raise ValidationError(_("No more than %(limit)s pictures."), code="too_many", params={"limit": PHOTO_LIMIT})
    taken = []
    try:
        for upload in uploads:
            taken.append(
                photos.take_in(
                    upload,
                    by=by,
                    description=str(_("The meeting “%(title)s”") % {"title": meeting.title}),
                    collection=meeting.municipality.collection,
                    is_private=True,
                )
            )
        yield taken
    except Exception:
        for photo in taken:
            photo.delete()
        raise


def _put_report(meeting, minutes, minutes_file, kind, pictures) -> list[str]:
    """Put words, file and pictures at the locked meeting; the names of the fields to save."""
    fields = []
    if minutes is not None:
        meeting.minutes = minutes.strip()
        fields.append("minutes")
    if minutes_file is not None:
        if meeting.minutes_file:
            old, storage = meeting.minutes_file.name, meeting.minutes_file.storage
            transaction.on_commit(lambda: storage.delete(old))
        minutes_file.seek(0)
        # A name of ours: a file name of the office may hold somebody's data.
        meeting.minutes_file.save(f"{public_id()}.{kind}", ContentFile(minutes_file.read()), save=False)
        fields.append("minutes_file")
    last = meeting.photos.aggregate(last=Max("order"))["last"]
    start = 0 if last is None else last + 1
    if start + len(pictures) > PHOTO_LIMIT:
        raise ValidationError(_("No more than %(limit)s pictures."), code="too_many", params={"limit": PHOTO_LIMIT})
    MeetingPhoto.objects.bulk_create(
        MeetingPhoto(meeting=meeting, photo=photo, order=order) for order, photo in enumerate(pictures, start=start)
    )
    photos.publish(pictures)
    return fields


def hold(
    meeting: Meeting,
    *,
    by,
    attendance: int,
    minutes: str = "",
    minutes_file=None,
    pictures=(),
    departments: Mapping[int, Department] | None = None,
    due_at: datetime | None = None,
    answers: Mapping[int, str] | None = None,
) -> Meeting:
    """Close the meeting in one go, however many problems were voiced.

    `departments` names one for the message (by key) of each problem that the desk left open; with `due_at` these
    become assignments; only who may give assignments may name them. `answers` are what was said to questions (by key)
    asked beforehand. Raises ValidationError with code `not_now`, `too_early`, `term`, and as the intakes of files do.
    """
    if not may.can_record(by, meeting):
        raise PermissionDenied
    kind = document_kind(minutes_file) if minutes_file is not None else ""
    with _pictures(pictures, by=by, meeting=meeting) as taken, transaction.atomic():
        meeting = locked(meeting)
        if not may.can_record(by, meeting):
            raise PermissionDenied
        if MeetingState.HELD not in ALLOWED[meeting.state]:
            raise ValidationError(
                _("This cannot be done now: the meeting is “%(state)s”."),
                code="not_now",
                params={"state": meeting.get_state_display()},
            )
        at = clock.now()
        if at < meeting.starts_at:
            raise ValidationError(_("The meeting has not begun yet."), code="too_early")
        _decide(meeting, by, departments or {}, due_at)
        answered = _answer_questions(meeting, answers or {}, by)
        fields = _put_report(meeting, minutes, minutes_file, kind, taken)
        meeting.attendance, meeting.held_at = attendance, at
        move_to(meeting, MeetingState.HELD, fields=["attendance", "held_at", *fields])
        record(
            Verb.MEETING_HELD,
            meeting,
            by=by,
            municipality=meeting.municipality,
            at=at,
            attendance=attendance,
            problems=meeting.problems.count(),
            answered=answered,
        )
    return meeting


def _decide(meeting, by, departments, due_at) -> None:
    if not departments:
        return
    if not may.can_give_assignments(by, meeting):
        raise PermissionDenied
    if due_at is None:
        raise ValidationError(_("Say by when the departments have to do it."), code="term")
    # Of this meeting alone; what another phone has decided in the meantime stays as it is.
    ours = meeting.problems.filter(appeal__in=list(departments)).values_list("appeal", flat=True)
    take_many_under_control(meeting.municipality, {pk: departments[pk] for pk in ours}, by=by, due_at=due_at)


def _answer_questions(meeting, answers, by) -> int:
    rows = list(meeting.questions.filter(pk__in=list(answers), answer=""))
    rows = [row for row in rows if answers[row.pk].strip()]
    for row in rows:
        row.answer = answers[row.pk].strip()
    MeetingQuestion.objects.bulk_update(rows, ["answer"])
    record_many(
        Verb.MEETING_QUESTION_ANSWERED,
        ((meeting, {"question": row.public_id}) for row in rows),
        by=by,
        municipality=meeting.municipality,
    )
    return len(rows)


def complete_report(meeting: Meeting, *, by, minutes: str, minutes_file=None, pictures=()) -> Meeting:
    """Add to the report of a meeting that was held: the minutes are often signed days later.

    Raises ValidationError with code `not_now`, and as the intakes of files do.
    """
    if not may.can_record(by, meeting):
        raise PermissionDenied
    kind = document_kind(minutes_file) if minutes_file is not None else ""
    with _pictures(pictures, by=by, meeting=meeting) as taken, transaction.atomic():
        meeting = locked(meeting)
        if meeting.state != MeetingState.HELD:
            raise ValidationError(_("The report of this meeting is not made yet."), code="not_now")
        fields = _put_report(meeting, minutes, minutes_file, kind, taken)
        meeting.save(update_fields=fields)
        record(Verb.MEETING_REPORT_COMPLETED, meeting, by=by, municipality=meeting.municipality, pictures=len(taken))
    return meeting
