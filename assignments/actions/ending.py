"""Decisions on a report, and the ends."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from assignments.actions.moves import _move, begin, locked
from assignments.actions.terms import _extend
from assignments.actions.work import lapse_requests
from assignments.models import Assignment, AssignmentState, ExecutionReport, ReportOutcome
from assignments.signals import assignment_closed
from core import clock, photos
from journal.actions import record
from journal.verbs import Verb
from municipalities.working import due_at as due_after

# Working days given anew when residents dispute what was accepted and the term is over.
DAYS_AFTER_DISPUTE = 5


def _decide_report(assignment, outcome, by, at, note) -> ExecutionReport | None:
    report = assignment.reports.filter(outcome=ReportOutcome.WAITING).first()
    if report is not None:
        report.outcome, report.decided_by, report.decided_at, report.decision_note = outcome, by, at, note
        report.save(update_fields=["outcome", "decided_by", "decided_at", "decision_note"])
    return report


@transaction.atomic
def send_back(assignment, *, by, note: str) -> Assignment:
    """Return a report for rework, with what is missing; the term stays as it is."""
    assignment = begin(assignment, "send_back", by)
    at = clock.now()
    report = _decide_report(assignment, ReportOutcome.RETURNED, by, at, note)
    _move(assignment, AssignmentState.RETURNED)
    record(Verb.ASSIGNMENT_RETURNED, assignment, by=by, municipality=assignment.municipality, at=at, report=report.pk)
    return assignment


@transaction.atomic
def close(assignment, *, by, note: str = "") -> Assignment:
    """Accept the report and remove the assignment from control; its pictures become public with it."""
    assignment = begin(assignment, "close", by)
    at = clock.now()
    report = _decide_report(assignment, ReportOutcome.ACCEPTED, by, at, note)
    if assignment.is_public:
        photos.publish([row.photo for row in report.photos.filter(is_borrowed=False).select_related("photo")])
    _end(assignment, AssignmentState.DONE, by, at, note)
    record(Verb.ASSIGNMENT_DONE, assignment, by=by, municipality=assignment.municipality, at=at, report=report.pk)
    assignment_closed.send(sender=Assignment, assignment=assignment, by=by)
    return assignment


@transaction.atomic
def cancel(assignment, *, by, reason: str) -> Assignment:
    """Take back what was promised, and say why. Raises ValidationError with code `reason` without words."""
    assignment = begin(assignment, "cancel", by)
    if not reason.strip():
        raise ValidationError(_("Say why it is cancelled: residents read it."), code="reason")
    at = clock.now()
    _decide_report(assignment, ReportOutcome.RETURNED, by, at, reason)
    lapse_requests(assignment, at)
    _end(assignment, AssignmentState.CANCELLED, by, at, reason)
    record(Verb.ASSIGNMENT_CANCELLED, assignment, by=by, municipality=assignment.municipality, at=at)
    assignment_closed.send(sender=Assignment, assignment=assignment, by=by)
    return assignment


def _end(assignment, to, by, at, note) -> None:
    assignment.closed_at, assignment.closed_by, assignment.closing_note = at, by, note
    _move(assignment, to, fields=["closed_at", "closed_by", "closing_note"])


@transaction.atomic
def dispute(assignment, *, by=None, reason: str, due_at: datetime | None = None) -> Assignment:
    """Residents do not agree that it is done: the work goes back to its executor.

    No view calls it: who may dispute is asked by the act of the thing it came from. A term that is over begins anew,
    until `due_at` or for DAYS_AFTER_DISPUTE working days. Raises ValidationError with code `not_now`.
    """
    assignment = locked(assignment)
    if assignment.state != AssignmentState.DONE:
        raise ValidationError(
            _("This cannot be done now: the state of the assignment is “%(state)s”."),
            code="not_now",
            params={"state": assignment.get_state_display()},
        )
    at = clock.now()
    report = assignment.reports.filter(outcome=ReportOutcome.ACCEPTED).order_by("-pk").first()
    report.disputed_at, report.dispute_reason = at, reason[:1000]
    report.save(update_fields=["disputed_at", "dispute_reason"])
    assignment.closed_at = assignment.closed_by = None
    assignment.closing_note = ""
    _move(assignment, AssignmentState.RETURNED, fields=["closed_at", "closed_by", "closing_note"])
    record(
        Verb.ASSIGNMENT_RETURNED,
        assignment,
        by=by,
        municipality=assignment.municipality,
        at=at,
        report=report.pk,
        disputed=True,
    )
    if due_at is None and assignment.due_at <= at:
        due_at = due_after(assignment.municipality, at, DAYS_AFTER_DISPUTE, "days", department=assignment.department)
    if due_at is not None and due_at > assignment.due_at:
        # Written for everybody, so in the language of the site and not of who disputes.
        with translation.override(settings.LANGUAGE_CODE):
            why = str(_("Residents disputed the outcome"))
        _extend(assignment, due_at, why, None, at)
    return assignment
