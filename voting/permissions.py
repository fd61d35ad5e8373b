"""Who may vote, and who may call a vote off."""

from communities.permissions import is_activist
from municipalities.permissions import is_administrator
from voting.models import RollEntry


def roll_entry(user, vote) -> RollEntry | None:
    """The person's right to vote, found from who is signed in and never from the request."""
    if not user.is_authenticated or not user.is_active:
        return None
    return RollEntry.objects.filter(vote=vote, voter_key=user.actor_key).first()


def can_cast(user, vote) -> bool:
    """On the frozen roll. Leaving the community does not take the right away (decision 11)."""
    return roll_entry(user, vote) is not None


def can_cancel(user, vote) -> bool:
    """The community's activist or the administrator, before the vote opens."""
    return is_activist(user, vote.community_id) or is_administrator(user, vote.municipality)
