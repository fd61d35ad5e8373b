"""Acts of an assignment's life, each at its own address: a page that asks, and the POST that does it."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from assignments import actions
from assignments.forms import acts as forms
from assignments.models import ReportPhoto, ReportPhotoKind
from assignments.views.act_page import act_page, get_assignment, taken_in
from core.devices import may_use
from core.moments import moment


@login_required
def accept(request, public_id):
    assignment = get_assignment(request, public_id)
    return act_page(
        request,
        assignment,
        "accept",
        lambda form: actions.accept(assignment, by=request.user),
        title=_("Accept for execution"),
        text=_("You become the person in charge, unless somebody is named."),
        button=_("Accept"),
        said=_("The assignment is accepted."),
    )


@login_required
def start(request, public_id):
    assignment = get_assignment(request, public_id)

    def do(form):
        with taken_in(form, request, assignment, "start") as taken:
            actions.start(assignment, by=request.user, **taken, taken_on=taken["before"] and _today(request) or None)

    return act_page(
        request,
        assignment,
        "start",
        do,
        form=forms.StartForm(request.POST or None, request.FILES or None),
        title=_("Begin the work"),
        text=_("Residents who asked for this will hear that the work has begun."),
        button=_("Begin the work"),
        said=_("The work has begun."),
    )


def _today(request):
    return request.municipality.today(request.now)


@login_required
def plan_step(request, public_id):
    assignment = get_assignment(request, public_id)
    return act_page(
        request,
        assignment,
        "plan_step",
        lambda form: actions.plan_step(assignment, by=request.user, **form.cleaned_data),
        form=forms.StepForm(request.POST or None),
        title=_("Plan a step"),
        text=_("The term ends %(moment)s.") % {"moment": moment(assignment.due_at, request.now)},
        button=_("Add the step"),
        said=_("The step is planned."),
    )


@login_required
def finish_step(request, public_id, pk):
    assignment = get_assignment(request, public_id)
    step = get_object_or_404(assignment.steps, pk=pk)
    return act_page(
        request,
        assignment,
        "finish_step",
        lambda form: actions.finish_step(step, by=request.user),
        title=_("Mark the step as done"),
        text=step.title,
        button=_("Done"),
        said=_("The step is done."),
    )


def _before(assignment, request):
    """The address of the picture that shows how it was, for the camera to be held the same way; or ""."""
    rows = ReportPhoto.objects.filter(assignment=assignment, kind=ReportPhotoKind.BEFORE).select_related("photo")
    row = rows.order_by("-report", "order", "pk").first()
    return reverse("assignments:photo", args=[assignment.public_id, row.photo.public_id]) if row else ""


@login_required
@may_use("camera")
def report(request, public_id):
    assignment = get_assignment(request, public_id)
    before_url = _before(assignment, request)

    def do(form):
        data = form.cleaned_data
        with taken_in(form, request, assignment, "report") as taken:
            actions.report(assignment, by=request.user, text=data["text"], taken_on=data["taken_on"], **taken)

    last = assignment.reports.last()
    return act_page(
        request,
        assignment,
        "report",
        do,
        form=forms.ReportForm(
            request.POST or None,
            request.FILES or None,
            before_url=before_url,
            initial={"taken_on": _today(request)},
        ),
        title=_("Report on execution"),
        button=_("Send the report"),
        said=_("The report is sent. The controller will check it."),
        template="assignments/report.html",
        before_url=before_url,
        returned=last.decision_note if last is not None and assignment.state == "returned" else "",
    )


@login_required
def ask_extension(request, public_id):
    assignment = get_assignment(request, public_id)

    def do(form):
        actions.ask_extension(
            assignment,
            by=request.user,
            due_at=form.due_at(assignment.department),
            reason=form.cleaned_data["reason"],
        )

    return act_page(
        request,
        assignment,
        "ask_extension",
        do,
        form=forms.TermForm(request.POST or None, municipality=request.municipality, now=request.now),
        title=_("Ask for more time"),
        text=_("The controller decides while the term lasts: it ends %(moment)s.")
        % {"moment": moment(assignment.due_at, request.now)},
        button=_("Ask for more time"),
        said=_("The controller will decide."),
    )


@login_required
def extend(request, public_id):
    assignment = get_assignment(request, public_id)

    def do(form):
        actions.extend(
            assignment,
            by=request.user,
            due_at=form.due_at(assignment.department),
            reason=form.cleaned_data["reason"],
        )

    return act_page(
        request,
        assignment,
        "extend",
        do,
        form=forms.TermForm(request.POST or None, municipality=request.municipality, now=request.now),
        title=_("Extend the term"),
        text=_("A term is moved before it ends, and it ends %(moment)s. The former date and the reason stay readable.")
        % {"moment": moment(assignment.due_at, request.now)},
        button=_("Extend the term"),
        said=_("The term is extended."),
    )


def _request(assignment, request_id):
    return get_object_or_404(assignment.extension_requests.all(), public_id=request_id)


@login_required
def grant_extension(request, public_id, request_id):
    assignment = get_assignment(request, public_id)
    asked = _request(assignment, request_id)
    return act_page(
        request,
        assignment,
        "grant_extension",
        lambda form: actions.grant_extension(asked, by=request.user),
        title=_("Give more time"),
        text=_("New term: %(moment)s. Reason: %(reason)s")
        % {"moment": moment(asked.due_at, request.now), "reason": asked.reason},
        button=_("Extend the term"),
        said=_("The term is extended."),
    )


@login_required
def refuse_extension(request, public_id, request_id):
    assignment = get_assignment(request, public_id)
    asked = _request(assignment, request_id)
    return act_page(
        request,
        assignment,
        "refuse_extension",
        lambda form: actions.refuse_extension(asked, by=request.user, note=form.cleaned_data["note"]),
        form=forms.RefusalForm(request.POST or None),
        title=_("Refuse more time"),
        text=_("The term stays: %(moment)s. Asked for because: %(reason)s")
        % {"moment": moment(assignment.due_at, request.now), "reason": asked.reason},
        button=_("Leave the term"),
        said=_("The term stays as it is."),
    )


@login_required
def reassign(request, public_id):
    assignment = get_assignment(request, public_id)
    return act_page(
        request,
        assignment,
        "reassign",
        lambda form: actions.reassign(assignment, by=request.user, **form.cleaned_data),
        form=forms.ReassignForm(
            request.POST or None,
            municipality=request.municipality,
            initial={"department": assignment.department_id, "executor": assignment.executor_id},
        ),
        title=_("Give to another executor"),
        text=_("The term stays. In another department the assignment is new and has to be accepted."),
        button=_("Give"),
        said=_("The assignment has another executor."),
    )


@login_required
def send_back(request, public_id):
    assignment = get_assignment(request, public_id)
    return act_page(
        request,
        assignment,
        "send_back",
        lambda form: actions.send_back(assignment, by=request.user, **form.cleaned_data),
        form=forms.NoteForm(request.POST or None),
        title=_("Return for rework"),
        text=_("The term stays: %(moment)s.") % {"moment": moment(assignment.due_at, request.now)},
        button=_("Return"),
        said=_("The report is returned."),
    )


@login_required
def close(request, public_id):
    assignment = get_assignment(request, public_id)
    return act_page(
        request,
        assignment,
        "close",
        lambda form: actions.close(assignment, by=request.user, **form.cleaned_data),
        form=forms.ClosingForm(request.POST or None),
        title=_("Accept the report and remove from control"),
        text=_("The report and its photos become public, and those who asked for this are told.")
        if assignment.is_public
        else _("Those who asked for this are told. The report stays out of public sight."),
        button=_("Remove from control"),
        said=_("The assignment is removed from control."),
    )


@login_required
def cancel(request, public_id):
    assignment = get_assignment(request, public_id)
    return act_page(
        request,
        assignment,
        "cancel",
        lambda form: actions.cancel(assignment, by=request.user, **form.cleaned_data),
        form=forms.CancelForm(request.POST or None),
        title=_("Cancel the assignment"),
        text=_("This cannot be undone: the promise is taken back, and the reason stays readable."),
        button=_("Cancel the assignment"),
        said=_("The assignment is cancelled."),
        danger=True,
    )
