"""The working time of a town and of its departments, as others ask for it."""

from datetime import date, datetime, timedelta

from municipalities.worktime import Calendar, Pattern, Unit, split

USUAL = tuple(split(8 * 60, 17 * 60, 12 * 60, 13 * 60) if weekday < 5 else () for weekday in range(7))


def calendar_of(municipality, department=None) -> Calendar:
    """The working time of a town, or of one of its departments."""
    return Calendar(municipality.tz, (Pattern(date.min, USUAL),))


def due_at(municipality, start, amount, unit, *, department=None, direction=None, pauses=()) -> datetime:
    """When a term ends: `amount` of `unit` ("hours", "days" or "calendar_days") after `start`.

    `direction` ("forward" or "back") overrides the town's setting for ends on a day off.
    """
    return calendar_of(municipality, department).due(start, amount, Unit(unit), pauses)


def working_hours_between(municipality, start, end, *, department=None, pauses=()) -> timedelta:
    """Working time between two moments, without the pauses (pairs of moments, the last of which may be None)."""
    return calendar_of(municipality, department).worked(start, end, pauses)
