"""The page of a meeting."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from meetings.models import Meeting


def get_meeting(request, public_id) -> Meeting:
    """One that this person may see in this town; another is as good as missing (404)."""
    found = Meeting.objects.within(request.municipality).visible_to(request.user)
    meeting = get_object_or_404(found.select_related("follow_up_of"), public_id=public_id)
    # The town is known already: acts and rights ask for it many times.
    meeting.municipality = request.municipality
    return meeting


@require_safe
def show(request, public_id):
    return render(request, "meetings/detail.html", {"meeting": get_meeting(request, public_id)})
