"""The clocks of the law on appeals of citizens (59-ФЗ of 02.05.2006, articles 8 and 12). Pure.

Terms run in calendar days from the day after: registration from the receipt, the others from the registration. An end
on a day off goes where the town's setting sends it.
"""

from dataclasses import dataclass
from datetime import date

from municipalities.worktime import Calendar, Unit


@dataclass(frozen=True)
class Terms:
    """The terms in force from a date on, in calendar days."""

    since: date
    registration: int = 3
    forwarding: int = 7
    answer: int = 30
    extension: int = 30


# What a town begins with; afterwards its own rows rule.
LAW = Terms(date(2006, 11, 2))
SOURCE = "59-ФЗ от 02.05.2006, ст. 8 и 12"


def in_force(terms, day: date) -> Terms:
    """The terms of a date; before the first ones the first are taken, and those of the law where there are none."""
    known = sorted(terms, key=lambda one: one.since)
    begun = [one for one in known if one.since <= day]
    return begun[-1] if begun else next(iter(known), LAW)


def register_by(calendar: Calendar, terms: Terms, received: date) -> date:
    """The last day to register an appeal received on a date."""
    return calendar.due_day(received, terms.registration, Unit.CALENDAR_DAYS)


def forward_by(calendar: Calendar, terms: Terms, registered: date) -> date:
    """The last day to pass it on to the body whose job it is, and to tell the author."""
    return calendar.due_day(registered, terms.forwarding, Unit.CALENDAR_DAYS)


def answer_by(calendar: Calendar, terms: Terms, registered: date, *, extended: int = 0) -> date:
    """The last day to answer; an extension adds to it, once and no more than the law lets.

    Raises ValueError for a longer one.
    """
    if extended > terms.extension:
        raise ValueError("The law does not let the answer be put off for so long.")
    return calendar.due_day(registered, terms.answer + extended, Unit.CALENDAR_DAYS)
