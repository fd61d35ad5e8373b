"""The page of one act: a question, a form, a button. What its buttons do is in `meetings.actions`."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render

from meetings import actions
from meetings.views.detail import fragment


def act_page(request, meeting, act, do, *, title, button, said, form=None, part="", refuse=None, **words):
    """Ask, act, answer. `do(form)` performs the act; `part` names the fragment that answers htmx.

    The forbidden get 403; what cannot be done now is said in words on the meeting's page. `words`: `text`, `danger`,
    `template` and whatever the template shows besides.
    """
    if not actions.ACTS[act].may(request.user, meeting):
        raise PermissionDenied
    swaps = bool(part) and bool(request.htmx) and request.method == "POST"
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            do(form)
        except ValidationError as refusal:
            if form is None:
                messages.error(request, " ".join(refusal.messages))
                return fragment(request, meeting, part) if swaps else redirect(meeting)
            (refuse or (lambda error: form.add_error(None, error)))(refusal)
        else:
            if swaps:
                return fragment(request, meeting, part)
            messages.success(request, said)
            return redirect(meeting)
    elif request.method != "POST" and not actions.can(request.user, meeting, act, request.now):
        messages.info(request, _too_late(meeting))
        return redirect(meeting)
    template = words.pop("template", "meetings/act.html")
    return render(request, template, {"meeting": meeting, "form": form, "title": title, "button": button, **words})


def _too_late(meeting) -> str:
    return f"{meeting.title}: {meeting.get_state_display()}"
