"""Lists of initiatives: of the town, and of one community."""

from dataclasses import dataclass
from functools import cache, partial
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Case, Count, F, Q, When
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from communities.views import get_community
from core.text import folded
from initiatives import permissions as may
from initiatives.models import Category, GroupMember, Initiative, InitiativeState

S = InitiativeState
PER_PAGE = 12
# What one screen of a map can show; the list beside it is complete.
MARKERS = 300
LONGEST_QUERY = 100

GROUPS = {
    "support": (_("Gathering support"), [S.DISCUSSION]),
    "vote": (_("Voting"), [S.VOTING]),
    "administration": (_("At the administration"), [S.CONSIDERATION, S.REWORK]),
    "work": (pgettext_lazy("initiatives", "In progress"), [S.APPROVED, S.IN_PROGRESS]),
    "done": (_("Done"), [S.DONE]),
    "closed": (_("Not carried out"), [S.DECLINED, S.WITHDRAWN, S.ARCHIVED]),
}
SORTS = {"": _("Newest first"), "support": _("Most supported"), "ending": _("Ending soon")}
# Names in addresses, and what they are called here.
PARAMETERS = {"state": "group", "category": "category", "q": "query", "where": "where", "sort": "sort", "view": "view"}
ENDING = [S.DISCUSSION, S.VOTING]


class CountedPaginator(Paginator):
    """Knows how many there are without asking again."""

    def __init__(self, *args, total, **kwargs):
        super().__init__(*args, **kwargs)
        self.total = total

    @cached_property
    def count(self):
        return self.total


@dataclass
class Wish:
    """What the reader asked for. Anything unknown counts as not asked."""

    group: str = ""
    category: str = ""
    query: str = ""
    where: str = ""
    sort: str = ""
    view: str = ""
    base: str = ""

    @classmethod
    def of(cls, request):
        get = request.GET.get
        known = {
            "group": (get("state", ""), GROUPS),
            "category": (get("category", ""), Category.values),
            "sort": (get("sort", ""), SORTS),
            "view": (get("view", ""), ["map"]),
        }
        values = {name: value if value in allowed else "" for name, (value, allowed) in known.items()}
        asked = {"query": get("q", ""), "where": get("where", "")}
        words = {name: " ".join(value[:LONGEST_QUERY].split()) for name, value in asked.items()}
        return cls(**values, **words, base=request.path)

    def address(self, **changed) -> str:
        """This list with something changed: address(group="done")."""
        chosen = {key: changed.get(name, getattr(self, name)) for key, name in PARAMETERS.items()}
        query = urlencode({key: value for key, value in chosen.items() if value})
        return f"{self.base}?{query}" if query else self.base

    @property
    def with_map(self) -> str:
        return self.address(view="map")

    @property
    def without_map(self) -> str:
        return self.address(view="")

    @property
    def is_narrowed(self) -> bool:
        return bool(self.category or self.query or self.where)

    def narrowed(self, rows):
        if self.category:
            rows = rows.filter(category=self.category)
        if self.query:
            rows = rows.matching(self.query)
        for word in folded(self.where).split()[:8]:
            rows = rows.filter(community__search_text__contains=word)
        return rows

    def ordered(self, rows):
        if self.sort == "support":
            return rows.order_by("-support_count", "-pk")
        if self.sort == "ending":
            ends = Case(When(state=S.VOTING, then=F("vote__closes_at")), default=F("support_ends_at"))
            return rows.filter(state__in=ENDING).order_by(ends.asc(nulls_last=True), "pk")
        return rows.order_by("-published_at", "-pk")


def _counts(rows) -> dict[str, int]:
    """How many there are in each group of states, by one query."""
    by_state = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    return {name: sum(by_state.get(state, 0) for state in states) for name, (_label, states) in GROUPS.items()}


def _tabs(wish, counts):
    everything = {
        "label": _("All"),
        "url": wish.address(group=""),
        "count": sum(counts.values()),
        "current": not wish.group,
    }
    groups = [
        {"label": label, "url": wish.address(group=name), "count": counts[name], "current": wish.group == name}
        for name, (label, _states) in GROUPS.items()
        if counts[name] or wish.group == name
    ]
    return [everything, *groups]


def _page(request, wish, rows):
    """One page of cards, and the counts of all groups."""
    rows = wish.narrowed(rows)
    counts = _counts(rows)
    total = counts[wish.group] if wish.group else sum(counts.values())
    if wish.group:
        rows = rows.filter(state__in=GROUPS[wish.group][1])
    if wish.sort == "ending":
        shown = [name for name in ("support", "vote") if wish.group in ("", name)]
        total = sum(counts[name] for name in shown)
    ordered = wish.ordered(rows.for_cards().prefetch_related("cover__renditions"))
    return CountedPaginator(ordered, PER_PAGE, total=total).get_page(request.GET.get("page")), counts, rows


def _markers(rows) -> list[dict]:
    """Places for the map: the initiative's own, else its community's."""
    placed = rows.filter(Q(latitude__isnull=False) | Q(community__latitude__isnull=False)).order_by("-published_at")
    names = ("title", "public_id", "state", "latitude", "longitude", "community__latitude", "community__longitude")
    labels = dict(InitiativeState.choices)
    return [
        {
            "lat": row["community__latitude"] if row["latitude"] is None else row["latitude"],
            "lon": row["community__longitude"] if row["latitude"] is None else row["longitude"],
            "label": row["title"],
            "url": reverse("initiatives:detail", args=[row["public_id"]]),
            "note": str(labels[row["state"]]),
        }
        for row in placed.values(*names)[:MARKERS]
    ]


def _results(wish, found) -> dict:
    """What a list shows; read when the template first asks, so that a shared page of it asks for nothing."""
    return {"wish": wish, "page": lambda: found()[0], "tabs": lambda: _tabs(wish, found()[1])}


@require_safe
def initiative_list(request):
    """All public initiatives of the town."""
    wish = Wish.of(request)
    found = cache(partial(_page, request, wish, Initiative.objects.within(request.municipality).public()))
    user = request.user
    context = {
        **_results(wish, found),
        "categories": Category.choices,
        "sorts": SORTS.items(),
        "markers": (lambda: _markers(found()[2])) if wish.view == "map" else None,
    }
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "initiatives/_results.html", context)
    if user.is_authenticated:
        mine = Initiative.objects.within(request.municipality)
        context["drafts"] = mine.filter(author=user, state__in=[S.DRAFT, S.REVIEW]).order_by("-pk")[:10]
        invitations = GroupMember.objects.filter(
            user=user, agreed_at=None, initiative__municipality=request.municipality
        ).exclude(initiative__state__in=[S.WITHDRAWN, S.ARCHIVED, S.DONE])
        context["invitations"] = invitations.select_related("initiative__community", "initiative__author")[:10]
    return render(request, "initiatives/list.html", context)


@require_safe
def community_tab(request, slug):
    """The initiatives of one community, and those it shares with its neighbours."""
    community = get_community(request, slug)
    wish = Wish.of(request)
    concerned = Q(community=community) | Q(pk__in=community.shared_initiatives.values("pk"))
    rows = Initiative.objects.within(request.municipality).public().filter(concerned)
    context = {
        "community": community,
        "tab": "initiatives",
        **_results(wish, cache(partial(_page, request, wish, rows))),
        "can_create": may.can_create(request.user, community),
    }
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "initiatives/_results.html", context)
    return render(request, "initiatives/community_tab.html", context)
