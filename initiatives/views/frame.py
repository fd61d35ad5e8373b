"""The frame of the form that posts an initiative: its steps, and the way from one to the next."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives import permissions as may
from initiatives.models import Initiative, InitiativeState

STEPS = {
    "start": gettext_lazy("The yard"),
    "text": gettext_lazy("Description and photos"),
    "money": gettext_lazy("Money and dates"),
    "group": gettext_lazy("Initiative group"),
    "check": gettext_lazy("Check"),
}
# What was returned for rework is public, and its text is changed on its page (decision 7).
REWORK_STEPS = {
    "text": gettext_lazy("Photos and place"),
    "money": gettext_lazy("Money and dates"),
    "group": gettext_lazy("Documents"),
}


def steps_of(initiative: Initiative | None) -> dict:
    """The steps that this initiative still goes through; none once it was sent."""
    if initiative is None or initiative.state == InitiativeState.DRAFT:
        return STEPS
    return REWORK_STEPS if initiative.state == InitiativeState.REWORK else {}


def visible(request):
    """Initiatives of this town that this person may see."""
    return (
        Initiative.objects.within(request.municipality)
        .visible_to(request.user)
        .select_related("community", "municipality")
    )


def get_draft(request, public_id) -> Initiative:
    """The draft with this address. Raises Http404; PermissionDenied for those who see it but do not write it."""
    initiative = get_object_or_404(visible(request), public_id=public_id)
    if not may.can_edit(request.user, initiative):
        raise PermissionDenied
    return initiative


def show_step(request, step, initiative=None, **context):
    """A page of the form with the way through it."""
    steps = steps_of(initiative)
    order = list(steps)
    number = order.index(step)
    way = [
        {
            "title": title,
            "state": "now" if name == step else "done" if place < number else "",
            "url": initiative and name != step and _address(initiative, name),
        }
        for place, (name, title) in enumerate(steps.items())
    ]
    context.update(
        initiative=initiative,
        step=step,
        number=number + 1,
        total=len(order),
        way=way,
        back=_address(initiative, order[number - 1]) if number else "",
        is_rework=steps is REWORK_STEPS,
    )
    return render(request, f"initiatives/form_{step}.html", context)


def _address(initiative, step):
    return reverse("initiatives:edit", args=[initiative.public_id, step])


def after(request, initiative, step):
    """Where a saved step leads: onwards, or back to itself when it was only to be saved; from the last to the page."""
    order = list(steps_of(initiative))
    is_rework = initiative.state == InitiativeState.REWORK
    if request.POST.get("go") == "draft":
        messages.success(
            request,
            _("The changes are saved, and everybody sees them.")
            if is_rework
            else _("The draft is saved. You can go on later, from any device."),
        )
        return redirect("initiatives:edit", initiative.public_id, step)
    if step == order[-1]:
        messages.success(request, _("The changes are saved. Now send the initiative again."))
        return redirect(initiative)
    return redirect("initiatives:edit", initiative.public_id, order[order.index(step) + 1])
