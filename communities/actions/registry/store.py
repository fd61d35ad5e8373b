"""Units of the registry between the database and the pure rules of `communities.registry`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from communities.models import Membership, MembershipState, Ownership, Premises
from communities.registry.numbers import key_of
from communities.registry.plan import State

FIELDS = ("entrance", "area_hundredths", "owner_count", "gone_at")
# Units written at once.
CHUNK = 500


def in_chunks(items: Sequence) -> Iterator[Sequence]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def states_of(units) -> dict[int, State]:
    """The states of a queryset of units by their primary keys: two queries, however many there are."""
    shares = defaultdict(list)
    owned = Ownership.objects.filter(premises__in=units.order_by().values("pk"))
    for premises, *share in owned.values_list("premises_id", "numerator", "denominator", "owner_digest"):
        shares[premises].append(tuple(share))
    names = ("pk", "community_id", "kind", "key", "number", "entrance", "area_hundredths", "owner_count", "gone_at")
    return {
        pk: State(*told, shares=tuple(sorted(shares[pk])), is_gone=gone_at is not None)
        for pk, *told, gone_at in units.values_list(*names)
    }


def new_unit(state: State) -> Premises:
    return Premises(
        community_id=state.community,
        kind=state.kind,
        key=state.key,
        number=state.number,
        entrance=state.entrance,
        area_hundredths=state.area,
        owner_count=state.owner_count,
    )


def rewrite(states: dict[int, State], *, at) -> None:
    """Give existing units these states."""
    units = list(Premises.objects.filter(pk__in=states))
    for unit in units:
        state = states[unit.pk]
        unit.entrance, unit.area_hundredths, unit.owner_count = state.entrance, state.area, state.owner_count
        unit.gone_at = (unit.gone_at or at) if state.is_gone else None
    Premises.objects.bulk_update(units, FIELDS)
    Ownership.objects.filter(premises__in=states).delete()
    write_shares(states)


def write_shares(states: dict[int, State]) -> None:
    Ownership.objects.bulk_create(
        Ownership(premises_id=pk, numerator=above, denominator=below, owner_digest=owner)
        for pk, state in states.items()
        for above, below, owner in state.shares
    )


def link_members(units: Iterable[Premises]) -> dict[int, list[int]]:
    """Tie memberships that name one of these new flats to it; the memberships by the flat's primary key."""
    flats = {(unit.community_id, unit.key): unit for unit in units if unit.kind == "flat"}
    waiting = Membership.objects.filter(
        community__in={community for community, _key in flats},
        premises=None,
        state__in=[MembershipState.PENDING, MembershipState.VERIFIED],
    ).exclude(flat="")
    linked, tied = defaultdict(list), []
    for membership in waiting:
        if unit := flats.get((membership.community_id, key_of(membership.flat))):
            membership.premises = unit
            tied.append(membership)
            linked[unit.pk].append(membership.pk)
    Membership.objects.bulk_update(tied, ["premises"])
    return linked
