"""Where a table begins and which of its columns holds what."""

import re
from dataclasses import dataclass, field

from communities.registry.values import plain

# What a column may hold, in the order in which it is asked for on the screen.
TARGETS = ("number", "address", "house", "entrance", "kind", "area", "share", "owner_count", "owner")
MAX_HEADER_ROWS = 3
MAX_LABEL = 120
# For each target the words of its headings, the surest first, and words with which it is something else.
_WORDS = {
    "owner_count": (
        (r"(?:кол|число|количество).*(?:собственник|правообладател|владел)", r"^собственников\b"),
        r"площад|дол[яи]",
    ),
    "share": ((r"\bдол[яиюе]\b", r"\bдол[яиюе]\b.*прав", r"размер доли"), r"площад"),
    "area": ((r"общая площадь|площадь.*общая", r"площад", r"^(?:s|кв\.? ?м|м2)\b"), r"дол[яи]|дат|участк|\bмоп\b"),
    "owner": (
        (r"собственник|правообладател|владелец|\bфио\b|ф\.? ?и\.? ?о\b|фамилия",),
        r"кол|число|тел|дат|почт|подпис",
    ),
    "entrance": ((r"подъезд", r"^(?:под|пд)\b"), r"кол|число"),
    "kind": ((r"(?:тип|вид|назначение|категория)", r"жилое/нежилое|жилое или"), r"прав|собственност|документ"),
    "house": ((r"^(?:номер|#)? ?дома?\b", r"^дом\b"), r"кол|площад|год"),
    "address": ((r"адрес|улица|местоположение|местонахождение", r"адрес.*дом"), r"почт|электрон|mail|регистрац"),
    "number": (
        (
            r"(?:номер|#) ?(?:кв|пом|жил|нежил)|(?:кв|квартир\w*|помещени\w*),? ?(?:номер|#)",
            r"^(?:кв|квартир\w*|помещени\w*)\b|квартира",
            r"помещени",
            r"^(?:#|номер)$",
        ),
        r"кол|площад|адрес|назначение|\bтип\b|\bвид\b|\bдол[яи]\b|кадастр|собственник|дата|п/п",
    ),
}


@dataclass(frozen=True)
class Layout:
    """`first_row` is where the data begin; `labels` are the headings of all columns, `columns` the guessed ones."""

    columns: dict[str, int] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    first_row: int = 0

    @property
    def score(self) -> int:
        return len(self.columns)


def guess(rows: list[list[str]]) -> Layout:
    """The best header among the first rows: the one that names most of what a registry holds."""
    best = Layout(labels=[""] * max((len(row) for row in rows), default=0))
    for start, row in enumerate(rows):
        # A title in merged cells is one text, however often it stands there.
        if len({cell for cell in row if cell}) < 2:
            continue
        layout = _header_at(rows, start)
        if "number" in layout.columns and layout.score > best.score:
            best = layout
    return best


def labels_at(rows: list[list[str]], first_row: int) -> list[str]:
    """The headings of columns over the row where the data begin."""
    width = max((len(row) for row in rows), default=0)
    header = rows[max(first_row - MAX_HEADER_ROWS, 0) : first_row]
    while len(header) > 1 and len({cell for cell in header[0] if cell}) < 2:
        header = header[1:]
    return _joined(header, width)


def in_percent(label: str) -> bool:
    """Whether a heading says that its numbers are percents."""
    return "%" in label or "процент" in plain(label)


def _header_at(rows: list[list[str]], start: int) -> Layout:
    """The header that begins in a row: it goes on in rows below that name no unit yet, as under merged cells."""
    width = max(len(row) for row in rows)
    labels = _joined(rows[start : start + 1], width)
    columns = _columns(labels)
    end = start + 1
    number = columns.get("number")
    while number is not None and end < min(start + MAX_HEADER_ROWS, len(rows)):
        row = rows[end]
        cell = row[number] if number < len(row) else ""
        if not any(row) or any(char.isdigit() for char in cell) or len({text for text in row if text}) < 2:
            break
        if cell and cell not in labels[number]:
            break
        more = _joined(rows[start : end + 1], width)
        if len(_columns(more)) < len(columns) or any(_is_value(text) for text in row):
            break
        labels, columns, end = more, _columns(more), end + 1
    return Layout(columns, labels, end)


def _is_value(cell: str) -> bool:
    return bool(re.fullmatch(r"[\d\s.,/%]+", cell))


def _joined(rows: list[list[str]], width: int) -> list[str]:
    """Per column the different texts of the header's rows, from above."""
    labels = []
    for column in range(width):
        texts = dict.fromkeys(row[column] for row in rows if column < len(row) and row[column])
        labels.append(" ".join(texts)[:MAX_LABEL])
    return labels


def _columns(labels: list[str]) -> dict[str, int]:
    """Each target to the column whose heading fits it best; a column holds one thing."""
    folded = [_label(label) for label in labels]
    columns: dict[str, int] = {}
    for target, (patterns, other) in _WORDS.items():
        for pattern in patterns:
            fits = [
                column
                for column, label in enumerate(folded)
                if label
                and column not in columns.values()
                and re.search(pattern, label)
                and not re.search(other, label)
            ]
            if fits:
                columns[target] = fits[0]
                break
    return columns


def _label(label: str) -> str:
    """Folded for searching; the sign № would become two letters otherwise."""
    return plain(label.replace("№", " # "))
