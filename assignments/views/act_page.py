"""The page of one act: a question, a form, a button. What its buttons do is in `assignments.actions`."""

from contextlib import contextmanager

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render

from assignments import actions
from assignments.forms.acts import NothingForm
from assignments.models import Assignment
from core import photos


def get_assignment(request, public_id) -> Assignment:
    """One that this person may see in this town; another is as good as missing (404)."""
    found = Assignment.objects.within(request.municipality).visible_to(request.user)
    assignment = get_object_or_404(found.select_related("community", "department", "executor"), public_id=public_id)
    assignment.municipality = request.municipality
    return assignment


@contextmanager
def taken_in(form, request, assignment, act):
    """Pictures of the form as photos, by field; deleted again when the act refuses.

    They are worked on before the act's transaction, which would hold up every writer of the town meanwhile.
    """
    fields = form.pictures()
    taken = {name: [] for name in fields}
    if not actions.can(request.user, assignment, act):
        # The act says why; no picture is worked on for somebody who may not.
        yield taken
        return
    try:
        for name, words in fields.items():
            for upload in form.cleaned_data[name]:
                try:
                    taken[name].append(
                        photos.take_in(
                            upload,
                            by=request.user,
                            description=form.cleaned_data[words] or assignment.title,
                            collection=assignment.municipality.collection,
                            is_private=True,
                        )
                    )
                except ValidationError as refusal:
                    raise ValidationError({name: refusal.messages}) from refusal
        yield taken
    except (ValidationError, PermissionDenied):
        for photo in [photo for found in taken.values() for photo in found]:
            photo.delete()
        raise


def fail(form, refusal: ValidationError) -> None:
    """Show an act's refusal at the field it names, else above the form."""
    if hasattr(refusal, "error_dict"):
        for name, errors in refusal.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, refusal)


def act_page(request, assignment, act, do, *, title, button, said, form=None, text="", danger=False, **more):
    """Ask, act, answer. `do(form)` performs the act; `more` goes to the template.

    The forbidden get 403; what cannot be done now is said in words on the assignment's page.
    """
    if not actions.ACTS[act].may(request.user, assignment):
        raise PermissionDenied
    form = form if form is not None else NothingForm(request.POST or None)
    if request.method == "POST" and (not form.fields or form.is_valid()):
        try:
            do(form)
        except ValidationError as refusal:
            if not form.fields:
                messages.error(request, " ".join(refusal.messages))
                return redirect(assignment)
            fail(form, refusal)
        else:
            messages.success(request, said)
            return redirect(assignment)
    elif request.method != "POST" and assignment.state not in actions.ACTS[act].states:
        return redirect(assignment)
    context = {"assignment": assignment, "form": form, "title": title, "button": button, "text": text}
    return render(request, more.pop("template", "assignments/act.html"), {**context, "danger": danger, **more})
