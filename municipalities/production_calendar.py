"""The production calendar of a year as the law and the yearly decrees give it. Pure.

The package `holidays` knows holidays, moved days off and working Saturdays. What it does not know is derived here: the
working day right before a holiday is an hour shorter (Labour Code, 95), and a working Saturday is as long as the day
it stands in for (order 588н). A moved day off is not a holiday: the day before it is of full length.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import holidays

from municipalities.worktime import DAY, DayKind, SpecialDay

# How the package begins and ends the names of days off that are no holidays themselves.
MOVED, OBSERVED = "Выходной (перенесено с ", " (выходной)"
SATURDAY = 5


@dataclass(frozen=True)
class NamedDay(SpecialDay):
    """A special date with its name, for people."""

    note: str = ""


def days_of(year: int) -> dict[date, NamedDay]:
    """All dates of a year that differ from an ordinary week."""
    # With the next year, for the last days of this one may stand before its holidays.
    known = holidays.Russia(years=[year, year + 1], language="ru")
    off = {day: _day_off(name) for day, name in known.items()}
    stands_for = {_moved_from(name): day for day, name in known.items() if name.startswith(MOVED)}

    def is_shorter(day: date) -> bool:
        after = off.get(day + DAY)
        return after is not None and after.kind == DayKind.HOLIDAY

    found = {day: special for day, special in off.items() if day.year == year}
    for day in known.weekend_workdays:
        if day.year == year:
            instead = stands_for.get(day)
            delta = -1 if is_shorter(instead or day) else 0
            found[day] = NamedDay(DayKind.MOVED_WORKING, delta, instead)
    day = date(year, 1, 1)
    while day.year == year:
        if day not in found and day.weekday() < SATURDAY and is_shorter(day):
            found[day] = NamedDay(DayKind.SHORTENED, -1, note=known[day + DAY])
        day += timedelta(days=1)
    return dict(sorted(found.items()))


def _day_off(name: str) -> NamedDay:
    moved = name.startswith(MOVED) or name.endswith(OBSERVED)
    return NamedDay(DayKind.MOVED_OFF if moved else DayKind.HOLIDAY, note=name)


def _moved_from(name: str) -> date:
    day, month, year = name.removeprefix(MOVED).rstrip(")").split(".")
    return date(int(year), int(month), int(day))
