"""The page of an assignment, and its pictures."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assignments import actions
from assignments.links import act_links
from assignments.models import RequestOutcome
from assignments.permissions import can_carry_out, can_open_desk
from assignments.reports import shown_reports
from assignments.timeline import timeline_of
from assignments.views.act_page import get_assignment
from core import photos
from municipalities.permissions import is_official

SMALL_SIDE = 480


@require_safe
def show(request, public_id):
    """What was promised, who answers, by when, and what came of it; staff see what they can do."""
    assignment = get_assignment(request, public_id)
    user, town = request.user, request.municipality
    official = is_official(user, town)
    possible = actions.possible(user, assignment) if official else set()
    requests = list(assignment.extension_requests.select_related("asked_by")) if official else []
    carries_out = official and can_carry_out(user, assignment)
    return render(
        request,
        "assignments/detail.html",
        {
            "assignment": assignment,
            "is_overdue": assignment.is_overdue(request.now),
            "co_executors": list(assignment.co_executors.all()),
            "steps": list(assignment.steps.all()),
            "extensions": list(assignment.extensions.all()),
            "reports": shown_reports(assignment, official=official),
            "kept_before": list(assignment.photos.filter(report=None).select_related("photo")) if official else [],
            "requests": requests,
            "waiting": next((one for one in requests if one.outcome == RequestOutcome.WAITING), None),
            "timeline": timeline_of(assignment, with_internal=official),
            "may": possible,
            "links": act_links(possible, assignment),
            "official": official,
            "carries_out": carries_out,
            "has_desk": official and can_open_desk(user, town),
        },
    )


@require_safe
def photo(request, public_id, photo_id):
    """A picture that is not public yet, for those who work on it."""
    assignment = get_assignment(request, public_id)
    if not is_official(request.user, request.municipality):
        raise Http404
    row = get_object_or_404(
        assignment.photos.select_related("photo").order_by("pk").distinct(), photo__public_id=photo_id
    )
    return photos.response(row.photo, side=SMALL_SIDE if "small" in request.GET else None)
