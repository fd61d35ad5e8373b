"""A promise with a date: taking under control, what becomes of the assignment, giving to another department."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from appeals.actions import clocks
from appeals.actions.moves import begin, locked, move
from appeals.models import ALLOWED, Appeal, AppealSource, AppealState, Reply, ReplyKind
from assignments.actions import issue
from assignments.models import AssignmentSource, AssignmentState, ReportOutcome
from core import clock
from journal.actions import record
from journal.verbs import Verb


@transaction.atomic
def take_under_control(
    appeal, *, by, department, due_at, executor=None, co_executors=(), title="", text="", is_personal=False
) -> Appeal:
    """Promise the author a date: the message becomes a department's assignment.

    Raises ValidationError with code `past`, `department` or what `assignments.actions.issue` raises.
    """
    appeal = begin(appeal, "take_under_control", by)
    at = clock.now()
    if due_at <= at:
        raise ValidationError({"due_at": ValidationError(_("The date has to be ahead."), code="past")})
    if department.municipality_id != appeal.municipality_id:
        raise ValidationError(_("There is no such department in this town."), code="department")
    appeal.assignment = issue(
        by=by,
        municipality=appeal.municipality,
        department=department,
        due_at=due_at,
        title=title or appeal.title,
        text=text or appeal.text,
        community=appeal.community,
        place=appeal.place,
        executor=executor,
        co_executors=co_executors,
        source=AssignmentSource.MEETING if appeal.source == AppealSource.MEETING else AssignmentSource.APPEAL,
        origin_url=appeal.get_absolute_url(),
        origin_title=_origin(appeal),
        is_public=appeal.is_public,
        is_personal=is_personal,
        before=[row.photo for row in appeal.photos.select_related("photo")],
    )
    appeal.department = department
    move(appeal, AppealState.UNDER_CONTROL, at=at, fields=["assignment", "department"])
    record(
        Verb.APPEAL_TAKEN_UNDER_CONTROL,
        appeal,
        by=by,
        municipality=appeal.municipality,
        at=at,
        assignment=appeal.assignment_id,
        department=department.pk,
    )
    return appeal


def _origin(appeal: Appeal) -> str:
    return f"№ {appeal.number}. {appeal.title}"


@transaction.atomic
def route(appeal, *, by, department, category=None) -> Appeal:
    """Give to the department in charge, and set right what it is about; the promise to the author stays.

    Raises ValidationError with code `department` or `category`.
    """
    appeal = begin(appeal, "route", by)
    if department.municipality_id != appeal.municipality_id:
        raise ValidationError(_("There is no such department in this town."), code="department")
    if category is not None and category.municipality_id != appeal.municipality_id:
        raise ValidationError(_("There is no such category in this town."), code="category")
    if department.pk == appeal.department_id and (category is None or category.pk == appeal.category_id):
        return appeal
    was = appeal.department_id
    appeal.department = department
    if category is not None:
        appeal.category = category
    appeal.save(update_fields=["department", "category"])
    record(Verb.APPEAL_ROUTED, appeal, by=by, municipality=appeal.municipality, department=department.pk, was=was)
    return appeal


@transaction.atomic
def begin_work(assignment) -> None:
    """The executor began: the message is in progress. Heard inside the act of the assignment."""
    for appeal in Appeal.objects.filter(assignment=assignment):
        appeal = locked(appeal)
        if AppealState.IN_PROGRESS in ALLOWED[appeal.state]:
            move(appeal, AppealState.IN_PROGRESS)
            record(Verb.APPEAL_WORK_STARTED, appeal, municipality=appeal.municipality, assignment=assignment.pk)


@transaction.atomic
def take_outcome(assignment, *, by) -> None:
    """The assignment was removed from control or cancelled: tell the author what was done, or promise a word again."""
    for appeal in Appeal.objects.filter(assignment=assignment):
        appeal = locked(appeal)
        if assignment.state == AssignmentState.DONE:
            _done(appeal, assignment, by)
        else:
            _cancelled(appeal, assignment)


def _done(appeal, assignment, by) -> None:
    at = clock.now()
    report = assignment.reports.filter(outcome=ReportOutcome.ACCEPTED).last()
    words = report.text if report else str(_("The work is done."))
    # The department's words, whichever of its people wrote them.
    reply = Reply.objects.create(
        appeal=appeal,
        kind=ReplyKind.ANSWER,
        text=words,
        author=report.by if report else by,
        at=at,
        is_official=True,
        department=assignment.department,
    )
    appeal.answered_at = at
    appeal.dispute_until = clocks.dispute_until(appeal, at)
    move(appeal, AppealState.DONE, at=at, fields=["answered_at", "dispute_until"])
    record(Verb.APPEAL_DONE, appeal, by=by, municipality=appeal.municipality, at=at, reply=reply.pk)


def _cancelled(appeal, assignment) -> None:
    """The promise is no more: the message waits for an answer again, with a new term."""
    at = clock.now()
    clocks.start(appeal, at)
    appeal.reopened_count += 1
    if appeal.state == AppealState.REOPENED:
        appeal.save(update_fields=[*clocks.FIELDS, "reopened_count"])
    else:
        move(appeal, AppealState.REOPENED, at=at, fields=[*clocks.FIELDS, "reopened_count"])
    record(
        Verb.APPEAL_REOPENED,
        appeal,
        municipality=appeal.municipality,
        at=at,
        assignment=assignment.pk,
        reason="cancelled",
    )
