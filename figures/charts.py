"""Charts drawn on the server as SVG: pure functions of words and numbers. A table stands beneath each."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.typography import number

WIDTH, HEIGHT = 400, 262
LEFT, TOP, FLOOR = 48, 30, 222
# One sign of the chart's type, which is 16 units high.
SIGN = 9.2
SMALL = 12
# The colours of the design: what all is measured against is pale, what was achieved is strong.
COLOURS = ("c3", "c1", "c2")
STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Series:
    """Numbers of one kind, one for each group; None where nothing is known."""

    name: str
    values: tuple[int | None, ...]


@dataclass(frozen=True)
class Chart:
    """What a chart shows, for the drawing and for the table beneath it."""

    key: str
    title: str
    note: str
    # What the groups are: «Quarter», «Year».
    head: str
    groups: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def svg(self) -> SafeString:
        return bars(self)

    @property
    def rows(self) -> list[tuple[str, list[int | None]]]:
        return [(group, [one.values[place] for one in self.series]) for place, group in enumerate(self.groups)]

    @property
    def key_of_colours(self) -> list[tuple[str, str]]:
        return [(colour, one.name) for colour, one in zip(COLOURS, self.series, strict=False)]

    @property
    def has_values(self) -> bool:
        return any(value for one in self.series for value in one.values)


def scale(most: int, lines: int = 4) -> tuple[int, int]:
    """A round top not below `most`, and the step between the lines under it: 560 → (600, 200)."""
    most, power = max(most, 1), 1
    while True:
        for step in STEPS:
            if step * power * lines >= most:
                step *= power
                return -(-most // step) * step, step
        power *= 10


def summary(chart: Chart) -> str:
    """All the numbers in one sentence, for those who hear the chart."""
    parts = []
    for one in chart.series:
        pairs = zip(chart.groups, one.values, strict=True)
        parts.append(f"{one.name}: " + ", ".join(f"{group} — {value}" for group, value in pairs if value is not None))
    return "; ".join(parts)


def bars(chart: Chart) -> SafeString:
    """Upright bars side by side in each group, with their numbers above them."""
    top, step = scale(max((value or 0 for one in chart.series for value in one.values), default=0))
    parts = [_line(value, top) for value in range(0, top + 1, step)]
    room = (WIDTH - LEFT) / max(len(chart.groups), 1)
    gap = 4 if len(chart.series) > 1 else 0
    wide = min(44.0, (room * 0.82 - gap) / len(chart.series))
    for place, group in enumerate(chart.groups):
        middle = LEFT + room * (place + 0.5)
        start = middle - (wide * len(chart.series) + gap * (len(chart.series) - 1)) / 2
        for order, one in enumerate(chart.series):
            if one.values[place] is not None:
                parts.append(_bar(start + order * (wide + gap), wide, one.values[place], top, COLOURS[order]))
        parts.append(format_html('<text x="{}" y="248" text-anchor="middle">{}</text>', _short(middle), group))
    ids = format_html('aria-labelledby="{0}-t {0}-d"', chart.key)
    words = format_html(
        '<title id="{0}-t">{1}</title><desc id="{0}-d">{2}</desc>', chart.key, chart.title, summary(chart)
    )
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" {}>{}{}</svg>',
        WIDTH,
        HEIGHT,
        ids,
        words,
        mark_safe("".join(parts)),
    )


def _short(value: float) -> str:
    return f"{value:.4g}"


def _y(value: int, top: int) -> float:
    return FLOOR - (FLOOR - TOP) * value / top


def _line(value: int, top: int) -> SafeString:
    y = _y(value, top)
    size = _size(number(value), LEFT - 8)
    return format_html(
        '<path class="ax" d="M{left} {y}H{width}" stroke-width="1"/>'
        '<text class="dim" x="{x}" y="{under}" text-anchor="end"{size}>{word}</text>',
        left=LEFT,
        y=_short(y),
        width=WIDTH,
        x=LEFT - 6,
        under=_short(y + 6),
        size=size,
        word=number(value),
    )


def _bar(x: float, wide: float, value: int, top: int, colour: str) -> SafeString:
    y = _y(value, top)
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/><text x="{}" y="{}" text-anchor="middle"{}>{}</text>',
        colour,
        _short(x),
        _short(y),
        _short(wide),
        _short(FLOOR - y),
        _short(x + wide / 2),
        _short(y - 6),
        _size(number(value), wide + 4),
        number(value),
    )


def _size(word: str, room: float) -> SafeString:
    """A smaller type for a number that would run into its neighbour."""
    return mark_safe(f' font-size="{SMALL}"') if len(word) * SIGN > room else mark_safe("")
