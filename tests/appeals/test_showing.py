"""Terms and the working day in words, by the working time of a town."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from appeals.desk.showing import term, working_day
from municipalities.worktime import Calendar, Pattern, split

MOSCOW = ZoneInfo("Europe/Moscow")
WEEK = tuple(split(8 * 60, 17 * 60, 12 * 60, 13 * 60) if weekday < 5 else () for weekday in range(7))
CALENDAR = Calendar(MOSCOW, (Pattern(date.min, WEEK),))


def at(day, hour, minute=0):
    """June of 2026, whose 8th is a Monday."""
    return datetime(2026, 6, day, hour, minute, tzinfo=MOSCOW)


@pytest.fixture(autouse=True)
def town_time():
    with timezone.override(MOSCOW), translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("due", "look", "words"),
    [
        (at(9, 10), "over", "overdue by 2 days"),
        (at(11, 13), "over", "overdue by 2 h 42 min"),
        (at(11, 15, 42), "over", "overdue by 1 min"),
        (at(11, 16, 30), "soon", "48 min of working time left"),
        # Friday morning: the night does not count.
        (at(12, 10), "soon", "3 h 18 min of working time left"),
        (at(15, 17), "", "4 days"),
        (at(25, 12), "", "14 days"),
    ],
)
def test_a_term_says_how_urgent_it_is(due, look, words):
    shown = term(due, at(11, 15, 42), CALENDAR)

    assert (shown.look, shown.words.replace("\u00a0", " ")) == (look, words)


@pytest.mark.parametrize(
    ("now", "words", "next_words"),
    [
        (at(11, 15, 42), "1 h 18 min until the end of the working day", ""),
        (at(11, 12, 30), "The office opens at 13:00.", ""),
        (at(11, 7), "The office opens at 08:00.", ""),
        (at(11, 18), "The office is closed.", "The clocks of answers go on from 12 June, 08:00"),
        (at(12, 15), "2 h until the end of the working day", "The clocks of answers go on from 15 June, 08:00"),
        (at(13, 12), "Today is a day off.", "The clocks of answers go on from 15 June, 08:00"),
    ],
)
def test_the_panel_tells_when_clocks_go(now, words, next_words):
    day = working_day(now, CALENDAR)

    assert day.words.replace("\u00a0", " ") == words
    assert day.next_words.replace("\u00a0", " ") == next_words


def test_the_bar_shows_what_is_past_and_the_lunch():
    day = working_day(at(11, 14), CALENDAR)

    assert day.width == 540
    assert day.bars == [("past", 0, 360), ("lunch", 240, 60), ("nowm", 357, 6)]
    assert working_day(at(13, 12), CALENDAR).bars == []
