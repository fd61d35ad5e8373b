"""The end of a vote: closing; counting follows by itself (voting.actions.counting)."""

from core import clock
from journal.actions import record
from journal.verbs import Verb
from voting import audit
from voting.actions import chain
from voting.actions.locking import each_locked
from voting.actions.opening import move
from voting.actions.papers import BEING_READ, let_go
from voting.models import PaperRefusal, Vote, VoteKey, VoteState


def close_due_votes() -> int:
    """The clock's act: close what has come to its end. Safe in several workers and when repeated; the number closed.

    The row is locked exclusively: who holds it shared has voted in time, and who comes later finds it closed.
    """
    return each_locked(Vote.objects.due_to_close(clock.now()), _close)


def _close(vote) -> None:
    vote.closed_at = clock.now()
    move(vote, VoteState.CLOSED)
    vote.save(update_fields=["state", "closed_at"])
    closed = {"type": "closed", "closed_at": audit.moment(vote.closed_at), "papers": vote.participations.count()}
    chain.append(vote, closed)
    for reading in vote.papers.filter(state__in=BEING_READ):
        let_go(reading, PaperRefusal.UNCONFIRMED)
    # From now on no nonce leads to a paper.
    VoteKey.objects.filter(vote=vote).delete()
    record(Verb.VOTE_CLOSED, vote, municipality=vote.municipality, at=vote.closed_at)
