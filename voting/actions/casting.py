"""A voice is given: on the site by a person or by the code of a printed ballot, or read off a paper."""

import json
import re

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from voting import audit, counting, letters
from voting.actions import chain
from voting.actions.locking import key_of, locked_for_casting, moment_of
from voting.inserting import insert_once
from voting.models import Ballot, Channel, CountedBy, Participation, ReplacedReceipt, Slip, Vote, VoteState
from voting.permissions import frozen_entries, is_at_desk

NONCE = re.compile(r"[0-9a-f]{32}")
# Enough for anybody who hesitates; a limit for a script.
MOST_CHANGES = 50


@transaction.atomic
def cast_ballot(vote, *, choices, nonce, by=None, slip=None, entry=None, letter=False) -> str:
    """Mark the roll, put the paper in and give its receipt.

    `by` is a person on the roll, or nobody where a printed ballot's code opened the way (`slip`). `entry` is the
    entry's key where a person has several. `choices` is the paper (see voting.counting). `nonce` is the form's random
    name, 32 hexadecimal digits: a repeat of the same form gives the same receipt and changes nothing. With `letter`
    the person is written the receipt, once for each paper; of a secret vote no letter is written. Under the
    shared lock the database's clock is read, so the second of closing is the same for everybody, and what was
    acknowledged is counted. One voice per entry is the unique constraint of `Participation`, not this code.

    Raises PermissionDenied to who is not on the roll, and to staff who act for one; ValidationError: not_begun,
    closed, choices, nonce, already, flat_already, paper_already, replaced (a late repeat of a form whose vote was
    changed since), too_many.
    """
    if by is not None and is_at_desk(by):
        raise PermissionDenied(_("Nobody votes for another person, at the front desk either."))
    if clock.glance() >= vote.closes_at:
        # Who comes late takes no lock: one after another they would keep the row from whoever closes the vote.
        checked_moment(Vote.objects.get(pk=vote.pk))
    town = vote.municipality
    vote = locked_for_casting(vote)
    vote.municipality = town
    right = _right(vote, by, slip, entry)
    now = checked_moment(vote)
    # Who of several voted is kept so that only they can change it; in a secret vote it is not kept.
    household = vote.counted_by != CountedBy.PERSON and not vote.is_secret
    by_key = by.actor_key if by is not None and slip is None and household else None
    letter_to = by if letter and not vote.is_secret else None
    return give_voice(vote, right, choices=choices, nonce=nonce, at=now, by_key=by_key, letter_to=letter_to)


def _right(vote, by, slip, key):
    """The entry of the roll that this person or this printed ballot stands for."""
    if slip is not None:
        # Asked again under the lock: it may have been cancelled a moment ago.
        slip = Slip.objects.select_related("entry").get(pk=slip.pk)
        if slip.vote_id != vote.pk or slip.revoked_at is not None or not vote.codes_allowed:
            raise PermissionDenied(_("This code does not open the ballot of this vote."))
        return slip.entry
    found = next((entry for entry in frozen_entries(by, vote) if key in (None, entry.key)), None)
    if found is None:
        raise PermissionDenied(_("You are not on the roll of this vote."))
    return found


def checked_moment(vote):
    """The database's time within [opens, closes); ValidationError otherwise."""
    now = moment_of(vote)
    if not vote.is_open(now):
        if vote.state == VoteState.SCHEDULED:
            raise ValidationError(_("The vote has not begun yet."), code="not_begun")
        raise ValidationError(_("The vote has ended, your vote was not taken."), code="closed")
    return now


def give_voice(vote, entry, *, choices, nonce, at, channel=Channel.SITE, by_key=None, letter_to=None) -> str:
    """The mark, the paper and the record of the chain, for a vote that is locked and open; the receipt."""
    if entry.vote_id != vote.pk:
        raise ValueError("an entry of another vote's roll")
    paper = checked_paper(vote, choices)
    if not NONCE.fullmatch(nonce):
        raise ValidationError(_("Open the ballot again: this one is damaged."), code="nonce")
    receipt = audit.receipt(key_of(vote), nonce)
    # A fine time would join the mark with the paper of a secret vote.
    at = None if vote.is_secret else at
    mark = Participation(vote=vote, entry=entry, at=at, channel=channel, by_key=by_key)
    if not insert_once(mark, "vote_id", "entry_id"):
        return _again(vote, entry, paper, receipt, at, channel, by_key, letter_to)
    _put(vote, entry, mark, paper, receipt, letter_to=letter_to)
    return receipt


def checked_paper(vote, choices) -> dict:
    """The paper as it is kept. Raises ValidationError unless it answers the whole ballot as its kind wants."""
    try:
        # What is checked is what will be read back from the database.
        paper = json.loads(audit.canonical({str(order): answer for order, answer in choices.items()}))
        counting.check_paper(vote.manifest, paper)
    except (TypeError, ValueError) as refusal:
        raise ValidationError(_("Choose an answer to every question."), code="choices") from refusal
    return paper


def _put(vote, entry, mark, paper, receipt, replaces=None, letter_to=None) -> None:
    ballot = Ballot(
        receipt=receipt,
        vote=vote,
        participation=None if vote.is_secret else mark,
        is_secret=vote.is_secret,
        channel=mark.channel,
        weight=entry.weight,
        choices=paper,
    )
    if not insert_once(ballot, "receipt"):
        # Somebody else's paper has this name: their form was copied.
        raise ValidationError(_("Open the ballot again: this one has been used."), code="nonce")
    if letter_to is not None:
        letters.post_receipt(vote, receipt, mark.at, to=letter_to)
    if not vote.is_secret:
        chain.append(
            vote,
            {
                "type": "ballot",
                "receipt": receipt,
                "choices": paper,
                "weight": entry.weight,
                "channel": audit.told_channel(vote.manifest, mark.channel, replaces),
                "replaces": replaces,
            },
        )


def _again(vote, entry, paper, receipt, at, channel, by_key, letter_to) -> str:
    """The entry is marked already: repeat the receipt, replace the paper, or refuse."""
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
    if mark.channel == Channel.PAPER:
        raise ValidationError(_("A paper ballot has been counted already. A vote counts once."), code="paper_already")
    if channel == Channel.PAPER:
        raise ValidationError(
            _("This vote was given on the site already. The paper ballot is not counted."), code="already"
        )
    if mark.by_key != by_key:
        raise ValidationError(
            _("Somebody of your flat has voted already. One flat has one vote."), code="flat_already"
        )
    if not vote.replaceable:
        raise already
    if len(mark.replaced) >= MOST_CHANGES:
        raise ValidationError(_("You have changed your vote too many times. The last choice counts."), code="too_many")
    return _replace(vote, entry, mark, paper, receipt, at, letter_to)


def _replace(vote, entry, mark, paper, receipt, at, letter_to=None) -> str:
    replaces = mark.ballot.receipt
    mark.replaced.append(replaces)
    mark.ballot.delete()
    ReplacedReceipt.objects.create(receipt=replaces, vote=vote)
    mark.at = at
    mark.save(update_fields=["replaced", "at"])
    _put(vote, entry, mark, paper, receipt, replaces, letter_to)
    return receipt


def correct_voice(vote, entry, *, choices, nonce, at) -> str:
    """Put what a paper ballot says in place of what was read off it, for a vote that is locked and open; the receipt.

    Also where a vote may not be changed: here it is the reading that changes. Raises ValidationError: choices,
    too_many; Participation.DoesNotExist where no paper is counted.
    """
    paper = checked_paper(vote, choices)
    mark = Participation.objects.select_for_update().get(vote=vote, entry=entry, channel=Channel.PAPER)
    if len(mark.replaced) >= MOST_CHANGES:
        raise ValidationError(_("This ballot was corrected too many times."), code="too_many")
    receipt = audit.receipt(key_of(vote), nonce)
    return _replace(vote, entry, mark, paper, receipt, at)
