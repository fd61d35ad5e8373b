"""Who is told of what happens to assignments: the executor, the controllers, the head. Those who asked for the work
hear of it through what the assignment came from."""

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from journal.verbs import Verb
from municipalities.models import StaffMember, StaffRole
from notifications.told.line import Line


def _serving(assignment):
    return StaffMember.objects.within(assignment.municipality).serving(assignment.municipality.today())


def _executor(event, assignment) -> Q:
    """The person in charge; while there is none, every specialist of the department."""
    if assignment.executor_id is not None:
        return Q(pk=assignment.executor_id)
    ours = _serving(assignment).filter(role=StaffRole.SPECIALIST, department=assignment.department_id)
    return Q(pk__in=ours.values("user"))


def _department(event, assignment) -> Q:
    """A new one concerns the department and those who help it."""
    departments = [assignment.department_id, *assignment.co_executors.values_list("pk", flat=True)]
    ours = _serving(assignment).filter(role=StaffRole.SPECIALIST, department__in=departments)
    return _executor(event, assignment) | Q(pk__in=ours.values("user"))


def _controllers(event, assignment) -> Q:
    """Those who watch over promises; the head over those under personal control."""
    roles = [StaffRole.CONTROLLER, StaffRole.HEAD] if assignment.is_personal else [StaffRole.CONTROLLER]
    return Q(pk__in=_serving(assignment).filter(role__in=roles).values("user"))


def _all_concerned(event, assignment) -> Q:
    """A term that is over: nobody says later that they did not know."""
    deciders = _serving(assignment).filter(role__in=[StaffRole.CONTROLLER, StaffRole.HEAD])
    return _executor(event, assignment) | Q(pk__in=deciders.values("user"))


def _until(event, assignment) -> dict[str, str]:
    return {
        "number": str(assignment.number),
        "until": date_format(timezone.localtime(assignment.due_at), gettext("j F, H:i")),
        "department": assignment.department.name,
    }


TOLD: dict[str, Line] = {
    Verb.ASSIGNMENT_ISSUED: Line(
        _department,
        _("A new assignment"),
        _("No. %(number)s “%(title)s” is given to %(department)s. Term: %(until)s."),
        details=_until,
    ),
    Verb.ASSIGNMENT_REASSIGNED: Line(
        _department,
        _("An assignment is given to your department"),
        _("No. %(number)s “%(title)s” is given to %(department)s. Term: %(until)s."),
        details=_until,
    ),
    Verb.ASSIGNMENT_EXTENSION_ASKED: Line(
        _controllers,
        _("More time is asked for"),
        _("%(department)s asks for more time for No. %(number)s “%(title)s”. Decide while the term lasts: %(until)s."),
        details=_until,
    ),
    Verb.ASSIGNMENT_EXTENSION_REFUSED: Line(
        _executor,
        _("More time was refused"),
        _("The term of No. %(number)s “%(title)s” stays: %(until)s."),
        details=_until,
    ),
    Verb.ASSIGNMENT_EXTENDED: Line(
        _executor,
        _("The term of an assignment was moved"),
        _("The new term of No. %(number)s “%(title)s”: %(until)s."),
        mailed=False,
        details=_until,
    ),
    Verb.ASSIGNMENT_REPORTED: Line(
        _controllers,
        _("A report to check"),
        _("%(department)s has reported on No. %(number)s “%(title)s”."),
        mailed=False,
        details=_until,
    ),
    Verb.ASSIGNMENT_RETURNED: Line(
        _executor,
        _("An assignment came back"),
        _("No. %(number)s “%(title)s” has to be reworked. Term: %(until)s."),
        details=_until,
    ),
    Verb.ASSIGNMENT_DONE: Line(
        _executor,
        _("Your report is accepted"),
        _("No. %(number)s “%(title)s” is removed from control."),
        mailed=False,
        details=_until,
    ),
    Verb.ASSIGNMENT_CANCELLED: Line(
        _executor,
        _("An assignment is cancelled"),
        _("No. %(number)s “%(title)s” is cancelled, nothing has to be done."),
        details=_until,
    ),
    Verb.ASSIGNMENT_OVERDUE: Line(
        _all_concerned,
        _("The term of an assignment is over"),
        _("No. %(number)s “%(title)s” is overdue: %(department)s promised it by %(until)s."),
        details=_until,
    ),
}
