"""Lists of votes: the town's and a community's."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from communities.permissions import member_communities
from communities.views import get_community
from voting import permissions, turnout
from voting.models import Vote, VoteState

PER_PAGE = 12

# What the tabs of the list show, in which order.
GROUPS = {
    "running": ([VoteState.OPEN], ["closes_at", "pk"]),
    "coming": ([VoteState.SCHEDULED], ["opens_at", "pk"]),
    "ended": ([VoteState.CLOSED, VoteState.COUNTED, VoteState.CANCELLED], ["-closes_at", "-pk"]),
}


def _listed(request, votes):
    """A page of votes by the reader's wish; the group with something in it when none was wished for."""
    votes = votes.visible_to(request.user).select_related("community").defer("manifest", "description", "outcome")
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
    may_call = permissions.can_call_vote(request.user, community)
    context = {**_listed(request, votes), "community": community, "tab": "votes", "may_call": may_call}
    return render(request, "voting/community_votes.html", context)
