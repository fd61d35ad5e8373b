"""What each kind of voter will see of a draft, whether its roll will do, and its announcement."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from voting import actions, permissions
from voting.forms import BallotForm
from voting.forms.drafting import PREVIEW
from voting.models import VoteState
from voting.roll_check import check_roll
from voting.views.common import get_vote, parts_of
from voting.views.drafting import get_draft

READERS = ("listed", "late", "age", "stranger", "guest", "paper")


@login_required
@never_cache
@require_safe
def preview(request, public_id):
    """The draft by the templates of its real page, as it will be while it is open."""
    draft = get_draft(request, public_id)
    return _preview(request, draft)


def _preview(request, draft, refusals=()):
    reader = request.GET.get("as")
    reader = reader if reader in READERS and (reader != "paper" or draft.paper_allowed) else READERS[0]
    parts = parts_of(request, draft)
    context = {
        **parts,
        "check": check_roll(draft, [page.pk for page in parts["electorate"]]),
        "refusals": refusals,
        "is_soon": draft.opens_at < request.now + PREVIEW,
        "is_past": draft.opens_at <= request.now,
        "vote": _as_open(draft),
        "reader": reader,
        "standing": reader if reader not in ("listed", "paper") else "",
        "form": BallotForm(vote=draft, items=parts["items"], disabled=True),
        "reader_tabs": _tabs(draft, reader),
    }
    context["vote"].roll_size, context["vote"].roll_weight = context["check"].size, context["check"].weight
    return render(request, "voting/preview.html", context)


def _as_open(draft):
    """Nothing of this is kept: the page's templates read a vote that runs."""
    draft.state, draft.opened_at, draft.cast = VoteState.OPEN, draft.opens_at, 0
    return draft


def _tabs(draft, reader):
    words = {
        "listed": _("On the roll"),
        "late": _("Joined too late"),
        "age": _("Too young"),
        "stranger": _("Not a member"),
        "guest": _("Guest"),
        "paper": _("Paper ballot"),
    }
    address = reverse("voting:preview", args=[draft.public_id])
    return [
        {"label": label, "url": f"{address}?as={name}", "current": name == reader}
        for name, label in words.items()
        if name != "paper" or draft.paper_allowed
    ]


@login_required
@require_POST
def announce(request, public_id):
    """Make the draft public; what is wrong is said on the preview."""
    if not permissions.drafts_of(request.user, request.municipality).filter(public_id=public_id).exists():
        # Pressed twice: it is announced already. What was never theirs is not found.
        return redirect(get_vote(request, public_id))
    draft = get_draft(request, public_id)
    try:
        vote = actions.announce_vote(draft, by=request.user)
    except ValidationError as refusal:
        return _preview(request, draft, refusal.messages)
    if vote.state == VoteState.OPEN:
        messages.success(request, _("The vote is announced and open."))
    else:
        messages.success(request, _("The vote is announced. The members will hear of it."))
    return redirect(vote)


@login_required
@never_cache
def discard(request, public_id):
    """Ask once more, then throw the draft away."""
    draft = get_draft(request, public_id)
    if request.method == "POST":
        actions.discard_draft(draft, by=request.user)
        messages.success(request, _("The draft is thrown away."))
        return redirect("community_votes", draft.community.slug)
    return render(request, "voting/discard.html", {"vote": draft})
