"""Who may vote: found among members before the opening, frozen at it."""

from communities.models import Membership, MembershipState
from communities.permissions import membership_of
from voting import audit
from voting.models import RollEntry

BATCH = 2000


def eligible(community_ids, min_age):
    """Verified members who declared the age (decision 5); one person may belong to several of the communities."""
    return Membership.objects.verified().filter(
        community__in=community_ids, declared_age__gte=min_age, user__is_active=True
    )


def freeze(vote, community_ids) -> None:
    """Write the roll and set its size, weight and fingerprint on the vote, which the caller saves.

    A person has one entry, by the first of their communities. Entries are written in the order of random keys.
    """
    found = {}
    rows = eligible(community_ids, vote.min_age).order_by("-community_id")
    for key, community_id, entrance in rows.values_list("user__actor_key", "community_id", "entrance").iterator():
        found[key] = (community_id, entrance)
    entries = [
        RollEntry(vote=vote, voter_key=key, community_id=community_id, entrance=entrance)
        for key, (community_id, entrance) in sorted(found.items())
    ]
    RollEntry.objects.bulk_create(entries, batch_size=BATCH)
    vote.roll_size = len(entries)
    vote.roll_weight = sum(entry.weight for entry in entries)
    vote.roll_fingerprint = audit.roll_fingerprint(
        (str(entry.voter_key), entry.community_id, entry.weight) for entry in entries
    )


def standing(user, vote, community_ids) -> str:
    """Where a person stands before the roll is frozen, or why they are not on it.

    One of: listed, pending (membership is being checked), age (none declared, or too low), stranger.
    """
    memberships = [found for pk in community_ids if (found := membership_of(user, pk))]
    verified = [found for found in memberships if found.state == MembershipState.VERIFIED]
    if any((found.declared_age or 0) >= vote.min_age for found in verified):
        return "listed"
    if verified:
        return "age"
    return "pending" if memberships else "stranger"
