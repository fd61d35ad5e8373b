"""A person votes."""

import re

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import clock
from voting import audit
from voting.actions.locking import locked_for_casting
from voting.models import Ballot, Choice, Participation, VoteKey, VoteState
from voting.permissions import roll_entry

NONCE = re.compile(r"[0-9a-f]{32}")
# Enough for anybody who hesitates; a limit for a script.
MOST_CHANGES = 50


@transaction.atomic
def cast_ballot(vote, *, by, choices, nonce) -> str:
    """Mark the roll, put the paper in and give its receipt.

    `choices` answers every question: {number of the item, from 0: Choice}. `nonce` is the form's random name, 32
    hexadecimal digits: a repeat of the same form gives the same receipt and changes nothing. Under the shared lock
    the database's clock is read, so the second of closing is the same for everybody, and what was acknowledged is
    counted. One voice per person is the unique constraint of `Participation`, not this code.

    Raises PermissionDenied to people who are not on the roll; ValidationError: not_begun, closed, choices, nonce,
    already, replaced (a late repeat of a form whose vote was changed since), too_many.
    """
    vote = locked_for_casting(vote)
    entry = roll_entry(by, vote)
    if entry is None:
        raise PermissionDenied(_("You are not on the roll of this vote."))
    now = clock.now()
    if not vote.is_open(now):
        if vote.state == VoteState.SCHEDULED:
            raise ValidationError(_("The vote has not begun yet."), code="not_begun")
        raise ValidationError(_("The vote has ended, your vote was not taken."), code="closed")
    paper = _checked(vote, choices)
    if not NONCE.fullmatch(nonce):
        raise ValidationError(_("Open the ballot again: this one is damaged."), code="nonce")
    receipt = audit.receipt(bytes(VoteKey.objects.get(vote=vote).secret), nonce)
    # A fine time would join the mark with the paper of a secret vote.
    at = None if vote.is_secret else now
    try:
        with transaction.atomic():
            mark = Participation.objects.create(vote=vote, entry=entry, at=at)
    except IntegrityError:
        return _again(vote, entry, paper, receipt, at)
    _put(vote, entry, mark, paper, receipt)
    return receipt


def _checked(vote, choices) -> dict[str, str]:
    """The paper as it is kept. Raises ValidationError unless every question has an answer of the three."""
    paper = {str(order): str(choice) for order, choice in choices.items()}
    if set(paper) != set(audit.question_keys(vote)) or not set(paper.values()) <= set(Choice.values):
        raise ValidationError(_("Choose an answer to every question."), code="choices")
    return paper


def _put(vote, entry, mark, paper, receipt) -> None:
    try:
        with transaction.atomic():
            Ballot.objects.create(
                receipt=receipt,
                vote=vote,
                participation=None if vote.is_secret else mark,
                is_secret=vote.is_secret,
                weight=entry.weight,
                choices=paper,
            )
    except IntegrityError as refusal:
        # Somebody else's paper has this name: their form was copied.
        raise ValidationError(_("Open the ballot again: this one has been used."), code="nonce") from refusal


def _again(vote, entry, paper, receipt, at) -> str:
    """The voter is marked already: repeat the receipt, replace the paper, or refuse."""
    already = ValidationError(_("You have voted already. A vote counts once."), code="already")
    if vote.is_secret:
        if Ballot.objects.filter(pk=receipt, vote=vote).exists():
            return receipt
        raise already
    mark = Participation.objects.select_for_update().get(vote=vote, entry=entry)
    if mark.ballot.receipt == receipt:
        return receipt
    if receipt in mark.replaced:
        raise ValidationError(_("You have changed this vote since. The later choice counts."), code="replaced")
    if not vote.replaceable:
        raise already
    if len(mark.replaced) >= MOST_CHANGES:
        raise ValidationError(_("You have changed your vote too many times. The last choice counts."), code="too_many")
    mark.replaced.append(mark.ballot.receipt)
    mark.ballot.delete()
    mark.at = at
    mark.save(update_fields=["replaced", "at"])
    _put(vote, entry, mark, paper, receipt)
    return receipt
