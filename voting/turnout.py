"""How many have voted so far.

Counting marks costs more the more there are, so a worker remembers the number for a few seconds, and for long what the
older marks come to: marks are only ever added. What decides a vote is counted at closing and kept on its row. There is
no counter on the vote's row: all voters would wait for one another.
"""

from collections.abc import Iterator

from django.core.cache import caches
from django.db.models import Count, Max, Q, Sum
from django.utils.translation import gettext_lazy as _

from voting import breakdown
from voting.models import CountedBy, Participation, VoteState

SECONDS = 5
# Numbers of marks are given before they are committed, so one may appear behind others; never behind so many.
NEWEST = 5_000
BASE_SECONDS = 24 * 3600
# Whole quarters are enough to see where to go round.
QUARTERS = (
    _("fewer than a quarter voted"),
    _("up to a half voted"),
    _("more than a half voted"),
    _("more than three quarters voted"),
)


def attach(votes) -> list:
    """Set `cast` on each vote: the weight of marks so far, or the turnout once counted.

    One query for all of them, but for the rare one that moves a base on.
    """
    votes = list(votes)
    cache = caches["pages"]
    names = {vote.pk: f"turnout:{vote.public_id}" for vote in votes if vote.turnout is None}
    known = cache.get_many(names.values()) if names else {}
    asked = [vote for vote in votes if vote.pk in names and names[vote.pk] not in known]
    for vote, cast in _count(asked):
        known[names[vote.pk]] = cast
        # Nobody votes before the opening; an old number of nothing would outlive it.
        if vote.state != VoteState.SCHEDULED:
            cache.set(names[vote.pk], cast, SECONDS)
    for vote in votes:
        vote.cast = known[names[vote.pk]] if vote.pk in names else vote.turnout
    return votes


def _count(votes) -> Iterator[tuple]:
    """(vote, weight of its marks so far): what stood there long ago, and what came since."""
    if not votes:
        return
    bases = {vote.pk: caches["pages"].get(_base_name(vote), (0, 0)) for vote in votes}
    newer = Q(*(Q(vote=vote, pk__gt=bases[vote.pk][0]) for vote in votes), _connector=Q.OR)
    rows = (
        Participation.objects.filter(newer)
        .values_list("vote")
        .annotate(cast=_cast(votes), n=Count("pk"), last=Max("pk"))
    )
    found = {pk: (cast, number, last) for pk, cast, number, last in rows.order_by()}
    for vote in votes:
        base, weight = bases[vote.pk]
        cast, number, last = found.get(vote.pk, (0, 0, base))
        if number > 2 * NEWEST:
            _move_base(vote, base, weight, last - NEWEST)
        yield vote, weight + cast


def _cast(votes):
    """Marks are counted, which is quicker than adding up; only areas have to be."""
    return Sum("entry__weight") if any(vote.counted_by == CountedBy.AREA for vote in votes) else Count("pk")


def _base_name(vote) -> str:
    return f"marks:{vote.public_id}"


def _move_base(vote, base: int, weight: int, end: int) -> None:
    older = Participation.objects.filter(vote=vote, pk__gt=base, pk__lte=end).aggregate(cast=_cast([vote]))
    caches["pages"].set(_base_name(vote), (end, weight + (older["cast"] or 0)), BASE_SECONDS)


def forget(vote) -> None:
    """Count anew in this worker: who has just voted sees themselves counted."""
    caches["pages"].delete(f"turnout:{vote.public_id}")


def by_entrance(community) -> dict:
    """{entrance: words} of the last counted vote of a community, of entrances that its result tells on their own.

    By the breakdown alone: any other figure beside it would tell more than either.
    """
    return {
        entrance: QUARTERS[min(3, row["voted"] * 4 // row["entitled"])]
        for row in breakdown.latest(community)["entrances"]
        for place, entrance in row["places"]
        if place == community.pk and entrance is not None and len(row["places"]) == 1
    }
