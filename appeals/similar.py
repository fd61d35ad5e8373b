"""Messages like the one being written, shown before it is sent: neighbours join instead of repeating."""

from dataclasses import dataclass
from math import cos, hypot, radians

from django.db.models import Q

from appeals.models import OPEN, Appeal
from core.stems import stemmed
from core.text import folded

# Words that every second message has.
_COMMON = frozenset(
    stemmed(
        "нет не работает работать сломан сломался улица дом двор подъезд около рядом возле между наш нашего нужно надо"
        " просим прошу опять снова второй третий день неделя уже убрать сделать починить the not house street yard"
    ).split()
)
_SHORTEST_STEM = 4
_CANDIDATES = 200
NEAR_METRES = 300
_METRES_IN_A_DEGREE = 111_320


@dataclass(frozen=True)
class Found:
    appeal: Appeal
    score: float


def telling_words(text: str) -> list[str]:
    """The stems that say what it is about."""
    stems = dict.fromkeys(stemmed(folded(text)).split())
    return [stem for stem in stems if len(stem) >= _SHORTEST_STEM and stem not in _COMMON][:8]


def _metres(here, there) -> float | None:
    if None in (*here, *there):
        return None
    north = (here[0] - there[0]) * _METRES_IN_A_DEGREE
    east = (here[1] - there[1]) * _METRES_IN_A_DEGREE * cos(radians(here[0]))
    return hypot(north, east)


def _point(community, latitude, longitude):
    if latitude is not None:
        return latitude, longitude
    return (community.latitude, community.longitude) if community else (None, None)


def similar_to(
    title: str,
    *,
    municipality,
    category=None,
    community=None,
    place: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
    without: int | None = None,
    limit: int = 3,
) -> list[Found]:
    """Open public messages of the town about the same: by words, category and place, the most alike first."""
    words = telling_words(title)
    places = telling_words(place)
    if not words and category is None:
        return []
    wanted = Q(pk__in=[])
    for stem in words:
        wanted |= Q(search_text__contains=stem)
    if category is not None:
        same = Q(category=category)
        here = Q(community=community) if community else Q(pk__in=[])
        for stem in places:
            here |= Q(search_text__contains=stem)
        if latitude is not None:
            here |= Q(latitude__range=(latitude - 0.003, latitude + 0.003))
        wanted |= same & here
    rows = Appeal.objects.within(municipality).public().filter(wanted, state__in=OPEN).for_cards()
    if without is not None:
        rows = rows.exclude(pk=without)
    here = _point(community, latitude, longitude)
    found = []
    for row in rows.order_by("-created_at", "-pk")[:_CANDIDATES]:
        score = _likeness(row, words, places, category, community, here)
        if score >= 1:
            found.append(Found(row, score))
    found.sort(key=lambda one: -one.score)
    return found[:limit]


def _likeness(row, words, places, category, community, here) -> float:
    """1 and more is worth showing: the same words, or some of them beside the same house or about the same matter."""
    theirs = stemmed(folded(f"{row.title} {row.text}")).split()
    alike = sum(any(one.startswith(stem) for one in theirs) for stem in words) / len(words) if words else 0
    metres = _metres(here, _point(row.community, row.latitude, row.longitude))
    near = metres is not None and metres <= NEAR_METRES
    near = near or (community is not None and row.community_id == community.pk)
    there = stemmed(folded(row.place)).split()
    near = near or (bool(places) and all(any(one.startswith(stem) for one in there) for stem in places))
    same = category is not None and row.category_id == category.pk
    if not near and alike < 0.6:
        return 0
    return alike + 0.7 * near + 0.5 * same
