"""What the front page reads from the town's life: a fixed number of queries, whatever the town's size."""

from collections import Counter
from urllib.parse import urlsplit

from django.db.models import Count, IntegerField, Q, Subquery
from django.db.models.functions import Coalesce

from communities.models import CommunityKind, CommunityPage, Membership
from initiatives.models import Initiative, InitiativeState
from municipalities.models import Municipality
from publications.listing import latest_results, latest_words
from voting import turnout
from voting.models import Vote, VoteState

VOTES = 4
COMMUNITIES = 6
# How far back activity is looked for: enough to tell lively communities, and no more in a large town.
RECENT = 100
# Groups by topic are few; the limit only bounds the page.
MOST_SHOWN = 30

# What a community is said to be busy with, the most pressing first: look and icon of its chip.
DOINGS = {
    InitiativeState.VOTING: ("vote", "vote"),
    InitiativeState.IN_PROGRESS: ("info", "wrench"),
    InitiativeState.CONSIDERATION: ("info", "clock"),
    InitiativeState.DISCUSSION: ("talk", "users"),
}


# What `front` gives.
BLOCKS = ("votes", "communities", "groups", "points", "figures", "results", "news")


def front(town, *, now) -> dict:
    """The blocks of the front page; each is empty where the town has nothing to show."""
    communities, groups = lively_communities(town)
    return {
        "votes": votes_ending(town, now=now),
        "communities": communities,
        "groups": groups,
        "points": points(communities),
        "figures": figures(town),
        "results": latest_results(town),
        "news": latest_words(town),
    }


def safe_address(address: str) -> str:
    """An address an editor typed, if it is a page of this site or of the web; otherwise nothing."""
    parts = urlsplit(address)
    inside = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if inside or parts.scheme in ("http", "https") else ""


def votes_ending(town, *, now) -> list[Vote]:
    """Open votes, the soonest to close first, each with its turnout so far (`cast`)."""
    votes = (
        Vote.objects.within(town)
        .running()
        .filter(closes_at__gt=now)
        .select_related("community")
        .defer("manifest")
        .order_by("closes_at", "pk")[:VOTES]
    )
    return turnout.attach(votes)


def lively_communities(town) -> tuple[list[CommunityPage], list[CommunityPage]]:
    """Places where most was proposed of late, and the town's groups by topic; each with its number of members."""
    recent = list(
        Initiative.objects.within(town)
        .public()
        .order_by("-published_at")
        .values_list("community_id", "state")[:RECENT]
    )
    busiest = [pk for pk, _count in Counter(pk for pk, _state in recent).most_common()]
    found = list(
        CommunityPage.objects.live()
        .within(town)
        .filter(Q(pk__in=busiest[: 2 * COMMUNITIES]) | Q(kind=CommunityKind.TOPIC))
        .annotate(members=Membership.objects.verified().per_community())
        .defer("about")
        .order_by("title")[:MOST_SHOWN]
    )
    doing = {}
    for state in reversed(DOINGS):
        doing.update({pk: state for pk, its_state in recent if its_state == state})
    for community in found:
        state = doing.get(community.pk)
        if state:
            community.doing = (InitiativeState(state).label, *DOINGS[state])
    places = [community for community in found if community.kind != CommunityKind.TOPIC]
    places.sort(key=lambda community: busiest.index(community.pk))
    return places[:COMMUNITIES], [community for community in found if community.kind == CommunityKind.TOPIC]


def points(communities) -> list[dict]:
    """The places that have coordinates, for the map."""
    return [
        {
            "lat": community.latitude,
            "lon": community.longitude,
            "label": community.title,
            "url": community.get_absolute_url(),
            "kind": community.kind,
        }
        for community in communities
        if community.latitude is not None and community.longitude is not None
    ]


def figures(town) -> dict[str, int]:
    """True counts of the whole town, in one query."""

    def count(rows, path, what="pk", **options):
        counted = rows.order_by().values(path).annotate(count=Count(what, **options)).values("count")
        return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

    pages = CommunityPage.objects.live().within(town)
    initiatives = Initiative.objects.within(town).public()
    return Municipality.objects.filter(pk=town.pk).values(
        houses=count(pages.filter(kind=CommunityKind.BUILDING), "municipality"),
        others=count(pages.exclude(kind=CommunityKind.BUILDING), "municipality"),
        residents=count(Membership.objects.within(town).verified(), "community__municipality", "user", distinct=True),
        running=count(Vote.objects.within(town).running(), "municipality"),
        held=count(Vote.objects.within(town).filter(state=VoteState.COUNTED), "municipality"),
        proposed=count(initiatives, "municipality"),
        working=count(initiatives.filter(state=InitiativeState.IN_PROGRESS), "municipality"),
        done=count(initiatives.filter(state=InitiativeState.DONE), "municipality"),
    )[0]
