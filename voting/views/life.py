"""A vote's own page by its state, and what those who run it do with it."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.typography import number
from voting import actions, permissions
from voting.forms import CancelForm
from voting.models import CountProgress, VoteState
from voting.views.ballot import ballot
from voting.views.common import get_vote, parts_of, standing_of
from voting.views.result import result

# The preview of the roll opens this long before the vote (decision 6).
PREVIEW = timedelta(days=3)


@require_safe
def detail(request, public_id):
    vote = get_vote(request, public_id)
    if vote.state == VoteState.COUNTED:
        return result(request, vote)
    if vote.is_open(request.now):
        return ballot(request, vote)
    return _waiting(request, vote)


def _waiting(request, vote):
    """A vote that awaits its beginning or its count, or was called off."""
    parts = parts_of(request, vote)
    preview = vote.state == VoteState.SCHEDULED and request.now >= vote.opens_at - PREVIEW
    context = {
        **parts,
        "vote": vote,
        "standing": standing_of(request.user, vote, parts["electorate"]) if preview else "",
        "preview": preview,
        "preview_from": vote.opens_at - PREVIEW,
        "can_cancel": vote.state == VoteState.SCHEDULED and permissions.can_cancel(request.user, vote),
        "progress": _progress(vote),
    }
    return render(request, "voting/vote_waiting.html", context)


def _progress(vote) -> dict | None:
    """How far the worker has counted; None while it does not count."""
    found = CountProgress.objects.filter(vote=vote).first() if vote.state == VoteState.CLOSED else None
    return found and {"papers": number(found.papers), "total": number(found.total)}


@login_required
def cancel(request, public_id):
    vote = get_vote(request, public_id)
    if not permissions.can_cancel(request.user, vote):
        raise PermissionDenied
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_vote(vote, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The vote is called off."))
            return redirect(vote)
    return render(request, "voting/cancel.html", {"vote": vote, "form": form})
