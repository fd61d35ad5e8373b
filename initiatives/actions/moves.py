"""The gate of an initiative's life: one lock, one table of acts, one table of moves."""

from collections.abc import Callable
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from core import clock
from initiatives import permissions as may
from initiatives.models import ALLOWED, Initiative, InitiativeState
from journal.actions import record
from journal.verbs import Verb

S = InitiativeState
PUBLIC = frozenset(S) - {S.DRAFT, S.REVIEW}
# From opening to the end of the work.
ALIVE = frozenset({S.DISCUSSION, S.VOTING, S.CONSIDERATION, S.REWORK, S.APPROVED, S.IN_PROGRESS})


class Act(NamedTuple):
    """Who may do it, and in which states it can be done."""

    may: Callable
    states: frozenset


ACTS = {
    "submit": Act(may.can_edit, frozenset({S.DRAFT})),
    # What stands beside the text: place, costs, pictures, documents. The text itself: decision 7, below.
    "prepare": Act(may.can_edit, frozenset({S.DRAFT, S.REWORK})),
    "accept": Act(may.can_review, frozenset({S.REVIEW})),
    "send_back": Act(may.can_review, frozenset({S.REVIEW})),
    "support": Act(may.can_support, frozenset({S.DISCUSSION})),
    "withdraw_support": Act(may.can_support, frozenset({S.DISCUSSION})),
    "follow": Act(may.can_follow, PUBLIC),
    "unfollow": Act(may.can_follow, PUBLIC),
    "offer_help": Act(may.can_offer_help, ALIVE),
    "withdraw_help": Act(may.can_offer_help, ALIVE),
    "count_help": Act(may.can_carry_out, frozenset({S.IN_PROGRESS, S.DONE})),
    # Decision 7: after discussion began only misprints and visible additions; frozen while neighbours vote.
    "correct": Act(may.can_edit, frozenset({S.DISCUSSION, S.CONSIDERATION, S.REWORK})),
    "add_note": Act(may.can_edit, frozenset({S.DISCUSSION, S.CONSIDERATION, S.REWORK, S.APPROVED, S.IN_PROGRESS})),
    "change_materially": Act(may.can_edit, frozenset({S.DISCUSSION, S.REWORK})),
    "put_to_vote": Act(may.can_put_to_vote, frozenset({S.DISCUSSION})),
    "send_to_administration": Act(may.can_send_to_administration, frozenset({S.DISCUSSION})),
    "give_opinion": Act(may.can_decide, frozenset({S.DISCUSSION, S.VOTING})),
    "add_conclusion": Act(may.can_conclude, frozenset({S.DISCUSSION, S.VOTING, S.CONSIDERATION})),
    "approve": Act(may.can_decide, frozenset({S.CONSIDERATION})),
    "decline": Act(may.can_decide, frozenset({S.CONSIDERATION})),
    "return_for_rework": Act(may.can_decide, frozenset({S.CONSIDERATION})),
    "rework": Act(may.can_edit, frozenset({S.REWORK})),
    "give_assignment": Act(may.can_decide, frozenset({S.APPROVED, S.IN_PROGRESS})),
    "plan_stage": Act(may.can_carry_out, frozenset({S.APPROVED, S.IN_PROGRESS})),
    "start_work": Act(may.can_carry_out, frozenset({S.APPROVED})),
    "report_stage": Act(may.can_carry_out, frozenset({S.IN_PROGRESS})),
    "complete": Act(may.can_carry_out, frozenset({S.IN_PROGRESS})),
    # A vote under way is not the author's to stop.
    "withdraw": Act(may.can_withdraw, frozenset(state for state in S if S.WITHDRAWN in ALLOWED[state])),
    "archive": Act(may.can_archive, frozenset({S.REWORK, S.DECLINED})),
    "blur_photo": Act(may.can_blur_photo, frozenset(S)),
    "hide_photo": Act(may.can_hide_photo, PUBLIC),
    "redact": Act(may.can_redact, PUBLIC | {S.REVIEW}),
    "dispute_photo": Act(may.can_edit, PUBLIC),
    "restore_photo": Act(may.can_decide_photo, PUBLIC),
    "uphold_photo": Act(may.can_decide_photo, PUBLIC),
    "pass_on": Act(may.can_pass_on, frozenset({S.DRAFT, S.REVIEW}) | ALIVE),
}


def can(user, initiative: Initiative, act: str) -> bool:
    """Whether this person may do this act now: what a page asks before it shows a button."""
    return initiative.state in ACTS[act].states and ACTS[act].may(user, initiative)


def possible(user, initiative: Initiative) -> set[str]:
    """All that this person may do with the initiative now."""
    return {act for act in ACTS if can(user, initiative, act)}


def locked(initiative: Initiative) -> Initiative:
    """The row as it is now, held until the end of the transaction."""
    rows = Initiative.objects.select_for_update(of=["self"]).select_related("municipality", "community")
    return rows.get(pk=initiative.pk)


def begin(initiative: Initiative, act: str, by) -> Initiative:
    """Lock, then ask who and when.

    Raises PermissionDenied, or ValidationError with code `not_now`.
    """
    initiative = locked(initiative)
    if not ACTS[act].may(by, initiative):
        raise PermissionDenied
    if initiative.state not in ACTS[act].states:
        raise ValidationError(
            _("This cannot be done now: the initiative is at the stage “%(state)s”."),
            code="not_now",
            params={"state": initiative.get_state_display()},
        )
    return initiative


def note_change(initiative: Initiative, by, what: str) -> None:
    """Record that the author changed `what` ("photos", "documents", "costs", "place") of a public initiative.

    A draft is nobody else's business: it leaves no line.
    """
    if initiative.is_public:
        record(Verb.INITIATIVE_CORRECTED, initiative, by=by, municipality=initiative.municipality, changed=what)


def _move(initiative: Initiative, to: str, *, at=None, fields=()) -> None:
    """The only writer of states. `fields` are the other fields that the act changed.

    Raises ValidationError with code `no_such_move`.
    """
    if to not in ALLOWED[initiative.state]:
        raise ValidationError(_("An initiative does not go this way."), code="no_such_move")
    initiative.state = to
    initiative.state_changed_at = at or clock.now()
    initiative.save(update_fields=["state", "state_changed_at", *fields])
