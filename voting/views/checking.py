"""How a neighbour checks that their vote is counted: in words, with a field, and with a program."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from voting import receipts, signing, verifier
from voting.forms import ReceiptForm
from voting.models import VoteState
from voting.views.common import get_vote


@require_safe
def check(request, public_id=None):
    """For all votes of the town, or for one."""
    vote = get_vote(request, public_id) if public_id else None
    form = ReceiptForm(request.GET if "code" in request.GET else None)
    found = None
    if form.is_bound and form.is_valid():
        found = receipts.look_up(request.municipality, form.cleaned_data["code"], vote)
    context = {
        "vote": vote,
        "counted": vote is not None and vote.state == VoteState.COUNTED,
        "form": form,
        "found": found,
        "keys": signing.published_keys(),
        "verifier_digest": verifier.archive_digest(),
    }
    return render(request, "voting/check.html", context)
