"""What officials say to an author: an answer, a question, a refusal, another body; and what they say to each other."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from appeals.actions import clocks
from appeals.actions.moves import begin, move
from appeals.models import Appeal, AppealState, InternalNote, Reply, ReplyKind
from core import clock
from journal.actions import record
from journal.verbs import Verb
from municipalities.speakers import office


def say(appeal: Appeal, kind: str, text: str, *, by, at, official: bool, next_step: str = "") -> Reply:
    """Write a reply; official words stand under the office of whoever says them. Raises ValidationError `empty`."""
    text = text.strip()
    if not text:
        raise ValidationError(_("Write some words: the author reads them."), code="empty")
    under = office(by, appeal.municipality) if official else {}
    return Reply.objects.create(
        appeal=appeal, kind=kind, text=text, next_step=next_step.strip(), author=by, at=at, **under
    )


@transaction.atomic
def answer(appeal, *, by, text: str) -> Reply:
    """Answer the author; from now on they may dispute it. Raises ValidationError with code `empty`."""
    appeal = begin(appeal, "answer", by)
    at = clock.now()
    reply = say(appeal, ReplyKind.ANSWER, text, by=by, at=at, official=True)
    clocks.resume(appeal, at)
    appeal.answered_at = at
    appeal.dispute_until = clocks.dispute_until(appeal, at)
    move(appeal, AppealState.ANSWERED, at=at, fields=["answered_at", "dispute_until", "answer_due"])
    record(Verb.APPEAL_ANSWERED, appeal, by=by, municipality=appeal.municipality, at=at, reply=reply.pk)
    return reply


@transaction.atomic
def ask_author(appeal, *, by, text: str) -> Reply:
    """Ask the author for details; until they come the clock of the answer stands."""
    appeal = begin(appeal, "ask_author", by)
    at = clock.now()
    reply = say(appeal, ReplyKind.QUESTION, text, by=by, at=at, official=True)
    clocks.pause(appeal, at)
    move(appeal, AppealState.CLARIFYING, at=at)
    record(Verb.APPEAL_CLARIFICATION_ASKED, appeal, by=by, municipality=appeal.municipality, at=at, reply=reply.pk)
    return reply


@transaction.atomic
def clarify(appeal, *, by, text: str) -> Reply:
    """Give the details that were asked for; the clock goes on, its term moved by the working time that it stood."""
    appeal = begin(appeal, "clarify", by)
    at = clock.now()
    reply = say(appeal, ReplyKind.CLARIFICATION, text, by=by, at=at, official=False)
    clocks.resume(appeal, at)
    was = AppealState.REOPENED if appeal.reopened_count else AppealState.NEW
    move(appeal, was, at=at, fields=["answer_due"])
    record(Verb.APPEAL_CLARIFIED, appeal, by=by, municipality=appeal.municipality, at=at, reply=reply.pk)
    return reply


@transaction.atomic
def forward(appeal, *, by, body: str, text: str, due: date | None = None) -> Reply:
    """Pass to the body in charge; `due` is the day by which that body has to answer, where it is known.

    Raises ValidationError with code `empty`, or `past` for a day that is over.
    """
    appeal = begin(appeal, "forward", by)
    at = clock.now()
    if not body.strip():
        raise ValidationError({"body": ValidationError(_("Name the body that is in charge."), code="empty")})
    if due is not None and due < appeal.municipality.today(at):
        raise ValidationError({"due": ValidationError(_("This day is over."), code="past")})
    reply = say(appeal, ReplyKind.FORWARDING, text, by=by, at=at, official=True)
    clocks.resume(appeal, at)
    appeal.forwarded_to, appeal.forwarded_due = body.strip(), due
    appeal.answered_at = at
    move(appeal, AppealState.FORWARDED, at=at, fields=["forwarded_to", "forwarded_due", "answered_at", "answer_due"])
    record(Verb.APPEAL_FORWARDED, appeal, by=by, municipality=appeal.municipality, at=at, reply=reply.pk)
    return reply


@transaction.atomic
def decline(appeal, *, by, reason: str, next_step: str = "") -> Reply:
    """Refuse, with the reason and what the author can do instead; the author may dispute it."""
    appeal = begin(appeal, "decline", by)
    at = clock.now()
    reply = say(appeal, ReplyKind.REFUSAL, reason, by=by, at=at, official=True, next_step=next_step)
    clocks.resume(appeal, at)
    appeal.answered_at = at
    appeal.dispute_until = clocks.dispute_until(appeal, at)
    move(appeal, AppealState.DECLINED, at=at, fields=["answered_at", "dispute_until", "answer_due"])
    record(Verb.APPEAL_DECLINED, appeal, by=by, municipality=appeal.municipality, at=at, reply=reply.pk)
    return reply


@transaction.atomic
def add_note(appeal, *, by, text: str) -> InternalNote:
    """Write for colleagues: it is on no page of residents, in no letter and no export of theirs."""
    appeal = begin(appeal, "add_note", by)
    if not text.strip():
        raise ValidationError(_("The note is empty."), code="empty")
    at = clock.now()
    note = InternalNote.objects.create(appeal=appeal, text=text.strip(), author=by, at=at)
    record(Verb.APPEAL_NOTE_ADDED, appeal, by=by, municipality=appeal.municipality, at=at)
    return note
