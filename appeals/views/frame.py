"""What the pages of residents share: which messages they see, how an act is asked for and done."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.shortcuts import get_object_or_404, redirect, render

from appeals import actions
from appeals.models import Appeal

ANSWERS = 10


def visible(request):
    """Messages of this town that this person may read."""
    return Appeal.objects.within(request.municipality).visible_to(request.user)


def get_appeal(request, public_id, *related) -> Appeal:
    """One that this person may read; another is as good as missing (404)."""
    found = visible(request).select_related("community", "category", "department", "assignment", *related)
    appeal = get_object_or_404(found, public_id=public_id)
    appeal.municipality = request.municipality
    return appeal


def answers_page(request, appeal) -> Page:
    """What was said about a message, in its order: the latest first page of it, or the one that the address names."""
    rows = appeal.replies.select_related("author", "department").order_by("-pk")
    page = Paginator(rows, ANSWERS).get_page(request.GET.get("replies"))
    page.object_list = list(page.object_list)[::-1]
    return page


def fail(form, refusal: ValidationError) -> None:
    """Show an act's refusal at the field it names, else above the form."""
    if hasattr(refusal, "error_dict"):
        for name, errors in refusal.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, refusal)


def plain_act(request, public_id, act, *, title, button, said, text="", fragment=None):
    """An act that needs nothing but to be confirmed; `fragment(request, appeal)` answers htmx."""
    appeal = get_appeal(request, public_id)
    _refuse_forbidden(request, appeal, act)
    if request.method == "POST":
        try:
            getattr(actions, act)(appeal, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            if fragment and request.htmx:
                return fragment(request, public_id)
            messages.success(request, said)
        return redirect(appeal)
    if not actions.can(request.user, appeal, act):
        return redirect(appeal)
    return render(request, "appeals/act.html", {"appeal": appeal, "title": title, "button": button, "text": text})


def form_act(request, public_id, act, form, do, *, title, button, said, text="", danger=False):
    """An act with words; `do(appeal, form)` performs it. What was typed stays when it is refused."""
    appeal = get_appeal(request, public_id)
    _refuse_forbidden(request, appeal, act)
    if request.method == "POST" and form.is_valid():
        try:
            do(appeal, form)
        except ValidationError as refusal:
            fail(form, refusal)
        else:
            messages.success(request, said)
            return redirect(appeal)
    elif request.method != "POST" and not actions.can(request.user, appeal, act):
        return redirect(appeal)
    context = {"appeal": appeal, "form": form, "title": title, "button": button, "text": text, "danger": danger}
    return render(request, "appeals/act.html", context)


def _refuse_forbidden(request, appeal, act) -> None:
    if not actions.ACTS[act].may(request.user, appeal):
        raise PermissionDenied
