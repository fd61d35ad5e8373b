"""The grid of a month: days of the town with what happens on them. No database here."""

import calendar
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

MONTH = re.compile(r"(\d{4})-(\d{2})")
# The years in which months are shown: an address asked for by a robot has an end.
EARLIEST, LATEST = 2000, 2100


@dataclass
class Day:
    """One cell: None stands for a day of a neighbouring month."""

    date: date
    is_off: bool
    is_today: bool
    things: list = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """A month by its first day."""

    first: date

    @classmethod
    def of(cls, text: str, today: date) -> "Month":
        """«2026-11»; anything else is this month."""
        found = MONTH.fullmatch(text)
        if found and EARLIEST <= int(found[1]) <= LATEST and 1 <= int(found[2]) <= 12:
            return cls(date(int(found[1]), int(found[2]), 1))
        return cls(today.replace(day=1))

    @property
    def name(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def next(self) -> "Month":
        return Month((self.first + timedelta(days=31)).replace(day=1))

    @property
    def previous(self) -> "Month":
        return Month((self.first - timedelta(days=1)).replace(day=1))

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The first moment of the month, and that of the next, by the town's clock."""
        return tuple(datetime(day.year, day.month, day.day, tzinfo=zone) for day in (self.first, self.next.first))

    def weeks(self, things: Iterable[tuple[date, object]], *, today: date) -> list[list[Day | None]]:
        """Weeks from Monday on."""
        by_day = defaultdict(list)
        for day, thing in things:
            by_day[day].append(thing)
        grid = calendar.Calendar().monthdatescalendar(self.first.year, self.first.month)
        return [
            [
                Day(day, day.weekday() >= 5, day == today, by_day[day]) if day.month == self.first.month else None
                for day in week
            ]
            for week in grid
        ]
