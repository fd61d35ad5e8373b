"""What is true of every calendar, start and term."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from municipalities.worktime import Calendar, DayKind, Pattern, Roll, Span, SpecialDay, merged, shortened, split
from tests.municipalities.offices import MOSCOW, ZARECHNY_WEEK, at, moment, office

# With shifts of the clocks, past and present, and with none.
ZONES = [
    ZoneInfo(name)
    for name in ("Europe/Moscow", "Asia/Kamchatka", "Europe/Berlin", "America/New_York", "Asia/Kathmandu")
]
MINUTE = timedelta(minutes=1)


@st.composite
def days_hours(draw):
    points = sorted(draw(st.sets(st.integers(0, 48), min_size=2, max_size=4)))
    points = points[: len(points) // 2 * 2]
    return tuple(Span(opens * 30, closes * 30) for opens, closes in zip(points[::2], points[1::2], strict=True))


@st.composite
def calendars(draw, roll=None):
    week = draw(st.lists(st.one_of(st.just(()), days_hours()), min_size=7, max_size=7).filter(any))
    dates = st.dates(date(2010, 1, 1), date(2012, 1, 1))
    special = draw(
        st.dictionaries(
            dates, st.builds(SpecialDay, st.sampled_from(DayKind), st.integers(-3, 0), st.none()), max_size=8
        )
    )
    later = draw(st.lists(st.one_of(st.just(()), days_hours()), min_size=7, max_size=7).filter(any))
    patterns = (Pattern(date.min, tuple(week)), Pattern(draw(dates), tuple(later)))
    return Calendar(draw(st.sampled_from(ZONES)), patterns, special, roll or draw(st.sampled_from(Roll)))


# Both years in which Kamchatka and Moscow moved their clocks for the last time.
moments = st.datetimes(datetime(2010, 1, 1), datetime(2011, 12, 31), timezones=st.just(UTC)).map(
    lambda found: found.replace(second=0, microsecond=0)
)
amounts = st.integers(0, 60)
works = st.integers(0, 60 * 60).map(lambda minutes: minutes * MINUTE)
units = st.sampled_from(["hours", "days", "calendar_days"])
pauses = st.lists(
    st.tuples(moments, st.integers(0, 60 * 24 * 20)).map(lambda found: (found[0], found[0] + found[1] * MINUTE)),
    max_size=4,
)


@settings(max_examples=50, deadline=None)
@given(calendars(), moments, works, pauses)
def test_what_is_added_has_been_worked(calendar, start, work, still):
    assert calendar.worked(start, calendar.add(start, work, still), still) == work


@settings(max_examples=50, deadline=None)
@given(calendars(), moments, works, works)
def test_adding_in_two_steps_is_adding_at_once(calendar, start, first, second):
    assert calendar.add(calendar.add(start, first), second) == max(
        calendar.add(start, first + second), calendar.add(calendar.add(start, first), timedelta(0))
    )


@settings(max_examples=50, deadline=None)
@given(calendars(), moments, works)
def test_a_term_ends_at_the_first_moment_by_which_it_is_worked(calendar, start, work):
    end = calendar.add(start, work)

    assert end >= start
    if work:
        assert calendar.worked(start, end - MINUTE) == work - MINUTE


@settings(max_examples=50, deadline=None)
@given(calendars(), moments, moments, moments)
def test_working_time_adds_up(calendar, one, two, three):
    early, middle, late = sorted((one, two, three))

    assert calendar.worked(early, middle) + calendar.worked(middle, late) == calendar.worked(early, late)
    assert timedelta(0) <= calendar.worked(early, late) <= late - early


@settings(max_examples=50, deadline=None)
@given(calendars(), moments, moments, amounts, units)
def test_who_came_later_is_not_answered_earlier(calendar, one, two, amount, unit):
    early, late = sorted((one, two))

    # Rolled back, a term could only meet the one that had to go forward.
    if unit != "calendar_days" or calendar.roll == Roll.FORWARD:
        assert calendar.due(early, amount, unit) <= calendar.due(late, amount, unit)


@settings(max_examples=50, deadline=None)
@given(calendars(Roll.FORWARD), moments, amounts, units)
def test_a_longer_term_does_not_end_earlier(calendar, start, amount, unit):
    assert calendar.due(start, amount, unit) <= calendar.due(start, amount + 1, unit)


@settings(max_examples=50, deadline=None)
@given(calendars(), moments, st.integers(1, 60), st.sampled_from(["days", "calendar_days"]), pauses)
def test_a_term_of_days_ends_at_the_closing_of_a_later_working_day(calendar, start, amount, unit, still):
    end = calendar.due(start, amount, unit, still)
    last = calendar.due_day(calendar.day_of(start), amount, unit, still)

    assert calendar.is_working(last)
    assert last > calendar.day_of(start)
    assert end == calendar.closing(last)


@settings(max_examples=50, deadline=None)
@given(calendars(Roll.BACK), moments, st.integers(1, 60))
def test_back_and_forward_differ_only_over_days_off(calendar, start, amount):
    forward = Calendar(calendar.zone, calendar.patterns, calendar.special, Roll.FORWARD)
    day, raw = calendar.day_of(start), calendar.day_of(start) + timedelta(days=amount)
    back, ahead = calendar.due_day(day, amount, "calendar_days"), forward.due_day(day, amount, "calendar_days")

    assert back <= ahead
    assert ahead >= raw
    between = [back + timedelta(days=number) for number in range(1, (ahead - back).days)]
    assert not any(calendar.is_working(one) for one in between)


@settings(max_examples=50, deadline=None)
@given(calendars(), moments, amounts, units, pauses)
def test_a_pause_never_shortens_a_term(calendar, start, amount, unit, still):
    forward = Calendar(calendar.zone, calendar.patterns, calendar.special, Roll.FORWARD)

    assert forward.due(start, amount, unit) <= forward.due(start, amount, unit, still)


@settings(max_examples=50, deadline=None)
@given(calendars(), moments, works, pauses)
def test_no_clock_runs_in_a_pause(calendar, start, work, still):
    end = calendar.add(start, work, still)

    assert not any(since < end < until for since, until in still)
    assert calendar.worked(start, end, [*still, *still]) == work


@settings(max_examples=50, deadline=None)
@given(calendars(), moments)
def test_the_clock_begins_when_the_office_is_open(calendar, at_moment):
    opening = calendar.opening(at_moment)

    assert calendar.is_open(opening)
    assert calendar.worked(at_moment, opening) == timedelta(0)
    assert (opening == at_moment) == calendar.is_open(at_moment)


@settings(max_examples=50, deadline=None)
@given(days_hours(), st.integers(0, 2000))
def test_a_shortened_day_loses_its_last_minutes(hours, minutes):
    def length(spans):
        return sum(closes - opens for opens, closes in spans)

    kept = shortened(hours, minutes)

    assert length(kept) == max(0, length(hours) - minutes)
    assert all(part.opens == whole.opens for part, whole in zip(kept, hours, strict=False))


@settings(max_examples=50, deadline=None)
@given(pauses)
def test_merged_pauses_do_not_touch(still):
    found = merged(still)

    assert all(one[1] < two[0] for one, two in zip(found, found[1:], strict=False))
    assert sum((until - since for since, until in found), timedelta(0)) <= sum(
        (until - since for since, until in still), timedelta(0)
    )


def test_a_clock_turned_back_gives_no_hour_twice():
    """Moscow, 31 October 2010: at three in the morning it became two again."""
    round_the_clock = office(week=(split(0, 24 * 60),) * 7, special={})

    assert round_the_clock.worked(moment("2010-10-31 00:00"), moment("2010-11-01 00:00")) == timedelta(hours=25)
    assert round_the_clock.worked(moment("2010-03-28 00:00"), moment("2010-03-29 00:00")) == timedelta(hours=23)


def test_opening_hours_follow_the_clock_on_the_wall():
    """Kamchatka lived at +12 in the summer of 2010, then at +11, and at +12 since."""
    calendar = office(zone=ZoneInfo("Asia/Kamchatka"), special={})

    hours = [next(calendar.windows(day))[0].hour for day in (date(2010, 3, 26), date(2010, 11, 1), date(2026, 11, 2))]

    assert hours == [20, 21, 20]


def test_hours_that_change_leave_the_past_alone():
    old, new = (split(at(8), at(17)),) * 7, (split(at(10), at(12)),) * 7
    calendar = Calendar(MOSCOW, (Pattern(date.min, old), Pattern(date(2026, 10, 12), new)))

    assert calendar.worked(moment("2026-10-10 00:00"), moment("2026-10-12 00:00")) == timedelta(hours=18)
    assert calendar.worked(moment("2026-10-12 00:00"), moment("2026-10-14 00:00")) == timedelta(hours=4)


def test_an_office_that_never_opens_has_no_terms():
    closed = office(week=((),) * 7)

    for unit in ("hours", "days", "calendar_days"):
        with pytest.raises(ValueError, match="no "):
            closed.due(moment("2026-10-12 09:00"), 1, unit)


def test_a_clock_that_stands_has_no_end():
    calendar, start = office(ZARECHNY_WEEK), moment("2026-10-12 09:00")

    for unit in ("hours", "days", "calendar_days"):
        with pytest.raises(ValueError):
            calendar.due(start, 1, unit, [(start, None)])
