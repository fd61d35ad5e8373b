"""Who may vote: found among members or in the registry before the opening, frozen at it."""

import secrets

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from communities.models import Membership, MembershipState
from communities.permissions import membership_of
from voting import audit
from voting.households import entries_of_households, standing_in_household
from voting.models import Basis, CountedBy, RollEntry, RollVoter

BATCH = 2000


def eligible(community_ids, min_age):
    """Verified members who declared the age (decision 5); one person may belong to several of the communities."""
    return Membership.objects.verified().filter(
        community__in=community_ids, declared_age__gte=min_age, user__is_active=True
    )


def _people(vote, community_ids) -> list[tuple[RollEntry, list]]:
    """A person has one entry, by the first of their communities. In the order of random keys."""
    found = {}
    rows = eligible(community_ids, vote.min_age).order_by("-community_id")
    for key, community_id, entrance in rows.values_list("user__actor_key", "community_id", "entrance").iterator():
        found[key] = (community_id, entrance)
    return [
        (RollEntry(key=str(key), community_id=community_id, entrance=entrance, basis=Basis.MEMBER), [key])
        for key, (community_id, entrance) in sorted(found.items())
    ]


def draw_up(vote, community_ids) -> list[tuple[RollEntry, list]]:
    """The roll as it would be now: unsaved entries, each with the keys of those who may cast it on the site.

    Raises ValidationError in words for whoever announces the vote: empty_roll, nobody_votes, and what
    `entries_of_households` raises of a registry that does not do.
    """
    if vote.counted_by == CountedBy.PERSON:
        drawn = _people(vote, community_ids)
        if not drawn:
            raise ValidationError(
                _("Nobody could vote: there are no confirmed members of the age of %(age)s."),
                code="empty_roll",
                params={"age": vote.min_age},
            )
        return drawn
    drawn = entries_of_households(vote, community_ids, eligible(community_ids, vote.min_age))
    if not vote.paper_allowed and not vote.codes_allowed and not any(voters for _entry, voters in drawn):
        raise ValidationError(
            _("Nobody could vote: no confirmed member has a flat of the registry. Take paper ballots, or wait."),
            code="nobody_votes",
        )
    return drawn


def freeze(vote, community_ids) -> None:
    """Write the roll and set its size, weight and fingerprint on the vote, which the caller saves."""
    drawn = draw_up(vote, community_ids)
    vote.roll_salt = secrets.token_hex(32)
    for entry, _voters in drawn:
        entry.vote = vote
        entry.line = audit.roll_line(bytes.fromhex(vote.roll_salt), entry.key)
    entries = RollEntry.objects.bulk_create([entry for entry, _voters in drawn], batch_size=BATCH)
    voters = (RollVoter(entry=entry, voter_key=key) for entry, keys in drawn for key in keys)
    RollVoter.objects.bulk_create(voters, batch_size=BATCH)
    vote.roll_size = len(entries)
    vote.roll_weight = sum(entry.weight for entry in entries)
    vote.roll_fingerprint = audit.roll_fingerprint((entry.line, entry.weight) for entry in entries)


def standing(user, vote, community_ids) -> str:
    """Where a person stands before the roll is frozen, or why they are not on it.

    One of: listed, pending (membership is being checked), age (none declared, or too low), flat (their flat is not
    in the registry), tenure (owners alone vote), stranger.
    """
    memberships = [found for pk in community_ids if (found := membership_of(user, pk))]
    verified = [found for found in memberships if found.state == MembershipState.VERIFIED]
    of_age = [found for found in verified if (found.declared_age or 0) >= vote.min_age]
    if not of_age:
        return "age" if verified else "pending" if memberships else "stranger"
    if vote.counted_by == CountedBy.PERSON:
        return "listed"
    return standing_in_household(vote, community_ids, eligible(community_ids, vote.min_age), of_age)
