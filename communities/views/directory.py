"""The list of communities of a town."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.forms import SearchForm
from communities.models import CommunityKind, CommunityPage, Membership

# A settlement fits on one page; the map shows what the page lists, so that neither grows with the town.
PER_PAGE = 40
PIN_KINDS = {CommunityKind.YARD: "park", CommunityKind.TOS: "park", CommunityKind.TOPIC: "group"}


def _pins(communities):
    """Places of these communities for the map."""
    return [
        {
            "lat": community.latitude,
            "lon": community.longitude,
            "label": community.title,
            "url": community.get_absolute_url(),
            "kind": PIN_KINDS.get(community.kind, ""),
        }
        for community in communities
        if community.latitude is not None and community.longitude is not None
    ]


@require_safe
def community_list(request):
    """Search by address, filter by kind; what was found also stands on the map."""
    form = SearchForm(request.GET)
    wanted = form.wanted()
    found = CommunityPage.objects.within(request.municipality).visible_to(request.user)
    if wanted["q"]:
        found = found.matching(wanted["q"])
    if wanted["kind"]:
        found = found.filter(kind=wanted["kind"])
    found = found.order_by("kind", "street", "house_number", "house", "title", "pk")
    found = found.annotate(members=Membership.objects.verified().per_community()).defer_streamfields()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "pins": _pins(page.object_list), "wanted": wanted, "kinds": CommunityKind.choices}
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "communities/_found.html", context)
    return render(request, "communities/community_list.html", context)
