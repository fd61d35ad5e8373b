"""Who may vote, who runs a vote, and who sees what of it."""

from communities.models import CommunityPage, Membership
from communities.permissions import activist_communities, is_activist
from municipalities.permissions import is_administrator, is_staff
from voting.models import CountedBy, RollEntry, Secrecy, Vote, VoteState


def roll_entries(user, vote) -> list[RollEntry]:
    """The person's rights to vote, found from who is signed in and never from the request; mostly one or none."""
    return list(own_entries(user, vote).select_related("community"))


def own_entries(user, vote):
    """The same as a queryset, without the communities."""
    if user is None or not user.is_authenticated or not user.is_active:
        return RollEntry.objects.none()
    if vote.counted_by == CountedBy.PERSON:
        # Their entry bears their own key: found by one row of an index, however long the roll.
        return RollEntry.objects.filter(vote=vote, key=str(user.actor_key))
    return RollEntry.objects.filter(vote=vote, voters__voter_key=user.actor_key).order_by("community_id", "key")


def frozen_entries(user, vote) -> list[RollEntry]:
    """Own entries of a vote that has opened, read once per request: a frozen roll does not change, by trigger."""
    if user is None:
        return []
    known = user.__dict__.setdefault("_frozen_entries", {})
    if vote.pk not in known:
        known[vote.pk] = list(own_entries(user, vote))
    return known[vote.pk]


def is_at_desk(user) -> bool:
    """Whether a member of staff acts for this person: votes are neither cast nor shown as marked then."""
    return getattr(user, "desk_visit", None) is not None


def can_manage(user, vote) -> bool:
    """The community's activist or the administrator: drafts, papers, reminders, what happens next."""
    return is_activist(user, vote.community_id) or is_administrator(user, vote.municipality)


def is_own_entry(user, entry) -> bool:
    """Whether the entry is the person's own, or of the flat they live in: others read its paper."""
    if entry.voters.filter(voter_key=user.actor_key).exists():
        return True
    homes = Membership.objects.verified().filter(user=user, premises__public_id=entry.household)
    return bool(entry.household) and homes.exists()


def can_see_voices(user, vote) -> bool:
    """Who voted how in a named vote, once it is counted: those on its roll, who run it, and the administration."""
    if vote.secrecy != Secrecy.NAMED or vote.state != VoteState.COUNTED or is_at_desk(user):
        return False
    return can_manage(user, vote) or is_staff(user, vote.municipality) or bool(roll_entries(user, vote))


def can_call_vote(user, community) -> bool:
    """Draft and announce votes of a community: its activist, and the administrator in the whole town."""
    return is_activist(user, community.pk) or is_administrator(user, community.municipality)


def callable_communities(user, municipality):
    """Those whose votes this person may draft and announce."""
    pages = CommunityPage.objects.within(municipality).live()
    return pages if is_administrator(user, municipality) else pages.filter(pk__in=activist_communities(user))


def drafts_of(user, municipality):
    """Drafts that this person may see and change; nobody else knows of them."""
    return Vote.objects.within(municipality).filter(
        state=VoteState.DRAFT, community__in=callable_communities(user, municipality)
    )


def can_confirm_amendment(user, amendment) -> bool:
    """The second of two people, never the one who proposed."""
    return amendment.proposed_by_id != user.pk and can_manage(user, amendment.vote)


def can_decline_amendment(user, amendment) -> bool:
    """Any of those who run the vote; who proposed it takes it back."""
    return can_manage(user, amendment.vote)


def can_cancel(user, vote) -> bool:
    """Before the vote opens; afterwards it takes two people."""
    return can_manage(user, vote)
