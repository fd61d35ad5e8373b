"""Giving an assignment, and giving it to somebody else."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from assignments.actions.moves import _move, begin
from assignments.actions.pictures import digested, keep_pictures
from assignments.models import Assignment, AssignmentState, ReportPhotoKind
from assignments.permissions import can_issue
from core import clock
from journal.actions import record
from journal.verbs import Verb
from municipalities.models import Municipality, StaffMember, StaffRole


def workers_of(municipality, department, now):
    """Those who may be put in charge of an assignment of this department: its specialists, and deciders."""
    staff = StaffMember.objects.within(municipality).serving(municipality.today(now))
    return staff.filter(
        Q(department=department, role=StaffRole.SPECIALIST) | Q(role__in=[StaffRole.CONTROLLER, StaffRole.HEAD])
    )


def _check_executor(municipality, department, executor, now) -> None:
    if executor is not None and not workers_of(municipality, department, now).filter(user=executor).exists():
        raise ValidationError(
            _("This person does not work in the chosen department: choose somebody of it, or nobody."),
            code="executor",
        )


def _check_town(municipality, *things) -> None:
    """What belongs to another town is not spoken of here."""
    if any(thing.municipality_id != municipality.pk for thing in things if thing is not None):
        raise PermissionDenied


def issue(
    *,
    by,
    municipality,
    department,
    due_at,
    title,
    text="",
    community=None,
    place="",
    executor=None,
    co_executors=(),
    source,
    origin_url="",
    origin_title="",
    is_public=True,
    is_personal=False,
    before=(),
) -> Assignment:
    """Promise something by a date: the department learns of it, the desk watches over it.

    `before` are photos (`core.models.Photo`) of how it is now; they stay what they are, private or not. Raises
    PermissionDenied; ValidationError with code `due` for a term that is over before it begins, `executor` for a
    person of another department.
    """
    # Read before the transaction, which would hold up every writer of the town meanwhile.
    pictures = digested(before)
    with transaction.atomic():
        _check_town(municipality, department, community, *co_executors)
        if not can_issue(by, municipality, department, source):
            raise PermissionDenied
        # Numbers are given one after another: the town's row is the queue.
        town = Municipality.objects.select_for_update().get(pk=municipality.pk)
        at = clock.now()
        if due_at <= at:
            raise ValidationError(_("The term has to end later than now."), code="due")
        _check_executor(town, department, executor, at)
        assignment = Assignment(
            number=(Assignment.objects.within(town).aggregate(last=Max("number"))["last"] or 0) + 1,
            municipality=municipality,
            community=community,
            title=title,
            text=text,
            place=place,
            source=source,
            origin_url=origin_url,
            origin_title=origin_title[:200],
            is_public=is_public,
            is_personal=is_personal,
            department=department,
            executor=executor,
            issued_by=by,
            issued_at=at,
            due_at=due_at,
            first_due_at=due_at,
        )
        assignment.save()
        assignment.co_executors.set(other for other in co_executors if other.pk != department.pk)
        keep_pictures(assignment, None, pictures, ReportPhotoKind.BEFORE, borrowed=True)
        record(
            Verb.ASSIGNMENT_ISSUED,
            assignment,
            by=by,
            municipality=municipality,
            at=at,
            department=department.pk,
            due=due_at.isoformat(),
        )
    return assignment


@transaction.atomic
def reassign(assignment, *, by, department, executor=None) -> Assignment:
    """Give it to another department, where it is new, or to another person of the same one.

    Raises ValidationError with code `same` when nothing would change, `executor` for a person of another department.
    """
    assignment = begin(assignment, "reassign", by)
    _check_town(assignment.municipality, department)
    executor_id = executor.pk if executor else None
    if department.pk == assignment.department_id and executor_id == assignment.executor_id:
        raise ValidationError(_("It is with them already."), code="same")
    _check_executor(assignment.municipality, department, executor, clock.now())
    moved = department.pk != assignment.department_id
    was = assignment.department_id
    assignment.department, assignment.executor = department, executor
    if moved:
        assignment.co_executors.remove(department)
    if moved and assignment.state != AssignmentState.ISSUED:
        assignment.accepted_at = None
        _move(assignment, AssignmentState.ISSUED, fields=["department", "executor", "accepted_at"])
    else:
        assignment.save(update_fields=["department", "executor"])
    record(
        Verb.ASSIGNMENT_REASSIGNED,
        assignment,
        by=by,
        municipality=assignment.municipality,
        department=department.pk,
        was=was,
    )
    return assignment
