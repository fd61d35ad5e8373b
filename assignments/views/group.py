"""One act for many rows of the desk: first what would happen with each, then what has happened."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from assignments import actions
from assignments import permissions as may
from assignments.forms.acts import ClosingForm, NoteForm, ReassignForm, TermForm
from assignments.models import Assignment
from assignments.queue import PER_PAGE
from assignments.views.desk_filters import desk_url, wish_of
from core.moments import moment


@dataclass(frozen=True)
class GroupAct:
    """`do(assignment, by, form)` performs the act on one row; `said(assignment, form)` tells what comes of it."""

    title: Promise
    button: Promise
    form: type[forms.Form]
    do: Callable
    said: Callable


def _extend(assignment, by, form):
    due_at = form.due_at(assignment.department)
    return actions.extend(assignment, by=by, due_at=due_at, reason=form.cleaned_data["reason"])


ACTS = {
    "close": GroupAct(
        gettext_lazy("Accept the reports"),
        gettext_lazy("Remove from control"),
        ClosingForm,
        lambda assignment, by, form: actions.close(assignment, by=by, note=form.cleaned_data["note"]),
        lambda before, after: _("the report is accepted, the assignment leaves control"),
    ),
    "send_back": GroupAct(
        gettext_lazy("Return for rework"),
        gettext_lazy("Return"),
        NoteForm,
        lambda assignment, by, form: actions.send_back(assignment, by=by, note=form.cleaned_data["note"]),
        lambda before, after: _("goes back to %(department)s") % {"department": after.department},
    ),
    "extend": GroupAct(
        gettext_lazy("Extend the term"),
        gettext_lazy("Extend the term"),
        TermForm,
        _extend,
        lambda before, after: _("%(was)s → %(now)s") % {"was": moment(before.due_at), "now": moment(after.due_at)},
    ),
    "reassign": GroupAct(
        gettext_lazy("Give to another executor"),
        gettext_lazy("Give"),
        ReassignForm,
        lambda assignment, by, form: actions.reassign(assignment, by=by, **form.cleaned_data),
        lambda before, after: _("%(was)s → %(now)s") % {"was": before.department, "now": after.department},
    ),
}


@dataclass
class Outcome:
    """What comes of one row: words, or why not."""

    assignment: Assignment
    words: str = ""
    refusal: str = ""


def _form(act, request, is_sent):
    data = request.POST if is_sent else None
    if issubclass(act.form, TermForm):
        return act.form(data, municipality=request.municipality, now=request.now)
    if issubclass(act.form, ReassignForm):
        return act.form(data, municipality=request.municipality)
    return act.form(data)


def _try(act, assignment, by, form, *, really: bool) -> Outcome:
    """Do the act on one row in a transaction of its own; for a preview it is taken back at once, so that what is
    shown is what will happen."""
    try:
        with transaction.atomic():
            after = act.do(assignment, by, form)
            words = act.said(assignment, after)
            if not really:
                transaction.set_rollback(True)
    except ValidationError as refusal:
        return Outcome(assignment, refusal=" ".join(refusal.messages))
    except PermissionDenied:
        return Outcome(assignment, refusal=_("You do not decide on work of your own."))
    return Outcome(assignment, words)


@require_POST
@login_required
def group(request):
    """Three steps at one address: what is needed for the act, what will happen with each row, what has happened."""
    town = request.municipality
    if not may.can_open_desk(request.user, town):
        raise PermissionDenied
    name = request.POST.get("do", "")
    if name not in ACTS:
        return HttpResponseBadRequest()
    act, back = ACTS[name], desk_url(wish_of(request.POST.get("query", "")).query())
    keys = request.POST.getlist("row")[:PER_PAGE]
    rows = list(Assignment.objects.within(town).filter(public_id__in=keys).for_cards().order_by("due_at", "pk"))
    if not rows:
        return redirect(back)
    step = request.POST.get("go", "")
    form = _form(act, request, is_sent=bool(step))
    outcomes, is_done = [], False
    # What needs no words is shown at once.
    if not step and name == "close":
        outcomes = [_try(act, row, request.user, _empty(act), really=False) for row in rows]
    elif step and form.is_valid():
        is_done = step == "confirm"
        outcomes = [_try(act, row, request.user, form, really=is_done) for row in rows]
    return render(
        request,
        "assignments/group.html",
        {
            "act": act,
            "name": name,
            "form": form,
            "rows": rows,
            "outcomes": outcomes,
            "is_done": is_done,
            "can_confirm": any(not one.refusal for one in outcomes),
            "worked": sum(not one.refusal for one in outcomes),
            "back": back,
            "query": wish_of(request.POST.get("query", "")).query(),
        },
    )


def _empty(act):
    """A form with nothing typed, valid for acts that need no words."""
    form = act.form({})
    form.is_valid()
    return form
