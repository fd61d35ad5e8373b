"""What a figure is: which rows it counts, by which date, and for which places."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q, QuerySet
from django.db.models.functions import ExtractMonth
from django.utils.functional import Promise

from communities.models import CommunityPage

# Shares and medians of fewer than this say more of chance than of the town.
SMALLEST_SAMPLE = 10


@dataclass(frozen=True)
class Place:
    """Whose figures: of a town, or of one of its communities or departments."""

    town: object
    community: object = None
    department: object = None

    def communities(self) -> QuerySet:
        """The community and, of a ТОС, the houses that belong to it."""
        same = CommunityPage.objects.within(self.town)
        return same.filter(Q(pk=self.community.pk) | Q(part_of=self.community.pk)).values("pk")


def year_of(town, year: int) -> tuple[datetime, datetime]:
    """A year of the town's own calendar, [from, until)."""
    return tuple(datetime.combine(date(number, 1, 1), time(), town.tz) for number in (year, year + 1))


@dataclass(frozen=True)
class Figure:
    """What all figures have in common."""

    code: str
    name: Promise
    # Which things count and which do not, in plain words.
    definition: Promise
    group: str
    unit: str = "count"
    # In the first rows of the page.
    is_headline: bool = False


@dataclass(frozen=True)
class Counted(Figure):
    """Rows counted, or one of their numbers summed up."""

    rows: Callable[[object, datetime], QuerySet] = None
    # Path of the date or moment by which a row belongs to a year.
    at: str = ""
    by_day: bool = False
    # Of what stands at the end of a year, whenever it began.
    is_standing: bool = False
    # Paths to a row's community and department; empty where there is none.
    community: str = ""
    department: str = ""
    # A row may belong to several communities.
    is_shared: bool = False
    # Path of the number that is summed up; empty to count the rows.
    value: str = ""
    # What a list names; empty for the rows themselves.
    thing: str = ""
    is_monthly: bool = False
    may_be_entered: bool = False
    # What is summed up is kept in parts of this size: half-hours are 2 to an hour.
    parts: int = 1

    def applies_to(self, place: Place) -> bool:
        """Whether a place of this kind has such a figure."""
        if place.department:
            return bool(self.department)
        return bool(self.community) or not place.community

    def of_year(self, town, year: int, now: datetime) -> QuerySet:
        """The rows of a town and a year."""
        start, end = year_of(town, year)
        if self.by_day:
            start, end = start.date(), end.date()
        span = {f"{self.at}__lt": end}
        if not self.is_standing:
            span[f"{self.at}__gte"] = start
        return self.rows(town, now).filter(**span)

    def of(self, place: Place, year: int, now: datetime, month: int | None = None) -> QuerySet:
        """Exactly the rows that the figure of a place counts."""
        rows = self.of_year(place.town, year, now)
        if place.community and self.is_shared:
            through = getattr(rows.model, self.community).through
            key = f"{rows.model._meta.model_name}_id"
            rows = rows.filter(pk__in=through.objects.filter(communitypage__in=place.communities()).values(key))
        elif place.community:
            rows = rows.filter(**{f"{self.community}__in": place.communities()})
        if place.department:
            rows = rows.filter(**{self.department: place.department})
        if month:
            rows = rows.annotate(the_month=self.month(place.town)).filter(the_month=month)
        return rows

    def month(self, town):
        return ExtractMonth(F(self.at)) if self.by_day else ExtractMonth(F(self.at), tzinfo=town.tz)


@dataclass(frozen=True)
class Derived(Figure):
    """Made of another figure, `part`, and told wherever that one is."""

    part: str = ""
    smallest: int = SMALLEST_SAMPLE

    def applies_to(self, place):
        from figures.definitions import FIGURES

        return FIGURES[self.part].applies_to(place)


@dataclass(frozen=True)
class Rate(Derived):
    """A share: `part` out of the sum of some others, or of itself and others."""

    whole: tuple[str, ...] = ()
    unit: str = "percent"


@dataclass(frozen=True)
class Median(Derived):
    """The middle one of the numbers of a figure's rows: half are less, half are more."""

    # Path of the number in the rows of `part`.
    value: str = ""
    unit: str = "minutes"


def last_day(year: int) -> date:
    return date(year + 1, 1, 1) - timedelta(days=1)
