"""One act on many messages. Each is done for itself: what is refused to one hinders no other."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from appeals import actions
from appeals.desk.forms import OriginalForm, PromiseForm, RouteForm, promising
from appeals.models import Appeal
from core.moments import moment
from municipalities.models import Department

# As many as a person can look through before agreeing.
MOST_CHOSEN = 50


class GroupControlForm(PromiseForm):
    """One date for all, each with its own department unless one is chosen for all."""

    department = forms.ModelChoiceField(
        label=gettext_lazy("Department"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=gettext_lazy("Of each message its own"),
    )
    field_order = ["department", "term", "day"]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = promising(by, self.municipality)


@dataclass(frozen=True)
class Outcome:
    """What became of a message, or will; `refusal` tells why nothing does."""

    appeal: Appeal
    words: str = ""
    refusal: str = ""


@dataclass(frozen=True)
class Operation:
    """`make_form(data, town, now, chosen, by)`; `do(appeal, by, form)` acts and says in words what it did."""

    act: str
    title: Promise
    button: Promise
    make_form: Callable
    do: Callable
    # Whether what was done can be taken back.
    is_final: bool = False


def _route(appeal, by, form) -> str:
    department = form.cleaned_data["department"]
    actions.route(appeal, by=by, **form.cleaned_data)
    return _("Goes to: %(department)s") % {"department": department}


def _control(appeal, by, form) -> str:
    department = form.cleaned_data["department"] or appeal.department
    if department is None:
        raise ValidationError(_("No department yet: choose one for all, or give it to one first."), code="department")
    due_at = form.due_at(department)
    actions.take_under_control(appeal, by=by, department=department, due_at=due_at)
    return _("Assignment: %(department)s, until %(moment)s") % {
        "department": department,
        "moment": moment(due_at, form.now),
    }


def _merge(appeal, by, form) -> str:
    original = form.cleaned_data["original"]
    if original.pk == appeal.pk:
        return _("Stays: the others are joined to it")
    actions.merge(appeal, by=by, original=original)
    return _("Joins No. %(number)s “%(title)s”") % {"number": original.number, "title": original.title}


def _route_form(data, town, now, chosen, by):
    return RouteForm(data, municipality=town)


def _control_form(data, town, now, chosen, by):
    return GroupControlForm(data, by=by, municipality=town, now=now)


def _merge_form(data, town, now, chosen, by):
    return OriginalForm(data, appeals=Appeal.objects.within(town).visible_to(by), similar=chosen)


OPERATIONS = {
    "route": Operation(
        "route",
        gettext_lazy("Give to a department"),
        pgettext_lazy("of messages", "Give"),
        _route_form,
        _route,
    ),
    "control": Operation(
        "take_under_control",
        gettext_lazy("Take under control"),
        gettext_lazy("Take under control"),
        _control_form,
        _control,
    ),
    "merge": Operation(
        "merge",
        gettext_lazy("Join messages into one"),
        pgettext_lazy("of messages", "Join"),
        _merge_form,
        _merge,
        is_final=True,
    ),
}


def carry_out(operation: Operation, chosen, form, *, by) -> list[Outcome]:
    """Do it to each message in an act of its own, in the order of the list."""
    return [_one(operation, appeal, form, by) for appeal in chosen]


def rehearse(operation: Operation, chosen, form, *, by) -> list[Outcome]:
    """What would happen: everything is done and taken back, so that the preview refuses what the act would."""
    with transaction.atomic():
        outcomes = carry_out(operation, chosen, form, by=by)
        transaction.set_rollback(True)
    return outcomes


def _one(operation, appeal, form, by) -> Outcome:
    try:
        with transaction.atomic():
            return Outcome(appeal, words=operation.do(appeal, by, form))
    except ValidationError as refusal:
        return Outcome(appeal, refusal=" ".join(refusal.messages))
    except PermissionDenied:
        return Outcome(appeal, refusal=_("You may not do this: the controller or another colleague does."))
