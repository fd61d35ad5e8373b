"""Records of a vote's chain: what each kind holds, and the hash that ties it to the one before.

A record is a dict with "type", "seq" (from 0), "prev" (the hash before it, "" for the first) and the fields of its
type. It holds no name, and a ballot's record no time. See docs/audit-file.md.
"""

from collections.abc import Mapping

from voting.audit.canonical import canonical, digest

FIELDS = {
    "manifest": {"manifest"},
    "ballot": {"receipt", "choices", "weight", "channel", "replaces"},
    "extended": {"closes_at", "reason", "by"},
    "cancelled": {"reason"},
    "closed": {"closed_at", "papers"},
    "counted": {"counted_at", "papers_digest", "result"},
}
NAMED = "named"
PAPER = "paper"
SIGNED_PREFIX = b"veche-vote-2:"


def record(kind: str, *, seq: int, prev: str, **fields) -> dict:
    """The body of a record. Raises ValueError unless exactly the fields of its kind are given."""
    if fields.keys() != FIELDS[kind]:
        raise ValueError(f"a record of the kind {kind} holds {sorted(FIELDS[kind])}")
    return {"type": kind, "seq": seq, "prev": prev, **fields}


def is_correction(manifest: Mapping, replaces: str | None) -> bool:
    """Whether a ballot in place of another can only be a paper read wrongly: nobody may change their mind there."""
    return replaces is not None and not manifest["replaceable"]


def told_channel(manifest: Mapping, channel: str, replaces: str | None = None) -> str | None:
    """What a ballot's record says of how the ballot was given: in a vote that is not named, nothing.

    Of four papers among a hundred ballots it would tell how the four voted. A correction has to say that it is one.
    """
    return channel if manifest["secrecy"] == NAMED or is_correction(manifest, replaces) else None


def record_hash(body: Mapping) -> str:
    """What the next record names as the one before it: SHA-256 of the body's canonical JSON."""
    return digest([canonical(body)])


def signed_message(head: str) -> bytes:
    """The bytes that are signed for a chain whose last record has this hash."""
    return SIGNED_PREFIX + head.encode("ascii")
