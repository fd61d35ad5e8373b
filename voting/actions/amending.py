"""Prolonging or cancelling a vote that is under way: one person proposes it with a reason, another confirms."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from journal.actions import record
from journal.verbs import Verb
from voting import audit
from voting.actions import chain
from voting.actions.locking import locked
from voting.actions.opening import cancel_locked
from voting.models import Amendment, AmendmentKind, AmendmentState, Ballot, Vote, VoteKey
from voting.permissions import can_confirm_amendment, can_decline_amendment, can_manage

# In all, from the end that was announced at the beginning: a vote that never ends decides nothing.
LONGEST_PROLONGATION = timedelta(days=60)
# As the record of the chain says it: how many people stand behind a change.
PEOPLE = 2


def latest_end(vote) -> datetime:
    """The last moment to which an open vote may be prolonged."""
    return datetime.fromisoformat(vote.manifest["closes_at"]) + LONGEST_PROLONGATION


def propose_extension(vote, *, by, reason, closes_at) -> Amendment:
    """The first of two people: let an open vote go on until `closes_at`.

    Raises PermissionDenied for all but the activist and the administrator; ValidationError: reason (none given),
    closed (the vote is not under way), proposed (a change waits already), end (not later than the present end, or
    later than `latest_end`).
    """
    return _propose(vote, by=by, kind=AmendmentKind.EXTEND, reason=reason, closes_at=closes_at)


def propose_cancellation(vote, *, by, reason) -> Amendment:
    """The first of two people: stop an open vote for good. Raises as `propose_extension`, but for the end."""
    return _propose(vote, by=by, kind=AmendmentKind.CANCEL, reason=reason)


@transaction.atomic
def _propose(vote, *, by, kind, reason, closes_at=None) -> Amendment:
    vote = locked(vote)
    if not can_manage(by, vote):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError(_("Write the reason: everybody will read it."), code="reason")
    now = _checked_moment(vote)
    if vote.amendments.filter(state=AmendmentState.PROPOSED).exists():
        raise ValidationError(_("A change of this vote waits for a second person already."), code="proposed")
    amendment = Amendment(
        vote=vote, kind=kind, reason=reason.strip(), closes_at=closes_at, proposed_by=by, proposed_at=now
    )
    _check_end(vote, amendment)
    amendment.clean_fields(exclude=[field.name for field in Amendment._meta.fields if field.name != "reason"])
    amendment.save()
    _note(Verb.VOTE_CHANGE_PROPOSED, amendment, by=by, at=now)
    return amendment


def _checked_moment(vote):
    now = clock.now()
    if not vote.is_open(now):
        raise ValidationError(_("Only a vote that is under way can be prolonged or cancelled."), code="closed")
    return now


def _check_end(vote, amendment) -> None:
    if amendment.kind != AmendmentKind.EXTEND:
        return
    if amendment.closes_at <= vote.closes_at:
        raise ValidationError(_("The new end has to be later than the present one."), code="end")
    if amendment.closes_at > latest_end(vote):
        raise ValidationError(
            _("A vote is prolonged by %(days)s days in all at most."),
            code="end",
            params={"days": LONGEST_PROLONGATION.days},
        )


def _note(verb, amendment, *, by, at) -> None:
    vote = amendment.vote
    data = {"amendment": amendment.public_id, "kind": amendment.kind}
    record(verb, vote, by=by, municipality=vote.municipality, at=at, **data)


def _taken(amendment) -> tuple[Vote, Amendment]:
    """The vote's row first, as everybody who moves a vote takes it, then the proposal."""
    vote = locked(amendment.vote)
    amendment = Amendment.objects.select_for_update(of=["self"]).get(pk=amendment.pk)
    amendment.vote = vote
    return vote, amendment


def _check_proposed(amendment) -> None:
    if amendment.state != AmendmentState.PROPOSED:
        raise ValidationError(_("This proposal has been decided already."), code="decided")


def _decide(amendment, *, state, by, at) -> None:
    amendment.state, amendment.decided_by, amendment.decided_at = state, by, at
    amendment.save(update_fields=["state", "decided_by", "decided_at"])


@transaction.atomic
def confirm_amendment(amendment, *, by) -> Vote:
    """The second of two people: the vote goes on until its new end, or is cancelled at once.

    Its row is held, so nobody casts or closes meanwhile: a vote that came to its end first stays as it was. Papers
    of a cancelled vote are neither counted nor published; those of a secret one are destroyed, since nothing will
    shuffle them. Raises PermissionDenied for who proposed it and for who does not run the vote; ValidationError:
    decided, closed, end.
    """
    vote, amendment = _taken(amendment)
    if not can_confirm_amendment(by, amendment):
        raise PermissionDenied
    _check_proposed(amendment)
    now = _checked_moment(vote)
    _check_end(vote, amendment)
    # The triggers let the vote change only when this row says so.
    _decide(amendment, state=AmendmentState.CONFIRMED, by=by, at=now)
    if amendment.kind == AmendmentKind.EXTEND:
        _extend(vote, amendment, by=by, at=now)
    else:
        _stop(vote, amendment, by=by)
    return vote


def _extend(vote, amendment, *, by, at) -> None:
    vote.closes_at = amendment.closes_at
    vote.save(update_fields=["closes_at"])
    _note(Verb.VOTE_EXTENDED, amendment, by=by, at=at)
    end = audit.moment(amendment.closes_at)
    chain.append(vote, {"type": "extended", "closes_at": end, "reason": amendment.reason, "by": PEOPLE})


def _stop(vote, amendment, *, by) -> None:
    # While the vote is open still: a chain whose vote is cancelled takes no more records.
    chain.append(vote, {"type": "cancelled", "reason": amendment.reason})
    VoteKey.objects.filter(vote=vote).delete()
    cancel_locked(vote, amendment.reason, by=by)
    if vote.is_secret:
        Ballot.objects.filter(vote=vote).delete()


@transaction.atomic
def decline_amendment(amendment, *, by) -> Amendment:
    """The second person does not agree, or the first one takes the proposal back: the vote stays as it is.

    Raises PermissionDenied; ValidationError: decided.
    """
    _vote, amendment = _taken(amendment)
    if not can_decline_amendment(by, amendment):
        raise PermissionDenied
    _check_proposed(amendment)
    now = clock.now()
    _decide(amendment, state=AmendmentState.DECLINED, by=by, at=now)
    _note(Verb.VOTE_CHANGE_DECLINED, amendment, by=by, at=now)
    return amendment
