"""When an answer comes and when its clock goes on, in words with the town's local time."""

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.moments import day, moment
from municipalities.worktime import Calendar

# Russian has «в понедельник» and «во вторник»: a name of a day alone would not do.
ON_WEEKDAY = (
    pgettext_lazy("when", "on Monday"),
    pgettext_lazy("when", "on Tuesday"),
    pgettext_lazy("when", "on Wednesday"),
    pgettext_lazy("when", "on Thursday"),
    pgettext_lazy("when", "on Friday"),
    pgettext_lazy("when", "on Saturday"),
    pgettext_lazy("when", "on Sunday"),
)


def promise(due: datetime, now: datetime) -> str:
    """«Ответим до 25 ноября, 18:00»; of what is late, by when it was due."""
    words = _("We answer by %(moment)s") if due > now else _("The answer is late: it was due by %(moment)s")
    return words % {"moment": moment(due, now)}


def clock_starts(calendar: Calendar, now: datetime) -> str:
    """«Часы ответа пойдут в понедельник, 15 июня, в 8:00» while the office is closed, else nothing."""
    opening = calendar.opening(now)
    if opening == now:
        return ""
    at = localtime(opening, calendar.zone)
    hour = f"{at.hour}:{at:%M}"
    if at.date() == calendar.day_of(now):
        return _("The clock of the answer resumes today at %(hour)s") % {"hour": hour}
    words = {"weekday": ON_WEEKDAY[at.weekday()], "day": day(at.date(), now), "hour": hour}
    return _("The clock of the answer resumes %(weekday)s, %(day)s, at %(hour)s") % words
