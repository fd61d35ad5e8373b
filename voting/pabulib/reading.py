"""Reading `.pb` files, strictly: what is not understood is refused with the number of its line."""

import csv
import re
from collections.abc import Iterator
from decimal import Decimal

from voting.pabulib.election import (
    LEAST_SCORE,
    MOST_MONEY,
    MOST_PROJECTS,
    MOST_VOTERS,
    OWN_KEYS,
    PROJECT_COLUMNS,
    VOTE_TYPES,
    VOTER_COLUMNS,
    WITH_POINTS,
    Bounds,
    Election,
    Project,
    Voter,
    is_control,
)

MOST_BYTES = 64 * 2**20
MOST_SIGNS = 100_000
MOST_FIELDS = 100
MOST_KEYS = 200

MONEY = re.compile(r"[0-9]{1,16}(\.[0-9]{1,6})?")
WHOLE = re.compile(r"[0-9]{1,9}")


class Refused(ValueError):
    """A file that cannot be read, in words; `line` counts from 1, 0 where the fault is in no line."""

    def __init__(self, line: int, words: str):
        super().__init__(f"line {line}: {words}" if line else words)
        self.line = line


def read(data: bytes) -> Election:
    """The election of a `.pb` file. Raises `Refused`."""
    if len(data) > MOST_BYTES:
        raise Refused(0, f"the file is longer than {MOST_BYTES} bytes")
    rows = _Rows(_lines(data))
    meta = _meta(rows)
    vote_type = meta.one_of("vote_type", VOTE_TYPES)
    budget = meta.money("budget")
    if LEAST_SCORE in meta.values:
        meta.whole(LEAST_SCORE)
    projects = _projects(rows)
    if meta.whole("num_projects") != len(projects):
        raise Refused(meta.line("num_projects"), f"num_projects differs from the {len(projects)} projects of the file")
    voters = _voters(rows, meta.bounds(vote_type, len(projects)), {project.id: project.cost for project in projects})
    if meta.whole("num_votes") != len(voters):
        raise Refused(meta.line("num_votes"), f"num_votes differs from the {len(voters)} votes of the file")
    others = {key: value for key, (value, _line) in meta.values.items() if key not in OWN_KEYS}
    return Election(budget, vote_type, tuple(projects), tuple(voters), others)


def _lines(data: bytes) -> Iterator[tuple[int, str]]:
    """Numbered lines. Only "\\n" ends one, so that a strange separator within a name is seen and refused."""
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n").split(b"\n"), 1):
        try:
            line = raw.removesuffix(b"\r").decode()
        except UnicodeDecodeError:
            raise Refused(number, "not UTF-8") from None
        if len(line) > MOST_SIGNS:
            raise Refused(number, f"longer than {MOST_SIGNS} characters")
        if any(is_control(sign) for sign in line):
            raise Refused(number, "a control character, or a line break of another kind")
        yield number, line


class _Rows:
    """Lines as rows of the file's three tables, in their order."""

    def __init__(self, lines: Iterator[tuple[int, str]]):
        self.lines = lines
        self.number = 0
        self.title: str | None = self._title(*next(lines))

    def _title(self, number: int, line: str) -> str:
        self.number = number
        return line.strip()

    def table(self, title: str) -> Iterator[list[str]]:
        """The column names of a table, then its rows, each with as many fields."""
        if self.title != title:
            raise Refused(self.number, f"here {title} should begin")
        self.title = None
        columns: list[str] | None = None
        for number, line in self.lines:
            self.number = number
            if line.strip() in ("META", "PROJECTS", "VOTES"):
                self.title = line.strip()
                break
            fields = self._fields(line)
            if columns is None:
                columns = fields
                if not all(columns) or len(set(columns)) != len(columns) or len(columns) > MOST_FIELDS:
                    raise Refused(self.number, "names of columns have to be there, differ, and be no more than 100")
            elif len(fields) != len(columns):
                raise Refused(self.number, f"{len(fields)} fields instead of {len(columns)}")
            yield fields
        if columns is None:
            raise Refused(self.number, f"{title} has no names of columns")

    def _fields(self, line: str) -> list[str]:
        if '"' not in line:
            return [part.strip() for part in line.split(";")]
        try:
            [fields] = csv.reader([line], delimiter=";", skipinitialspace=True, strict=True)
        except csv.Error:
            raise Refused(self.number, "quotation marks do not match") from None
        return [part.strip() for part in fields]


class _Meta:
    """Values of META with the lines they stand in."""

    def __init__(self, values: dict[str, tuple[str, int]]):
        self.values = values

    def line(self, key: str) -> int:
        return self.values[key][1]

    def _value(self, key: str) -> tuple[str, int]:
        if key not in self.values:
            raise Refused(0, f"META has no {key}")
        return self.values[key]

    def money(self, key: str) -> Decimal:
        return _money(*self._value(key), key)

    def whole(self, key: str) -> int:
        return _whole(*self._value(key), key)

    def one_of(self, key: str, known: tuple[str, ...]) -> str:
        value, line = self._value(key)
        if value in WITH_POINTS:
            raise Refused(
                line, f"{key} is {value}: votes with points are not counted here, only approvals and rankings"
            )
        if value not in known:
            raise Refused(line, f"{key} is {value!r}; known are {', '.join(known)}")
        return value

    def bounds(self, vote_type: str, projects: int) -> Bounds:
        longest = self.whole("max_length") if "max_length" in self.values else projects
        return Bounds(
            shortest=self.whole("min_length") if "min_length" in self.values else 1,
            longest=1 if vote_type == "choose-1" else longest,
            cheapest=self.money("min_sum_cost") if "min_sum_cost" in self.values else Decimal(0),
            dearest=self.money("max_sum_cost") if "max_sum_cost" in self.values else None,
        )


def _meta(rows: _Rows) -> _Meta:
    table = rows.table("META")
    if next(table) != ["key", "value"]:
        raise Refused(rows.number, "META has the columns key;value")
    values: dict[str, tuple[str, int]] = {}
    for key, value in table:
        if not key or key in values or len(values) >= MOST_KEYS:
            raise Refused(rows.number, "keys of META have to be there, differ, and be no more than 200")
        values[key] = value, rows.number
    return _Meta(values)


def _records(rows: _Rows, title: str, required: tuple[str, ...]) -> Iterator[dict[str, str]]:
    table = rows.table(title)
    columns = next(table)
    for name in required:
        if name not in columns:
            raise Refused(rows.number, f"{title} has no column {name}")
    for fields in table:
        yield dict(zip(columns, fields, strict=True))


def _projects(rows: _Rows) -> list[Project]:
    found: dict[str, Project] = {}
    for record in _records(rows, "PROJECTS", ("project_id", "cost")):
        name = record["project_id"]
        if not name or "," in name or name in found:
            raise Refused(rows.number, "ids of projects have to be there, differ, and hold no comma")
        if len(found) >= MOST_PROJECTS:
            raise Refused(rows.number, f"more than {MOST_PROJECTS} projects")
        found[name] = Project(
            name,
            _money(record["cost"], rows.number, "cost"),
            record.get("name", ""),
            _whole(record["votes"], rows.number, "votes") if record.get("votes") else None,
            _whole(record["selected"], rows.number, "selected") if record.get("selected") else None,
            {key: value for key, value in record.items() if key not in PROJECT_COLUMNS},
        )
    if not found:
        raise Refused(rows.number, "there are no projects")
    return list(found.values())


def _voters(rows: _Rows, bounds: Bounds, costs: dict[str, Decimal]) -> list[Voter]:
    found: dict[str, Voter] = {}
    for record in _records(rows, "VOTES", VOTER_COLUMNS):
        name, vote = record["voter_id"], record["vote"]
        if not name or name in found:
            raise Refused(rows.number, "ids of voters have to be there and differ")
        if len(found) >= MOST_VOTERS:
            raise Refused(rows.number, f"more than {MOST_VOTERS} votes")
        chosen = tuple(part.strip() for part in vote.split(",")) if vote else ()
        fault = bounds.fault(chosen, costs)
        if fault:
            raise Refused(rows.number, fault)
        more = {key: value for key, value in record.items() if key not in VOTER_COLUMNS}
        found[name] = Voter(name, chosen, more)
    if rows.title is not None:
        raise Refused(rows.number, "VOTES is the last table")
    return list(found.values())


def _money(text: str, line: int, what: str) -> Decimal:
    if not MONEY.fullmatch(text):
        raise Refused(line, f"{what} is no amount of money: {text[:40]!r}")
    amount = Decimal(text)
    if amount > MOST_MONEY or (not amount and what in ("budget", "cost")):
        raise Refused(line, f"{what} has to be more than 0 and no more than {MOST_MONEY}")
    return amount


def _whole(text: str, line: int, what: str) -> int:
    if not WHOLE.fullmatch(text):
        raise Refused(line, f"{what} is no whole number: {text[:40]!r}")
    return int(text)
