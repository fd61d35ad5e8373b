"""The roll of flats and of shares, made from the registry of premises."""

from fractions import Fraction
from math import floor

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from communities.models import Premises, Tenure
from communities.owners import owner_digest
from voting.models import Basis, CountedBy, RollEntry

# Flats named in a refusal; the activist mends the registry, not this list.
NAMED = 10


def split(area: int, shares: list[Fraction]) -> list[int]:
    """An area in hundredths of m² by shares, in whole hundredths that add up to it: the largest remainders first.

    Shares have to add up to one.

    >>> split(4561, [Fraction(1, 3)] * 3)
    [1521, 1520, 1520]
    """
    exact = [area * share for share in shares]
    parts = [floor(value) for value in exact]
    by_remainder = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_remainder[: area - sum(parts)]:
        parts[place] += 1
    return parts


def entries_of_households(vote, community_ids, members) -> list[tuple[RollEntry, list]]:
    """Entries of all flats (or of all shares, by area) of the buildings, with the keys of who may cast each.

    Units that nobody of the site lives in are on the roll too: the quorum is of the whole house, and they can vote on
    paper. Raises ValidationError: no_registry (a building has none), no_area, shares (a unit's make more than one).
    """
    units = list(_units(vote, community_ids).by_number().order_by("community_id", "leading_number", "key"))
    if set(community_ids) - {unit.community_id for unit in units}:
        raise ValidationError(
            _("The registry of premises of this building is empty. Ask the administration to load it."),
            code="no_registry",
        )
    residents = _residents(members)
    if vote.counted_by == CountedBy.FLAT:
        return [
            (_entry(unit, key=unit.public_id), [one.user.actor_key for one in residents.get(unit.pk, [])])
            for unit in units
        ]
    _refuse(units, lambda unit: not unit.area_hundredths, _("No area is known for: %(flats)s."), "no_area")
    _refuse(units, lambda unit: unit.shares_total > 1, _("Shares make more than the whole in: %(flats)s."), "shares")
    return [pair for unit in units for pair in _shares(unit, residents.get(unit.pk, []))]


def standing_in_household(vote, community_ids, members, memberships) -> str:
    """Where a person of these memberships stands before the roll is frozen.

    One of: listed, flat (their flat is not in the registry), tenure (owners alone vote, each by their own share). Only
    the person's own units are looked at: a fault elsewhere in the registry is told to whoever announces the vote.
    """
    homes = {one.premises_id for one in memberships if one.premises_id}
    units = list(_units(vote, community_ids).filter(pk__in=homes))
    if not units:
        return "flat"
    if vote.counted_by == CountedBy.FLAT:
        return "listed"
    residents = _residents(members.filter(premises__in=homes))
    mine = {one.user_id for one in memberships}
    voters = (one for unit in units for place in _voters(unit, residents.get(unit.pk, [])).values() for one in place)
    return "listed" if any(one.user_id in mine for one in voters) else "tenure"


def _units(vote, community_ids):
    units = Premises.objects.current().filter(community__in=community_ids).prefetch_related("ownerships")
    return units.flats() if vote.counted_by == CountedBy.FLAT else units


def _residents(members) -> dict:
    """{unit: memberships}, the longest standing first."""
    residents = {}
    rows = members.filter(premises__isnull=False).select_related("user").order_by("requested_at", "pk")
    for membership in rows:
        residents.setdefault(membership.premises_id, []).append(membership)
    return residents


def _refuse(units, wrong, words, code) -> None:
    flats = [str(unit) for unit in units if wrong(unit)]
    if flats:
        named = ", ".join(flats[:NAMED]) + ("…" if len(flats) > NAMED else "")
        raise ValidationError(words, code=code, params={"flats": named})


def _entry(unit, *, key, weight=1, share="") -> RollEntry:
    return RollEntry(
        key=key,
        community_id=unit.community_id,
        household=unit.public_id,
        flat=unit.number,
        entrance=unit.entrance,
        weight=weight,
        share=share,
        basis=Basis.REGISTRY,
    )


def _shares(unit, residents):
    """Entries of one unit by its shares; a share too small for a hundredth of m² has none."""
    held = _held(unit)
    voters = _voters(unit, residents)
    weights = split(unit.area_hundredths, [share for share, _digest in held])
    return [
        (
            _entry(unit, weight=weight, share=str(share), key=f"{unit.public_id}/{place + 1}")
            if len(held) > 1
            else _entry(unit, weight=weight, key=unit.public_id),
            [one.user.actor_key for one in voters.get(place, [])],
        )
        for place, ((share, _digest), weight) in enumerate(zip(held, weights, strict=True))
        if weight
    ]


def _held(unit) -> list[tuple[Fraction, str]]:
    """The shares of a unit and whose they are, as digests; what the registry does not tell of is one more share.

    In the order in which the registry keeps them, so that the numbers in keys are the same however often one asks.
    """
    rows = sorted(unit.ownerships.all(), key=lambda ownership: ownership.pk)
    held = [(ownership.share, ownership.owner_digest) for ownership in rows]
    rest = 1 - unit.shares_total
    return [*held, (rest, "")] if rest > 0 else held


def _voters(unit, residents) -> dict:
    """{place of the share: the memberships of those who may cast it}.

    A unit owned as a whole is cast by any of its owners. Whose a share is, is told by the owner's name, as a digest.
    """
    owners = [one for one in residents if one.tenure == Tenure.OWNER]
    held = _held(unit)
    if len(held) == 1:
        return {0: owners}
    return {place: [one] for place, one in _whose(held, owners, unit.community_id).items()}


def _whose(held, owners, community_id) -> dict:
    """{place of the share: membership}: nobody has two.

    Who is found by no name has one of the shares without a name, but only where all are equal: others are not guessed.
    """
    places = {}
    waiting = []
    for one in owners:
        digest = owner_digest(community_id, one.user.get_full_name())
        free = [place for place, (_share, whose) in enumerate(held) if whose == digest and place not in places]
        if free:
            places[free[0]] = one
        else:
            waiting.append(one)
    if len({share for share, _digest in held}) == 1:
        unnamed = [place for place, (_share, whose) in enumerate(held) if not whose and place not in places]
        places |= dict(zip(unnamed, waiting, strict=False))
    return places
