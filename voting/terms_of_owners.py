"""Terms that the law sets for an owners' general meeting, with the day from which each holds."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction


@dataclass(frozen=True)
class NoticeTerm:
    """Whole days between handing the notice over and the meeting."""

    valid_from: date
    days: int
    source: str


NOTICE_TERMS = (NoticeTerm(date(2005, 3, 1), 10, "ЖК РФ, ст. 45, ч. 4"),)


def notice_term(day: date) -> NoticeTerm:
    """The term in force on the day the notice is handed over."""
    return max((term for term in NOTICE_TERMS if term.valid_from <= day), key=lambda term: term.valid_from)


def first_meeting_day(handed_over: date) -> date:
    """The earliest day of a meeting whose notice is handed over on that day.

    >>> first_meeting_day(date(2026, 11, 1))
    datetime.date(2026, 11, 12)
    """
    return handed_over + timedelta(days=notice_term(handed_over).days + 1)


@dataclass(frozen=True)
class QuorumTerm:
    """The share of all owners' votes that has to take part in the meeting itself; `strict`: more than it."""

    valid_from: date
    share: Fraction
    strict: bool
    source: str


QUORUM_TERMS = (QuorumTerm(date(2005, 3, 1), Fraction(1, 2), strict=True, source="ЖК РФ, ст. 45, ч. 3"),)


def meeting_quorum(day: date) -> QuorumTerm:
    return max((term for term in QUORUM_TERMS if term.valid_from <= day), key=lambda term: term.valid_from)
