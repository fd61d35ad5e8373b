"""A place's figures in words, year beside year: what was counted, what was entered by hand, what says too little."""

from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.moments import lead_time
from core.typography import money, no_breaks, number, share
from figures.definitions import ENTERED, FIGURES, GROUPS, Counted, Figure, Median, Place, Rate
from figures.models import FigureRefresh, FigureValue, YearTotal

# The chosen year and those before it, side by side.
COMPARED = 4


@dataclass(frozen=True)
class Known:
    """A figure of a year: its value, and how it came to be known."""

    value: int | None = None
    # Of how many, for a share and a median.
    sample: int | None = None
    whole: int | None = None
    # Where an entered total is from; empty for what was counted.
    source: str = ""
    # What the site itself counted, where another total was entered.
    counted: int | None = None
    is_too_small: bool = False


NOTHING = Known()


@dataclass(frozen=True)
class Cell:
    """A figure of a year as it is shown."""

    year: int
    text: str
    known: Known
    url: str = ""

    @property
    def is_entered(self) -> bool:
        return bool(self.known.source)


@dataclass
class Line:
    """A figure with its years."""

    figure: Figure
    cells: list[Cell]

    @property
    def cell(self) -> Cell:
        return self.cells[0]


def spoken(figure: Figure, known: Known) -> str:
    """«1 600», «40 %», «3 ч 20 мин», «мало данных: 4», «—»."""
    if known.is_too_small:
        return no_breaks(
            ngettext("too few data: %(count)s", "too few data: %(count)s", known.sample or 0)
            % {"count": number(known.sample or 0)}
        )
    if known.value is None:
        return "—"
    if figure.unit == "percent":
        return share(known.value, known.whole)
    if figure.unit == "minutes":
        return lead_time(known.value)
    return amount(figure, known.value)


def amount(figure: Figure, value: int) -> str:
    """A counted value in the figure's unit."""
    if figure.unit == "roubles":
        return money(value)
    parts = getattr(figure, "parts", 1)
    if parts > 1:
        whole, rest = divmod(value, parts)
        hours = number(whole) + (f",{rest * 10 // parts}" if rest else "")
        return no_breaks(_("%(count)s h") % {"count": hours})
    return number(value)


@dataclass
class Figures:
    """All that is known of a place's figures, read in a fixed number of queries."""

    place: Place
    kept: dict = field(default_factory=dict)
    entered: dict = field(default_factory=dict)
    refreshed_at: object = None

    @classmethod
    def of(cls, place: Place) -> "Figures":
        state = FigureRefresh.objects.filter(municipality=place.town).first()
        rows = FigureValue.objects.filter(
            municipality=place.town, community=place.community, department=place.department, month=None
        )
        kept = {(row.year, row.figure): row for row in rows}
        entered = {}
        if place.department is None:
            totals = YearTotal.objects.within(place.town).filter(community=place.community)
            entered = {(row.year, row.figure): row for row in totals if row.figure in ENTERED}
        return cls(place, kept, entered, state.at if state else None)

    @cached_property
    def counted_years(self) -> set[int]:
        years = {year for year, _figure in self.kept}
        if self.refreshed_at:
            years.add(self.place.town.today(self.refreshed_at).year)
        return set(range(min(years), max(years) + 1)) if years else set()

    @cached_property
    def years(self) -> list[int]:
        """Years of which anything is known, the last first."""
        return sorted(self.counted_years | {year for year, _figure in self.entered}, reverse=True)

    def known(self, code: str, year: int) -> Known:
        figure = FIGURES[code]
        if isinstance(figure, Rate):
            return self._rate(figure, year)
        row = self.kept.get((year, code))
        if isinstance(figure, Median):
            if row is None:
                return NOTHING
            return Known(row.value, row.sample, is_too_small=(row.sample or 0) < figure.smallest)
        counted = row.value if row else 0 if year in self.counted_years else None
        total = self.entered.get((year, code))
        if total is not None:
            # What nobody counted is not said to be other than the entered total.
            return Known(total.value * figure.parts, source=total.source, counted=counted or None)
        return Known(counted)

    def _rate(self, rate: Rate, year: int) -> Known:
        part, *wholes = (self.known(code, year) for code in (rate.part, *rate.whole))
        sides = (part, *wholes)
        # A total entered by hand and a count of the site are not parts of one whole.
        if any(one.value is None for one in sides) or len({bool(one.source) for one in sides}) > 1:
            return NOTHING
        whole = sum(one.value for one in wholes)
        if not whole or part.value > whole:
            return NOTHING
        return Known(part.value, whole, whole, source=part.source, is_too_small=whole < rate.smallest)

    def cell(self, code: str, year: int) -> Cell:
        figure, known = FIGURES[code], self.known(code, year)
        has_list = year in self.counted_years and not known.source and known.value is not None
        return Cell(year, spoken(figure, known), known, list_url(figure, self.place, year) if has_list else "")

    def line(self, code: str, year: int) -> Line:
        years = [year, *[other for other in self.years if other < year][: COMPARED - 1]]
        return Line(FIGURES[code], [self.cell(code, other) for other in years])

    def groups(self, year: int) -> list[tuple[str, list[Line]]]:
        """All figures that make sense for the place, by what they are about."""
        found = {code: [] for code in GROUPS}
        for figure in FIGURES.values():
            line = self.line(figure.code, year)
            # Of years before the site only what was entered is known: a column of dashes tells nothing.
            if figure.applies_to(self.place) and any(cell.text != "—" for cell in line.cells):
                found[figure.group].append(line)
        return [(GROUPS[code], lines) for code, lines in found.items() if lines]

    def headlines(self, year: int) -> list[Line]:
        return [
            self.line(figure.code, year)
            for figure in FIGURES.values()
            if figure.is_headline and figure.applies_to(self.place)
        ]

    def months(self, year: int) -> dict[tuple[str, int], int]:
        """(figure, month) → value, of the figures that are kept by months."""
        rows = FigureValue.objects.filter(
            municipality=self.place.town,
            community=self.place.community,
            department=self.place.department,
            year=year,
            month__isnull=False,
        )
        return {(row.figure, row.month): row.value for row in rows}


def query_of(place: Place, **more) -> str:
    """The address's query that names a place."""
    asked = dict(more)
    if place.community:
        asked["community"] = place.community.slug
    if place.department:
        asked["department"] = place.department.pk
    return urlencode({name: value for name, value in asked.items() if value})


def list_url(figure: Figure, place: Place, year: int) -> str:
    """Where the things are that a figure counts; of a share and a median, those it is made of."""
    code = figure.code if isinstance(figure, Counted) else figure.part
    return f"{reverse('figures:list', args=[code])}?{query_of(place, year=year)}"
