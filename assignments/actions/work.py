"""What the executor does: takes it on, works, reports."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assignments.actions.moves import _move, begin
from assignments.actions.pictures import PHOTO_LIMIT, bring_before, digested, keep_pictures
from assignments.models import (
    Assignment,
    AssignmentState,
    ExecutionReport,
    ExtensionRequest,
    ReportPhoto,
    ReportPhotoKind,
    RequestOutcome,
    Step,
)
from assignments.signals import assignment_started
from core import clock
from journal.actions import record
from journal.verbs import Verb

STEP_LIMIT = 20


@transaction.atomic
def accept(assignment, *, by) -> Assignment:
    """Take it on; whoever does so is in charge of it when nobody is."""
    assignment = begin(assignment, "accept", by)
    assignment.accepted_at = clock.now()
    if assignment.executor_id is None:
        assignment.executor = by
    _move(assignment, AssignmentState.ACCEPTED, fields=["accepted_at", "executor"])
    record(Verb.ASSIGNMENT_ACCEPTED, assignment, by=by, municipality=assignment.municipality)
    return assignment


def start(assignment, *, by, before=(), taken_on: date | None = None) -> Assignment:
    """Say that the work began, with photos (`core.models.Photo`) of how it was."""
    pictures = digested(before)
    with transaction.atomic():
        assignment = begin(assignment, "start", by)
        at = clock.now()
        if assignment.accepted_at is None:
            assignment.accepted_at = at
        if assignment.executor_id is None:
            assignment.executor = by
        _keep_before(assignment, pictures, taken_on)
        _move(assignment, AssignmentState.IN_PROGRESS, fields=["accepted_at", "executor"])
        record(Verb.ASSIGNMENT_STARTED, assignment, by=by, municipality=assignment.municipality, at=at)
        assignment_started.send(sender=Assignment, assignment=assignment, by=by)
    return assignment


def _keep_before(assignment, pictures, taken_on) -> None:
    kept = ReportPhoto.objects.filter(assignment=assignment, report=None).count()
    _refuse_many(kept + len(pictures))
    _refuse_future(assignment, taken_on)
    keep_pictures(assignment, None, pictures, ReportPhotoKind.BEFORE, taken_on)


def _refuse_many(count: int) -> None:
    if count > PHOTO_LIMIT:
        raise ValidationError(_("No more than %(limit)s pictures."), code="too_many", params={"limit": PHOTO_LIMIT})


def _refuse_future(assignment, day: date | None) -> None:
    if day is not None and day > assignment.municipality.today(clock.now()):
        raise ValidationError(_("This day has not come yet."), code="future")


@transaction.atomic
def plan_step(assignment, *, by, title: str, due_on: date) -> Step:
    """Say what will be done by which day; co-executors may too.

    Raises ValidationError with code `dates` for a day that is past or after the term, `too_many`.
    """
    assignment = begin(assignment, "plan_step", by)
    at = clock.now()
    town = assignment.municipality
    if not town.today(at) <= due_on <= town.today(assignment.due_at):
        raise ValidationError(_("Choose a day from today to the end of the term."), code="dates")
    if assignment.steps.count() >= STEP_LIMIT:
        raise ValidationError(_("No more than %(limit)s steps."), code="too_many", params={"limit": STEP_LIMIT})
    step = Step.objects.create(assignment=assignment, title=title, due_on=due_on)
    record(Verb.ASSIGNMENT_STEP_PLANNED, assignment, by=by, municipality=town, at=at, step=step.pk)
    return step


@transaction.atomic
def finish_step(step, *, by) -> Step:
    """Mark a step as done. Raises ValidationError with code `done` when it is."""
    assignment = begin(step.assignment, "finish_step", by)
    step = Step.objects.select_for_update(of=["self"]).get(pk=step.pk)
    if step.done_at is not None:
        raise ValidationError(_("This step is done already."), code="done")
    step.done_at = clock.now()
    step.save(update_fields=["done_at"])
    record(Verb.ASSIGNMENT_STEP_DONE, assignment, by=by, municipality=assignment.municipality, step=step.pk)
    return step


def report(assignment, *, by, text: str, before=(), after=(), taken_on: date | None = None) -> ExecutionReport:
    """Say what was done, with photos (`core.models.Photo`); the controller checks it.

    `before` adds to what was taken before the work; `taken_on` is the day of the pictures `after`. They stay private
    until the report is accepted. Raises ValidationError with code `too_many`, `future`.
    """
    pictures = digested(before), digested(after)
    for found in pictures:
        _refuse_many(len(found))
    with transaction.atomic():
        assignment = begin(assignment, "report", by)
        _refuse_future(assignment, taken_on)
        at = clock.now()
        row = ExecutionReport.objects.create(assignment=assignment, text=text, by=by, at=at)
        keep_pictures(assignment, row, pictures[0], ReportPhotoKind.BEFORE)
        keep_pictures(
            assignment, row, pictures[1], ReportPhotoKind.AFTER, taken_on or assignment.municipality.today(at)
        )
        bring_before(assignment, row)
        # Whoever has done it needs no more time.
        lapse_requests(assignment, at)
        assignment.reported_at = at
        if assignment.accepted_at is None:
            assignment.accepted_at = at
        if assignment.executor_id is None:
            assignment.executor = by
        _move(assignment, AssignmentState.REPORTED, fields=["reported_at", "accepted_at", "executor"])
        record(
            Verb.ASSIGNMENT_REPORTED,
            assignment,
            by=by,
            municipality=assignment.municipality,
            at=at,
            report=row.pk,
        )
    return row


def lapse_requests(assignment, at) -> None:
    """A request for more time that nobody decided and that no longer matters."""
    ExtensionRequest.objects.filter(assignment=assignment, outcome=RequestOutcome.WAITING).update(
        outcome=RequestOutcome.LAPSED, decided_at=at
    )
