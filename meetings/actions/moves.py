"""The gate of a meeting's life: one lock, one table of acts, one table of moves."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from core import clock
from meetings import permissions as may
from meetings.models import AHEAD, ALLOWED, Meeting, MeetingState

S = MeetingState


class Act(NamedTuple):
    """Who may do it, and in which states it can be done; `in_time` are acts that end with the meeting."""

    may: Callable
    states: frozenset
    in_time: bool = False


ACTS = {
    "change": Act(may.can_run, frozenset({S.PLANNED, *AHEAD})),
    "announce": Act(may.can_run, frozenset({S.PLANNED})),
    "move": Act(may.can_run, frozenset(AHEAD)),
    "cancel": Act(may.can_run, frozenset({S.PLANNED, *AHEAD})),
    "register": Act(may.can_come, frozenset(AHEAD), in_time=True),
    "unregister": Act(may.can_come, frozenset(AHEAD), in_time=True),
    "ask": Act(may.can_ask, frozenset(AHEAD), in_time=True),
    "vote_question": Act(may.can_vote_question, frozenset(AHEAD), in_time=True),
    "unvote_question": Act(may.can_vote_question, frozenset(AHEAD), in_time=True),
    "hide_question": Act(may.can_hide_question, frozenset({*AHEAD, S.HELD, S.CANCELLED})),
    "plan_follow_up": Act(may.can_run, frozenset({S.HELD})),
}


def can(user, meeting: Meeting, act: str, now: datetime) -> bool:
    """Whether this person may do this act now: what a page asks before it shows a button."""
    row = ACTS[act]
    return meeting.state in row.states and not (row.in_time and meeting.ends_at <= now) and row.may(user, meeting)


def possible(user, meeting: Meeting, now: datetime) -> set[str]:
    """All that this person may do with the meeting now."""
    return {act for act in ACTS if can(user, meeting, act, now)}


def locked(meeting: Meeting) -> Meeting:
    """The row as it is now, held until the end of the transaction."""
    return Meeting.objects.select_for_update(of=["self"]).select_related("municipality").get(pk=meeting.pk)


def begin(meeting: Meeting, act: str, by) -> Meeting:
    """Lock, then ask who and when.

    Raises PermissionDenied, or ValidationError with code `not_now` or `over`.
    """
    meeting = locked(meeting)
    row = ACTS[act]
    if not row.may(by, meeting):
        raise PermissionDenied
    if meeting.state not in row.states:
        raise ValidationError(
            _("This cannot be done now: the meeting is “%(state)s”."),
            code="not_now",
            params={"state": meeting.get_state_display()},
        )
    if row.in_time and meeting.ends_at <= clock.now():
        raise ValidationError(_("The meeting is over."), code="over")
    return meeting


def move_to(meeting: Meeting, to: str, *, fields=()) -> None:
    """The only writer of states. `fields` are the other fields that the act changed.

    Raises ValidationError with code `no_such_move`.
    """
    if to not in ALLOWED[meeting.state]:
        raise ValidationError(_("A meeting does not go this way."), code="no_such_move")
    meeting.state = to
    meeting.save(update_fields=["state", *fields])
