"""What is published of a counted vote, streamed from the database: the list of papers and the audit file."""

from collections.abc import Iterator

from voting import audit, pabulib
from voting.audit import layout
from voting.models import CountedBy, Secrecy, VoteKind, VoteState

BATCH = 2000
# A file of Pabulib is made in memory.
MOST_VOTERS = 100_000


def papers(vote) -> Iterator[tuple[str, dict, int, str | None]]:
    """(receipt, choices, weight, channel) by receipt; the channel is told in named votes alone, as in the chain."""
    named = vote.secrecy == Secrecy.NAMED
    for receipt, choices, weight, channel in _pieces(vote.ballots, "receipt", "choices", "weight", "channel"):
        yield receipt, choices, weight, channel if named else None


def records(vote) -> Iterator[tuple[bytes, str]]:
    """(canonical body, hash) of the chain's records in their order."""
    for _seq, body, name in _pieces(vote.records, "seq", "body", "hash"):
        yield body.encode(), name


def _pieces(rows, key: str, *columns: str) -> Iterator[tuple]:
    """Rows by a unique key, in pieces: no query is long, and none stays open while a slow reader takes the file."""
    rows, last = rows.order_by(key).values_list(key, *columns), None
    while piece := list((rows if last is None else rows.filter(**{f"{key}__gt": last}))[:BATCH]):
        yield from piece
        last = piece[-1][0]


def ballots_csv(vote) -> Iterator[bytes]:
    """Lines of the list of papers (docs/audit-file.md), by receipt. Their digest closes the chain."""
    return audit.ballots_csv(vote.manifest, papers(vote))


def audit_file(vote) -> Iterator[bytes]:
    """Lines of the audit file. Raises ValueError unless the vote is counted: before, its papers are nobody's business.

    What it reads cannot change any more, so it needs no transaction, and memory does not grow with the vote.
    """
    if vote.state != VoteState.COUNTED:
        raise ValueError("only a counted vote has an audit file")
    signature = {"algorithm": "Ed25519", "public_key": vote.signature_key, "value": vote.signature}
    chain = (layout.record_line(body, name) for body, name in records(vote))
    return layout.write(_roll(vote), chain, _papers(vote), signature)


def has_projects(vote) -> bool:
    """Whether the vote can be published as a file of Pabulib: that format knows no weights, and we make it whole."""
    unweighted = vote.counted_by != CountedBy.AREA
    return vote.kind == VoteKind.BUDGET and unweighted and vote.result.get("papers", MOST_VOTERS) < MOST_VOTERS


def projects_file(vote) -> bytes:
    """A shared budget with what won, in Pabulib's format."""
    voters = ((choices, weight) for _receipt, choices, weight, _channel in papers(vote))
    return "".join(pabulib.write(pabulib.of_vote(vote.manifest, voters, vote.result))).encode()


def _roll(vote) -> Iterator[bytes]:
    for entry in _pieces(vote.roll, "line", "weight"):
        yield audit.canonical(list(entry))


def _papers(vote) -> Iterator[bytes]:
    """Of a secret vote; the chain carries those of the others."""
    if vote.is_secret:
        for paper in _pieces(vote.ballots, "receipt", "choices"):
            yield audit.canonical(list(paper))
