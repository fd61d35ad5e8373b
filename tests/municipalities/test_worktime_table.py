"""Terms on real dates of 2026 and 2027 in both towns, reckoned by hand with the production calendar."""

from datetime import date, timedelta

import pytest

from municipalities.production_calendar import days_of
from municipalities.worktime import DAY, DayKind, Roll
from tests.municipalities.offices import PALANA, SPECIAL, ZARECHNY, moment, office, told

FORWARD = office(roll=Roll.FORWARD)

# What begins, how much, in what, until when; by the clock of the town.
ZARECHNY_TERMS = [
    # Within one day, across lunch, and to the minute of closing.
    ("2026-10-12 09:00", 2, "hours", "2026-10-12 11:00"),
    ("2026-10-12 10:30", 2, "hours", "2026-10-12 13:30"),
    ("2026-10-12 08:00", 8, "hours", "2026-10-12 17:00"),
    ("2026-10-12 08:00", 9, "hours", "2026-10-13 09:00"),
    # Lunch and night: the clock goes on when the office opens.
    ("2026-10-12 12:20", 1, "hours", "2026-10-12 14:00"),
    ("2026-10-12 22:40", 1, "hours", "2026-10-13 09:00"),
    # Friday 17:59: closed since four.
    ("2026-10-16 17:59", 8, "hours", "2026-10-19 17:00"),
    ("2026-10-16 15:00", 2, "hours", "2026-10-19 09:00"),
    # Before the holidays of May; 8 May is an hour shorter than its Friday.
    ("2026-04-30 15:30", 1, "hours", "2026-05-04 08:30"),
    ("2026-05-08 14:00", 1, "hours", "2026-05-08 15:00"),
    ("2026-05-08 14:00", 2, "hours", "2026-05-12 09:00"),
    ("2026-05-08 16:30", 1, "hours", "2026-05-12 09:00"),
    # The day of Russia: 11 June is Thursday, an hour shorter; Monday follows.
    ("2026-06-11 15:00", 2, "hours", "2026-06-15 09:00"),
    ("2026-06-11 20:00", 9, "hours", "2026-06-16 09:00"),
    # 3 November is shorter, 4 November a holiday.
    ("2026-11-03 15:00", 2, "hours", "2026-11-05 09:00"),
    # The end of the year: 30 December is of full length, 31 December is off until 11 January.
    ("2026-12-30 16:00", 1, "hours", "2026-12-30 17:00"),
    ("2026-12-30 16:30", 1, "hours", "2027-01-11 08:30"),
    ("2026-12-31 10:00", 9, "hours", "2027-01-12 09:00"),
    ("2027-01-08 12:00", 1, "hours", "2027-01-11 09:00"),
    # The working Saturday of 2027 stands in for Monday 22 February and is an hour shorter, as that would have been.
    ("2027-02-19 15:30", 1, "hours", "2027-02-20 08:30"),
    ("2027-02-19 16:30", 7, "hours", "2027-02-20 16:00"),
    ("2027-02-19 16:30", 8, "hours", "2027-02-24 09:00"),
    ("2027-02-20 16:30", 1, "hours", "2027-02-24 09:00"),
    ("2027-11-03 15:00", 2, "hours", "2027-11-08 09:00"),
    # Working days: from the day after, until the office closes.
    ("2026-10-12 09:00", 1, "days", "2026-10-13 17:00"),
    ("2026-10-12 23:59", 3, "days", "2026-10-15 17:00"),
    ("2026-10-15 09:00", 1, "days", "2026-10-16 16:00"),
    ("2026-10-16 17:59", 1, "days", "2026-10-19 17:00"),
    ("2026-10-17 11:00", 1, "days", "2026-10-19 17:00"),
    ("2026-05-08 10:00", 3, "days", "2026-05-14 17:00"),
    ("2026-12-30 10:00", 1, "days", "2027-01-11 17:00"),
    ("2026-12-31 10:00", 5, "days", "2027-01-15 16:00"),
    ("2027-02-19 10:00", 1, "days", "2027-02-20 16:00"),
    ("2027-02-19 10:00", 2, "days", "2027-02-24 17:00"),
    ("2027-04-29 10:00", 2, "days", "2027-05-04 17:00"),
    # Calendar days; an end on a day off goes back to the working day before.
    ("2026-10-12 09:00", 7, "calendar_days", "2026-10-19 17:00"),
    ("2026-10-13 09:00", 30, "calendar_days", "2026-11-12 17:00"),
    ("2026-10-08 09:00", 3, "calendar_days", "2026-10-09 16:00"),
    ("2026-10-05 09:00", 30, "calendar_days", "2026-11-03 16:00"),
    ("2026-12-01 09:00", 30, "calendar_days", "2026-12-30 17:00"),
    ("2026-12-10 09:00", 30, "calendar_days", "2026-12-30 17:00"),
    ("2027-01-21 09:00", 30, "calendar_days", "2027-02-20 16:00"),
    ("2027-01-22 09:00", 30, "calendar_days", "2027-02-20 16:00"),
    # Nothing can be done before the term has begun: then it goes forward.
    ("2026-10-16 17:59", 1, "calendar_days", "2026-10-19 17:00"),
    ("2026-12-30 18:00", 10, "calendar_days", "2027-01-11 17:00"),
]  # fmt: skip


@pytest.mark.parametrize(("start", "amount", "unit", "end"), ZARECHNY_TERMS)
def test_terms_in_zarechny(start, amount, unit, end):
    assert told(ZARECHNY.due(moment(start), amount, unit)) == end


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        # Thirty-six hours a week: eight on the first four days, four on Friday.
        ("2026-10-12 09:00", 8, "hours", "2026-10-12 18:00"),
        ("2026-10-12 17:30", 1, "hours", "2026-10-13 09:30"),
        ("2026-10-16 12:00", 1, "hours", "2026-10-16 13:00"),
        ("2026-10-16 12:30", 1, "hours", "2026-10-19 09:30"),
        ("2026-10-16 17:59", 9, "hours", "2026-10-20 10:00"),
        # Friday 8 May is short and shortened: till noon.
        ("2026-05-08 11:00", 1, "hours", "2026-05-08 12:00"),
        ("2026-05-08 11:00", 2, "hours", "2026-05-12 10:00"),
        ("2026-06-11 16:00", 1, "hours", "2026-06-11 17:00"),
        ("2026-06-11 16:30", 1, "hours", "2026-06-15 09:30"),
        ("2026-12-31 10:00", 9, "hours", "2027-01-12 10:00"),
        # The working Saturday stands in for a Monday: from nine till five.
        ("2027-02-19 12:30", 1, "hours", "2027-02-20 09:30"),
        ("2027-02-20 16:30", 1, "hours", "2027-02-24 09:30"),
        ("2026-10-15 10:00", 1, "days", "2026-10-16 13:00"),
        ("2026-05-08 10:00", 3, "days", "2026-05-14 18:00"),
        ("2026-10-14 10:00", 3, "calendar_days", "2026-10-16 13:00"),
        ("2026-12-10 09:00", 30, "calendar_days", "2026-12-30 18:00"),
    ],
)
def test_terms_in_palana(start, amount, unit, end):
    assert told(PALANA.due(moment(start, PALANA), amount, unit), PALANA) == end


def test_a_message_from_another_zone_is_read_by_the_clock_of_the_town():
    """Eleven at night in Moscow is eight in the morning of the next day in Palana."""
    late_in_moscow = moment("2026-10-12 23:30")

    assert told(PALANA.due(late_in_moscow, 1, "hours"), PALANA) == "2026-10-13 10:00"
    assert told(PALANA.due(late_in_moscow, 1, "days"), PALANA) == "2026-10-14 18:00"
    assert told(ZARECHNY.due(late_in_moscow, 1, "days")) == "2026-10-13 17:00"


def test_a_day_of_the_town_is_not_a_day_of_utc():
    """The morning of Palana is still yesterday in UTC."""
    morning = moment("2026-10-13 09:10", PALANA)

    assert PALANA.day_of(morning) == date(2026, 10, 13)
    assert PALANA.is_open(morning)
    assert told(PALANA.due(morning, 1, "calendar_days"), PALANA) == "2026-10-14 18:00"


@pytest.mark.parametrize(
    ("start", "days", "back", "forward"),
    [
        ("2026-10-08 09:00", 3, "2026-10-09 16:00", "2026-10-12 17:00"),
        ("2026-12-10 09:00", 30, "2026-12-30 17:00", "2027-01-11 17:00"),
        ("2027-04-05 09:00", 28, "2027-04-30 15:00", "2027-05-04 17:00"),
        ("2026-10-12 09:00", 7, "2026-10-19 17:00", "2026-10-19 17:00"),
    ],
)
def test_the_setting_decides_where_a_day_off_leads(start, days, back, forward):
    assert told(ZARECHNY.due(moment(start), days, "calendar_days")) == back
    assert told(FORWARD.due(moment(start), days, "calendar_days")) == forward


@pytest.mark.parametrize(
    ("year", "working", "shortened", "saturdays"),
    [
        (2025, 247, ["03-07", "04-30", "06-11", "11-01"], ["11-01"]),
        (2026, 247, ["04-30", "05-08", "06-11", "11-03"], []),
        (2027, 247, ["02-20", "04-30", "06-11", "11-03"], ["02-20"]),
    ],
)
def test_the_year_is_as_the_decrees_say(year, working, shortened, saturdays):
    days = days_of(year)
    dates = [date(year, 1, 1) + number * DAY for number in range(365)]

    assert sum(ZARECHNY.is_working(day) for day in dates) == working
    assert [day.strftime("%m-%d") for day, special in days.items() if special.hours_delta] == shortened
    moved = [day for day, special in days.items() if special.kind == DayKind.MOVED_WORKING]
    assert [day.strftime("%m-%d") for day in moved] == saturdays


def test_weekdays_off_are_those_of_the_table():
    off_2026 = [day for day, special in SPECIAL.items() if day.year == 2026 and day.weekday() < 5 and not _open(day)]
    off_2027 = [day for day, special in SPECIAL.items() if day.year == 2027 and day.weekday() < 5 and not _open(day)]

    assert [f"{day.day}.{day.month}" for day in off_2026] == (
        "1.1 2.1 5.1 6.1 7.1 8.1 9.1 23.2 9.3 1.5 11.5 12.6 4.11 31.12".split()
    )
    assert [f"{day.day}.{day.month}" for day in off_2027] == (
        "1.1 4.1 5.1 6.1 7.1 8.1 22.2 23.2 8.3 3.5 10.5 14.6 4.11 5.11 31.12".split()
    )


def _open(day):
    return ZARECHNY.is_working(day)


def test_how_long_an_answer_took():
    asked, answered = moment("2026-12-30 16:30"), moment("2027-01-11 09:00")
    pause = (moment("2027-01-11 08:30"), moment("2027-01-11 08:45"))

    assert ZARECHNY.worked(asked, answered) == timedelta(minutes=90)
    assert ZARECHNY.worked(asked, answered, [pause]) == timedelta(minutes=75)
    assert ZARECHNY.worked(asked, answered, [(moment("2026-12-30 16:45"), None)]) == timedelta(minutes=15)
    assert ZARECHNY.worked(answered, asked) == timedelta(0)
