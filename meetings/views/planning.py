"""Calling a meeting: the plan, its correction, and the meeting that checks what came of an earlier one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from communities.permissions import activist_communities
from meetings import actions
from meetings.forms import USUAL_HOURS, MeetingForm, places_for, written
from meetings.models import MeetingState
from meetings.permissions import can_plan_in, can_plan_something
from meetings.promises import open_promises
from meetings.views.detail import get_meeting


def _form(request, *, initial, **options):
    town, user = request.municipality, request.user
    is_official = can_plan_in(user, town)
    places = places_for(town, None if is_official else activist_communities(user))
    typed = request.POST if request.method == "POST" else None
    return MeetingForm(typed, town=town, places=places, is_official=is_official, initial=initial, **options)


def _page(request, form, do, *, title, button, meeting=None, first=None):
    """The form, and the act it leads to; what was typed stays on the screen when the act refuses."""
    if request.method == "POST" and form.is_valid():
        try:
            done = do(form.fields_of_meeting())
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request,
                _("The changes are saved.")
                if done.is_public
                else _("The meeting stands in the plan. Residents see it when you announce it."),
            )
            return redirect(done)
    context = {"form": form, "title": title, "button": button, "meeting": meeting, "first": first}
    return render(request, "meetings/form.html", context)


@login_required
def new(request):
    """Plan a meeting."""
    town = request.municipality
    if not can_plan_something(request.user, town):
        raise PermissionDenied
    begins, ends = USUAL_HOURS
    initial = {"begins": begins, "ends": ends}
    asked = request.GET.get("community", "")
    place = places_for(town).filter(slug=asked).first() if asked else None
    if place:
        initial |= {"communities": [place.pk], "latitude": place.latitude, "longitude": place.longitude}
    return _page(
        request,
        _form(request, initial=initial),
        lambda fields: actions.plan(by=request.user, municipality=town, **fields),
        title=_("Plan a meeting"),
        button=_("Put into the plan"),
    )


@login_required
def edit(request, public_id):
    """Set a meeting right."""
    meeting = get_meeting(request, public_id)
    if not actions.ACTS["change"].may(request.user, meeting):
        raise PermissionDenied
    if not actions.can(request.user, meeting, "change", request.now):
        return redirect(meeting)
    return _page(
        request,
        _form(request, initial=written(meeting), fixed=meeting.state != MeetingState.PLANNED),
        lambda fields: actions.change(meeting, by=request.user, **fields),
        title=_("Correct the meeting"),
        button=_("Save the changes"),
        meeting=meeting,
    )


@login_required
def follow_up(request, public_id):
    """Plan the meeting at which residents hear what came of this one; its promises stand in the agenda already."""
    first = get_meeting(request, public_id)
    if not actions.ACTS["plan_follow_up"].may(request.user, first):
        raise PermissionDenied
    if not actions.can(request.user, first, "plan_follow_up", request.now):
        return redirect(first)
    initial = {
        **written(first),
        "day": None,
        "title": _("What came of it: %(title)s") % {"title": first.title},
        "text": "",
        "agenda": "\n".join(open_promises(first)),
    }
    initial["title"] = initial["title"][:120]
    return _page(
        request,
        _form(request, initial=initial),
        lambda fields: actions.plan_follow_up(first, by=request.user, **fields),
        title=_("Plan a follow-up meeting"),
        button=_("Put into the plan"),
        first=first,
    )
