"""The gate of an assignment's life: one lock, one table of acts, one table of moves."""

from collections.abc import Callable
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from assignments import permissions as may
from assignments.models import ALLOWED, OPEN, Assignment, AssignmentState

S = AssignmentState


class Act(NamedTuple):
    """Who may do it, and in which states it can be done."""

    may: Callable
    states: frozenset


# While a report is being checked nothing else changes but the decision on it.
IN_HAND = frozenset(OPEN) - {S.REPORTED}
ACTS = {
    "accept": Act(may.can_carry_out, frozenset({S.ISSUED})),
    "start": Act(may.can_carry_out, frozenset({S.ISSUED, S.ACCEPTED, S.RETURNED})),
    "plan_step": Act(may.can_plan, IN_HAND),
    "finish_step": Act(may.can_plan, IN_HAND),
    "report": Act(may.can_carry_out, IN_HAND),
    "ask_extension": Act(may.can_carry_out, IN_HAND),
    "extend": Act(may.can_decide, IN_HAND),
    "grant_extension": Act(may.can_decide, IN_HAND),
    "refuse_extension": Act(may.can_decide, IN_HAND),
    "reassign": Act(may.can_reassign, IN_HAND),
    "send_back": Act(may.can_decide, frozenset({S.REPORTED})),
    "close": Act(may.can_decide, frozenset({S.REPORTED})),
    "cancel": Act(may.can_decide, frozenset(OPEN)),
}


def can(user, assignment: Assignment, act: str) -> bool:
    """Whether this person may do this act now: what a page asks before it shows a button."""
    return assignment.state in ACTS[act].states and ACTS[act].may(user, assignment)


def possible(user, assignment: Assignment) -> set[str]:
    """All that this person may do with the assignment now."""
    return {act for act in ACTS if can(user, assignment, act)}


def locked(assignment: Assignment) -> Assignment:
    """The row as it is now, held until the end of the transaction."""
    rows = Assignment.objects.select_for_update(of=["self"]).select_related("municipality", "community", "department")
    return rows.get(pk=assignment.pk)


def begin(assignment: Assignment, act: str, by) -> Assignment:
    """Lock, then ask who and when.

    Raises PermissionDenied, or ValidationError with code `not_now`.
    """
    assignment = locked(assignment)
    if not ACTS[act].may(by, assignment):
        raise PermissionDenied
    if assignment.state not in ACTS[act].states:
        raise ValidationError(
            _("This cannot be done now: the state of the assignment is “%(state)s”."),
            code="not_now",
            params={"state": assignment.get_state_display()},
        )
    return assignment


def _move(assignment: Assignment, to: str, *, fields=()) -> None:
    """The only writer of states. `fields` are the other fields that the act changed.

    Raises ValidationError with code `no_such_move`.
    """
    if to not in ALLOWED[assignment.state]:
        raise ValidationError(_("An assignment does not go this way."), code="no_such_move")
    assignment.state = to
    assignment.save(update_fields=["state", *fields])
