"""Meetings, the problems voiced there, and messages that came in by other doors."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from appeals.models import WAITING, Appeal, AppealSource, AppealState, solved
from figures.definitions.figure import Counted, Median, Rate
from meetings.models import AHEAD, Meeting, MeetingKind, MeetingState

SOLVED = solved()


def _held(*kinds):
    return lambda town, now: Meeting.objects.within(town).filter(state=MeetingState.HELD, kind__in=kinds)


def _over(*kinds):
    """Of events of the law no report is made here: they were announced, not called off, and their hour is past."""
    return lambda town, now: Meeting.objects.within(town).filter(state__in=AHEAD, ends_at__lte=now, kind__in=kinds)


def _voiced(condition=None):
    def rows(town, now):
        found = Appeal.objects.within(town).filter(problem__meeting__state=MeetingState.HELD)
        return found if condition is None else found.filter(condition)

    return rows


def _received(condition=None):
    def rows(town, now):
        found = Appeal.objects.within(town).exclude(source=AppealSource.MEETING)
        return found if condition is None else found.filter(condition(now) if callable(condition) else condition)

    return rows


def _meetings(code, name, definition, *kinds, rows=_held, **more):
    return Counted(
        code,
        name,
        definition,
        "meetings",
        rows=rows(*kinds),
        at="starts_at",
        community="communities",
        is_shared=True,
        may_be_entered=True,
        **more,
    )


def _appeals(code, name, definition, group, rows, at="created_at", **more):
    return Counted(
        code, name, definition, group, rows=rows, at=at, community="community", department="department", **more
    )


def _problems(code, name, definition, condition=None, **more):
    """By the day on which they were voiced: a phone may find its signal in another year."""
    return _appeals(code, name, definition, "meetings", _voiced(condition), at="problem__meeting__starts_at", **more)


OF_MEETINGS = [
    _meetings(
        "meetings",
        _("Meetings with residents"),
        _("Yard meetings that were held in the year. Planned, moved and cancelled ones do not count."),
        MeetingKind.YARD,
        is_headline=True,
        is_monthly=True,
    ),
    _meetings(
        "participants",
        _("People who came"),
        _("The people counted on the spot at yard meetings, summed up: who came twice is counted twice."),
        MeetingKind.YARD,
        value="attendance",
        unit="people",
        is_headline=True,
    ),
    _problems(
        "voiced",
        _("Problems voiced"),
        _("Problems written down at meetings held in the year, each once, whatever became of them."),
        is_headline=True,
        is_monthly=True,
        may_be_entered=True,
    ),
    _problems(
        "solved",
        _("Problems solved"),
        _(
            "Those of the problems voiced in the year whose work is done and accepted by the controller. "
            "What residents disputed is back in work and does not count; nor do explanations without work."
        ),
        SOLVED,
        is_headline=True,
        is_monthly=True,
        may_be_entered=True,
    ),
    Rate(
        "solved_share",
        _("Share solved"),
        _("Problems solved out of the problems voiced in the same year, as of now."),
        "meetings",
        part="solved",
        whole=("voiced",),
        is_headline=True,
    ),
    _problems(
        "confirmed",
        _("Confirmed by residents"),
        _("Those of the solved problems that residents confirmed, or did not dispute within the term."),
        SOLVED & Q(state=AppealState.CONFIRMED),
    ),
    _meetings(
        "house_meetings",
        _("Meetings of houses"),
        _("Meetings of residents of a house that were held."),
        MeetingKind.HOUSE,
    ),
    _meetings(
        "receptions",
        _("Receptions of citizens"),
        _("Receptions of the year that were announced here, were not cancelled and are over."),
        MeetingKind.RECEPTION,
        rows=_over,
    ),
    _meetings(
        "hearings",
        _("Public hearings"),
        _("Public hearings of the year that were announced here, were not cancelled and are over."),
        MeetingKind.HEARING,
        rows=_over,
    ),
    _meetings(
        "sessions",
        _("Sessions of deputies"),
        _("Sessions of the year that were announced here, were not cancelled and are over."),
        MeetingKind.SESSION,
        rows=_over,
    ),
    _meetings(
        "events",
        _("Other mass events"),
        _("Clean-up days and other events that were held."),
        MeetingKind.CLEANUP,
        MeetingKind.OTHER,
    ),
]

OF_MESSAGES = [
    _appeals(
        "received",
        _("Messages received"),
        _("Messages from the site, from the feed, at receptions and by telephone. Problems voiced at meetings are "
          "counted apart."),
        "messages",
        _received(),
        is_headline=True,
        is_monthly=True,
        may_be_entered=True,
    ),
    _appeals(
        "answered",
        _("Messages answered"),
        _("Those of the messages received in the year that have got a first answer: words of a specialist, or a date "
          "and a name when the message was taken under control."),
        "messages",
        _received(Q(response_time__isnull=False)),
        may_be_entered=True,
    ),
    _appeals(
        "answered_in_time",
        _("Answered in time"),
        _("First answers given before the hour that was promised to the author."),
        "messages",
        _received(Q(response_time__in_time=True)),
    ),
    _appeals(
        "answer_overdue",
        _("Left without an answer in time"),
        _("Messages still without a first answer though the promised hour is past."),
        "messages",
        _received(lambda now: Q(response_time=None, state__in=WAITING, answer_due__lte=now)),
    ),
    Rate(
        "answered_in_time_share",
        _("Share answered in time"),
        _("Messages answered in time out of all that were answered or should have been by now."),
        "messages",
        part="answered_in_time",
        whole=("answered", "answer_overdue"),
        is_headline=True,
    ),
    Median(
        "response_time",
        _("Usual time of an answer"),
        _("The median: half of the messages got their first answer sooner, half later. Only working hours of the town "
          "count, without the pauses while the author was asked for details."),
        "messages",
        part="answered",
        value="response_time__minutes",
        is_headline=True,
    ),
    _appeals(
        "messages_done",
        _("Done after a message"),
        _("Messages received in the year after which the work is done and accepted."),
        "messages",
        _received(SOLVED),
    ),
]  # fmt: skip
