# ruff: noqa: S608 (the words are names of our own tables and columns)
"""Counting a closed vote, whatever the number of its papers.

Closed, papers change no more: they are read in short pieces without a transaction, so that a million of them hold up
nobody's writing and need little memory. What comes of them is written in one short transaction at the end. Meanwhile a
lease keeps other workers away, and tells everybody how far the count has come.
"""

import hashlib
import logging
import secrets
from collections.abc import Iterator
from datetime import timedelta

from django.db import connection, transaction

from core import clock
from journal.actions import record
from journal.verbs import Verb
from voting import audit, breakdown, counting, publishing, signing
from voting.actions import chain
from voting.actions.locking import locked
from voting.actions.opening import move
from voting.models import AgendaItem, Ballot, CountProgress, Vote, VoteKind, VoteState
from voting.signals import vote_closed

logger = logging.getLogger("veche.work")

# A worker that has not renewed its lease for so long is taken for dead.
LEASE = timedelta(minutes=5)
# Papers from one renewal to the next: a moment.
RENEWED_EVERY = 10_000
# Papers rewritten in one transaction: on SQLite nobody else writes meanwhile.
SHUFFLED_AT_ONCE = 10_000
# Lines of the log come so often.
SAID_EVERY = 100_000


class LeaseLost(Exception):
    """Another worker has taken this count over."""


def count_closed_votes() -> int:
    """The clock's act: count what is closed and tell those who wait for the result; the number counted.

    Safe in several workers and when repeated. A vote whose count fails is logged and left as it was, to be tried
    again, and does not hold up the others.
    """
    done = 0
    for pk in list(Vote.objects.uncounted().values_list("pk", flat=True)):
        try:
            lease = _claim(pk)
            if lease is not None:
                done += _counted(lease)
        except Exception:
            logger.exception("vote %s: counting failed", pk)
    return done


def _counted(lease) -> bool:
    try:
        _count(lease)
    except LeaseLost:
        logger.warning("vote %s: another worker counts it", lease.vote_id)
        return False
    except Exception:
        # At once, not after the lease has run out, somebody may try again.
        CountProgress.objects.filter(vote=lease.vote_id, worker=lease.worker).delete()
        raise
    return True


@transaction.atomic
def _claim(pk) -> CountProgress | None:
    """The right to count a vote; None when it is counted, or another worker has it."""
    vote = Vote.objects.uncounted().select_for_update(of=["self"], skip_locked=True).filter(pk=pk).first()
    if vote is None:
        return None
    now = clock.now()
    if CountProgress.objects.filter(vote=vote, until__gt=now).exists():
        return None
    CountProgress.objects.filter(vote=vote).delete()
    return CountProgress.objects.create(
        vote=vote, worker=secrets.token_hex(16), until=now + LEASE, total=vote.ballots.count()
    )


def _count(lease) -> None:
    vote = lease.vote
    if vote.is_secret:
        _shuffle(lease)
    digest = hashlib.sha256()
    result = counting.count(vote.manifest, _read(lease, digest))
    figures = breakdown.figures_of(vote)
    with transaction.atomic():
        _write(locked(vote), lease, result, digest.hexdigest(), figures)


def _read(lease, digest) -> Iterator[tuple[dict, int]]:
    """Choices and weight of each paper by receipt, digested as the published list of papers is."""
    vote, number = lease.vote, 0
    digest.update(audit.csv_header(vote.manifest))
    for number, paper in enumerate(publishing.papers(vote), 1):
        digest.update(audit.csv_row(vote.manifest, *paper))
        _receipt, choices, weight, _channel = paper
        yield choices, weight
        if number % RENEWED_EVERY == 0:
            _renew(lease, number)
        if number % SAID_EVERY == 0:
            logger.info("vote %s: %s of %s papers counted", vote.pk, number, lease.total)
    # What is left is arithmetic, which of a large budget takes its time.
    _renew(lease, number)


def _renew(lease, papers: int) -> None:
    own = CountProgress.objects.filter(vote=lease.vote_id, worker=lease.worker)
    if not own.update(papers=papers, until=clock.now() + LEASE):
        raise LeaseLost


def _write(vote, lease, result: dict, papers_digest: str, figures: dict) -> None:
    """Keep the result of a vote whose row this transaction holds."""
    # A lease that ran out and was taken by another worker, who may have finished already.
    if not CountProgress.objects.filter(vote=vote, worker=lease.worker).delete()[0]:
        raise LeaseLost
    if result["papers"] != vote.participations.count():
        raise ValueError("marks on the roll and papers differ in number")
    vote.result = result
    _fill_agenda(vote)
    vote.counted_at = clock.now()
    vote.turnout, vote.passed = result["turnout"], result["passed"]
    vote.quorum_met = result["quorum"]["met"]
    breakdown.store(vote, figures)
    vote.ballots_digest = papers_digest
    head = chain.append(
        vote,
        {
            "type": "counted",
            "counted_at": audit.moment(vote.counted_at),
            "papers_digest": vote.ballots_digest,
            "result": vote.result,
        },
    )
    vote.signature_key, vote.signature = signing.sign(head)
    move(vote, VoteState.COUNTED)
    vote.save(
        update_fields=[
            "state", "counted_at", "turnout", "quorum_met", "passed", "ballots_digest", "result", "signature",
            "signature_key",
        ]
    )  # fmt: skip
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


def _fill_agenda(vote) -> None:
    """The figures of an agenda's questions, which pages and other apps read as columns."""
    if vote.kind != VoteKind.DECISION:
        return
    items = list(vote.items.all())
    for item, result in zip(items, vote.result["items"], strict=True):
        item.votes_for, item.votes_against, item.votes_abstain = result["for"], result["against"], result["abstain"]
        item.passed, item.reason = result["passed"], result["reason"]
    AgendaItem.objects.bulk_update(items, ["votes_for", "votes_against", "votes_abstain", "passed", "reason"])


def _shuffle(lease) -> None:
    """Write the papers of a secret vote anew in the order of their receipts, apart from the marks on the roll.

    Before this, row numbers of SQLite and `xmin` and `ctid` of PostgreSQL follow the order of casting, as those of the
    marks do; after it they follow random receipts: each transaction takes the next ones in their order. A worker that
    died half-way leaves nothing that another would have to know: it begins anew.
    """
    last, number = "", 0
    while True:
        papers = lease.vote.ballots.filter(receipt__gt=last).order_by("receipt").values_list("receipt", flat=True)
        end = papers[SHUFFLED_AT_ONCE - 1 : SHUFFLED_AT_ONCE].first()
        with transaction.atomic():
            # Whoever took the lease over must not meet a paper that is being moved.
            locked(lease.vote)
            _renew(lease, 0)
            _rewrite(lease.vote, last, end)
        if end is None:
            return
        last, number = end, number + SHUFFLED_AT_ONCE
        if number % SAID_EVERY == 0:
            logger.info("vote %s: %s of %s papers rewritten", lease.vote_id, number, lease.total)


def _rewrite(vote, after: str, until: str | None) -> None:
    table = Ballot._meta.db_table
    columns = ", ".join(connection.ops.quote_name(field.column) for field in Ballot._meta.concrete_fields)
    some, values = "vote_id = %s AND receipt > %s", [vote.pk, after]
    if until is not None:
        some, values = f"{some} AND receipt <= %s", [*values, until]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE moved_ballots AS SELECT {columns} FROM {table} WHERE {some}", values)
        cursor.execute(f"DELETE FROM {table} WHERE {some}", values)
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM moved_ballots ORDER BY receipt")
        cursor.execute("DROP TABLE moved_ballots")
