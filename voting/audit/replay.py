"""The chain gone through record by record: what papers stand at its end, and whether each record was allowed.

Memory: about 300 bytes for each paper, however long the chain.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

from voting.audit.canonical import canonical, digest
from voting.audit.chain import FIELDS, NAMED, PAPER, is_correction
from voting.audit.manifest import check_manifest
from voting.audit.strict import Fault, as_moment, is_hex, is_moment, is_whole, need, need_keys
from voting.counting.papers import check

# Distinct papers kept once for all who cast them; beyond it each is checked and kept by itself.
MOST_KNOWN = 100_000
PEOPLE_FOR_AN_AMENDMENT = 2


class Replay:
    """`phase` is start, open, closed, counted or cancelled; `length` and `head` are those of the chain so far."""

    def __init__(self):
        self.phase = "start"
        self.length, self.head = 0, ""
        self.manifest: dict = {}
        self.closes_at = self.closed_at = self.counted_at = ""
        # (the new end, the reason) of each prolongation.
        self.extensions: list[tuple[str, str]] = []
        self.papers_digest, self.result = "", None
        # Weight: how many papers have it, those replaced counted once.
        self.weights: Counter[int] = Counter()
        # Receipt: the receipt of the paper that replaced it.
        self.replaced: dict[bytes, bytes] = {}
        self._current: dict[bytes, bytes] = {}
        self._known: dict[bytes, bytes] = {}

    def __len__(self) -> int:
        """How many papers stand."""
        return len(self._current)

    def feed(self, body: Mapping, text: bytes, name: str) -> None:
        """Take the next record: its body, the body's canonical JSON, and the hash it is given.

        Raises Fault on the first thing that is not as docs/audit-file.md says.
        """
        seq = self.length
        kind = body.get("type") if isinstance(body, dict) else None
        need(isinstance(kind, str) and kind in FIELDS, "record_type", seq=seq)
        need_keys(body, FIELDS[kind] | {"type", "seq", "prev"}, "record_fields", seq=seq)
        need(is_whole(body["seq"]) and body["seq"] == seq, "seq", seq=seq)
        need(body["prev"] == self.head, "prev", seq=seq)
        need(digest([text]) == name, "hash", seq=seq)
        getattr(self, f"_{kind}")(body)
        self.length, self.head = seq + 1, name

    def put(self, receipt, choices, weight, channel=None, replaces=None) -> None:
        """A paper enters, from a record of the chain or from a secret vote's list."""
        need(is_hex(receipt, 32), "receipt", seq=self.length)
        key = bytes.fromhex(receipt)
        need(key not in self._current and key not in self.replaced, "receipt_twice", receipt=receipt)
        self._check_channel(receipt, channel, replaces)
        # That a paper was corrected is told of its record, not of the paper in the list.
        shown = channel if self.manifest["secrecy"] == NAMED else None
        paper = self._checked(receipt, choices, weight, shown)
        if replaces is None:
            self.weights[weight] += 1
        else:
            self._replace(receipt, key, weight, shown, replaces)
        self._current[key] = paper

    def papers(self) -> Iterator[tuple[str, dict, int, str | None]]:
        """(receipt, choices, weight, channel) of the papers that stand, by receipt; a channel only in named votes."""
        for key in sorted(self._current):
            yield key.hex(), *_loads(self._current[key])

    def paper(self, receipt: str) -> tuple[dict, int, str | None] | None:
        """(choices, weight, channel) of a paper that stands."""
        text = self._current.get(bytes.fromhex(receipt))
        return text and tuple(_loads(text))

    def _check_channel(self, receipt: str, channel, replaces) -> None:
        correction = is_correction(self.manifest, replaces)
        if self.manifest["secrecy"] == NAMED:
            need(isinstance(channel, str) and channel in ("site", PAPER), "channel", receipt=receipt)
        elif not correction:
            need(channel is None, "channel_told", receipt=receipt)
        # What was read off paper wrongly is corrected in any vote.
        need(not correction or channel == PAPER, "not_replaceable", receipt=receipt)
        need(channel != PAPER or self.manifest["paper_allowed"], "channel", receipt=receipt)

    def _checked(self, receipt: str, choices, weight, channel) -> bytes:
        try:
            text = canonical([choices, weight, channel])
        except (TypeError, ValueError):
            raise Fault("paper", receipt=receipt, problem="json") from None
        known = self._known.get(text)
        if known is not None:
            return known
        need(is_whole(weight, 1), "weight", receipt=receipt)
        need(weight == 1 or self.manifest["counted_by"] == "area", "weight", receipt=receipt)
        need(isinstance(choices, dict), "paper", receipt=receipt, problem="choices")
        try:
            check(self._terms, choices)
        except ValueError as refusal:
            raise Fault("paper", receipt=receipt, problem=str(refusal)[:80]) from None
        if len(self._known) < MOST_KNOWN:
            self._known[text] = text
        return text

    def _replace(self, receipt: str, key: bytes, weight: int, channel: str | None, replaces) -> None:
        need(is_hex(replaces, 32), "replaces", receipt=receipt)
        old = bytes.fromhex(replaces)
        need(old in self._current, "replaces", receipt=receipt)
        _choices, old_weight, old_channel = _loads(self._current[old])
        need(old_weight == weight, "replaced_weight", receipt=receipt)
        need(old_channel == channel, "replaced_channel", receipt=receipt)
        del self._current[old]
        self.replaced[old] = key

    def _manifest(self, body: Mapping) -> None:
        need(self.phase == "start", "order", seq=self.length)
        self._terms = check_manifest(body["manifest"])
        self.manifest, self.phase = body["manifest"], "open"
        self.closes_at = self.manifest["closes_at"]

    def _ballot(self, body: Mapping) -> None:
        self._need_open()
        need(self.manifest["secrecy"] != "secret", "ballot_of_secret", seq=self.length)
        self.put(body["receipt"], body["choices"], body["weight"], body["channel"], body["replaces"])

    def _extended(self, body: Mapping) -> None:
        self._need_open()
        need(is_whole(body["by"]) and body["by"] == PEOPLE_FOR_AN_AMENDMENT, "amendment", seq=self.length)
        need(isinstance(body["reason"], str) and body["reason"].strip() != "", "amendment", seq=self.length)
        need(is_moment(body["closes_at"]), "amendment", seq=self.length)
        need(as_moment(body["closes_at"]) > as_moment(self.closes_at), "amendment", seq=self.length)
        self.closes_at = body["closes_at"]
        self.extensions.append((body["closes_at"], body["reason"]))

    def _cancelled(self, body: Mapping) -> None:
        self._need_open()
        need(isinstance(body["reason"], str) and body["reason"].strip() != "", "amendment", seq=self.length)
        self.phase = "cancelled"

    def _closed(self, body: Mapping) -> None:
        self._need_open()
        need(is_moment(body["closed_at"]), "closing_time", seq=self.length)
        need(as_moment(body["closed_at"]) >= as_moment(self.closes_at), "closing_time", seq=self.length)
        need(is_whole(body["papers"]), "closing_count", said="?", found=len(self))
        # The papers of a secret vote stand in a list of their own, after the chain.
        if self.manifest["secrecy"] != "secret":
            self.need_papers(body["papers"])
        self.closed_at, self.papers_said, self.phase = body["closed_at"], body["papers"], "closed"

    def need_papers(self, said: int) -> None:
        need(said == len(self), "closing_count", said=said, found=len(self))

    def _counted(self, body: Mapping) -> None:
        need(self.phase == "closed", "order", seq=self.length)
        need(is_moment(body["counted_at"]), "counting_time", seq=self.length)
        need(as_moment(body["counted_at"]) >= as_moment(self.closed_at), "counting_time", seq=self.length)
        need(is_hex(body["papers_digest"], 64), "papers_digest", said="?", found="?")
        need(isinstance(body["result"], dict), "result")
        self.counted_at, self.papers_digest, self.result = body["counted_at"], body["papers_digest"], body["result"]
        self.phase = "counted"

    def _need_open(self) -> None:
        need(self.phase == "open", "order", seq=self.length)


@lru_cache(maxsize=50_000)
def _loads(text: bytes) -> list:
    return json.loads(text)
