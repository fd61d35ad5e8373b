"""Keeping personal data and insults out of what neighbours read, while the message itself goes its way."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from appeals.actions.moves import begin
from appeals.models import Appeal
from core import clock, photos
from core.personal_data import fragments as found_in
from feed.actions.redacting import check_fragments, redact_fields
from feed.models import HideReason
from journal.actions import record
from journal.verbs import Verb


def _rows(appeal):
    """Every row with words that neighbours read, and the names of its fields."""
    yield appeal, ("title", "text", "place", "rule_broken")
    yield from ((reply, ("text", "next_step")) for reply in appeal.replies.all())
    yield from ((row.photo, ("description", "title")) for row in appeal.photos.select_related("photo"))
    if appeal.assignment_id is not None:
        yield appeal.assignment, ("title", "text", "place", "origin_title")


def _texts(appeal) -> list[str]:
    return [getattr(row, name) for row, names in _rows(appeal) for name in names]


def suspected(appeal) -> list[str]:
    """What looks like personal data in the words of a message and of those who answered it."""
    return found_in(*_texts(appeal))


@transaction.atomic
def redact(appeal, *, by, fragments: list[str]) -> Appeal:
    """Replace these fragments by a mark wherever neighbours read them. They cannot be restored.

    Raises ValidationError with code `nothing` or `not_there`.
    """
    appeal = begin(appeal, "redact", by)
    check_fragments(fragments, _texts(appeal))
    for row, names in _rows(appeal):
        redact_fields(row, names, fragments)
    record(Verb.APPEAL_REDACTED, appeal, by=by, municipality=appeal.municipality, fragments=len(fragments))
    return appeal


@transaction.atomic
def hide(appeal, *, by, reason: str) -> Appeal:
    """Take a message away from neighbours, with a reason; the administration answers it all the same.

    Raises ValidationError with code `hidden`.
    """
    appeal = begin(appeal, "hide", by)
    if not appeal.is_public:
        raise ValidationError(_("Neighbours do not see this message anyway."), code="hidden")
    appeal.is_public = False
    appeal.hidden_at, appeal.hidden_reason = clock.now(), HideReason(reason)
    appeal.save(update_fields=["is_public", "hidden_at", "hidden_reason"])
    for row in appeal.photos.select_related("photo"):
        photos.withdraw(row.photo)
    _follow(appeal)
    record(Verb.APPEAL_HIDDEN, appeal, by=by, municipality=appeal.municipality, reason=reason)
    return appeal


@transaction.atomic
def show(appeal, *, by) -> Appeal:
    """The administrator lets neighbours read a hidden message again. Raises ValidationError with code `shown`."""
    appeal = begin(appeal, "show", by)
    if appeal.hidden_at is None:
        raise ValidationError(_("This message is not hidden."), code="shown")
    appeal.is_public = True
    appeal.hidden_at, appeal.hidden_reason = None, ""
    appeal.save(update_fields=["is_public", "hidden_at", "hidden_reason"])
    photos.publish([row.photo for row in appeal.photos.select_related("photo")])
    _follow(appeal)
    record(Verb.APPEAL_SHOWN, appeal, by=by, municipality=appeal.municipality)
    return appeal


def _follow(appeal) -> None:
    """Who reads the message, reads what was promised about it."""
    if appeal.assignment_id is not None:
        appeal.assignment.is_public = appeal.is_public
        appeal.assignment.save(update_fields=["is_public"])
