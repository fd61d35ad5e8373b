"""A message that is an official appeal (59-ФЗ): its registration and the clocks of the law."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from appeals.actions.moves import begin
from appeals.models import Appeal
from core import clock
from journal.actions import record
from journal.verbs import Verb
from municipalities.working import (
    statutory_answer_by,
    statutory_forward_by,
    statutory_register_by,
    statutory_terms,
)


@transaction.atomic
def register(appeal, *, by, number: str, registered_on: date) -> Appeal:
    """Keep the number and the day of registration; from that day the clocks of the law run, which nothing pauses.

    Raises ValidationError with code `anonymous` (art. 11: no answer is due), `number`, `future`, `early` or
    `registered`.
    """
    appeal = begin(appeal, "register", by)
    at = clock.now()
    if appeal.is_statutory:
        raise ValidationError(_("This message is registered already."), code="registered")
    if appeal.author_id is None and not (appeal.applicant_name and appeal.applicant_contact):
        raise ValidationError(
            _("An official appeal has an author with a name and an address: this one is anonymous."), code="anonymous"
        )
    if not number.strip():
        raise ValidationError({"number": ValidationError(_("Write the registration number."), code="number")})
    if registered_on > appeal.municipality.today(at):
        raise ValidationError({"registered_on": ValidationError(_("This day is still ahead."), code="future")})
    if registered_on < appeal.municipality.today(appeal.created_at):
        raise ValidationError(
            {"registered_on": ValidationError(_("On this day the message was not there yet."), code="early")}
        )
    appeal.is_statutory = True
    appeal.registration_number, appeal.registered_on = number.strip(), registered_on
    appeal.statutory_due = statutory_answer_by(appeal.municipality, registered_on, department=appeal.department)
    appeal.save(update_fields=["is_statutory", "registration_number", "registered_on", "statutory_due"])
    record(Verb.APPEAL_REGISTERED, appeal, by=by, municipality=appeal.municipality, at=at)
    return appeal


def legal_terms(appeal) -> dict[str, date]:
    """The last days of the law's clocks: to register, to forward, to answer."""
    town = appeal.municipality
    terms = {"register": statutory_register_by(town, town.today(appeal.created_at))}
    if appeal.registered_on is not None:
        terms["forward"] = statutory_forward_by(town, appeal.registered_on)
        terms["answer"] = appeal.statutory_due
    return terms


@transaction.atomic
def extend_statutory(appeal, *, by, until: date, reason: str) -> Appeal:
    """Prolong the term of the law once, by as much as the law lets (30 days); the author is told.

    Raises ValidationError with code `not_statutory`, `extended`, `over`, `reason`, `too_far`.
    """
    appeal = begin(appeal, "extend_statutory", by)
    at = clock.now()
    if not appeal.is_statutory:
        raise ValidationError(_("This message is not an official appeal."), code="not_statutory")
    if appeal.statutory_extended_at is not None:
        raise ValidationError(_("The term was prolonged already: the law allows it once."), code="extended")
    if appeal.municipality.today(at) > appeal.statutory_due:
        raise ValidationError(_("The term is over: it can no longer be prolonged."), code="over")
    if not reason.strip():
        raise ValidationError({"reason": ValidationError(_("Give the reason: the author reads it."), code="reason")})
    most = statutory_terms(appeal.municipality, appeal.registered_on).extension
    latest = statutory_answer_by(
        appeal.municipality, appeal.registered_on, department=appeal.department, extended=most
    )
    if not appeal.statutory_due < until <= latest:
        words = _("A later day, but by %(days)s days at most.")
        raise ValidationError({"until": ValidationError(words, "too_far", {"days": most})})
    was = appeal.statutory_due
    appeal.statutory_due = until
    appeal.statutory_extended_at, appeal.statutory_extension_reason = at, reason.strip()
    appeal.save(update_fields=["statutory_due", "statutory_extended_at", "statutory_extension_reason"])
    record(
        Verb.APPEAL_TERM_MOVED,
        appeal,
        by=by,
        municipality=appeal.municipality,
        at=at,
        was=was.isoformat(),
        due=until.isoformat(),
        reason="statutory",
    )
    return appeal
