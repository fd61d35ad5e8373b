"""What those who run a vote do with it while it is open and after it: change its end, cancel it, say what is next."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.reauthentication import recently_authenticated
from voting import actions, permissions
from voting.actions.amending import latest_end
from voting.forms import AmendForm, OutcomeForm
from voting.models import AmendmentKind, AmendmentState, VoteState
from voting.views.common import get_vote, parts_of


@never_cache
@recently_authenticated
def amend(request, public_id):
    """The first of two people proposes to prolong or to cancel an open vote."""
    vote = get_vote(request, public_id)
    if not permissions.can_manage(request.user, vote):
        raise PermissionDenied
    waiting = vote.amendments.filter(state=AmendmentState.PROPOSED).first()
    if waiting is not None:
        return redirect("voting:amendment", vote.public_id, waiting.public_id)
    if not vote.is_open(request.now):
        messages.warning(request, _("Only a vote that is under way can be prolonged or cancelled."))
        return redirect(vote)
    form = AmendForm(request.POST or None, vote=vote, latest=latest_end(vote))
    if request.method == "POST" and form.is_valid():
        try:
            amendment = _proposed(request, vote, form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("closes_day" if refusal.code == "end" else None, refusal)
        else:
            messages.success(request, _("Proposed. Now a second person has to confirm."))
            return redirect("voting:amendment", vote.public_id, amendment.public_id)
    return render(request, "voting/amend.html", {"vote": vote, "form": form, "latest": latest_end(vote)})


def _proposed(request, vote, typed):
    if typed["kind"] == AmendmentKind.EXTEND:
        return actions.propose_extension(vote, by=request.user, reason=typed["reason"], closes_at=typed["closes_at"])
    return actions.propose_cancellation(vote, by=request.user, reason=typed["reason"])


@never_cache
@recently_authenticated
def amendment(request, public_id, amendment_id):
    """The second person reads the reason, and confirms or declines; the first one may take it back."""
    vote = get_vote(request, public_id)
    if not permissions.can_manage(request.user, vote):
        raise PermissionDenied
    found = get_object_or_404(vote.amendments.select_related("proposed_by", "decided_by"), public_id=amendment_id)
    found.vote = vote
    if request.method == "POST" and _decided(request, found):
        return redirect(vote)
    return render(
        request,
        "voting/amendment.html",
        {
            "vote": vote,
            "amendment": found,
            "is_open": vote.is_open(request.now),
            "may_confirm": permissions.can_confirm_amendment(request.user, found),
        },
    )


def _decided(request, found) -> bool:
    """Do what the pressed button says; False, with a message, when it cannot be done or no button was pressed."""
    decision = request.POST.get("decision")
    if decision not in ("confirm", "decline"):
        return False
    try:
        if decision == "confirm":
            actions.confirm_amendment(found, by=request.user)
            words = {
                AmendmentKind.EXTEND: _("The vote is prolonged. Those on the roll will hear of it."),
                AmendmentKind.CANCEL: _("The vote is cancelled. Those on the roll will hear of it."),
            }
            messages.success(request, words[found.kind])
        else:
            actions.decline_amendment(found, by=request.user)
            messages.success(request, _("The vote goes on as it was announced."))
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
        return False
    return True


@never_cache
@recently_authenticated
def outcome(request, public_id):
    """Say under a counted vote what happens next."""
    vote = get_vote(request, public_id)
    if not permissions.can_manage(request.user, vote):
        raise PermissionDenied
    if vote.state != VoteState.COUNTED or vote.outcome:
        why = _("It is written already what happens next.") if vote.outcome else _("The votes are not counted yet.")
        messages.warning(request, why)
        return redirect(vote)
    form = OutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.publish_outcome(vote, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Written. Those on the roll will hear of it."))
            return redirect(vote)
    return render(request, "voting/outcome.html", {"vote": vote, "form": form, **parts_of(request, vote)})
