"""Working time of towns in the database: what a town begins with, and what its administrator changes."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from communities import working_time
from journal.models import Event
from journal.verbs import Verb
from municipalities import recomputing, working
from municipalities.models import (
    CalendarDay,
    CalendarDayKind,
    Department,
    StatutoryTerms,
    TermRoll,
    TermsReview,
    WorkingHours,
    WorkSchedule,
)
from tests.cast import NOON
from tests.municipalities.offices import PALANA, ZARECHNY, moment, told

FRIDAY = "2026-10-16 15:00"


def schedule(town, *hours, department=None, since=date(2026, 1, 1)):
    row = WorkSchedule(municipality=town, department=department, since=since)
    row.hours = working_time.week(*hours)
    return row


def due(town, start, amount=1, unit="hours", **options):
    calendar = working.calendar_of(town)
    return told(working.due_at(town, moment(start, calendar), amount, unit, **options), calendar)


def test_a_town_begins_with_the_usual_week_and_two_calendars(town):
    assert due(town, FRIDAY, 2) == "2026-10-16 17:00"
    assert due(town, "2026-10-16 17:59") == "2026-10-19 09:00"
    assert due(town, "2026-11-03 16:30") == "2026-11-05 09:00"
    assert due(town, "2027-02-20 16:30") == "2027-02-24 09:00"
    assert StatutoryTerms.objects.within(town).count() == 1
    assert not TermsReview.objects.exists()


def test_each_town_has_its_own_clock(town, palana, olga, operator):
    words = ["8:00–17:00 12:00–13:00"] * 4 + ["8:00–16:00 12:00–13:00"]
    working_time.set_hours(schedule(town, *words), by=olga)
    working_time.set_hours(schedule(palana, *["9:00–18:00 13:00–14:00"] * 4, "9:00–13:00"), by=operator)

    ours, theirs = working.calendar_of(town), working.calendar_of(palana)

    for day in (date(2026, 10, 12), date(2026, 10, 16), date(2026, 5, 8), date(2027, 2, 20), date(2027, 2, 21)):
        assert ours.hours(day) == ZARECHNY.hours(day)
        assert theirs.hours(day) == PALANA.hours(day)
    assert (ours.zone.key, theirs.zone.key) == ("Europe/Moscow", "Asia/Kamchatka")


def test_a_department_keeps_its_own_hours(town, roads, olga):
    parks = Department.objects.create(municipality=town, name="Отдел парков")
    working_time.set_hours(schedule(town, *["8:00–16:00"] * 5, since=date(2026, 6, 1)), by=olga)
    own = schedule(town, *["10:00–19:00"] * 6, department=roads, since=date(2026, 10, 1))
    working_time.set_hours(own, by=olga)

    assert due(town, FRIDAY, department=roads) == "2026-10-16 16:00"
    assert due(town, FRIDAY, 5, department=roads) == "2026-10-17 11:00"
    assert due(town, FRIDAY, department=parks) == due(town, FRIDAY) == "2026-10-16 16:00"
    # Before its own hours began, and before the town's new ones did.
    assert due(town, "2026-09-15 15:30", department=roads) == "2026-09-16 08:30"
    assert due(town, "2026-05-14 16:30", department=roads) == "2026-05-15 08:30"


def test_the_calendar_costs_the_same_however_many_offices(town, olga, django_assert_num_queries):
    for number in range(3):
        office = Department.objects.create(municipality=town, name=f"Отдел {number}")
        working_time.set_hours(schedule(town, *["9:00–18:00"] * 5, department=office), by=olga)

    with django_assert_num_queries(3):
        offices = working.offices_of(town)

    assert len(offices) == 4


def test_a_storm_is_a_day_off_of_this_town_only(town, palana, olga):
    storm = CalendarDay(municipality=town, date=date(2026, 10, 16), kind=CalendarDayKind.DAY_OFF, note="Шторм")

    working_time.set_day(storm, by=olga)

    assert due(town, FRIDAY) == "2026-10-19 09:00"
    assert due(palana, FRIDAY) == "2026-10-16 16:00"
    event = Event.objects.get(verb=Verb.CALENDAR_CHANGED)
    assert (event.actor_key, event.data) == (olga.actor_key, {"date": "2026-10-16", "kind": "day_off"})
    assert TermsReview.objects.get().municipality == town


def test_loading_a_year_leaves_what_the_town_set(town, olga):
    holiday = CalendarDay.objects.get(municipality=town, date=date(2027, 5, 3))
    holiday.kind = CalendarDayKind.WORKING
    working_time.set_day(holiday, by=olga)
    CalendarDay.objects.filter(date=date(2027, 5, 10)).delete()
    CalendarDay.objects.filter(date=date(2027, 3, 8)).update(kind=CalendarDayKind.DAY_OFF)
    CalendarDay.objects.create(municipality=town, date=date(2027, 7, 1), kind=CalendarDayKind.DAY_OFF, is_own=False)

    changed = working_time.load_calendar(town, 2027, by=olga)
    again = working_time.load_calendar(town, 2027, by=olga)

    kinds = dict(CalendarDay.objects.within(town).filter(date__year=2027).values_list("date", "kind"))
    assert (changed, again) == (3, 0)
    assert kinds[date(2027, 5, 3)] == CalendarDayKind.WORKING
    assert kinds[date(2027, 5, 10)] == CalendarDayKind.MOVED_OFF
    assert kinds[date(2027, 3, 8)] == CalendarDayKind.HOLIDAY
    assert date(2027, 7, 1) not in kinds


def test_a_date_given_back_is_what_the_law_says(town, olga):
    holiday = CalendarDay.objects.get(municipality=town, date=date(2026, 11, 4))
    with pytest.raises(ValidationError) as refusal:
        working_time.unset_day(holiday, by=olga)
    holiday.kind = CalendarDayKind.WORKING
    working_time.set_day(holiday, by=olga)
    open_then = working.calendar_of(town).is_working(date(2026, 11, 4))

    working_time.unset_day(holiday, by=olga)

    assert (refusal.value.code, open_then) == ("lawful", True)
    assert not working.calendar_of(town).is_working(date(2026, 11, 4))


def test_the_worker_brings_the_calendars_of_this_year_and_the_next(town, palana):
    CalendarDay.objects.filter(municipality=palana).delete()

    changed = working_time.refresh_calendars()

    assert changed == CalendarDay.objects.within(palana).count() == CalendarDay.objects.within(town).count()
    assert set(TermsReview.objects.values_list("municipality", flat=True)) == {palana.pk}
    assert working_time.refresh_calendars() == 0


@pytest.mark.parametrize("person", ["anna", "vera", "gleb", "nina", "egor", "semyon"])
def test_only_the_administrator_of_the_town_sets_its_time(town, request, person):
    by = request.getfixturevalue(person)
    day = CalendarDay(municipality=town, date=date(2026, 10, 16), kind=CalendarDayKind.DAY_OFF)
    acts = [
        lambda: working_time.set_day(day, by=by),
        lambda: working_time.load_calendar(town, 2025, by=by),
        lambda: working_time.set_hours(schedule(town, "8:00–17:00"), by=by),
        lambda: working_time.keep_settings(town, ["timezone"], by=by),
        lambda: working_time.drop_hours(town.work_schedules.get(), by=by),
        lambda: working_time.unset_day(town.calendar_days.first(), by=by),
    ]

    for act in acts:
        with pytest.raises(PermissionDenied):
            act()

    assert not TermsReview.objects.exists()


def test_a_week_without_work_is_refused(town, olga):
    with pytest.raises(ValidationError) as refusal:
        working_time.set_hours(schedule(town), by=olga)

    assert refusal.value.code == "no_hours"


def test_settings_that_terms_are_counted_by_are_events(town, olga):
    town.brand_name = "Дворы города"
    working_time.keep_settings(town, ["brand_name"], by=olga)
    quiet = Event.objects.filter(verb=Verb.WORKING_TIME_CHANGED).exists()
    town.term_roll = TermRoll.FORWARD

    working_time.keep_settings(town, ["term_roll", "brand_name"], by=olga)

    assert not quiet
    assert Event.objects.get(verb=Verb.WORKING_TIME_CHANGED).data == {"settings": ["term_roll"]}
    town.refresh_from_db()
    assert due(town, "2026-10-08 09:00", 3, "calendar_days") == "2026-10-12 17:00"


def test_what_waits_is_recomputed_once_by_the_worker(town, palana, olga, monkeypatch):
    seen = []
    monkeypatch.setattr(recomputing, "_functions", [])
    recomputing.register(lambda municipality: seen.append(municipality) or 2)
    working_time.load_calendar(town, 2025, by=olga)
    working_time.set_day(
        CalendarDay(municipality=town, date=date(2026, 10, 16), kind=CalendarDayKind.DAY_OFF), by=olga
    )

    moved = [recomputing.review_terms(), recomputing.review_terms()]

    assert (moved, seen) == ([2, 0], [town])


def test_a_failed_recomputing_waits_on(town, monkeypatch):
    def fail(municipality):
        raise RuntimeError

    monkeypatch.setattr(recomputing, "_functions", [fail])
    TermsReview.objects.create(municipality=town, asked_at=NOON)

    with pytest.raises(RuntimeError):
        recomputing.review_terms()

    assert TermsReview.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"weekday": 7},
        {"weekday": 0},
        {"weekday": 5, "opens_at": time(17), "closes_at": time(8)},
        {"weekday": 5, "break_from": time(12)},
        {"weekday": 5, "break_from": time(7), "break_to": time(9)},
        {"weekday": 5, "break_from": time(13), "break_to": time(12)},
    ],
)
def test_the_database_guards_the_hours(town, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkingHours.objects.create(schedule=town.work_schedules.get(), **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "shortened"},
        {"kind": "holiday", "hours_delta": -1},
        {"kind": "shortened", "hours_delta": -9},
        {"kind": "holiday", "instead_of": date(2026, 10, 12)},
        {"kind": "holiday", "date": date(2026, 11, 4)},
    ],
)
def test_the_database_guards_the_calendar(town, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(**{"municipality": town, "date": date(2026, 10, 16), **fields})


def test_one_schedule_per_office_and_day(town, roads):
    first = town.work_schedules.get()
    WorkSchedule.objects.create(municipality=town, department=roads, since=first.since)

    for department in (None, roads):
        with pytest.raises(IntegrityError), transaction.atomic():
            WorkSchedule.objects.create(municipality=town, department=department, since=first.since)


def test_the_clocks_of_the_law(town):
    received = date(2026, 10, 8)

    assert working.statutory_register_by(town, received) == date(2026, 10, 9)
    assert working.statutory_forward_by(town, received) == date(2026, 10, 15)
    assert working.statutory_answer_by(town, received) == date(2026, 11, 6)
    assert working.statutory_answer_by(town, received, extended=30) == date(2026, 12, 7)
    with pytest.raises(ValueError):
        working.statutory_answer_by(town, received, extended=31)


def test_a_changed_law_counts_from_its_day(town):
    StatutoryTerms.objects.create(municipality=town, since=date(2027, 1, 1), answer_days=15)

    assert working.statutory_answer_by(town, date(2026, 12, 28)) == date(2027, 1, 27)
    assert working.statutory_answer_by(town, date(2027, 1, 11)) == date(2027, 1, 26)
    assert working.statutory_terms(town, date(2000, 1, 1)).answer == 30


def test_pauses_of_a_term(town):
    start, since, until = (moment(words) for words in ("2026-10-12 09:00", "2026-10-12 10:00", "2026-10-14 10:00"))

    assert told(working.due_at(town, start, 2, "hours", pauses=[(since, until)])) == "2026-10-14 11:00"
    assert told(working.due_at(town, start, 3, "days", pauses=[(since, until)])) == "2026-10-19 17:00"
    assert working.calendar_of(town).worked(start, until, [(since, None)]) == timedelta(hours=1)
