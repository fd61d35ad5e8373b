"""What the pages of the working place share: who enters, which message, how an act is asked for and done."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from appeals import actions
from appeals import permissions as may
from appeals.models import Appeal
from appeals.views.frame import fail
from municipalities.permissions import is_official

SHOWN = (
    "municipality",
    "community",
    "category",
    "department",
    "author",
    "assignment__department",
    "assignment__executor",
    # What was voiced at a meeting: of an app below, by the accessor that it leaves here.
    "problem__meeting",
)


def official(view):
    """Those who speak for the administration of the town."""

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request, *args, **kwargs):
        # Of one message it is asked when the message is found: another town's is not there at all.
        if "public_id" not in kwargs and not is_official(request.user, request.municipality):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def get_appeal(request, public_id) -> Appeal:
    """A message that this official may see; nobody works on their own (decision 10)."""
    found = Appeal.objects.within(request.municipality).visible_to(request.user).select_related(*SHOWN, "duplicate_of")
    appeal = get_object_or_404(found, public_id=public_id)
    if not may.can_note(request.user, appeal):
        raise PermissionDenied
    return appeal


def act_page(request, appeal, act, form, do, *, title, button, said, text="", danger=False, asked=True, **more):
    """Ask, act, answer. `do(cleaned)` performs the act; what cannot be done now is said on the message's sheet.

    Without `asked` the form was sent only to be looked at.
    """
    if not actions.ACTS[act].may(request.user, appeal):
        raise PermissionDenied
    if request.method == "POST":
        if asked and form.is_valid():
            try:
                do(form.cleaned_data)
            except ValidationError as refusal:
                fail(form, refusal)
            else:
                messages.success(request, said)
                return redirect("appeals:sheet", appeal.public_id)
    elif not actions.can(request.user, appeal, act):
        return redirect("appeals:sheet", appeal.public_id)
    context = {"appeal": appeal, "form": form, "title": title, "button": button, "text": text, "danger": danger}
    return render(request, "appeals/desk/act.html", context | more)
