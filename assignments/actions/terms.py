"""Terms: asked to move, moved, and over."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assignments.actions.moves import begin, locked
from assignments.actions.work import lapse_requests
from assignments.models import Assignment, Extension, ExtensionRequest, RequestOutcome
from assignments.signals import assignment_moved
from core import clock
from journal.actions import record
from journal.verbs import Verb

# Of one round of the worker, so that a town which was long asleep holds up nobody.
NOTED_AT_ONCE = 200


def _check_term(assignment, due_at: datetime, at: datetime) -> None:
    if assignment.due_at <= at:
        raise ValidationError(
            _("The term is over: it can be moved only before it ends."),
            code="late",
        )
    if due_at <= assignment.due_at:
        raise ValidationError(_("The new term has to be later than the present one."), code="due")


@transaction.atomic
def ask_extension(assignment, *, by, due_at: datetime, reason: str) -> ExtensionRequest:
    """The executor asks for more time before the term ends.

    Raises ValidationError with code `late`, `due`, or `asked` while an earlier request waits.
    """
    assignment = begin(assignment, "ask_extension", by)
    at = clock.now()
    _check_term(assignment, due_at, at)
    if assignment.extension_requests.filter(outcome=RequestOutcome.WAITING).exists():
        raise ValidationError(_("More time is asked for already: wait for the decision."), code="asked")
    request = ExtensionRequest.objects.create(
        assignment=assignment, due_at=due_at, reason=reason, asked_by=by, asked_at=at
    )
    record(Verb.ASSIGNMENT_EXTENSION_ASKED, assignment, by=by, municipality=assignment.municipality, at=at)
    return request


@transaction.atomic
def extend(assignment, *, by, due_at: datetime, reason: str) -> Assignment:
    """Move the term, which has not ended, with a reason that everybody reads.

    Raises ValidationError with code `late` or `due`.
    """
    assignment = begin(assignment, "extend", by)
    at = clock.now()
    _check_term(assignment, due_at, at)
    lapse_requests(assignment, at)
    _extend(assignment, due_at, reason, by, at)
    return assignment


def _extend(assignment, due_at, reason, by, at) -> None:
    Extension.objects.create(
        assignment=assignment, was_due_at=assignment.due_at, due_at=due_at, reason=reason, by=by, at=at
    )
    assignment.due_at = due_at
    assignment.is_overdue_noted = False
    assignment.save(update_fields=["due_at", "is_overdue_noted"])
    record(
        Verb.ASSIGNMENT_EXTENDED,
        assignment,
        by=by,
        municipality=assignment.municipality,
        at=at,
        due=due_at.isoformat(),
    )
    assignment_moved.send(sender=Assignment, assignment=assignment)


def _waiting(request, by) -> ExtensionRequest:
    """The request under the lock of its assignment.

    Raises PermissionDenied to whoever asked, ValidationError with code `decided`.
    """
    request = ExtensionRequest.objects.get(pk=request.pk)
    if request.asked_by_id == by.pk:
        raise PermissionDenied
    if request.outcome != RequestOutcome.WAITING:
        raise ValidationError(_("This request is decided already."), code="decided")
    return request


def _decide(request, outcome, by, at, note) -> None:
    request.outcome, request.decided_by, request.decided_at, request.decision_note = outcome, by, at, note
    request.save(update_fields=["outcome", "decided_by", "decided_at", "decision_note"])


@transaction.atomic
def grant_extension(request, *, by, note: str = "") -> Assignment:
    """Give the time that was asked for.

    Raises ValidationError with code `decided`, or `late` when the term ended meanwhile.
    """
    assignment = begin(request.assignment, "grant_extension", by)
    request = _waiting(request, by)
    at = clock.now()
    _check_term(assignment, request.due_at, at)
    _decide(request, RequestOutcome.GRANTED, by, at, note)
    _extend(assignment, request.due_at, request.reason, by, at)
    return assignment


@transaction.atomic
def refuse_extension(request, *, by, note: str) -> Assignment:
    """Leave the term as it is, and say why. Raises ValidationError with code `decided`."""
    assignment = begin(request.assignment, "refuse_extension", by)
    request = _waiting(request, by)
    at = clock.now()
    _decide(request, RequestOutcome.REFUSED, by, at, note)
    record(Verb.ASSIGNMENT_EXTENSION_REFUSED, assignment, by=by, municipality=assignment.municipality, at=at)
    return assignment


def note_overdue() -> int:
    """The clock: terms that are over, once each; how many. Safe in several workers."""
    late = Assignment.objects.overdue(clock.now()).filter(is_overdue_noted=False)
    keys = list(late.order_by("due_at").values_list("pk", flat=True)[:NOTED_AT_ONCE])
    return sum(_note_if_overdue(pk) for pk in keys)


@transaction.atomic
def _note_if_overdue(pk) -> bool:
    assignment = locked(Assignment(pk=pk))
    at = clock.now()
    if assignment.is_overdue_noted or not assignment.is_overdue(at):
        return False
    assignment.is_overdue_noted = True
    assignment.save(update_fields=["is_overdue_noted"])
    lapse_requests(assignment, at)
    record(Verb.ASSIGNMENT_OVERDUE, assignment, municipality=assignment.municipality, at=at)
    return True
