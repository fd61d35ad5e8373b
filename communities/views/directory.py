"""The list of communities of a town."""

from django.core.paginator import Paginator
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import render

from communities.forms import SearchForm
from communities.models import CommunityKind, CommunityPage, Membership

PER_PAGE = 20
# A map with more pins than this is read by nobody; the list and the search go on without a limit.
MOST_PINS = 300
PIN_KINDS = {CommunityKind.YARD: "park", CommunityKind.TOS: "park", CommunityKind.TOPIC: "group"}


def _with_counts(communities):
    """Each with the number of its verified members, counted beside the rows and not by joining them."""
    members = (
        Membership.objects.verified()
        .filter(community=OuterRef("pk"))
        .order_by()
        .values("community")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return communities.annotate(members=Coalesce(Subquery(members, output_field=IntegerField()), 0))


def _pins(communities):
    """Places of the found communities for the map."""
    placed = communities.filter(latitude__isnull=False, longitude__isnull=False)
    fields = placed.values_list("latitude", "longitude", "title", "slug", "kind")[:MOST_PINS]
    return [
        {
            "lat": latitude,
            "lon": longitude,
            "label": title,
            "url": CommunityPage(slug=slug).get_absolute_url(),
            "kind": PIN_KINDS.get(kind, ""),
        }
        for latitude, longitude, title, slug, kind in fields
    ]


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
    page = Paginator(_with_counts(found).defer_streamfields(), PER_PAGE).get_page(request.GET.get("page"))
    template = (
        "communities/_found.html" if request.htmx and not request.htmx.boosted else "communities/community_list.html"
    )
    return render(
        request,
        template,
        {"page": page, "pins": _pins(found), "wanted": wanted, "kinds": CommunityKind.choices},
    )
