"""What is hashed and published so that anyone can check a vote: canonical JSON, the roll, the list of papers.

All digests are SHA-256 in hexadecimal. The digest of the papers is the digest of the published file's bytes, so
`sha256sum` is enough to check it.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator

# Raised when what is hashed changes its form.
FORMAT = 1


def canonical(value) -> bytes:
    """JSON with sorted keys, without spaces, in UTF-8: the same bytes for the same value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(parts: Iterable[bytes]) -> str:
    sha = hashlib.sha256()
    for part in parts:
        sha.update(part)
    return sha.hexdigest()


def receipt(key: bytes, nonce: str) -> str:
    """128 bits of HMAC-SHA256(vote key, nonce of the form), 32 hexadecimal digits: no person, time or order in it."""
    return hmac.new(key, nonce.encode(), hashlib.sha256).hexdigest()[:32]


def roll_fingerprint(entries: Iterable[tuple[str, int, int]]) -> str:
    """Of (voter key, community, weight), one line of JSON per entry in the order of keys."""
    return digest(canonical(list(entry)) + b"\n" for entry in sorted(entries))


def manifest(vote, *, items, electorate) -> dict:
    """Everything that a vote is, fixed at its opening: question, rules, times and roll."""
    return {
        "format": FORMAT,
        "id": vote.public_id,
        "number": vote.number,
        "title": vote.title,
        "description": vote.description,
        "items": [{"order": item.order, "text": item.text} for item in items],
        "kind": vote.kind,
        "counted_by": vote.counted_by,
        "secrecy": vote.secrecy,
        "replaceable": vote.replaceable,
        "turnout_shown": vote.turnout_shown,
        "rules": {
            "name": vote.rules_name,
            "source": vote.rules_source,
            "quorum_base": vote.quorum_base,
            "quorum": f"{vote.quorum_numerator}/{vote.quorum_denominator}",
            "quorum_strict": vote.quorum_strict,
            "majority": vote.majority,
            "min_age": vote.min_age,
        },
        "opens_at": vote.opens_at.isoformat(),
        "closes_at": vote.closes_at.isoformat(),
        "opened_at": vote.opened_at.isoformat(),
        "electorate": sorted(community.slug for community in electorate),
        "roll": {"entries": vote.roll_size, "weight": vote.roll_weight, "fingerprint": vote.roll_fingerprint},
    }


def question_keys(vote) -> list[str]:
    """Keys of a paper's choices, in the order of the agenda as it was frozen."""
    return [str(item["order"]) for item in vote.manifest["items"]]


def paper_lines(vote) -> Iterator[bytes]:
    """The published list of papers: a CSV with a heading, by receipt, choices in the order of the agenda.

    Receipts and choices are our own letters and digits, so nothing needs quoting.
    """
    keys = question_keys(vote)
    yield (",".join(["receipt", *(f"question {number}" for number, _key in enumerate(keys, 1))]) + "\n").encode()
    papers = vote.ballots.order_by("receipt").values_list("receipt", "choices")
    for name, choices in papers.iterator(chunk_size=2000):
        yield (",".join([name, *(choices[key] for key in keys)]) + "\n").encode()
