"""The list of messages of the town."""

from dataclasses import dataclass
from functools import cache, partial
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from appeals.models import Appeal, AppealCategory, AppealState, Joined
from core.text import folded

S = AppealState
PER_PAGE = 20
# Beyond these nobody turns pages: the count would cost more than the page.
COUNTED = 1000
MARKERS = 300
LONGEST_QUERY = 100
GROUPS = {
    "waiting": (_("Waiting for an answer"), (S.NEW, S.CLARIFYING, S.REOPENED)),
    "control": (_("Under control"), (S.UNDER_CONTROL, S.IN_PROGRESS)),
    "done": (_("Answered and done"), (S.ANSWERED, S.DONE, S.CONFIRMED)),
    "closed": (_("Forwarded and declined"), (S.FORWARDED, S.DECLINED, S.DUPLICATE)),
}
# Names in addresses, and what they are called here.
PARAMETERS = {
    "state": "group",
    "category": "category",
    "q": "query",
    "where": "where",
    "mine": "mine",
    "view": "view",
}


class CappedPaginator(Paginator):
    """Counts so far and no farther: of tens of thousands nobody reads the last page."""

    @cached_property
    def count(self):
        return self.object_list.order_by()[: COUNTED + 1].count()

    @property
    def is_capped(self) -> bool:
        return self.count > COUNTED


@dataclass
class Wish:
    """What the reader asked for. Anything unknown counts as not asked."""

    group: str = ""
    category: str = ""
    query: str = ""
    where: str = ""
    mine: str = ""
    view: str = ""

    @classmethod
    def of(cls, request):
        get = request.GET.get
        words = {
            name: " ".join(get(key, "")[:LONGEST_QUERY].split()) for name, key in (("query", "q"), ("where",) * 2)
        }
        return cls(
            group=get("state", "") if get("state", "") in GROUPS else "",
            category=get("category", "")[:10],
            mine="1" if request.user.is_authenticated and get("mine") else "",
            view="map" if get("view") == "map" else "",
            **words,
        )

    def address(self, **changed) -> str:
        """This list with something changed: address(group="done")."""
        chosen = {key: changed.get(name, getattr(self, name)) for key, name in PARAMETERS.items()}
        query = urlencode({key: value for key, value in chosen.items() if value})
        base = reverse("appeals:list")
        return f"{base}?{query}" if query else base

    @property
    def base(self) -> str:
        return reverse("appeals:list")

    @property
    def with_map(self) -> str:
        return self.address(view="map")

    @property
    def without_map(self) -> str:
        return self.address(view="")

    @property
    def is_narrowed(self) -> bool:
        return bool(self.group or self.category or self.query or self.where or self.mine)

    def rows(self, request):
        """What they asked for: of everybody's the public ones, of their own all."""
        rows = Appeal.objects.within(request.municipality)
        if self.mine:
            joined = Joined.objects.filter(appeal=OuterRef("pk"), user=request.user)
            rows = rows.filter(Q(author=request.user) | Q(is_public=True) & Exists(joined))
        else:
            rows = rows.public()
        if self.group:
            rows = rows.filter(state__in=GROUPS[self.group][1])
        if self.category:
            rows = rows.filter(category__public_id=self.category)
        if self.query:
            rows = rows.matching(self.query)
        for word in folded(self.where).split()[:8]:
            rows = rows.filter(Q(community__search_text__contains=word) | Q(search_text__contains=word))
        return rows


def _tabs(wish):
    everything = {"label": _("All"), "url": wish.address(group=""), "current": not wish.group}
    groups = [
        {"label": label, "url": wish.address(group=name), "current": wish.group == name}
        for name, (label, _states) in GROUPS.items()
    ]
    return [everything, *groups]


def _markers(rows) -> list[dict]:
    """Places for the map: the message's own, else its community's."""
    placed = rows.filter(Q(latitude__isnull=False) | Q(community__latitude__isnull=False))
    placed = placed.only("title", "public_id", "state", "author", "is_silent").annotate(
        lat=Coalesce("latitude", "community__latitude"), lon=Coalesce("longitude", "community__longitude")
    )
    return [
        {
            "lat": row.lat,
            "lon": row.lon,
            "label": row.title,
            "url": row.get_absolute_url(),
            "note": row.get_state_display(),
        }
        for row in placed.order_by("-created_at", "-pk")[:MARKERS]
    ]


def _page(request, rows):
    cards = rows.for_cards().order_by("-created_at", "-pk")
    return CappedPaginator(cards, PER_PAGE).get_page(request.GET.get("page"))


@require_safe
def appeal_list(request):
    """Public messages of the town; with `mine` those that the reader sent or joined."""
    wish = Wish.of(request)
    rows = wish.rows(request)
    context = {
        "wish": wish,
        "tabs": _tabs(wish),
        "page": cache(partial(_page, request, rows)),
        "categories": partial(AppealCategory.objects.within(request.municipality).filter, is_active=True),
        "markers": _markers(rows) if wish.view == "map" else None,
        "capped": COUNTED,
    }
    fragment = request.htmx and not request.htmx.history_restore_request
    return render(request, "appeals/_results.html" if fragment else "appeals/list.html", context)
