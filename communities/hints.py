"""What the registry says of those who ask to join, for the eyes of whoever decides."""

from dataclasses import dataclass

from django.db.models import Count

from communities.models import Membership, MembershipObjection, Premises
from communities.registry.numbers import key_of


@dataclass(frozen=True)
class Hint:
    """`premises` is None when the registry of the building knows no such flat."""

    premises: Premises | None
    entrance_differs: bool
    # Members confirmed in this flat: a number, for names of neighbours are not shown beside a flat.
    confirmed: int


def attach(memberships) -> list[Membership]:
    """Give each membership a `hint` (None where there is no registry or no flat) and its `objection` to be decided.

    Four queries, however many memberships there are.
    """
    memberships = list(memberships)
    keys = {membership.pk: key_of(membership.flat) for membership in memberships}
    buildings = {membership.community_id for membership in memberships if keys[membership.pk]}
    flats = Premises.objects.current().flats().filter(community__in=buildings)
    with_registry = set(flats.order_by().values_list("community", flat=True).distinct())
    known = {(flat.community_id, flat.key): flat for flat in flats.filter(key__in=set(keys.values()))}
    counted = Membership.objects.verified().filter(premises__in=known.values()).order_by().values("premises")
    confirmed = dict(counted.annotate(count=Count("pk")).values_list("premises", "count"))
    objections = {
        objection.membership_id: objection
        for objection in MembershipObjection.objects.filter(membership__in=memberships, decided_at=None)
    }
    for membership in memberships:
        membership.objection = objections.get(membership.pk)
        membership.hint = None
        if membership.community_id in with_registry and keys[membership.pk]:
            flat = known.get((membership.community_id, keys[membership.pk]))
            membership.hint = _hint(membership, flat, confirmed)
    return memberships


def _hint(membership, flat, confirmed) -> Hint:
    if flat is None:
        return Hint(None, False, 0)
    differs = bool(membership.entrance and flat.entrance and membership.entrance != flat.entrance)
    return Hint(flat, differs, confirmed.get(flat.pk, 0))
