"""Offices whose hours are known by heart, without a database."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from municipalities.production_calendar import days_of
from municipalities.worktime import Calendar, Pattern, Roll, Span, SpecialDay, split

MOSCOW = ZoneInfo("Europe/Moscow")
KAMCHATKA = ZoneInfo("Asia/Kamchatka")


def at(hour, minute=0):
    return hour * 60 + minute


LUNCH = (at(12), at(13))
LONG = split(at(8), at(17), *LUNCH)
# Monday to Thursday till five, Friday till four.
ZARECHNY_WEEK = (LONG, LONG, LONG, LONG, split(at(8), at(16), *LUNCH), (), ())
# Thirty-six hours: from nine with an hour for lunch, Friday till one without it.
NORTHERN = split(at(9), at(18), at(13), at(14))
PALANA_WEEK = (NORTHERN, NORTHERN, NORTHERN, NORTHERN, (Span(at(9), at(13)),), (), ())
SPECIAL: dict[date, SpecialDay] = {**days_of(2025), **days_of(2026), **days_of(2027)}


def office(week=ZARECHNY_WEEK, zone=MOSCOW, special=SPECIAL, roll=Roll.BACK) -> Calendar:
    return Calendar(zone, (Pattern(date.min, week),), special, roll)


ZARECHNY = office()
PALANA = office(PALANA_WEEK, KAMCHATKA)


def moment(words: str, calendar: Calendar = ZARECHNY) -> datetime:
    """«2026-05-08 16:59» by the clock of the office's town."""
    return datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=calendar.zone)


def told(when: datetime, calendar: Calendar = ZARECHNY) -> str:
    return when.astimezone(calendar.zone).strftime("%Y-%m-%d %H:%M")
