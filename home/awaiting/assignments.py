"""What awaits a person of assignments: the executor, and the controller."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.models import Assignment, AssignmentState, ExtensionRequest, RequestOutcome
from assignments.permissions import can_open_desk, can_work, departments_of
from home.awaiting.task import LIMIT, Task

S = AssignmentState


def _task(kind, what, assignment, url="") -> Task:
    where = assignment.community.title if assignment.community else assignment.place
    return Task(kind, what, assignment.title, url or assignment.get_absolute_url(), where, assignment.due_at)


def tasks(user, town, now) -> list[Task]:
    return [*_of_executor(user, town, now), *_of_controller(user, town, now)]


def _of_executor(user, town, now) -> list[Task]:
    """The most urgent ones of the department: to rework, to accept, to report on."""
    if not can_work(user, town):
        return []
    words = {
        S.RETURNED: _("Rework and report again"),
        S.ISSUED: _("Accept the assignment"),
        S.ACCEPTED: _("Carry out and report"),
        S.IN_PROGRESS: _("Carry out and report"),
    }
    ours = Q(executor=user) | Q(department__in=departments_of(user, town), executor=None)
    rows = Assignment.objects.within(town).filter(ours, state__in=words).select_related("community")
    return [_task("assignment", words[row.state], row) for row in rows.order_by("due_at", "pk")[:LIMIT]]


def _of_controller(user, town, now) -> list[Task]:
    """Requests for time, which end with their terms; reports to check; what is overdue, as one line."""
    if not can_open_desk(user, town):
        return []
    asked = ExtensionRequest.objects.filter(outcome=RequestOutcome.WAITING, assignment__municipality=town)
    asked = asked.exclude(asked_by=user).select_related("assignment__community").order_by("assignment__due_at", "pk")
    found = [_task("assignment_term", _("Decide on more time"), row.assignment) for row in asked[:LIMIT]]
    reported = Assignment.objects.within(town).filter(state=S.REPORTED).exclude(executor=user)
    rows = reported.select_related("community").order_by("due_at", "pk")
    found += [_task("assignment_report", _("Check the report"), row) for row in rows[:LIMIT]]
    latest = Assignment.objects.within(town).overdue(now).select_related("community").order_by("due_at", "pk").first()
    if latest is not None:
        found.append(
            _task(
                "assignment_late",
                _("Look at what is overdue"),
                latest,
                f"{reverse('assignments:control')}?tab=overdue",
            )
        )
    return found
