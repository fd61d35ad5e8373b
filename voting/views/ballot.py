"""The ballot, its confirmation, casting it, and the receipt."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.fragments import remember
from voting import actions, turnout
from voting.answers import spoken
from voting.forms import BallotForm
from voting.models import Chain
from voting.rights import rights_of
from voting.views.common import get_vote, get_vote_to_cast, parts_of, standing_of

# Refusals after which the same answers may be given again, under a new name of the form.
FORM_SPENT = ("nonce", "replaced")


def _chosen(rights, number):
    """The right that the reader means: by its number on their list, or the only one; None when they have to choose."""
    if len(rights) == 1:
        return rights[0]
    return next((right for right in rights if str(right.number) == number), None)


def _chain(vote) -> Chain | None:
    return Chain.objects.filter(vote=vote).first()


def ballot(request, vote, form=None, refusals=()):
    """An open vote: the ballot for those on the roll, and for others why there is none."""
    turnout.attach([vote])
    parts = parts_of(request, vote)
    rights = rights_of(request, vote)
    sent = request.POST if request.method == "POST" else request.GET
    right = _chosen(rights, sent.get("of"))
    changing = form is not None or "change" in sent
    shows_form = right is not None and right.may_cast and (right.state == "free" or changing)
    if shows_form and form is None:
        form = BallotForm(vote=vote, items=parts["items"], paper=right.ballot and right.ballot.choices)
    context = {
        **parts,
        "vote": vote,
        "rights": rights,
        "right": right,
        "form": form if shows_form else None,
        "refusals": refusals,
        "answers": spoken(vote.manifest, right.ballot.choices) if right and right.ballot else [],
        "chain": None if vote.is_secret else remember(request, f"chain:{vote.pk}", lambda: _chain(vote)),
        "standing": "" if rights else standing_of(request.user, vote, parts["electorate"]),
    }
    return render(request, "voting/vote_detail.html", context)


@never_cache
def cast(request, public_id):
    """From the filled ballot to its confirmation, and from that to the receipt. Nothing is stored between."""
    vote = get_vote_to_cast(request, public_id)
    if request.method != "POST":
        return redirect(vote)
    rights = rights_of(request, vote, marked=False)
    if not rights and not request.user.is_authenticated:
        return redirect_to_login(vote.get_absolute_url())
    items = parts_of(request, vote)["items"]
    form = BallotForm(request.POST, vote=vote, items=items)
    if not form.is_valid():
        return ballot(request, vote, form.renamed() if "nonce" in form.errors else form)
    if not rights:
        raise PermissionDenied(_("You are not on the roll of this vote."))
    right = _chosen(rights, request.POST.get("of"))
    if right is None or "change" in request.POST:
        return ballot(request, vote, _refilled(form, vote, items))
    if not vote.is_open(request.now):
        return _not_taken(request, vote, form)
    if "confirmed" not in request.POST:
        return _confirm(request, vote, form, right)
    return _take(request, vote, form, right)


def _refilled(form, vote, items):
    """The same answers on the screen once more, to be changed: none of them is wrong."""
    paper = {str(order): answer for order, answer in form.choices.items()}
    return BallotForm(vote=vote, items=items, paper=paper, initial={"nonce": form.cleaned_data["nonce"]})


def _spoken(vote, form):
    return spoken(vote.manifest, {str(order): answer for order, answer in form.choices.items()})


def _confirm(request, vote, form, right):
    """The choice in words: the same fields go on, hidden."""
    context = {
        "vote": vote,
        "form": form,
        "right": right,
        "answers": _spoken(vote, form),
        "letter_to": "" if vote.is_secret or right.slip else request.user.email,
        "initiative": parts_of(request, vote)["initiative"],
    }
    return render(request, "voting/confirm.html", context)


def _take(request, vote, form, right):
    by = None if right.slip else request.user
    try:
        receipt = actions.cast_ballot(
            vote,
            by=by,
            slip=right.slip,
            entry=right.entry.key,
            choices=form.choices,
            nonce=form.cleaned_data["nonce"],
            letter="letter" in request.POST,
        )
    except ValidationError as refusal:
        if refusal.code in ("closed", "not_begun"):
            vote.refresh_from_db(fields=["state", "closes_at"])
            return _not_taken(request, vote, form)
        if refusal.code in FORM_SPENT:
            form.add_error(None, refusal)
            return ballot(request, vote, form.renamed())
        return ballot(request, vote, refusals=refusal.messages)
    turnout.forget(vote)
    if vote.is_secret:
        # Shown this once: nothing leads from the person to it any more.
        return _receipt(request, vote, right, receipt, _spoken(vote, form))
    return redirect(right.receipt_url)


def _not_taken(request, vote, form):
    """Too late, or called off meanwhile: what was chosen is repeated, so that nobody believes it was counted."""
    turnout.attach([vote])
    parts = parts_of(request, vote)
    return render(request, "voting/not_taken.html", {**parts, "vote": vote, "answers": _spoken(vote, form)})


@never_cache
@require_safe
def receipt(request, public_id):
    """The reader's own receipt and choice; of a secret vote there is nothing to show."""
    vote = get_vote(request, public_id)
    rights = rights_of(request, vote)
    right = _chosen([right for right in rights if right.ballot], request.GET.get("of"))
    if right is None:
        return redirect(vote)
    paper = right.ballot
    return _receipt(request, vote, right, paper.receipt, spoken(vote.manifest, paper.choices), right.mark.at)


def _receipt(request, vote, right, code, answers, at=None):
    turnout.attach([vote])
    context = {
        "vote": vote,
        "right": right,
        "receipt": code,
        "answers": answers,
        "at": at,
        "chain": None if vote.is_secret else _chain(vote),
        "running": vote.is_open(request.now),
        "initiative": parts_of(request, vote)["initiative"],
    }
    return render(request, "voting/vote_receipt.html", context)
