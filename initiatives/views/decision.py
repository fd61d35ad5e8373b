"""The vote of neighbours and the answer of the administration, each act at its own address."""

from django.contrib.auth.decorators import login_required
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assignments.forms.acts import PromiseForm
from initiatives import actions
from initiatives.forms import life as forms
from initiatives.views.act_page import act_page, form_act, get_initiative, plain_act


@login_required
def put_to_vote(request, public_id):
    initiative = get_initiative(request, public_id)
    today = localdate(request.now, initiative.municipality.tz)
    form = forms.PutToVoteForm(request.POST or None, municipality=initiative.municipality, today=today)
    return act_page(
        request,
        initiative,
        "put_to_vote",
        lambda form: actions.put_to_vote(initiative, by=request.user, **form.cleaned_data),
        form=form,
        title=_("Put it to the vote"),
        text=_(
            "Voting begins in three days, so that everybody can see whether they are on the roll, and ends at 20:00. "
            "The text cannot be changed during the vote."
        ),
        button=_("Announce the vote"),
        said=_("The vote is announced."),
    )


@login_required
def send_to_administration(request, public_id):
    return plain_act(
        request,
        public_id,
        "send_to_administration",
        title=_("Send to the administration"),
        text=_("The administration considers the initiative within its term and answers here."),
        button=_("Send to the administration"),
        said=_("The initiative is sent to the administration."),
    )


@login_required
def give_opinion(request, public_id):
    return form_act(
        request,
        public_id,
        "give_opinion",
        forms.OpinionForm,
        title=_("Preliminary opinion of the administration"),
        button=_("Publish the opinion"),
        said=_("The opinion is published."),
    )


@login_required
def add_conclusion(request, public_id):
    return form_act(
        request,
        public_id,
        "add_conclusion",
        forms.ConclusionForm,
        title=_("Conclusion of the department"),
        text=_("Everybody sees it, with the name of your department."),
        button=_("Publish the conclusion"),
        said=_("The conclusion is published."),
    )


@login_required
def approve(request, public_id):
    return form_act(
        request,
        public_id,
        "approve",
        forms.DecisionForm,
        title=_("Approve the initiative"),
        text=_("The decision is published at once and cannot be taken back."),
        button=pgettext("decision", "Approve"),
        said=_("The initiative is approved."),
    )


@login_required
def decline(request, public_id):
    return form_act(
        request,
        public_id,
        "decline",
        forms.DeclineForm,
        title=_("Decline the initiative"),
        text=_(
            "Explain the reason and what residents can do next. "
            "The decision is published at once and cannot be taken back."
        ),
        button=_("Decline"),
        said=_("The initiative is declined."),
        danger=True,
    )


@login_required
def return_for_rework(request, public_id):
    return form_act(
        request,
        public_id,
        "return_for_rework",
        forms.DecisionForm,
        title=_("Return for rework"),
        text=_("Say what to mend. The author sends the initiative again."),
        button=_("Return for rework"),
        said=_("The initiative is returned for rework."),
    )


@login_required
def rework(request, public_id):
    return plain_act(
        request,
        public_id,
        "rework",
        title=_("Send again"),
        text=_("Correct or add what the administration asked for first. The term of consideration starts anew."),
        button=_("Send again"),
        said=_("The initiative is sent to the administration again."),
    )


@login_required
def give_assignment(request, public_id):
    """A part of the work that a department promises by a date."""
    initiative = get_initiative(request, public_id)
    form = PromiseForm(request.POST or None, municipality=request.municipality, now=request.now)
    return act_page(
        request,
        initiative,
        "give_assignment",
        lambda form: actions.give_assignment(initiative, by=request.user, **form.promise()),
        form=form,
        title=_("Give an assignment"),
        text=_("It stands on this page and on the control desk, and everybody sees its term."),
        button=_("Give the assignment"),
        said=_("The assignment is given."),
    )
