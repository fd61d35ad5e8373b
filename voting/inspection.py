"""Does what the database says of a vote agree with its chain? What `manage.py verify_votes` asks of every opened vote.

A counted vote's audit file is made and checked as a stranger would check it; then every row the site shows or acts by
is compared with the chain: roll, papers, marks, prolongations, state, result.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import zip_longest

from django.db import connection, transaction

from voting import audit, breakdown, publishing, signing
from voting.audit.checking import Progress, check
from voting.audit.replay import Replay
from voting.audit.strict import Fault, strict
from voting.audit.wording import EN
from voting.models import AmendmentKind, AmendmentState, Breakdown, Chain, Vote, VoteKind, VoteState

BATCH = 2000


@dataclass
class Verdict:
    """What was found of one vote. `faults` are sentences for the operator; none when everything agrees."""

    vote: str
    number: int
    town: str
    state: str
    entries: int = 0
    papers: int = 0
    records: int = 0
    head: str = ""
    faults: list[str] = field(default_factory=list)


def opened_votes():
    """Votes that have a manifest, the oldest first."""
    votes = Vote.objects.filter(opened_at__isnull=False).select_related("municipality__site")
    return votes.order_by("opened_at", "pk")


def inspect(vote, *, expect: str = "", progress: Progress = lambda part, done: None) -> Verdict:
    """Compare a vote with its chain. `expect` is a hash that the chain must go through: a restored older copy, or a
    chain written anew, does not have it.
    """
    with _one_moment():
        vote = opened_votes().get(pk=vote.pk)
        verdict = Verdict(vote.public_id, vote.number, vote.municipality.site.hostname, vote.state)
        replay, fault = _replayed(vote, expect, progress)
        verdict.papers, verdict.records, verdict.head = len(replay), replay.length, replay.head
        if fault is not None:
            verdict.faults.append(_words(fault))
        else:
            for faults in (_of_row, _of_roll, _of_papers, _of_marks, _of_amendments, _of_result, _of_breakdown):
                verdict.faults += faults(vote, replay)
        verdict.entries = vote.roll_size
        return verdict


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything is read as of one moment, while people go on voting and nobody waits."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        # A plain BEGIN reads without taking the lock of writers, which the settings take for every other transaction.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def _words(fault: Fault) -> str:
    return EN[fault.code].format(**fault.values)


def _replayed(vote, expect: str, progress: Progress) -> tuple[Replay, Fault | None]:
    heads = [expect] if expect else []
    if vote.state == VoteState.COUNTED:
        report = check(publishing.audit_file(vote), heads=heads, progress=progress)
        return report.replay, report.fault
    replay, met = Replay(), not expect
    try:
        for body, name in publishing.records(vote):
            replay.feed(strict(body), body, name)
            met = met or name == expect
            if replay.length % 100_000 == 0:
                progress("chain", replay.length)
        if not met:
            raise Fault("head_missing", head=expect)
    except Fault as fault:
        return replay, fault
    return replay, None


def _of_row(vote, replay: Replay) -> Iterator[str]:
    """The vote's own row against the chain."""
    chain = Chain.objects.filter(vote=vote).first()
    if chain is None or (chain.length, chain.head) != (replay.length, replay.head):
        yield "The head kept of the chain is not that of its last record."
    if replay.phase != vote.state:
        yield f"The vote is {vote.state}, its chain is {replay.phase}."
    if audit.canonical(vote.manifest) != audit.canonical(replay.manifest):
        yield "The manifest kept with the vote is not the one in the chain."
    if vote.manifest_hash != audit.digest([audit.canonical(replay.manifest)]):
        yield "The manifest's hash is not that of the manifest."
    if audit.moment(vote.closes_at) != replay.closes_at:
        yield "The vote's end is not the one in the chain."
    terms = (
        "number",
        "title",
        "description",
        "kind",
        "method",
        "purpose",
        "secrecy",
        "replaceable",
        "counted_by",
        "budget",
    )
    if [vote.public_id, *(getattr(vote, name) for name in terms)] != [
        replay.manifest[name] for name in ("id", *terms)
    ]:
        yield "The terms of the vote are not those of its manifest."
    texts = list(vote.items.values_list("order", "text"))
    if texts != [(item["order"], item["text"]) for item in replay.manifest["items"]]:
        yield "The questions of the vote are not those of its manifest."


def _of_roll(vote, replay: Replay) -> Iterator[str]:
    """Rows of the roll against the manifest, and every published line against its entry."""
    said, salt = replay.manifest["roll"], bytes.fromhex(vote.roll_salt)
    sums = {"entries": 0, "weight": 0, "strange": 0}

    def lines():
        rows = vote.roll.order_by("line").values_list("key", "line", "weight")
        for key, line, weight in rows.iterator(chunk_size=BATCH):
            sums["entries"] += 1
            sums["weight"] += weight
            sums["strange"] += line != audit.roll_line(salt, key)
            yield audit.canonical([line, weight]) + b"\n"

    fingerprint = audit.digest(lines())
    if sums["strange"]:
        yield f"{sums['strange']} lines of the roll are not made of their entries."
    found = {"entries": sums["entries"], "weight": sums["weight"], "fingerprint": fingerprint}
    kept = {"entries": vote.roll_size, "weight": vote.roll_weight, "fingerprint": vote.roll_fingerprint}
    if found != said:
        yield "The roll is not the one of the manifest."
    if kept != said:
        yield "The roll's sums kept with the vote are not those of the manifest."


def _of_papers(vote, replay: Replay) -> Iterator[str]:
    """Ballots against the replayed chain. Those of a secret vote are in no chain; when counted, the file has them."""
    if vote.is_secret:
        return
    different = sum(
        row is None or paper is None or audit.canonical(list(row)) != audit.canonical(list(paper))
        for row, paper in zip_longest(publishing.papers(vote), replay.papers())
    )
    if different:
        yield f"Ballots differ from the chain in {different} places, counted by receipt."


def _of_marks(vote, replay: Replay) -> Iterator[str]:
    """As many marks on the roll as papers, each of this vote, each for a paper of its own weight and history."""
    marks, papers = vote.participations.count(), vote.ballots.count()
    # A secret vote that was cancelled may let go of its papers: nobody may learn what they said.
    let_go = vote.is_secret and vote.state == VoteState.CANCELLED and papers == 0
    if marks != papers and not let_go:
        yield f"There are {marks} marks on the roll and {papers} ballots."
    if vote.participations.values("entry").distinct().count() != marks:
        yield "Somebody is marked on the roll more than once."
    if vote.participations.exclude(entry__vote=vote).exists():
        yield "Marks of this vote stand on the roll of another."
    if vote.is_secret:
        if vote.participations.exclude(at=None, by_key=None).exists():
            yield "Marks of a secret vote carry times or keys."
        return
    before: dict[bytes, bytes] = {new: old for old, new in replay.replaced.items()}
    rows = vote.participations.values_list(
        "ballot__receipt", "ballot__weight", "ballot__channel", "entry__weight", "channel", "replaced"
    )
    wrong = 0
    for receipt, weight, channel, entry_weight, mark_channel, replaced in rows.iterator(chunk_size=BATCH):
        agrees = (weight, channel) == (entry_weight, mark_channel)
        wrong += receipt is None or not agrees or replaced != _history(receipt, before)
    if wrong:
        yield f"{wrong} marks on the roll do not agree with their ballots."


def _history(receipt: str, before: dict[bytes, bytes]) -> list[str]:
    """Receipts that this one replaced, the first one first."""
    found, key = [], bytes.fromhex(receipt)
    while key := before.get(key):
        found.append(key.hex())
    return found[::-1]


def _of_amendments(vote, replay: Replay) -> Iterator[str]:
    confirmed = vote.amendments.filter(state=AmendmentState.CONFIRMED, kind=AmendmentKind.EXTEND)
    rows = confirmed.order_by("decided_at").values_list("closes_at", "reason")
    if [(audit.moment(at), reason) for at, reason in rows] != replay.extensions:
        yield "Prolongations that two people confirmed are not those of the chain."


def _of_result(vote, replay: Replay) -> Iterator[str]:
    if vote.state != VoteState.COUNTED:
        if vote.result or vote.signature:
            yield "A vote that is not counted has a result."
        return
    if audit.canonical(vote.result) != audit.canonical(replay.result):
        yield "The result kept with the vote is not the one in the chain."
    result = replay.result
    kept = (vote.turnout, vote.passed, vote.quorum_met, vote.ballots_digest)
    if kept != (result["turnout"], result["passed"], result["quorum"]["met"], replay.papers_digest):
        yield "The figures kept with the vote are not those of the chain."
    times = (audit.moment(vote.closed_at), audit.moment(vote.counted_at))
    if times != (replay.closed_at, replay.counted_at):
        yield "The times of closing and counting are not those of the chain."
    if not signing.is_trusted(vote.signature_key, vote.counted_at.date()):
        yield "The chain is signed with a key that was not the town's at that time."
    if vote.kind == VoteKind.DECISION:
        figures = vote.items.values_list("votes_for", "votes_against", "votes_abstain", "passed", "reason")
        names = ("for", "against", "abstain", "passed", "reason")
        if list(figures) != [tuple(item[name] for name in names) for item in result["items"]]:
            yield "The figures of the questions are not those of the result."


def _of_breakdown(vote, replay: Replay) -> Iterator[str]:
    """What is shown by entrance and by channel, made anew of the rows compared above."""
    kept = Breakdown.objects.filter(vote=vote).first()
    if (kept is not None) != (vote.state == VoteState.COUNTED):
        yield "A breakdown is kept of a counted vote, and of no other."
    elif kept is not None and audit.canonical(kept.figures) != audit.canonical(breakdown.figures_of(vote)):
        yield "The breakdown kept with the vote is not what its marks and ballots come to."
