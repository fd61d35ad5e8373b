"""Carrying an initiative out: stages, hours of help, the report."""

from contextlib import contextmanager

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core import photos
from initiatives import actions
from initiatives.forms import life as forms
from initiatives.models import StageState
from initiatives.views.act_page import act_page, get_initiative


@contextmanager
def _taken_in(form, request, initiative, act, names):
    """Pictures of the form as photos, by field; deleted again when the act refuses.

    They are worked on before the act's transaction, which would hold up every writer of the town meanwhile.
    """
    if not actions.can(request.user, initiative, act):
        # The act says why; no picture is worked on for somebody who may not.
        yield {name: [] for name in names}
        return
    taken = {name: [] for name in names}
    try:
        for name, words in names.items():
            for upload in form.cleaned_data[name]:
                try:
                    taken[name].append(
                        photos.take_in(
                            upload,
                            by=request.user,
                            description=form.cleaned_data[words],
                            collection=initiative.municipality.collection,
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


@login_required
def start_work(request, public_id):
    initiative = get_initiative(request, public_id)
    return act_page(
        request,
        initiative,
        "start_work",
        lambda form: actions.start_work(initiative, by=request.user),
        title=_("Begin the work"),
        text=_("Neighbours and followers will hear that the work has begun."),
        button=_("Begin the work"),
        said=_("The work has begun."),
    )


@login_required
def plan_stage(request, public_id):
    initiative = get_initiative(request, public_id)
    return act_page(
        request,
        initiative,
        "plan_stage",
        lambda form: actions.plan_stage(initiative, by=request.user, **form.cleaned_data),
        form=forms.StageForm(request.POST or None),
        title=_("Plan a stage of work"),
        button=_("Add the stage"),
        said=_("The stage is planned."),
    )


@login_required
def report_stage(request, public_id, pk):
    initiative = get_initiative(request, public_id)
    stage = get_object_or_404(initiative.stages, pk=pk)

    def do(form):
        data = form.cleaned_data
        with _taken_in(form, request, initiative, "report_stage", {"photos": "description"}) as taken:
            actions.report_stage(stage, by=request.user, text=data["text"], done_on=data["done_on"], **taken)

    initial = {"done_on": localdate(request.now, initiative.municipality.tz)}
    return act_page(
        request,
        initiative,
        "report_stage",
        do,
        form=forms.StageReportForm(request.POST or None, request.FILES or None, initial=initial),
        title=_("Report the stage: %(stage)s") % {"stage": stage.title},
        button=_("Publish the report"),
        said=_("The stage is reported."),
    )


@login_required
def complete(request, public_id):
    initiative = get_initiative(request, public_id)
    form = forms.CompletionForm(
        request.POST or None,
        request.FILES or None,
        funding=initiative.funding.order_by("pk"),
        initial={
            "completed_on": localdate(request.now, initiative.municipality.tz),
            "actual_cost": initiative.cost_estimate or None,
        },
    )

    def do(form):
        data = form.cleaned_data
        names = {"before": "before_description", "after": "after_description"}
        with _taken_in(form, request, initiative, "complete", names) as taken:
            actions.complete(
                initiative,
                by=request.user,
                text=data["text"],
                actual_cost=data["actual_cost"],
                completed_on=data["completed_on"],
                actuals=form.actuals(),
                **taken,
            )

    text = _("Show what was and what is now, and what it cost in the end.")
    if initiative.stages.filter(state=StageState.PLANNED).exists():
        # Said before anything is typed: chosen files do not survive a refusal.
        text = _("Report the planned stages first: the report on the whole is taken after them.")
    return act_page(
        request,
        initiative,
        "complete",
        do,
        form=form,
        title=_("Report on the realisation"),
        text=text,
        button=_("Publish the report"),
        said=_("The initiative is carried out. Thank you."),
    )


@login_required
def count_help(request, public_id, pk):
    initiative = get_initiative(request, public_id)
    offer = get_object_or_404(initiative.help_offers.select_related("user").filter(withdrawn_at=None), pk=pk)

    def do(form):
        actions.count_help(offer, by=request.user, came=form.cleaned_data["came"], half_hours=form.half_hours())

    return act_page(
        request,
        initiative,
        "count_help",
        do,
        form=forms.CountHelpForm(request.POST or None),
        title=_("Count the help"),
        text=f"{offer.user.public_name} — {offer.get_kind_display()}",
        button=_("Save"),
        said=_("The help is counted."),
    )
