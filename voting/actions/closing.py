"""The end of a vote: closing, then counting in a transaction of its own."""

from core import clock
from journal.actions import record
from journal.verbs import Verb
from voting import audit, counting
from voting.actions.locking import each_locked
from voting.actions.opening import move
from voting.models import AgendaItem, Ballot, Vote, VoteKey, VoteState
from voting.roll import BATCH
from voting.signals import vote_closed


def close_due_votes() -> int:
    """The clock's act: close what has come to its end. Safe in several workers and when repeated; the number closed.

    The row is locked exclusively: who holds it shared has voted in time, and who comes later finds it closed.
    """
    return each_locked(Vote.objects.due_to_close(clock.now()), _close)


def _close(vote) -> None:
    vote.closed_at = clock.now()
    move(vote, VoteState.CLOSED)
    vote.save(update_fields=["state", "closed_at"])
    # From now on no nonce leads to a paper.
    VoteKey.objects.filter(vote=vote).delete()
    record(Verb.VOTE_CLOSED, vote, municipality=vote.municipality, at=vote.closed_at)


def count_closed_votes() -> int:
    """The clock's act: count what is closed and tell those who wait for the result; the number counted."""
    return each_locked(Vote.objects.uncounted(), _count)


def _count(vote) -> None:
    if vote.is_secret:
        _shuffle(vote)
    keys = audit.question_keys(vote)
    papers = vote.ballots.values_list("choices", "weight").iterator(chunk_size=BATCH)
    turnout, tallies = counting.tally_papers(papers, keys)
    if vote.ballots.count() != vote.participations.count():
        raise ValueError("marks on the roll and papers differ in number")
    outcome = counting.count(vote.rules, tallies, turnout=turnout, roll_weight=vote.roll_weight)
    items = list(vote.items.all())
    for item, result in zip(items, outcome.items, strict=True):
        item.votes_for = result.tally.votes_for
        item.votes_against = result.tally.votes_against
        item.votes_abstain = result.tally.votes_abstain
        item.passed, item.reason = result.passed, result.reason
    AgendaItem.objects.bulk_update(items, ["votes_for", "votes_against", "votes_abstain", "passed", "reason"])
    vote.counted_at = clock.now()
    vote.turnout, vote.quorum_met, vote.passed = outcome.turnout, outcome.quorum_met, outcome.passed
    vote.ballots_digest = audit.digest(audit.paper_lines(vote))
    move(vote, VoteState.COUNTED)
    vote.save(update_fields=["state", "counted_at", "turnout", "quorum_met", "passed", "ballots_digest"])
    record(
        Verb.VOTE_COUNTED,
        vote,
        municipality=vote.municipality,
        at=vote.counted_at,
        passed=vote.passed,
        turnout=vote.turnout,
        roll=vote.roll_weight,
    )
    vote_closed.send(Vote, vote=vote)


def _shuffle(vote) -> None:
    """Write the papers of a secret vote anew in the order of their receipts, apart from the marks on the roll.

    Before this, row numbers of SQLite and `xmin` and `ctid` of PostgreSQL follow the order of casting, as those of the
    marks do; after it they follow random receipts, and all papers come from one transaction.
    """
    papers = list(vote.ballots.order_by("receipt"))
    vote.ballots.all().delete()
    Ballot.objects.bulk_create(papers, batch_size=BATCH)
