"""The page of one act: a question, a form, a button. What its buttons do is in `initiatives.actions`."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render

from initiatives import actions
from initiatives.forms.life import NothingForm
from initiatives.models import Initiative


def get_initiative(request, public_id) -> Initiative:
    """One that this person may see in this town; another is as good as missing (404)."""
    found = Initiative.objects.within(request.municipality).visible_to(request.user)
    return get_object_or_404(found.select_related("community", "municipality", "vote"), public_id=public_id)


def fail(form, refusal: ValidationError) -> None:
    """Show an act's refusal at the field it names, else above the form."""
    if hasattr(refusal, "error_dict"):
        for name, errors in refusal.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, refusal)


def act_page(
    request, initiative, act, do, *, title, button, said, form=None, text="", danger=False, icon="", fragment=None
):
    """Ask, act, answer. `do(form)` performs the act; `fragment(request, initiative)` answers htmx.

    The forbidden get 403; what cannot be done now is said in words on the initiative's page.
    """
    if not actions.ACTS[act].may(request.user, initiative):
        raise PermissionDenied
    form = form if form is not None else NothingForm(request.POST or None)
    if request.method == "POST" and (not form.fields or form.is_valid()):
        try:
            do(form)
        except ValidationError as refusal:
            fail(form, refusal) if form.fields else messages.error(request, " ".join(refusal.messages))
            if not form.fields and not (fragment and request.htmx):
                return redirect(initiative)
        else:
            if not (fragment and request.htmx):
                messages.success(request, said)
                return redirect(initiative)
    elif request.method != "POST" and initiative.state not in actions.ACTS[act].states:
        return redirect(initiative)
    if request.method == "POST" and fragment and request.htmx:
        return fragment(request, initiative)
    return render(
        request,
        "initiatives/act.html",
        {
            "initiative": initiative,
            "form": form,
            "title": title,
            "button": button,
            "text": text,
            "danger": danger,
            "icon": icon,
        },
    )


def plain_act(request, public_id, act, **words):
    """An act that needs nothing but to be confirmed."""
    initiative = get_initiative(request, public_id)
    do = getattr(actions, act)
    return act_page(request, initiative, act, lambda form: do(initiative, by=request.user), **words)


def form_act(request, public_id, act, form_class, **words):
    """An act whose parameters are the fields of its form."""
    initiative = get_initiative(request, public_id)
    do = getattr(actions, act)
    form = form_class(request.POST or None, request.FILES or None)
    return act_page(
        request, initiative, act, lambda form: do(initiative, by=request.user, **form.cleaned_data), form=form, **words
    )
