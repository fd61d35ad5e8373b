"""Dates, terms and durations in words, in the town's time zone."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.typography import no_breaks

SOON_DAYS = 3


def _local(value):
    return timezone.localtime(value) if hasattr(value, "hour") else value


def _date(value):
    return _local(value).date() if hasattr(value, "hour") else value


def moment(value, now=None) -> str:
    """«14 июня, 20:00»; the year only when it is not this one. Empty for None."""
    if value is None:
        return ""
    same = _local(value).year == timezone.localtime(now or timezone.now()).year
    return date_format(_local(value), _("j F, H:i") if same else _("j F Y, H:i"))


def day(value, now=None) -> str:
    """«14 июня»; the year only when it is not this one. Empty for None."""
    if value is None:
        return ""
    same = _local(value).year == timezone.localtime(now or timezone.now()).year
    return date_format(_local(value), _("j F") if same else _("j F Y"))


def until(when, now) -> str:
    return _("until %(moment)s") % {"moment": moment(when, now) if hasattr(when, "hour") else day(when, now)}


def days_between(now, when) -> int:
    """Days of the calendar from one moment to another; negative when it is past."""
    return (_date(when) - _date(now)).days


def left(when, now) -> str:
    """How much time is left, in the largest unit that says something: days, hours, minutes."""
    days = days_between(now, when)
    if days == 1:
        return _("tomorrow")
    if days > 1:
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    if not hasattr(when, "hour"):
        return _("today")
    hours, minutes = divmod(int((when - now).total_seconds()) // 60, 60)
    if hours:
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def deadline(when, now) -> tuple[str, str]:
    """How urgent ("", "soon" or "over") and in words. Soon is three days of the calendar or less.

    A date without an hour lasts until its day is over.
    """
    if when <= now if hasattr(when, "hour") else when < _date(now):
        late = max(1, days_between(when, now))
        words = ngettext("overdue by %(count)s day", "overdue by %(count)s days", late) % {"count": late}
        return "over", words
    look = "soon" if days_between(now, when) <= SOON_DAYS else ""
    return look, f"{until(when, now)} — {left(when, now)}"


def lead_time(minutes) -> str:
    """Working minutes in words: «1 ч 25 мин»."""
    hours, rest = divmod(int(minutes), 60)
    parts = [_("%(count)s h") % {"count": hours}] if hours else []
    parts += [_("%(count)s min") % {"count": rest}] if rest or not hours else []
    return no_breaks(" ".join(parts))


def date_tile(value, now=False):
    """A day as a tile: month, number, weekday. `now` marks today's."""
    value = _local(value)
    return format_html(
        '<span class="date{}"><i>{}</i><b>{}</b><small>{}</small></span>',
        " date--now" if now else "",
        # The full Russian month stands in the tile in the genitive; an English one would not fit.
        date_format(value, "E" if get_language() == "ru" else "M"),
        value.day,
        date_format(value, "D").lower(),
    )
