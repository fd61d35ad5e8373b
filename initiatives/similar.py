"""Initiatives like the one being written: shown before posting, so that neighbours join instead of repeating."""

from dataclasses import dataclass
from math import cos, hypot, radians

from django.db.models import Q

from communities.models import CommunityKind, CommunityPage
from core.stems import stemmed
from core.text import folded
from initiatives.models import Initiative, InitiativeState

LIVE = (
    InitiativeState.DISCUSSION,
    InitiativeState.VOTING,
    InitiativeState.CONSIDERATION,
    InitiativeState.REWORK,
    InitiativeState.APPROVED,
    InitiativeState.IN_PROGRESS,
)
# Words that every second title has.
_COMMON = frozenset(
    stemmed(
        "новый новая новое старый вместо поставить сделать установить починить отремонтировать заменить улица дом двор"
        " подъезд около рядом возле между наш нашего нужно надо хотим просим new old instead make build repair house"
    ).split()
)
_SHORTEST_STEM = 4
_CANDIDATES = 300
NEAR_METRES = 1200
_METRES_IN_A_DEGREE = 111_320


@dataclass(frozen=True)
class Found:
    initiative: Initiative
    # Share of the title's telling words that it has.
    likeness: float
    metres: float | None


def telling_words(title: str) -> list[str]:
    """The stems of a title that say what it is about."""
    stems = dict.fromkeys(stemmed(folded(title)).split())
    return [stem for stem in stems if len(stem) >= _SHORTEST_STEM and stem not in _COMMON][:8]


def metres_between(here, there) -> float | None:
    """The distance between two (latitude, longitude) pairs of one town, or None if one is unknown."""
    if None in (*here, *there):
        return None
    north = (here[0] - there[0]) * _METRES_IN_A_DEGREE
    east = (here[1] - there[1]) * _METRES_IN_A_DEGREE * cos(radians(here[0]))
    return hypot(north, east)


def _point(initiative):
    if initiative.latitude is not None:
        return initiative.latitude, initiative.longitude
    return initiative.community.latitude, initiative.community.longitude


def similar_to(title: str, *, municipality, community=None, limit: int = 3) -> list[Found]:
    """Live initiatives of the town with the same telling words, the nearest and most alike first."""
    stems = telling_words(title)
    if not stems:
        return []
    any_word = Q()
    for stem in stems:
        any_word |= Q(search_text__contains=stem)
    rows = (
        Initiative.objects.within(municipality)
        .public()
        .filter(any_word, state__in=LIVE)
        .for_cards()
        .order_by("-published_at")[:_CANDIDATES]
    )
    here = (community.latitude, community.longitude) if community else (None, None)
    found = []
    for row in rows:
        words = stemmed(row.title).split()
        alike = sum(any(word.startswith(stem) for word in words) for stem in stems) / len(stems)
        metres = 0.0 if community and row.community_id == community.pk else metres_between(here, _point(row))
        near = metres is not None and metres <= NEAR_METRES
        # Beside the house one common word is worth a look; across the town most of the title must agree.
        if alike >= 0.6 or (near and alike > 0):
            found.append((alike + (0.5 if near else 0), Found(row, alike, metres)))
    found.sort(key=lambda pair: -pair[0])
    return [one for _score, one in found[:limit]]


# A yard is shared by houses this near.
YARD_METRES = 350
YARD_LIMIT = 12


def sharing_a_yard(communities, *, municipality) -> list[CommunityPage]:
    """Buildings near any of these communities, nearest first: those that may be concerned by the same initiative."""
    centres = [(one.latitude, one.longitude) for one in communities if one.latitude is not None]
    # Only the nearest stretch of the town is read, by a box of latitudes, then measured exactly.
    box = Q(pk__in=[])
    for latitude, longitude in centres:
        north = YARD_METRES / _METRES_IN_A_DEGREE
        east = north / max(cos(radians(latitude)), 0.01)
        box |= Q(
            latitude__range=(latitude - north, latitude + north),
            longitude__range=(longitude - east, longitude + east),
        )
    rows = CommunityPage.objects.within(municipality).live().filter(box, kind=CommunityKind.BUILDING)[:200]
    measured = [
        (min(metres_between(centre, (row.latitude, row.longitude)) for centre in centres), row) for row in rows
    ]
    measured.sort(key=lambda pair: pair[0])
    return [row for metres, row in measured if metres <= YARD_METRES][:YARD_LIMIT]
