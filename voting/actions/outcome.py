"""The last step of a vote: to say what happens next. A person says it, unless the rules of the town do."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from journal.actions import record
from journal.verbs import Verb
from voting.actions.locking import locked
from voting.actions.opening import check_words
from voting.models import Vote, VoteState
from voting.permissions import can_manage


@transaction.atomic
def publish_outcome(vote, *, by, text) -> Vote:
    """Say under a counted vote who does what by when. It is written once: neighbours rely on it.

    Raises PermissionDenied for all but the activist and the administrator; ValidationError: not_counted, written
    (somebody was quicker), outcome (nothing is said).
    """
    vote = locked(vote)
    if not can_manage(by, vote):
        raise PermissionDenied
    if vote.state != VoteState.COUNTED:
        raise ValidationError(_("The votes are not counted yet."), code="not_counted")
    if vote.outcome:
        raise ValidationError(_("It is written already what happens next."), code="written")
    if not text.strip():
        raise ValidationError(_("Write what happens next: who does what, and by when."), code="outcome")
    _publish(vote, text.strip(), by=by)
    record(Verb.VOTE_OUTCOME_PUBLISHED, vote, by=by, municipality=vote.municipality, at=vote.outcome_at)
    return vote


def _publish(vote, text, *, by=None) -> None:
    vote.outcome, vote.outcome_at, vote.outcome_by = text, clock.now(), by
    check_words(vote)
    vote.save(update_fields=["outcome", "outcome_at", "outcome_by"])


def settle_outcome(vote, text) -> None:
    """The clock's act: what follows from the result by the town's rules, said by whoever hears `vote_closed`.

    Inside the transaction that counts the vote, which holds its row; people are told of the count itself.
    """
    _publish(vote, text)
