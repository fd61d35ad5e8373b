"""The course of an assignment, read from the journal."""

from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from core.moments import moment
from journal.models import Event
from journal.verbs import Verb
from municipalities.models import Department, StaffMember

# What everybody may read of a public one. Requests for time are between the executor and the controller.
STEPS = (
    Verb.ASSIGNMENT_ISSUED,
    Verb.ASSIGNMENT_ACCEPTED,
    Verb.ASSIGNMENT_STARTED,
    Verb.ASSIGNMENT_REASSIGNED,
    Verb.ASSIGNMENT_STEP_PLANNED,
    Verb.ASSIGNMENT_STEP_DONE,
    Verb.ASSIGNMENT_EXTENDED,
    Verb.ASSIGNMENT_REPORTED,
    Verb.ASSIGNMENT_RETURNED,
    Verb.ASSIGNMENT_DONE,
    Verb.ASSIGNMENT_CANCELLED,
    Verb.ASSIGNMENT_OVERDUE,
)
INTERNAL = (Verb.ASSIGNMENT_EXTENSION_ASKED, Verb.ASSIGNMENT_EXTENSION_REFUSED)
LONGEST = 100


def timeline_of(assignment, *, with_internal=False) -> list[Event]:
    """The latest LONGEST steps, newest first; three queries whatever their number.

    Each has `position`, the office of who did it, or None for the clock and for residents; and `detail`, a word more.
    """
    town = assignment.municipality
    positions = (
        StaffMember.objects.within(town)
        .filter(user__actor_key=OuterRef("actor_key"))
        .exclude(position="")
        .order_by("pk")
        .values("position")[:1]
    )
    verbs = [*STEPS, *INTERNAL] if with_internal else STEPS
    events = Event.objects.about(assignment).filter(verb__in=verbs).order_by("-pk")
    found = list(events.annotate(position=Subquery(positions))[:LONGEST])
    departments = dict(Department.objects.within(town).values_list("pk", "name"))
    for event in found:
        event.detail = _detail(event, departments)
    return found


def _detail(event, departments) -> str:
    data = event.data
    if event.verb == Verb.ASSIGNMENT_EXTENDED:
        return _("until %(moment)s") % {"moment": moment(datetime.fromisoformat(data["due"]))}
    if event.verb in (Verb.ASSIGNMENT_ISSUED, Verb.ASSIGNMENT_REASSIGNED):
        return departments.get(data.get("department"), "")
    if data.get("disputed"):
        return _("residents do not agree with the outcome")
    return ""
