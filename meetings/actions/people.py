"""What residents do before a meeting: say that they will come, ask, vote questions up."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from feed.models import HideReason
from journal.actions import record
from journal.verbs import Verb
from meetings.actions.moves import begin
from meetings.models import AHEAD, Meeting, MeetingQuestion, MeetingRegistration, QuestionVote

# More questions of one person drown those of the neighbours.
QUESTIONS_EACH = 5
# A reminder comes so long before a meeting, and not in its last hour: who comes is on the way then.
REMINDED_BEFORE = timedelta(hours=24)
TOO_LATE_TO_REMIND = timedelta(hours=1)
REMINDED_AT_ONCE = 50


@transaction.atomic
def register(meeting, *, by) -> MeetingRegistration:
    """«I'll come». A repeat changes nothing and returns the same registration."""
    meeting = begin(meeting, "register", by)
    registration, created = MeetingRegistration.objects.get_or_create(
        meeting=meeting, user=by, defaults={"at": clock.now()}
    )
    if created:
        _count(meeting)
        record(Verb.MEETING_JOINED, meeting, by=by, municipality=meeting.municipality)
    return registration


@transaction.atomic
def unregister(meeting, *, by) -> None:
    """«I won't come». A repeat changes nothing."""
    meeting = begin(meeting, "unregister", by)
    deleted, _by_model = MeetingRegistration.objects.filter(meeting=meeting, user=by).delete()
    if deleted:
        _count(meeting)
        record(Verb.MEETING_LEFT, meeting, by=by, municipality=meeting.municipality)


def _count(meeting) -> None:
    """The caller holds the row's lock."""
    meeting.coming_count = MeetingRegistration.objects.filter(meeting=meeting).count()
    meeting.save(update_fields=["coming_count"])


@transaction.atomic
def ask(meeting, *, by, text) -> MeetingQuestion:
    """Ask beforehand, for everybody to see. The same words sent twice are one question.

    Raises PermissionDenied, ValidationError with code `not_now`, `over` or `many`.
    """
    meeting = begin(meeting, "ask", by)
    mine = MeetingQuestion.objects.filter(meeting=meeting, author=by)
    same = mine.filter(text=text).first()
    if same is not None:
        return same
    if mine.count() >= QUESTIONS_EACH:
        raise ValidationError(
            _("You have asked %(count)s questions. Leave room for the neighbours, or ask at the meeting itself."),
            code="many",
            params={"count": QUESTIONS_EACH},
        )
    question = MeetingQuestion.objects.create(meeting=meeting, author=by, text=text, at=clock.now())
    record(Verb.MEETING_QUESTION_ASKED, meeting, by=by, municipality=meeting.municipality, question=question.public_id)
    return question


def _locked(question, act, by) -> MeetingQuestion:
    """The meeting first, then the question: the same order in every act. Raises ValidationError `hidden`."""
    meeting = begin(question.meeting, act, by)
    question = MeetingQuestion.objects.select_for_update(of=["self"]).get(pk=question.pk)
    question.meeting = meeting
    if question.hidden_at is not None:
        raise ValidationError(_("This question is hidden."), code="hidden")
    return question


@transaction.atomic
def vote_question(question, *, by) -> QuestionVote:
    """«This concerns me too». One's own question needs no vote of one's own. A repeat changes nothing."""
    question = _locked(question, "vote_question", by)
    if question.author_id == by.pk:
        raise ValidationError(_("This is your own question."), code="own")
    vote, created = QuestionVote.objects.get_or_create(question=question, user=by, defaults={"at": clock.now()})
    if created:
        _count_votes(question)
    return vote


@transaction.atomic
def unvote_question(question, *, by) -> None:
    """Take the vote back; a repeat changes nothing."""
    question = _locked(question, "unvote_question", by)
    deleted, _by_model = QuestionVote.objects.filter(question=question, user=by).delete()
    if deleted:
        _count_votes(question)


def _count_votes(question) -> None:
    question.vote_count = question.votes.count()
    question.save(update_fields=["vote_count"])


@transaction.atomic
def hide_question(question, *, by, reason) -> MeetingQuestion:
    """Take a question off the page; its place keeps the reason. Nobody moderates themselves.

    Raises PermissionDenied, ValidationError with code `hidden`.
    """
    question = _locked(question, "hide_question", by)
    if question.author_id == by.pk:
        raise PermissionDenied
    question.hidden_at = clock.now()
    question.hidden_reason = HideReason(reason)
    question.save(update_fields=["hidden_at", "hidden_reason"])
    record(
        Verb.MEETING_QUESTION_HIDDEN,
        question.meeting,
        by=by,
        municipality=question.meeting.municipality,
        question=question.public_id,
        reason=question.hidden_reason,
    )
    return question


def remind_comers() -> int:
    """Of meetings within a day, remind those who come: the clock's act. How many meetings were reminded of."""
    at = clock.now()
    due = (
        Meeting.objects.filter(
            state__in=AHEAD,
            reminded_at=None,
            starts_at__gt=at + TOO_LATE_TO_REMIND,
            starts_at__lte=at + REMINDED_BEFORE,
            coming_count__gt=0,
        )
        .order_by("starts_at")
        .values_list("pk", flat=True)[:REMINDED_AT_ONCE]
    )
    return sum(_remind(pk, at) for pk in list(due))


@transaction.atomic
def _remind(pk, at) -> bool:
    """Another worker may have come first, or the meeting may have been moved."""
    meeting = Meeting.objects.select_for_update(of=["self"]).select_related("municipality").get(pk=pk)
    if meeting.state not in AHEAD or meeting.reminded_at is not None or meeting.starts_at > at + REMINDED_BEFORE:
        return False
    meeting.reminded_at = at
    meeting.save(update_fields=["reminded_at"])
    record(Verb.MEETING_REMINDED, meeting, municipality=meeting.municipality, at=at)
    return True
