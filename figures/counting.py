"""Counting a year of a town: every figure of the town, its communities and departments, in a few grouped queries."""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, F, Sum

from communities.models import CommunityPage
from figures.definitions import FIGURES, Counted, Median


class Key(NamedTuple):
    """Whose figure and of when; both empty: of the town."""

    community: int | None
    department: int | None
    month: int | None
    figure: str


class Value(NamedTuple):
    value: int
    sample: int | None = None


def count_year(town, year: int, now: datetime) -> dict[Key, Value]:
    """All figures of a year that are not nothing. Their number of queries is the same for any town."""
    above = dict(CommunityPage.objects.within(town).filter(part_of__isnull=False).values_list("pk", "part_of"))
    counted: dict[Key, Value] = {}
    for figure in FIGURES.values():
        if isinstance(figure, Counted):
            add = _shared if figure.is_shared else _grouped
            for key, value in add(figure, town, year, now, above).items():
                if value:
                    counted[key] = Value(value)
        elif isinstance(figure, Median):
            counted |= _medians(figure, town, year, now, above)
    return counted


def _keys(figure, community, department, months, above):
    """All the figures that one row belongs to."""
    for month in months:
        yield Key(None, None, month, figure.code)
        if community:
            yield Key(community, None, month, figure.code)
            if community in above:
                yield Key(above[community], None, month, figure.code)
        if department:
            yield Key(None, department, month, figure.code)


def _months(figure, month):
    return (None, month) if figure.is_monthly else (None,)


def _groups(figure, town, rows) -> tuple:
    """Rows with the three things by which they are put together."""
    names = {"the_community": figure.community, "the_department": figure.department}
    rows = rows.annotate(**{name: F(path) for name, path in names.items() if path})
    if figure.is_monthly:
        rows = rows.annotate(the_month=figure.month(town))
    return rows, [*(name for name, path in names.items() if path), *(["the_month"] if figure.is_monthly else [])]


def _grouped(figure, town, year, now, above) -> dict[Key, int]:
    """Rows of one community each: the database puts them together."""
    rows, names = _groups(figure, town, figure.of_year(town, year, now).order_by())
    total = Sum(figure.value) if figure.value else Count("pk", distinct=True)
    sums = defaultdict(int)
    for row in rows.values(*names).annotate(the_total=total) if names else [rows.aggregate(the_total=total)]:
        months = _months(figure, row.get("the_month"))
        for key in _keys(figure, row.get("the_community"), row.get("the_department"), months, above):
            sums[key] += row["the_total"] or 0
    return sums


def _shared(figure, town, year, now, above) -> dict[Key, int]:
    """Rows of several communities: of a ТОС a meeting of two of its houses is one. A year has not many of them."""
    rows, names = _groups(figure, town, figure.of_year(town, year, now).order_by())
    seen = defaultdict(dict)
    for pk, value, *rest in rows.values_list("pk", figure.value or "pk", *names).iterator():
        found = dict(zip(names, rest, strict=True))
        months = _months(figure, found.get("the_month"))
        for key in _keys(figure, found.get("the_community"), found.get("the_department"), months, above):
            seen[key][pk] = (value or 0) if figure.value else 1
    return {key: sum(values.values()) for key, values in seen.items()}


def _medians(figure, town, year, now, above) -> dict[Key, Value]:
    """The middle one of numbers, by how often each occurs: what is held in memory are the different numbers."""
    part = FIGURES[figure.part]
    rows, names = _groups(part, town, part.of_year(town, year, now).order_by())
    names = [name for name in names if name != "the_month"]
    often = defaultdict(lambda: defaultdict(int))
    for row in rows.values(*names, figure.value).annotate(times=Count("pk")).iterator():
        for key in _keys(figure, row.get("the_community"), row.get("the_department"), (None,), above):
            often[key][row[figure.value]] += row["times"]
    return {key: Value(median(times), sum(times.values())) for key, times in often.items()}


def median(times: dict[int, int]) -> int:
    """The median of numbers given with how often each occurs, rounded down between the two middle ones."""
    total = sum(times.values())
    lower, upper = (total - 1) // 2, total // 2
    passed, found = 0, []
    for number in sorted(times):
        passed += times[number]
        while len(found) < 2 and passed > (lower, upper)[len(found)]:
            found.append(number)
        if len(found) == 2:
            break
    return sum(found) // 2
