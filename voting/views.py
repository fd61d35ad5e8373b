"""Pages of votes: lists, the ballot, the receipt, the result."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from communities.permissions import member_communities
from communities.views import get_community
from core.fragments import remember
from voting import actions, audit, permissions, roll, turnout
from voting.forms import BallotForm, CancelForm, ReceiptForm
from voting.models import Ballot, Choice, Participation, Vote, VoteState

PER_PAGE = 12
# The preview of the roll opens this long before the vote (decision 6).
PREVIEW = timedelta(days=3)
# What the tabs of the list show, in which order.
GROUPS = {
    "running": ([VoteState.OPEN], ["closes_at", "pk"]),
    "coming": ([VoteState.SCHEDULED], ["opens_at", "pk"]),
    "ended": ([VoteState.CLOSED, VoteState.COUNTED, VoteState.CANCELLED], ["-closes_at", "-pk"]),
}


def _listed(request, votes):
    """A page of votes by the reader's wish; the group with something in it when none was wished for."""
    votes = votes.visible_to(request.user).select_related("community").defer("manifest")
    chosen = request.GET.get("state")
    if chosen not in GROUPS:
        chosen = "running" if votes.running().exists() else "ended"
    states, order = GROUPS[chosen]
    page = Paginator(votes.filter(state__in=states).order_by(*order), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = turnout.attach(page.object_list)
    query = request.GET.copy()
    query.pop("page", None)
    words = {"running": _("Under way"), "coming": _("Coming"), "ended": pgettext("tab", "Ended")}
    tabs = []
    for name, label in words.items():
        query["state"] = name
        tabs.append({"label": label, "url": f"?{query.urlencode()}", "current": name == chosen})
    return {"page": page, "group_tabs": tabs, "group": chosen}


@require_safe
def vote_list(request):
    """The town's votes: under way, coming, ended; of the reader's communities if wished."""
    votes = Vote.objects.within(request.municipality)
    mine = bool(request.GET.get("mine")) and request.user.is_authenticated
    if mine:
        votes = votes.filter(electorate__in=member_communities(request.user)).distinct()
    return render(request, "voting/vote_list.html", {**_listed(request, votes), "mine": mine})


@require_safe
def community_tab(request, slug):
    community = get_community(request, slug)
    votes = Vote.objects.within(request.municipality).filter(community=community)
    context = {**_listed(request, votes), "community": community, "tab": "votes"}
    return render(request, "voting/community_votes.html", context)


def _fetch(request, public_id) -> Vote:
    votes = Vote.objects.within(request.municipality).visible_to(request.user)
    return get_object_or_404(votes.select_related("community", "initiative"), public_id=public_id)


def _get_vote(request, public_id) -> Vote:
    """The vote with its community and initiative, or 404."""
    vote = remember(request, f"vote:{public_id}", lambda: _fetch(request, public_id))
    vote.municipality = vote.community.municipality = request.municipality
    turnout.attach([vote])
    return vote


def _parts(request, vote) -> dict:
    """What hangs on a vote and is the same for all readers: questions, whose vote it is, what is being decided."""
    return remember(
        request,
        f"vote-parts:{vote.pk}",
        lambda: {
            "items": list(vote.items.all()),
            "electorate": list(vote.electorate.only("title", "slug", "kind", "municipality_id")),
            # The initiative that holds this vote, or held it before.
            "initiative": getattr(vote, "initiative", None) or vote.past_initiatives.first(),
        },
    )


@require_safe
def detail(request, public_id):
    vote = _get_vote(request, public_id)
    if vote.state == VoteState.COUNTED:
        return _result(request, vote)
    if vote.is_open(request.now):
        return _ballot(request, vote)
    return _waiting(request, vote)


def _ballot(request, vote, form=None):
    """An open vote: the ballot for those on the roll, and for others why there is none."""
    parts = _parts(request, vote)
    items = parts["items"]
    entry = permissions.roll_entry(request.user, vote)
    marked = entry is not None and Participation.objects.filter(vote=vote, entry=entry).exists()
    may_vote = entry is not None and (not marked or vote.replaceable)
    context = {
        **parts,
        "vote": vote,
        "form": (form or BallotForm(items=items)) if may_vote else None,
        "refusals": form.non_field_errors() if form and not may_vote else [],
        "entry": entry,
        "marked": marked,
        "standing": _standing(request.user, vote, parts["electorate"]) if entry is None else "",
    }
    return render(request, "voting/vote_detail.html", context)


def _standing(user, vote, electorate) -> str:
    if not user.is_authenticated:
        return "guest"
    where = roll.standing(user, vote, [page.pk for page in electorate])
    # Listed by today's membership and not on the frozen roll: it began too late.
    return "late" if where == "listed" and vote.state == VoteState.OPEN else where


def _waiting(request, vote):
    """A vote that awaits its beginning or its count, or was called off."""
    parts = _parts(request, vote)
    preview = vote.state == VoteState.SCHEDULED and request.now >= vote.opens_at - PREVIEW
    context = {
        **parts,
        "vote": vote,
        "standing": _standing(request.user, vote, parts["electorate"]) if preview else "",
        "preview": preview,
        "preview_from": vote.opens_at - PREVIEW,
        "can_cancel": vote.state == VoteState.SCHEDULED and permissions.can_cancel(request.user, vote),
    }
    return render(request, "voting/vote_waiting.html", context)


def _result(request, vote):
    """What came of it, and the means to check it."""
    form = ReceiptForm(request.GET if "code" in request.GET else None)
    found = None
    if form.is_bound and form.is_valid():
        found = Ballot.objects.filter(vote=vote, receipt=form.cleaned_data["code"]).first()
    parts = _parts(request, vote)
    items = parts["items"]
    context = {
        **parts,
        "vote": vote,
        "form": form,
        "found": _answers(found, items) if found else [],
        "searched": form.is_bound and form.is_valid(),
        "one": items[0] if len(items) == 1 else None,
    }
    return render(request, "voting/vote_result.html", context)


def _answers(ballot, items):
    """(question, answer in words) of a paper."""
    return [(item, Choice(ballot.choices[str(item.order)]).label) for item in items]


@never_cache
@login_required
def cast(request, public_id):
    """Take the vote. The receipt is the answer itself: it is kept nowhere with the person, and a repeat shows it."""
    vote = _get_vote(request, public_id)
    if request.method != "POST":
        return redirect(vote)
    items = list(vote.items.all())
    form = BallotForm(request.POST, items=items)
    if form.is_valid():
        try:
            receipt = actions.cast_ballot(
                vote, by=request.user, choices=form.choices, nonce=form.cleaned_data["nonce"]
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
            if refusal.code in ("nonce", "replaced"):
                # What was chosen stays, under a new name.
                form.data = form.data.copy()
                form.data["nonce"] = form.fields["nonce"].initial
        else:
            return _receipt(request, vote, items, receipt)
    if not vote.is_open(request.now):
        messages.error(request, _("The vote has ended, your vote was not taken."))
        return redirect(vote)
    return _ballot(request, vote, form)


def _receipt(request, vote, items, receipt):
    turnout.forget(vote)
    turnout.attach([vote])
    ballot = Ballot.objects.get(pk=receipt)
    context = {
        "vote": vote,
        "receipt": receipt,
        "answers": _answers(ballot, items),
        # A secret vote's receipt tells no time.
        "at": None if vote.is_secret else request.now,
        "initiative": _parts(request, vote)["initiative"],
    }
    return render(request, "voting/vote_receipt.html", context)


@require_safe
def ballots(request, public_id):
    """The papers by receipt: the file whose SHA-256 stands on the page."""
    vote = _get_vote(request, public_id)
    if vote.state != VoteState.COUNTED:
        raise Http404
    response = StreamingHttpResponse(audit.paper_lines(vote), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="vote-{vote.number}-ballots.csv"'
    return response


@login_required
def cancel(request, public_id):
    vote = _get_vote(request, public_id)
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
