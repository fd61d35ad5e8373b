"""A whole file checked: layout, roll, chain, papers, result, signature. The same code serves the verifier that is
downloaded and the one that looks into the database.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from voting import counting
from voting.audit.canonical import canonical, digest
from voting.audit.chain import signed_message
from voting.audit.layout import Reader
from voting.audit.papers import csv_header, csv_row
from voting.audit.replay import Replay
from voting.audit.strict import Fault, is_hex, is_whole, need, need_keys, strict

Progress = Callable[[str, int], None]


@dataclass
class Report:
    """What a check found. `fault` is None when everything agrees."""

    fault: Fault | None = None
    line: int = 0  # of the file, where reading stopped
    replay: Replay = field(default_factory=Replay)
    roll_entries: int = 0
    roll_weight: int = 0
    public_key: str = ""
    # None when the library that could check the signature is not installed.
    signature_checked: bool | None = None
    heads: set[str] = field(default_factory=set)


def check(
    lines: Iterable[bytes], *, key: str = "", heads: Iterable[str] = (), progress: Progress = lambda part, done: None
) -> Report:
    """Check a file given by its lines, each with its end of line.

    `key` is the public key that must have signed it, `heads` hashes that the chain must go through (from a letter, a
    protocol, an earlier look): without them a town that keeps the signing key could have written the file anew.
    """
    report, reader = Report(), Reader(lines)
    try:
        _check(reader, report, key, set(heads), progress)
    except Fault as fault:
        report.fault, report.line = fault, reader.number
    return report


def _check(reader: Reader, report: Report, key: str, heads: set[str], progress: Progress) -> None:
    replay = report.replay
    reader.opening()
    roll = Roll(reader.roll(), progress)
    fingerprint = digest(roll)
    report.roll_entries, report.roll_weight = roll.entries, roll.weight
    _check_chain(reader, report, roll, fingerprint, heads, progress)
    _check_list(reader, replay, progress)
    replay.need_papers(replay.papers_said)
    _check_against_roll(replay, roll)
    progress("count", len(replay))
    recount(replay)
    missing = heads - report.heads
    need(not missing, "head_missing", head=min(missing, default=""))
    _check_signature(report, reader.signature(), key)


class Roll:
    """The roll gone through: the bytes its fingerprint is made of, and in passing its sums."""

    def __init__(self, lines: Iterable[bytes], progress: Progress):
        self._lines, self._progress = lines, progress
        self.entries = self.weight = 0
        self.weights: Counter[int] = Counter()

    def __iter__(self) -> Iterator[bytes]:
        before = ""
        for text in self._lines:
            entry = strict(text)
            need(isinstance(entry, list) and len(entry) == 2, "roll_entry")
            line, weight = entry
            need(is_hex(line, 32) and is_whole(weight, 1), "roll_entry")
            need(line != before, "roll_twice", entry=line)
            need(line > before, "roll_order", entry=line)
            before = line
            self.entries += 1
            self.weight += weight
            self.weights[weight] += 1
            if self.entries % 100_000 == 0:
                self._progress("roll", self.entries)
            yield text + b"\n"


def _check_chain(reader: Reader, report: Report, roll: Roll, fingerprint: str, heads: set[str], progress) -> None:
    replay = report.replay
    for text in reader.records():
        entry = strict(text)
        need_keys(entry, {"body", "hash"}, "record_entry", seq=replay.length)
        body, name = entry["body"], entry["hash"]
        need(is_hex(name, 64), "hash", seq=replay.length)
        # The line is canonical, so the body's own bytes stand in it at known places.
        replay.feed(body, text[len(b'{"body":') : -len(b',"hash":""}') - 64], name)
        if name in heads:
            report.heads.add(name)
        if replay.length == 1:
            _check_roll(replay.manifest["roll"], roll, fingerprint, replay.manifest["counted_by"])
        if replay.length % 100_000 == 0:
            progress("chain", replay.length)
    need(replay.phase != "cancelled", "cancelled")
    need(replay.phase == "counted", "unfinished")


def _check_roll(said: Mapping, roll: Roll, fingerprint: str, counted_by: str) -> None:
    need(said["entries"] == roll.entries, "roll_entries", said=said["entries"], found=roll.entries)
    need(said["weight"] == roll.weight, "roll_weight", said=said["weight"], found=roll.weight)
    need(counted_by == "area" or set(roll.weights) <= {1}, "roll_not_equal")
    need(said["fingerprint"] == fingerprint, "roll_fingerprint", said=said["fingerprint"], found=fingerprint)


def _check_list(reader: Reader, replay: Replay, progress: Progress) -> None:
    """The papers of a secret vote, which no record of the chain carries."""
    before = ""
    for text in reader.papers():
        need(replay.manifest["secrecy"] == "secret", "papers_not_secret")
        entry = strict(text)
        need(isinstance(entry, list) and len(entry) == 2, "paper_entry")
        receipt, choices = entry
        need(is_hex(receipt, 32), "paper_entry")
        need(receipt != before, "receipt_twice", receipt=receipt)
        need(receipt > before, "papers_order", receipt=receipt)
        before = receipt
        replay.put(receipt, choices, 1)
        if len(replay) % 100_000 == 0:
            progress("papers", len(replay))


def _check_against_roll(replay: Replay, roll: Roll) -> None:
    """Nobody has cast what does not stand on the roll: as a number, as a sum, and weight by weight."""
    need(len(replay) <= roll.entries, "too_many_papers", found=len(replay), most=roll.entries)
    cast = sum(weight * times for weight, times in replay.weights.items())
    need(cast <= roll.weight, "too_much_weight", found=cast, most=roll.weight)
    for weight, times in replay.weights.items():
        need(times <= roll.weights[weight], "weight_not_on_roll", weight=weight, found=times)


def recount(replay: Replay) -> None:
    """Raises Fault unless the papers have the digest, and come to the result, that the chain ends with."""
    sha = hashlib.sha256()
    try:
        again = canonical(counting.count(replay.manifest, _counted(replay, sha)))
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError) as refusal:
        # Whatever the file did to the arithmetic, a result that cannot be computed is not the result.
        raise Fault("uncountable", problem=str(refusal)[:80]) from None
    found = sha.hexdigest()
    need(found == replay.papers_digest, "papers_digest", said=replay.papers_digest, found=found)
    need(again == canonical(replay.result), "result")


def _counted(replay: Replay, sha) -> Iterator[tuple[Mapping, int]]:
    """Papers for the count, whose CSV is hashed on the way."""
    sha.update(csv_header(replay.manifest))
    for paper in replay.papers():
        sha.update(csv_row(replay.manifest, *paper))
        yield paper[1], paper[2]


def _check_signature(report: Report, signature, key: str) -> None:
    need_keys(signature, {"algorithm", "public_key", "value"}, "signature_form")
    need(signature["algorithm"] == "Ed25519", "signature_form")
    need(is_hex(signature["public_key"], 64) and is_hex(signature["value"], 128), "signature_form")
    report.public_key = signature["public_key"]
    need(not key or key == report.public_key, "signature_key", said=report.public_key, key=key)
    report.signature_checked = is_signed(report.replay.head, report.public_key, signature["value"])
    need(report.signature_checked is not False, "signature")


def is_signed(head: str, public_key: str, value: str) -> bool | None:
    """Whether the key signed the head; None where the library that could tell is not installed."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return None
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(
            bytes.fromhex(value), signed_message(head)
        )
    except (InvalidSignature, ValueError):
        return False
    return True
