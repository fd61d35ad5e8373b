"""What the activist's page tells of one community: who waits, what expires, which entrance is silent.

Numbers of flats and of people, never a flat or a name: a constant number of queries, whatever the house's size.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from communities.models import CodeBatch, MembershipObjection

# Terms of roles and codes that end within so many days are worth a thought.
ROLE_DAYS = 60
CODE_DAYS = 14
# What a list of the page shows at most; the rest stands on the page it leads to.
ROWS = 5
# Where fewer flats than one in so many have joined, the entrance hardly speaks.
FEW = 10


@dataclass(frozen=True)
class Queue:
    """How many wait, and since when the first of them."""

    count: int
    since: datetime | None = None


def requests_waiting(community, user) -> Queue:
    """Requests that this person may decide: nobody decides their own."""
    waiting = community.memberships.pending().exclude(user=user)
    return Queue(**waiting.aggregate(count=Count("pk"), since=Min("requested_at")))


def objections_waiting(community, user) -> list[MembershipObjection]:
    """Undecided objections of neighbours, the oldest first."""
    waiting = MembershipObjection.objects.filter(membership__community=community, decided_at=None).exclude(
        Q(by=user) | Q(membership__user=user)
    )
    return list(waiting.select_related("membership").order_by("raised_at", "pk")[:ROWS])


def ending_roles(community, now) -> list:
    """Roles whose term ends soon, the first to end on top."""
    today = community.municipality.today(now)
    soon = community.activists.serving(today).filter(term_ends_on__lte=today + timedelta(days=ROLE_DAYS))
    return list(soon.select_related("user").order_by("term_ends_on", "pk"))


def ending_codes(community, now) -> list[CodeBatch]:
    """Prints of codes in force of which some are unused and will soon be of no use."""
    unused = Count("codes", filter=Q(codes__uses=0, codes__revoked_at=None))
    soon = community.code_batches.filter(expires_at__gt=now, expires_at__lte=now + timedelta(days=CODE_DAYS))
    return list(soon.annotate(unused=unused).filter(unused__gt=0).order_by("expires_at", "pk")[:ROWS])


@dataclass(frozen=True)
class Entrance:
    """How much of one entrance takes part."""

    number: int
    # None: the registry of premises does not know this entrance.
    flats: int | None
    joined: int
    members: int

    @property
    def is_silent(self) -> bool:
        return self.members == 0

    @property
    def is_quiet(self) -> bool:
        return not self.is_silent and self.flats is not None and self.joined * FEW < self.flats


def entrances(community) -> list[Entrance]:
    """Every entrance that the passport, the registry or the members name."""
    units = community.premises.current().flats().filter(entrance__isnull=False).values("entrance")
    flats = dict(units.annotate(count=Count("pk")).values_list("entrance", "count"))
    verified = community.memberships.verified().filter(entrance__isnull=False).values("entrance")
    members = {
        row["entrance"]: row
        for row in verified.annotate(members=Count("pk"), joined=Count("premises", distinct=True)).order_by()
    }
    numbers = {*range(1, (community.entrances or 0) + 1), *flats, *members}
    nobody = {"members": 0, "joined": 0}
    return [
        Entrance(
            number,
            flats.get(number),
            members.get(number, nobody)["joined"],
            members.get(number, nobody)["members"],
        )
        for number in sorted(numbers)
    ]
