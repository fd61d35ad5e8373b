"""The measurements as a table and as data."""

from dataclasses import asdict, dataclass

REFERENCE = "INSERT and commit"


@dataclass
class Row:
    """One address under one database at one size; rate in requests a second, times in ms, bytes as sent compressed."""

    database: str
    scale: int
    what: str
    who: str
    rate: float
    p50_ms: float | None
    p95_ms: float | None
    queries: int | None
    bytes: int | None
    writes: bool = False
    # The most that its time may be of that at scale 1.
    limit: float | None = None
    of_bare: float | None = None
    of_page: float | None = None
    of_scale_1: float | None = None
    of_insert: float | None = None
    # The limit, where the time is beyond it.
    over: float | None = None


def compare(rows: list[Row]) -> None:
    """Fill in the ratios: to the references of the same run, and the time per request to that at scale 1."""
    rates = {(row.database, row.scale, row.what, row.who): row.rate for row in rows}
    for row in rows:
        bare = rates.get((row.database, row.scale, "bare view", "guest"))
        page = rates.get((row.database, row.scale, "empty page", "guest"))
        insert = rates.get((row.database, row.scale, REFERENCE, "connections"))
        first = rates.get((row.database, 1, row.what, row.who))
        row.of_bare = row.rate / bare if bare else None
        row.of_page = row.rate / page if page else None
        row.of_insert = row.rate / insert if insert and row.writes else None
        row.of_scale_1 = first / row.rate if first and row.scale != 1 and row.rate else None
        row.over = row.limit if row.limit and _growth(row, rates) > row.limit else None


def _growth(row: Row, rates: dict) -> float:
    """The time beside that at scale 1, less what the machine itself has slowed down by: the empty page never grows."""
    page = rates.get((row.database, row.scale, "empty page", "guest"))
    page_first = rates.get((row.database, 1, "empty page", "guest"))
    slowed = page_first / page if page_first and page else 1
    return (row.of_scale_1 or 0) / max(1, slowed)


COLUMNS = [
    ("database", "database", "{}"),
    ("scale", "scale", "{}"),
    ("what", "address", "{}"),
    ("who", "who", "{}"),
    ("rate", "req/s", "{:.0f}"),
    ("p50_ms", "p50 ms", "{:.1f}"),
    ("p95_ms", "p95 ms", "{:.1f}"),
    ("of_bare", "× bare", "{:.2f}"),
    ("of_page", "× page", "{:.2f}"),
    ("of_scale_1", "time × scale 1", "{:.2f}"),
    ("over", "over the limit", "> {}"),
    ("of_insert", "× INSERT", "{:.3f}"),
    ("queries", "queries", "{}"),
    ("bytes", "bytes", "{}"),
]


def table(rows: list[Row]) -> str:
    """A Markdown table, aligned for the terminal."""
    lines = [[title for _, title, _ in COLUMNS]]
    for row in rows:
        values = asdict(row)
        lines.append([form.format(values[name]) if values[name] is not None else "" for name, _, form in COLUMNS])
    widths = [max(len(line[column]) for line in lines) for column in range(len(COLUMNS))]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    )
