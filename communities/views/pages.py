"""A community's page and its people."""

from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.consents import publishes_name
from communities.models import ActivistRole, CommunityPage
from core import renditions
from core.fragments import remember

# A group this small could be told apart by those who know the house.
SMALLEST_GROUP = 5


def get_community(request, slug) -> CommunityPage:
    """The community of this town with that address, with what its head shows. Raises Http404."""
    community = remember(request, f"community:{slug}", lambda: _fetch(request, slug))
    # The town is known already: acts and rights ask for it many times.
    community.municipality = request.municipality
    return community


def _fetch(request, slug) -> CommunityPage:
    communities = (
        CommunityPage.objects.within(request.municipality)
        .live()
        .select_related("part_of", "photo", "managing_organisation", "curator__user", "curator__department")
        # Blocks are read where they are shown: they are not what is kept.
        .defer("about")
    )
    community = get_object_or_404(communities, slug=slug)
    renditions.attach([community.photo])
    return community


def activists_of(community):
    """Who runs the community now, the elder first as granted."""
    serving = ActivistRole.objects.serving(community.municipality.today())
    rows = serving.filter(community=community).select_related("user").annotate(publishes_name=publishes_name())
    return rows.order_by("pk")


def people_beside(community, activists):
    """Those an editor put in charge, less the activists who are shown anyway: nobody stands twice.

    One with a telephone stands here too, but under the full name only with the consent to publish it.
    """
    names = {role.user.get_full_name(): role.shown_name for role in activists}
    beside = [person for person in community.people.all() if person.phone or person.name not in names]
    for person in beside:
        person.name = names.get(person.name, person.name)
    return beside


def show(request, community):
    """The overview of a community; also Wagtail's preview of a draft."""
    activists = activists_of(community) if community.pk else []
    return render(
        request,
        "communities/community_detail.html",
        {
            "community": community,
            "tab": "about",
            "activists": activists,
            "people": lambda: people_beside(community, activists),
            # Asked for only when the shared part of the page is built.
            "verified": lambda: community.memberships.verified().count() if community.pk else 0,
        },
    )


@require_safe
def detail(request, slug):
    return show(request, get_community(request, slug))


def by_entrance(community) -> list[dict]:
    """Verified members of each entrance where at least SMALLEST_GROUP are known; flats never appear."""
    known = community.memberships.verified().filter(entrance__isnull=False)
    counts = known.values("entrance").annotate(members=Count("pk")).order_by("entrance")
    shown = [row for row in counts if row["members"] >= SMALLEST_GROUP]
    # One hidden entrance could be found by subtraction from the whole.
    return shown if len(counts) - len(shown) != 1 else shown[1:]


@require_safe
def people(request, slug):
    """Who runs the community, and how many belong to it: no list of neighbours."""
    community = get_community(request, slug)
    activists = activists_of(community)
    return render(
        request,
        "communities/people.html",
        {
            "community": community,
            "tab": "people",
            "activists": activists,
            "people": people_beside(community, activists),
            "verified": community.memberships.verified().count(),
            "entrances": by_entrance(community),
        },
    )
