"""Rows of a registry's spreadsheet as units with their owners' shares."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from communities.registry.columns import TARGETS, in_percent, labels_at
from communities.registry.tables import Table
from communities.registry.values import (
    JOINT,
    Wrong,
    kind_told_by,
    parse_area,
    parse_entrance,
    parse_kind,
    parse_number,
    parse_owner_count,
    parse_share,
    plain,
    shown_number,
)

FLAT = "flat"
TOTALS = ("итого", "всего", "в том числе", "в т.ч", "общая площадь дома", "сумма")
# The building of an address, or (None, reason).
Finder = Callable[[str], tuple[int | None, str]]


@dataclass
class Unit:
    """One unit as a file tells it; None is what the file does not tell."""

    community: int
    kind: str | None
    key: str
    number: str
    entrance: int | None = None
    area: int | None = None
    owner_count: int | None = None
    # Parts with the names of their owners, perhaps "".
    shares: tuple[tuple[Fraction, str], ...] | None = None


@dataclass
class Problem:
    row: int
    reasons: list[str]


@dataclass
class Reading:
    """What was read: the units, the rows that were not taken, and rows that are no units (titles, totals)."""

    units: list[Unit] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: int = 0
    rows: int = 0
    # (community, key) of whatever the file names, its wrong rows too: none of them is gone.
    named: set[tuple[int, str]] = field(default_factory=set)
    # Of these some row is wrong: taken without it, a unit would lose an owner.
    spoiled: set[tuple[int, str]] = field(default_factory=set)


@dataclass
class _Row:
    row: int
    community: int
    key: str
    number: str
    kind: str | None
    values: dict


def read_units(table: Table, columns: dict[str, int], first_row: int, find: Finder, only: int | None) -> Reading:
    """Read the rows below the header. `find` tells the building of an address; `only` is the one building of an import
    that has no others, whose rows need no address."""
    reading = Reading()
    groups: dict[tuple[int, str, str], list[_Row]] = {}
    for row in _Rows(table, columns, first_row, find, only).read(reading):
        groups.setdefault((row.community, row.kind or FLAT, row.key), []).append(row)
    for rows in groups.values():
        _join(rows, reading)
    # Where the file itself has both, a number alone means the flat.
    other = {(unit.community, unit.key) for unit in reading.units if unit.kind not in (None, FLAT)}
    for unit in reading.units:
        if unit.kind is None and (unit.community, unit.key) in other:
            unit.kind = FLAT
    reading.problems.sort(key=lambda problem: problem.row)
    return reading


class _Rows:
    """Goes down a table and remembers what stands over the rows: an entrance, a kind, an address as a heading."""

    def __init__(self, table, columns, first_row, find, only):
        self.table, self.columns, self.first_row, self.find, self.only = table, columns, first_row, find, only
        labels = labels_at(table.rows, first_row)
        self.labels = [labels[columns[target]] if target in columns else "" for target in TARGETS]
        self.share_in_percent = "share" in columns and in_percent(labels[columns["share"]])
        self.entrance = self.kind = None
        self.community = only
        self.last: _Row | None = None
        self.follows_wrong = False

    def read(self, reading: Reading) -> Iterator[_Row]:
        for index in range(self.first_row, len(self.table.rows)):
            cells = self.table.rows[index]
            if not any(cells):
                self.last, self.follows_wrong = None, False
                continue
            reading.rows += 1
            if self._is_no_unit(cells):
                reading.skipped += 1
                self.last, self.follows_wrong = None, False
                continue
            try:
                row = self._parse(index + 1, cells, reading)
            except Wrong as wrong:
                reading.problems.append(Problem(index + 1, [wrong.code]))
                if self._cell(cells, "number"):
                    self.last, self.follows_wrong = None, True
                elif self.last and wrong.code != "no_number":
                    reading.spoiled.add((self.last.community, self.last.key))
                continue
            self.last, self.follows_wrong = row, False
            yield row

    def _is_no_unit(self, cells: list[str]) -> bool:
        texts = {cell for cell in cells if cell}
        first = plain(next(iter(cell for cell in cells if cell)))
        if first.startswith(TOTALS):
            return True
        # The header again on a new page, or the row of its columns' numbers.
        if [self._cell(cells, target) for target in TARGETS] == self.labels:
            return True
        filled = [cell for cell in cells if cell]
        if len(filled) > 2 and filled == [str(number) for number in range(1, len(filled) + 1)] and not self.last:
            return True
        return len(texts) == 1 and self._is_heading(texts.pop(), cells)

    def _is_heading(self, text: str, cells: list[str]) -> bool:
        """Whether the only text of a row is a heading, whose word holds for the rows below."""
        folded = plain(text)
        if "подъезд" in folded and len(folded) < 40:
            try:
                self.entrance = parse_entrance(text)
            except Wrong:
                return False
            return True
        if self.only is None and (found := self.find(text)[0]):
            self.community, self.entrance, self.kind = found, None, None
            return True
        if any(char.isdigit() for char in text):
            return False
        try:
            self.kind, self.entrance = parse_kind(text), None
        except Wrong:
            return len(folded.split()) > 1
        return True

    def _cell(self, cells: list[str], target: str) -> str:
        column = self.columns.get(target)
        return cells[column] if column is not None and column < len(cells) else ""

    def _parse(self, number: int, cells: list[str], reading: Reading) -> _Row:
        told = {target: self._cell(cells, target) for target in TARGETS}
        key = parse_number(told["number"])
        if key is None:
            # Further owners of the unit above, whose number is not repeated.
            if told["area"] or not (told["share"] or told["owner"]):
                raise Wrong("no_number")
            if self.last is None:
                raise Wrong("unit_has_wrong_row" if self.follows_wrong else "no_number")
            above = self.last
            values = {
                "share": parse_share(told["share"], in_percent=self.share_in_percent),
                "owner": told["owner"],
            }
            return _Row(number, above.community, above.key, above.number, above.kind, values)
        community = self._building(told)
        reading.named.add((community, key))
        try:
            values = {
                "entrance": parse_entrance(told["entrance"]) or self.entrance,
                "area": parse_area(told["area"]),
                "owner_count": parse_owner_count(told["owner_count"]),
                "share": parse_share(told["share"], in_percent=self.share_in_percent),
                "owner": told["owner"],
            }
            kind = parse_kind(told["kind"]) or kind_told_by(told["number"]) or self.kind
        except Wrong:
            reading.spoiled.add((community, key))
            raise
        return _Row(number, community, key, shown_number(told["number"], key), kind, values)

    def _building(self, told: dict) -> int:
        text = " ".join(part for part in (told["address"], told["house"] and f"дом {told['house']}") if part)
        if not told["address"]:
            if self.community is None:
                raise Wrong("no_address")
            return self.community
        community, reason = self.find(text)
        if community is None:
            raise Wrong(reason)
        return community


def _join(rows: list[_Row], reading: Reading) -> None:
    """Rows of one unit become the unit, or each of them a problem."""
    rows, doubles = _without_doubles(rows)
    reading.problems += [Problem(row.row, ["duplicate"]) for row in doubles]
    first = rows[0]
    reasons = ["unit_has_wrong_row"] if (first.community, first.key) in reading.spoiled else []
    known = {}
    for name in ("entrance", "area", "owner_count"):
        values = {row.values[name] for row in rows if row.values.get(name) is not None}
        if len(values) > 1:
            reasons.append(f"{name}_differs")
        known[name] = values.pop() if values else None
    try:
        shares = _shares(rows)
    except Wrong as wrong:
        reasons.append(wrong.code)
    if reasons:
        reading.problems += [Problem(row.row, list(reasons)) for row in rows]
        return
    if known["owner_count"] is None and shares:
        known["owner_count"] = len(shares)
    reading.units.append(Unit(first.community, first.kind, first.key, first.number, shares=shares, **known))


def _without_doubles(rows: list[_Row]) -> tuple[list[_Row], list[_Row]]:
    """Rows that say the same once more. Two nameless owners with equal shares are two owners."""
    kept, doubles, seen = [], [], set()
    for row in rows:
        values = row.values
        mark = (values.get("area"), values.get("entrance"), values["share"], plain(values["owner"]))
        if mark in seen and (values["owner"] or values["share"] is None):
            doubles.append(row)
        else:
            kept.append(row)
            seen.add(mark)
    return kept, doubles


def _shares(rows: list[_Row]) -> tuple[tuple[Fraction, str], ...] | None:
    """The parts of a unit. Owners without parts have equal ones (Civil Code, art. 245 and 254)."""
    told = [row for row in rows if row.values["share"] is not None or row.values["owner"]]
    if not told:
        return None
    shares = [row.values["share"] for row in told]
    if set(shares) <= {None, JOINT}:
        shares = [Fraction(1, len(told))] * len(told)
    elif None in shares or JOINT in shares:
        raise Wrong("share_missing")
    if sum(shares) > 1:
        raise Wrong("shares_exceed_one")
    return tuple(zip(shares, (row.values["owner"] for row in told), strict=True))
