"""The working time of a town and of its departments, as others ask for it.

Acts decide by the calendar as it is in the database. Pages that only show it may `glance`: each worker keeps it for
seconds.
"""

from dataclasses import replace
from datetime import date, datetime

from django.conf import settings
from django.core.cache import caches

from municipalities import statutory
from municipalities.models import CalendarDay, StatutoryTerms, WorkingHours, WorkSchedule
from municipalities.worktime import Calendar, DayKind, Hours, Pattern, Roll, SpecialDay, Unit, split

LUNCH = (12 * 60, 13 * 60)
# What an office that never said otherwise keeps: Monday to Friday, eight to five.
USUAL = tuple(split(8 * 60, 17 * 60, *LUNCH) if weekday < 5 else () for weekday in range(7))

Offices = dict[int | None, Calendar]


def offices_of(municipality) -> Offices:
    """The calendars of a town: under None that of the administration, and of each department with hours of its own.

    Three queries, however many departments there are.
    """
    weeks: dict[int, list[Hours]] = {}
    hours = WorkingHours.objects.filter(schedule__municipality=municipality)
    for row in hours:
        weeks.setdefault(row.schedule_id, [()] * 7)[row.weekday] = row.spans
    patterns: dict[int | None, list[Pattern]] = {}
    for schedule in WorkSchedule.objects.within(municipality).order_by("since"):
        if schedule.pk in weeks:
            found = Pattern(schedule.since, tuple(weeks[schedule.pk]))
            patterns.setdefault(schedule.department_id, []).append(found)
    town = tuple(patterns.pop(None, [Pattern(date.min, USUAL)]))
    special = {
        day.date: SpecialDay(DayKind(day.kind), day.hours_delta, day.instead_of)
        for day in CalendarDay.objects.within(municipality)
    }
    calendar = Calendar(municipality.tz, town, special, Roll(municipality.term_roll))
    own = {office: replace(calendar, patterns=_joined(town, rows)) for office, rows in patterns.items()}
    return {None: calendar, **own}


def _joined(town, own) -> tuple[Pattern, ...]:
    """The hours of a department: the town's until its own begin."""
    return (*(pattern for pattern in town if pattern.since < own[0].since), *own)


def calendar_of(municipality, department=None) -> Calendar:
    """The working time of a town, or of one of its departments (or its key), as it stands in the database."""
    return office(offices_of(municipality), department)


def office(offices: Offices, department=None) -> Calendar:
    """Of the calendars of a town the one of a department (or of its key)."""
    return offices.get(getattr(department, "pk", department), offices[None])


def glance(municipality, department=None) -> Calendar:
    """The same to show and never to decide: of some seconds ago, and read once per request."""
    if "_offices" not in municipality.__dict__:
        seconds = settings.SHARED_SECONDS
        name = f"working-time:{municipality.pk}"
        offices = caches["pages"].get(name) if seconds else None
        if offices is None:
            offices = offices_of(municipality)
            if seconds:
                caches["pages"].set(name, offices, seconds)
        # The town of a request lives as long as the request.
        municipality.__dict__["_offices"] = offices
    return office(municipality.__dict__["_offices"], department)


def forget(municipality) -> None:
    """Let this worker look anew: the working time has just been changed."""
    municipality.__dict__.pop("_offices", None)
    caches["pages"].delete(f"working-time:{municipality.pk}")


def due_at(municipality, start, amount, unit, *, department=None, pauses=()) -> datetime:
    """When a term ends: `amount` of `unit` ("hours", "days" or "calendar_days") after `start`.

    `pauses` are pairs of moments in which the clock stood; all of them must have ended.
    """
    return calendar_of(municipality, department).due(start, amount, Unit(unit), pauses)


def statutory_terms(municipality, day: date) -> statutory.Terms:
    """The terms of official appeals in force on a date."""
    rows = StatutoryTerms.objects.within(municipality)
    return statutory.in_force(
        [
            statutory.Terms(row.since, row.registration_days, row.forwarding_days, row.answer_days, row.extension_days)
            for row in rows
        ],
        day,
    )


def statutory_answer_by(municipality, registered_on: date, *, department=None, extended: int = 0) -> date:
    """The last day to answer an official appeal registered on a date."""
    terms = statutory_terms(municipality, registered_on)
    return statutory.answer_by(calendar_of(municipality, department), terms, registered_on, extended=extended)


def statutory_forward_by(municipality, registered_on: date) -> date:
    """The last day to pass an official appeal on to another body."""
    return statutory.forward_by(calendar_of(municipality), statutory_terms(municipality, registered_on), registered_on)


def statutory_register_by(municipality, received_on: date) -> date:
    """The last day to register an official appeal received on a date."""
    return statutory.register_by(calendar_of(municipality), statutory_terms(municipality, received_on), received_on)
