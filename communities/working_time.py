"""Changing the working time of a town: here and not in `municipalities`, which stands above the journal."""

from datetime import date, time

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from journal.actions import record
from journal.verbs import Verb
from municipalities import production_calendar, statutory, working
from municipalities.models import (
    CalendarDay,
    Municipality,
    StatutoryTerms,
    TermsReview,
    WorkingHours,
    WorkSchedule,
)
from municipalities.permissions import is_administrator

# Settings of the town by which terms are counted.
COUNTED_BY = frozenset({"timezone", "term_roll", "question_hours"})
FIRST_DAY = date(2020, 1, 1)


def can_set_working_time(by, municipality) -> bool:
    return by.is_active and (by.is_superuser or is_administrator(by, municipality))


def _check(by, municipality) -> None:
    if not can_set_working_time(by, municipality):
        raise PermissionDenied


def _changed(verb, municipality, *, by=None, **data) -> None:
    """Put it into the journal and let the worker recompute what is open."""
    record(verb, municipality, by=by, municipality=municipality, **data)
    TermsReview.objects.create(municipality=municipality, asked_at=clock.now())
    working.forget(municipality)


@transaction.atomic
def load_calendar(municipality, year: int, *, by) -> int:
    """Fill a year's production calendar from the law; how many dates changed. Days the town set itself stay.

    Raises PermissionDenied for all but the administrator and the operator.
    """
    _check(by, municipality)
    return _load(municipality, year, by=by)


def _load(municipality, year, *, by=None) -> int:
    # The lock of the town lets one loading in at a time.
    Municipality.objects.select_for_update(of=["self"]).get(pk=municipality.pk)
    known = {day.date: day for day in CalendarDay.objects.within(municipality).filter(date__year=year)}
    changed = 0
    lawful = production_calendar.days_of(year)
    for on, special in lawful.items():
        day = known.get(on) or CalendarDay(municipality=municipality, date=on, is_own=False)
        if day.pk and day.is_own:
            continue
        fields = {
            "kind": special.kind.value,
            "hours_delta": special.hours_delta,
            "instead_of": special.instead_of,
            "note": special.note,
        }
        if day.pk is None or any(getattr(day, name) != value for name, value in fields.items()):
            vars(day).update(fields)
            day.save()
            changed += 1
    for on, day in known.items():
        if on not in lawful and not day.is_own:
            day.delete()
            changed += 1
    if changed:
        _changed(Verb.CALENDAR_CHANGED, municipality, by=by, year=year, days=changed)
    return changed


def refresh_calendars() -> int:
    """The clock: give each town the calendars of this year and the next, and what a new decree moved in them."""
    changed = 0
    for municipality in Municipality.objects.order_by("pk"):
        year = municipality.today(clock.now()).year
        for wanted in (year, year + 1):
            with transaction.atomic():
                changed += _load(municipality, wanted)
    return changed


@transaction.atomic
def set_day(day: CalendarDay, *, by) -> CalendarDay:
    """Make one date what the town says it is: a storm, a regional holiday, a working Saturday.

    `day` is new or changed and not yet saved. Raises PermissionDenied for all but the administrator and the operator.
    """
    _check(by, day.municipality)
    day.is_own = True
    day.save()
    _changed(Verb.CALENDAR_CHANGED, day.municipality, by=by, date=day.date.isoformat(), kind=day.kind)
    return day


@transaction.atomic
def unset_day(day: CalendarDay, *, by) -> None:
    """Give a date back to the production calendar.

    Raises PermissionDenied as `set_day`, and ValidationError with code `lawful` for a day that is not the town's own.
    """
    _check(by, day.municipality)
    if not day.is_own:
        words = _("This day is set by the law. Change it to a working day instead of deleting it.")
        raise ValidationError(words, code="lawful")
    on = day.date
    day.delete()
    _load(day.municipality, on.year, by=by)
    _changed(Verb.CALENDAR_CHANGED, day.municipality, by=by, date=on.isoformat(), kind="")


@transaction.atomic
def set_hours(schedule: WorkSchedule, *, by) -> WorkSchedule:
    """Put weekly hours into force, with their rows in `schedule.hours`.

    Raises PermissionDenied for all but the administrator and the operator, ValidationError with code `no_hours` for a
    week in which nobody works.
    """
    _check(by, schedule.municipality)
    if not schedule.hours.all():
        raise ValidationError(_("Give at least one working day of the week."), code="no_hours")
    schedule.save()
    _changed(
        Verb.WORKING_TIME_CHANGED,
        schedule.municipality,
        by=by,
        department=schedule.department_id,
        since=schedule.since.isoformat(),
    )
    return schedule


@transaction.atomic
def drop_hours(schedule: WorkSchedule, *, by) -> None:
    """Take weekly hours back: what was in force before them goes on."""
    _check(by, schedule.municipality)
    department, since = schedule.department_id, schedule.since.isoformat()
    schedule.delete()
    _changed(Verb.WORKING_TIME_CHANGED, schedule.municipality, by=by, department=department, since=since)


@transaction.atomic
def keep_settings(municipality, changed, *, by) -> Municipality:
    """Save the settings of a town; where its terms are counted by them, open terms are recomputed."""
    _check(by, municipality)
    municipality.save()
    counted = sorted(COUNTED_BY & set(changed))
    if counted:
        _changed(Verb.WORKING_TIME_CHANGED, municipality, by=by, settings=counted)
    return municipality


def week(*hours: str) -> list[WorkingHours]:
    """Rows of a schedule from words such as "8:00–17:00 12:00–13:00", Monday first; an empty one is a day off."""
    rows = []
    for weekday, words in enumerate(hours):
        if words:
            times = [_time(part) for span in words.split() for part in span.split("–")]
            names = ("opens_at", "closes_at", "break_from", "break_to")
            rows.append(WorkingHours(weekday=weekday, **dict(zip(names, times, strict=False))))
    return rows


def _time(words: str) -> time:
    hour, minute = words.split(":")
    return time(int(hour), int(minute))


def begin(municipality) -> None:
    """What a town is founded with: the usual week, the calendars of two years, the terms of the law."""
    schedule = WorkSchedule(municipality=municipality, since=FIRST_DAY)
    schedule.hours = week(*["8:00–17:00 12:00–13:00"] * 5)
    schedule.save()
    StatutoryTerms.objects.create(municipality=municipality, since=statutory.LAW.since, source=statutory.SOURCE)
    year = municipality.today(clock.now()).year
    CalendarDay.objects.bulk_create(
        CalendarDay(
            municipality=municipality,
            date=on,
            kind=day.kind.value,
            hours_delta=day.hours_delta,
            instead_of=day.instead_of,
            note=day.note,
            is_own=False,
        )
        for wanted in (year, year + 1)
        for on, day in production_calendar.days_of(wanted).items()
    )
