"""What people who wait are told."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from municipalities.promises import clock_starts, promise
from tests.municipalities.offices import PALANA, ZARECHNY, moment


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-06-11 20:00", "Часы ответа пойдут в понедельник, 15 июня, в 8:00"),
        ("2026-10-12 12:10", "Часы ответа пойдут сегодня в 13:00"),
        ("2026-10-12 06:10", "Часы ответа пойдут сегодня в 8:00"),
        ("2026-10-12 17:00", "Часы ответа пойдут во вторник, 13 октября, в 8:00"),
        ("2026-12-31 10:00", "Часы ответа пойдут в понедельник, 11 января 2027, в 8:00"),
        ("2027-02-19 17:00", "Часы ответа пойдут в субботу, 20 февраля, в 8:00"),
        ("2026-10-12 10:00", ""),
    ],
)
def test_by_night_and_on_days_off_people_read_when_the_clock_goes_on(now, words):
    with timezone.override(ZARECHNY.zone), translation.override("ru"):
        assert clock_starts(ZARECHNY, moment(now)) == words


def test_hours_are_those_of_the_town_and_not_of_the_reader():
    with timezone.override(PALANA.zone), translation.override("ru"):
        now = moment("2026-10-12 23:30")
        assert clock_starts(PALANA, now) == "Часы ответа пойдут сегодня в 9:00"
        assert promise(PALANA.due(now, 9, "hours"), now) == "Ответим до 14 октября, 10:00"


def test_the_tag_shows_the_promise(town):
    now = moment("2026-06-11 20:00")
    request = SimpleNamespace(now=now, municipality=town)
    words = Template("{% load working_tags %}{% answer_promise due %}")

    with timezone.override(town.tz), translation.override("ru"):
        html = words.render(Context({"request": request, "due": moment("2026-06-16 09:00")}))
        late = words.render(Context({"request": request, "due": moment("2026-06-10 09:00")}))

    assert "Ответим до 16 июня, 09:00" in html.replace("\xa0", " ")
    assert "в понедельник, 15 июня, в 8:00" in html.replace("\xa0", " ")
    assert "due--over" in late and "Часы ответа" not in late
