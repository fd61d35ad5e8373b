"""The file's layout: one entry a line, so that a million ballots are written and read in little memory.

Every byte is prescribed. A reader that accepts two spellings of one file lets somebody hide a second meaning in it.
"""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from voting.audit.canonical import canonical
from voting.audit.strict import Fault, need, strict

FORMAT, VERSION = "veche-vote", 2
OPENING = b'{"format":"veche-vote","version":2,"roll":['
RECORDS, PAPERS, SIGNATURE = b'],"records":[', b'],"papers":[', b'],"signature":'
# In bytes. The longest honest lines are a manifest with long explanations and the result of a large budget.
LONGEST_LINE = 16 * 1024 * 1024


def write(
    roll: Iterable[bytes], records: Iterable[bytes], papers: Iterable[bytes], signature: dict
) -> Iterator[bytes]:
    """Lines of a file out of the canonical JSON of its entries, each with its end of line."""
    for opening, entries in ((OPENING, roll), (RECORDS, records), (PAPERS, papers)):
        yield opening + b"\n"
        yield from _with_commas(entries)
    yield SIGNATURE + canonical(signature) + b"}\n"


def _with_commas(entries: Iterable[bytes]) -> Iterator[bytes]:
    waiting = None
    for entry in entries:
        if waiting is not None:
            yield waiting + b",\n"
        waiting = entry
    if waiting is not None:
        yield waiting + b"\n"


def record_line(body: bytes, name: str) -> bytes:
    """A record as it stands in the file: its canonical body and its hash."""
    return b'{"body":' + body + b',"hash":"' + name.encode("ascii") + b'"}'


def lines_of(handle: BinaryIO) -> Iterator[bytes]:
    """Lines of an open file, of which none is read further than it may be long."""
    while line := handle.readline(LONGEST_LINE + 1):
        yield line


class Reader:
    """Goes through a file once: `opening()`, `roll()`, `records()`, `papers()`, `signature()`, in this order.

    `number` is the line being read, from 1. Raises Fault on whatever differs from the layout.
    """

    def __init__(self, lines: Iterable[bytes]):
        self._lines = iter(lines)
        self.number = 0
        self._last = b""

    def opening(self) -> None:
        """Raises Fault not_a_vote when this is some other file, or of another version."""
        self.number = 1
        need(next(self._lines, b"") == OPENING + b"\n", "not_a_vote")

    def roll(self) -> Iterator[bytes]:
        return self._entries(RECORDS)

    def records(self) -> Iterator[bytes]:
        return self._entries(PAPERS)

    def papers(self) -> Iterator[bytes]:
        return self._entries(SIGNATURE)

    def signature(self):
        """The value of the signature, and nothing after it."""
        need(self._last.endswith(b"}"), "layout")
        value = strict(self._last[len(SIGNATURE) : -1])
        self.number += 1
        need(next(self._lines, None) is None, "after_end")
        return value

    def _entries(self, end: bytes) -> Iterator[bytes]:
        """Lines up to the one that begins the next part. All but the last end with a comma."""
        expected = None  # whether another entry must come; before the first one, anything may
        while True:
            line = self._line()
            # An entry begins with [ or {, so it cannot look like the end of its part.
            if line == end or (end == SIGNATURE and line.startswith(end)):
                need(not expected, "layout")
                self._last = line
                return
            need(expected is not False and line[:1] in (b"[", b"{"), "layout")
            expected = line.endswith(b",")
            yield line[:-1] if expected else line

    def _line(self) -> bytes:
        self.number += 1
        line = next(self._lines, b"")
        need(line != b"", "cut_off")
        need(len(line) <= LONGEST_LINE, "long_line")
        if not line.endswith(b"\n"):
            raise Fault("cut_off")
        return line[:-1]
