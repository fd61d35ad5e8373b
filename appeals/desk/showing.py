"""How terms and the working day are shown on the desk. Pure: moments and a calendar in, words out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.moments import day, days_between, deadline, lead_time, left, moment
from municipalities.worktime import Calendar

MINUTE = timedelta(minutes=1)
# Less working time than this is told in hours and minutes.
SHORT = timedelta(hours=9)


@dataclass(frozen=True)
class Term:
    """A term with how urgent it is: `look` is "", "soon" or "over"."""

    moment: str
    look: str
    words: str

    @property
    def icon(self) -> str:
        return "overdue" if self.look == "over" else "clock"


def term(at: datetime, now: datetime, calendar: Calendar) -> Term:
    """Lateness in days, on the same day in hours and minutes; what is left of less than a day in working time."""
    if at <= now:
        if days_between(at, now):
            words = deadline(at, now)[1]
        else:
            words = _("overdue by %(time)s") % {"time": lead_time(max(1, (now - at) // MINUTE))}
        return Term(moment(at, now), "over", words)
    work = calendar.worked(now, at)
    if work < SHORT:
        words = _("%(time)s of working time left") % {"time": lead_time(work // MINUTE)}
    else:
        words = left(at, now)
    return Term(moment(at, now), deadline(at, now)[0], words)


def legal_term(until: date, now: datetime) -> Term:
    """A term of the law: it is counted in days of the calendar and ends with its last one."""
    look, words = deadline(until, now)
    return Term(day(until, now), look, words if look == "over" else left(until, now))


@dataclass(frozen=True)
class WorkingDay:
    """The panel of the clock: `bars` are (kind, from, width) in minutes of the day's `width`."""

    now: str
    words: str
    next_words: str
    label: str
    width: int
    bars: list


def working_day(now: datetime, calendar: Calendar) -> WorkingDay:
    """What time it is, how long the office still works, when the clocks of answers go on."""
    windows = list(calendar.windows(calendar.day_of(now)))
    closed = not windows or now >= windows[-1][1]
    if not windows:
        words = _("Today is a day off.")
    elif closed:
        words = _("The office is closed.")
    elif calendar.is_open(now):
        rest = calendar.worked(now, windows[-1][1]) // MINUTE
        words = _("%(time)s until the end of the working day") % {"time": lead_time(rest)}
    else:
        words = _("The office opens at %(hour)s.") % {"hour": _hour(calendar.opening(now))}
    opening = calendar.opening(windows[-1][1] + MINUTE if windows and not closed else now)
    # An ordinary night needs no words.
    shows_next = closed or days_between(now, opening) > 1
    return WorkingDay(
        now=_("%(hour)s, %(day)s.") % {"hour": _hour(now), "day": day(now, now)},
        words=words,
        next_words=_("The clocks of answers go on from %(moment)s") % {"moment": moment(opening, now)}
        if shows_next
        else "",
        label=_("Working day: %(hours)s, now %(now)s")
        % {"hours": ", ".join(f"{_hour(opens)}–{_hour(closes)}" for opens, closes in windows), "now": _hour(now)},
        width=(windows[-1][1] - windows[0][0]) // MINUTE if windows else 0,
        bars=_bars(windows, now),
    )


def _hour(at: datetime) -> str:
    return f"{localtime(at):%H:%M}"


def _bars(windows, now) -> list[tuple[str, int, int]]:
    """What is past of the day, its breaks, and where it stands now."""
    if not windows:
        return []
    start, end = windows[0][0], windows[-1][1]

    def minutes(at):
        return (min(max(at, start), end) - start) // MINUTE

    bars = [("past", 0, minutes(now))]
    for (_opens, closes), (opens, _closes) in zip(windows, windows[1:], strict=False):
        bars.append(("lunch", minutes(closes), minutes(opens) - minutes(closes)))
    if start <= now <= end:
        bars.append(("nowm", max(0, minutes(now) - 3), 6))
    return bars
