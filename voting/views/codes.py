"""Voting with the code of a printed ballot, without an account.

A link only opens a page (security standard, part 1): the code is taken out of the address at once, and the session
holds the printed ballot's id alone.
"""

from allauth.core.internal.ratelimit import get_ip
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from voting import actions, rights
from voting.forms.codes import BallotCodeForm
from voting.models import VoteState
from voting.views.common import get_vote
from voting.views.paper import reading_of


def _open(request, typed, vote=None):
    """The printed ballot of a code, held from now on. Raises ValidationError."""
    slip = actions.open_slip(
        typed, municipality=request.municipality, by=request.user, network=get_ip(request), vote=vote
    )
    rights.hold(request.session, slip)
    return slip


@never_cache
@require_safe
def open_ballot(request, text):
    """The address in the square of a printed ballot: who runs the vote types it in, others vote by it."""
    to_type_in = reading_of(request, text)
    if to_type_in is not None:
        return redirect(to_type_in)
    try:
        slip = _open(request, text)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("ballot_code")
    return redirect(slip.vote)


@never_cache
def ballot_code(request, public_id=None):
    """Type the code of a printed ballot, of one vote or of any in the town."""
    vote = get_vote(request, public_id) if public_id else None
    if vote is not None and (not vote.codes_allowed or vote.state != VoteState.OPEN):
        return redirect(vote)
    form = BallotCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            slip = _open(request, form.cleaned_data["code"], vote)
        except ValidationError as refusal:
            form.add_error("code", refusal)
        else:
            return redirect(slip.vote)
    return render(request, "voting/code.html", {"vote": vote, "form": form})


@never_cache
@require_POST
def leave_ballot(request, public_id):
    """Put the printed ballots of this vote aside: the telephone goes back to whose it is."""
    vote = get_vote(request, public_id)
    for right in rights.rights_of(request, vote):
        if right.slip:
            rights.let_go(request.session, right.slip)
    return redirect(vote)
