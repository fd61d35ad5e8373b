"""The gate of a message's life: one lock, one table of acts, one table of moves."""

from collections.abc import Callable
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from appeals import permissions as may
from appeals.models import ALLOWED, CLOSED, OPEN, WAITING, Appeal, AppealState
from core import clock

S = AppealState
ANY = frozenset(S)
# What the administration has in its hands: nothing is promised yet.
UNDECIDED = frozenset({*WAITING, S.CLARIFYING})


class Act(NamedTuple):
    """Who may do it, and in which states it can be done."""

    may: Callable
    states: frozenset


ACTS = {
    "join": Act(may.can_join, frozenset(OPEN)),
    "leave": Act(may.can_leave, ANY - {S.DUPLICATE}),
    "answer": Act(may.can_answer, UNDECIDED),
    "ask_author": Act(may.can_ask, frozenset(WAITING)),
    "clarify": Act(may.can_clarify, frozenset({S.CLARIFYING})),
    "take_under_control": Act(may.can_control, frozenset(WAITING)),
    "forward": Act(may.can_forward, UNDECIDED),
    "decline": Act(may.can_decline, UNDECIDED),
    "merge": Act(may.can_merge, UNDECIDED),
    "route": Act(may.can_route, UNDECIDED),
    "register": Act(may.can_register, ANY - {S.DUPLICATE}),
    "extend_statutory": Act(may.can_extend_statutory, ANY - frozenset(CLOSED)),
    "add_note": Act(may.can_note, ANY),
    "confirm": Act(may.can_confirm, frozenset({S.ANSWERED, S.DONE})),
    "dispute": Act(may.can_dispute, frozenset({S.ANSWERED, S.DONE, S.DECLINED})),
    "redact": Act(may.can_redact, ANY),
    "hide": Act(may.can_hide, ANY),
    "show": Act(may.can_show, ANY),
}
# While work goes on under an assignment, its outcome is the answer.
NOT_UNDER_ASSIGNMENT = frozenset({"answer", "ask_author", "take_under_control", "forward", "decline", "merge"})


def has_open_assignment(appeal: Appeal) -> bool:
    """Whether the work is in somebody's hands: after a dispute it is, though the message is open again."""
    return appeal.assignment_id is not None and appeal.assignment.is_open


def can(user, appeal: Appeal, act: str) -> bool:
    """Whether this person may do this act now: what a page asks before it shows a button."""
    if appeal.state not in ACTS[act].states or not ACTS[act].may(user, appeal):
        return False
    return not (act in NOT_UNDER_ASSIGNMENT and has_open_assignment(appeal))


def possible(user, appeal: Appeal) -> set[str]:
    """All that this person may do with the message now; the term of a dispute is the page's to ask."""
    return {act for act in ACTS if can(user, appeal, act)}


def locked(appeal: Appeal) -> Appeal:
    """The row as it is now, held until the end of the transaction."""
    rows = Appeal.objects.select_for_update(of=["self"])
    return rows.select_related("municipality", "community", "category", "assignment").get(pk=appeal.pk)


def begin(appeal: Appeal, act: str, by) -> Appeal:
    """Lock, then ask who and when.

    Raises PermissionDenied, or ValidationError with code `not_now` or `has_assignment`.
    """
    appeal = locked(appeal)
    if not ACTS[act].may(by, appeal):
        raise PermissionDenied
    if appeal.state not in ACTS[act].states:
        raise ValidationError(
            _("This cannot be done now: the message is in the state “%(state)s”."),
            code="not_now",
            params={"state": appeal.get_state_display()},
        )
    if act in NOT_UNDER_ASSIGNMENT and has_open_assignment(appeal):
        raise ValidationError(
            _("Work on this goes on under assignment No. %(number)s: its outcome will be the answer."),
            code="has_assignment",
            params={"number": appeal.assignment.number},
        )
    return appeal


def move(appeal: Appeal, to: str, *, at=None, fields=()) -> None:
    """The only writer of states. `fields` are the other fields that the act changed.

    Raises ValidationError with code `no_such_move`.
    """
    if to not in ALLOWED[appeal.state]:
        raise ValidationError(_("A message does not go this way."), code="no_such_move")
    at = at or clock.now()
    appeal.state = to
    appeal.state_changed_at = at
    appeal.closed_at = at if to in CLOSED else None
    appeal.save(update_fields=["state", "state_changed_at", "closed_at", *fields])
