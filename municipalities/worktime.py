"""Working time: when offices are open, when a term ends, how long something took. Pure: no database, no Django.

Moments come in with a zone and go out in UTC. A moment of the local clock that a shift of the clocks skips or repeats
is read as the zone's rules say, so opening hours are never counted twice.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
MIDNIGHT = 24 * 60
# No office is closed for ten years: a term that does not end by then has no working time to end in.
HORIZON = 3660


class DayKind(StrEnum):
    """What one date is, apart from the weekly pattern."""

    WORKING = "working"
    DAY_OFF = "day_off"
    HOLIDAY = "holiday"
    MOVED_OFF = "moved_off"
    MOVED_WORKING = "moved_working"
    SHORTENED = "shortened"


CLOSED = frozenset({DayKind.DAY_OFF, DayKind.HOLIDAY, DayKind.MOVED_OFF})


class Unit(StrEnum):
    """In what a term is counted."""

    HOURS = "hours"
    DAYS = "days"
    CALENDAR_DAYS = "calendar_days"


class Roll(StrEnum):
    """Where the end of a term in calendar days goes from a day off."""

    FORWARD = "forward"
    BACK = "back"


class Span(NamedTuple):
    """Open hours within a day, in minutes from its midnight."""

    opens: int
    closes: int


Hours = tuple[Span, ...]
Pause = tuple[datetime, datetime | None]


class Pattern(NamedTuple):
    """Seven days of hours, Monday first, from a date on."""

    since: date
    week: tuple[Hours, ...]


@dataclass(frozen=True)
class SpecialDay:
    """One date of the production calendar. `hours_delta` shortens it; `instead_of` is the day whose hours it takes."""

    kind: DayKind
    hours_delta: int = 0
    instead_of: date | None = None


def split(opens: int, closes: int, break_from: int | None = None, break_to: int | None = None) -> Hours:
    """The hours of a day with its lunch break taken out."""
    if break_from is None or break_to is None:
        return (Span(opens, closes),)
    return tuple(span for span in (Span(opens, break_from), Span(break_to, closes)) if span.opens < span.closes)


def shortened(hours: Hours, minutes: int) -> Hours:
    """The same day closed earlier by so many minutes of work."""
    kept = list(hours)
    while kept and minutes > 0:
        opens, closes = kept.pop()
        if closes - opens > minutes:
            kept.append(Span(opens, closes - minutes))
        minutes -= closes - opens
    return tuple(kept)


def merged(pauses: Iterable[Pause]) -> list[tuple[datetime, datetime]]:
    """Pauses in their order without overlaps; one that has not ended lasts for ever."""
    found = []
    for since, until in sorted((since, until or datetime.max.replace(tzinfo=UTC)) for since, until in pauses):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(until, found[-1][1]))
        elif until > since:
            found.append((since, until))
    return found


@dataclass(frozen=True)
class Calendar:
    """The working time of one office: its weekly patterns, the special dates and the zone of its town."""

    zone: ZoneInfo
    patterns: tuple[Pattern, ...]
    special: Mapping[date, SpecialDay] = field(default_factory=dict)
    roll: Roll = Roll.BACK

    def day_of(self, at: datetime) -> date:
        """The date of a moment in the town."""
        return at.astimezone(self.zone).date()

    def week_on(self, day: date) -> tuple[Hours, ...]:
        """The pattern in force on a date; before the first one the first is taken."""
        found = self.patterns[0]
        for pattern in self.patterns:
            if pattern.since <= day:
                found = pattern
        return found.week

    def hours(self, day: date) -> Hours:
        """When the office is open on a date, by the local clock."""
        special = self.special.get(day)
        week = self.week_on(day)
        if special is None:
            return week[day.weekday()]
        if special.kind in CLOSED:
            return ()
        usual = week[(special.instead_of or day).weekday()]
        if not usual and special.kind in (DayKind.WORKING, DayKind.MOVED_WORKING):
            # A day off made a working day takes the hours of the last usual working day before it.
            usual = next((week[(day.weekday() - back) % 7] for back in range(1, 7) if week[day.weekday() - back]), ())
        return shortened(usual, -special.hours_delta * 60)

    def is_working(self, day: date) -> bool:
        return bool(self.hours(day))

    def windows(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The open hours of a date in UTC."""
        before = datetime.min.replace(tzinfo=UTC)
        for opens, closes in self.hours(day):
            start, end = max(self._moment(day, opens), before), self._moment(day, closes)
            if start < end:
                yield start, end
                before = end

    def _moment(self, day: date, minutes: int) -> datetime:
        if minutes >= MIDNIGHT:
            day, minutes = day + DAY, minutes - MIDNIGHT
        local = datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=self.zone)
        return local.astimezone(UTC)

    def closing(self, day: date) -> datetime:
        """When the office closes on a working date; by then a term of days ends (Civil Code, 194)."""
        return self._moment(day, self.hours(day)[-1].closes)

    def is_open(self, at: datetime) -> bool:
        return any(start <= at < end for start, end in self.windows(self.day_of(at)))

    def opening(self, at: datetime) -> datetime:
        """The moment itself if the office is open then, else its next opening: when the clock of an answer goes on."""
        return self.add(at, timedelta(0))

    def _open(self, start: datetime, pauses: Iterable[Pause]) -> Iterator[tuple[datetime, datetime]]:
        """Working time from a moment on, with the pauses cut out."""
        still = merged(pauses)
        first = self.day_of(start)
        for number in range(HORIZON):
            for opens, closes in self.windows(first + number * DAY):
                opens = max(opens, start.astimezone(UTC))
                for since, until in still:
                    if since < closes and until > opens:
                        if opens < since:
                            yield opens, since.astimezone(UTC)
                        opens = min(until, closes).astimezone(UTC)
                if opens < closes:
                    yield opens, closes

    def add(self, start: datetime, work: timedelta, pauses: Iterable[Pause] = ()) -> datetime:
        """The moment by which so much working time has passed since `start`."""
        for opens, closes in self._open(start, pauses):
            if work <= closes - opens:
                return opens + work
            work -= closes - opens
        raise ValueError("The calendar has no working time.")

    def worked(self, start: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> timedelta:
        """Working time between two moments without the pauses; nothing when the end is not after the start."""
        total = timedelta(0)
        if end <= start:
            return total
        # A pause from the end on stops the walk where nothing more is counted.
        last = self.day_of(end)
        for opens, closes in self._open_until(start, last, pauses):
            if opens < end:
                total += min(closes, end) - opens
        return total

    def _open_until(self, start, last, pauses):
        for opens, closes in self._open(start, pauses):
            if self.day_of(opens) > last:
                return
            yield opens, closes

    def due(self, start: datetime, amount: int, unit: Unit | str, pauses: Iterable[Pause] = ()) -> datetime:
        """When a term ends that began at `start`.

        Hours are counted from the moment itself, or from the next opening. Days are counted from the day after
        (Civil Code, 191), also after a pause, and end when the office closes.
        """
        if unit == Unit.HOURS:
            return self.add(start, timedelta(hours=amount), pauses)
        return self.closing(self.due_day(self.day_of(start), amount, unit, pauses))

    def due_day(self, start: date, amount: int, unit: Unit | str, pauses: Iterable[Pause] = ()) -> date:
        """The last day of a term in days that began on a date."""
        still = [(self.day_of(since), self.day_of(until)) for since, until in _ended(pauses)]

        def stands(day: date) -> bool:
            return any(since < day <= until for since, until in still)

        day, left = start, amount
        for _number in range(HORIZON):
            if left <= 0:
                break
            day += DAY
            if not stands(day) and (unit == Unit.CALENDAR_DAYS or self.is_working(day)):
                left -= 1
        else:
            raise ValueError("The term has no end.")
        return self._rolled(day, start, stands)

    def _rolled(self, day: date, start: date, stands) -> date:
        """The nearest working day by the town's setting; back only to a day on which something can still be done."""
        if self.roll == Roll.BACK:
            back = day
            while back > start and not self.is_working(back):
                back -= DAY
            if back > start and not stands(back):
                return back
        for _number in range(HORIZON):
            if self.is_working(day):
                return day
            day += DAY
        raise ValueError("The calendar has no working time.")


def _ended(pauses: Iterable[Pause]) -> list[tuple[datetime, datetime]]:
    found = merged(pauses)
    if found and found[-1][1] == datetime.max.replace(tzinfo=UTC):
        raise ValueError("The end of a term is not known while its clock stands.")
    return found
