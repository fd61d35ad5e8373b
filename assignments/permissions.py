"""Who may do what with an assignment. When it may be done is told by `assignments.actions.ACTS`."""

from assignments.models import Assignment, AssignmentSource, AssignmentState, ReportOutcome
from core import clock
from municipalities.models import StaffMember, StaffRole
from municipalities.permissions import is_decider, is_official, staff_roles
from municipalities.terms import is_over


def departments_of(user, municipality) -> frozenset[int]:
    """The departments whose specialist this person is now; read once per request."""
    if StaffRole.SPECIALIST not in staff_roles(user, municipality):
        return frozenset()
    known = user.__dict__.setdefault("_departments", {})
    if municipality.pk not in known:
        rows = StaffMember.objects.within(municipality).filter(user=user, role=StaffRole.SPECIALIST)
        known[municipality.pk] = frozenset(
            department
            for department, last_day in rows.values_list("department", "term_ends_on")
            if department is not None and not is_over(last_day, municipality.timezone, clock.glance())
        )
    return known[municipality.pk]


def can_open_desk(user, municipality) -> bool:
    """The control desk: the controller and the head."""
    return is_decider(user, municipality)


def can_work(user, municipality) -> bool:
    """The desk of one's department: whoever speaks for the administration."""
    return is_official(user, municipality)


def can_issue(user, municipality, department, source) -> bool:
    """The controller and the head to anybody; a specialist to their own department.

    At a meeting the head gives the word, and whoever of the administration is at the desk writes it down.
    """
    if source == AssignmentSource.MEETING and is_official(user, municipality):
        return True
    return is_decider(user, municipality) or department.pk in departments_of(user, municipality)


def can_carry_out(user, assignment: Assignment) -> bool:
    """The person in charge, or any specialist of the department: a colleague stands in for one who is away."""
    if not is_official(user, assignment.municipality):
        return False
    return assignment.executor_id == user.pk or assignment.department_id in departments_of(
        user, assignment.municipality
    )


def can_plan(user, assignment) -> bool:
    """Steps are also planned and done by co-executors."""
    if can_carry_out(user, assignment):
        return True
    mine = departments_of(user, assignment.municipality)
    return bool(mine) and any(department.pk in mine for department in assignment.co_executors.all())


def can_reassign(user, assignment) -> bool:
    return is_decider(user, assignment.municipality)


def can_decide(user, assignment) -> bool:
    """The controller and the head; nobody decides on work of their own (decision 10)."""
    if not is_decider(user, assignment.municipality) or assignment.executor_id == user.pk:
        return False
    if assignment.state != AssignmentState.REPORTED:
        return True
    return not assignment.reports.filter(outcome=ReportOutcome.WAITING, by=user).exists()
