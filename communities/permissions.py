"""Who belongs to a community and who runs it."""

from communities.models import ActivistRole, Membership, MembershipState
from municipalities.permissions import is_administrator


def _memberships(user) -> dict:
    """The person's current memberships by community; read once per request."""
    if not user.is_authenticated or not user.is_active:
        return {}
    if "_memberships" not in user.__dict__:
        current = Membership.objects.filter(
            user=user, state__in=[MembershipState.PENDING, MembershipState.VERIFIED]
        ).only("community_id", "user_id", "state", "entrance", "declared_age")
        user.__dict__["_memberships"] = {membership.community_id: membership for membership in current}
    return user.__dict__["_memberships"]


def _activist_communities(user) -> dict:
    if not user.is_authenticated or not user.is_active:
        return {}
    if "_activist_communities" not in user.__dict__:
        roles = ActivistRole.objects.filter(user=user, revoked_at=None)
        user.__dict__["_activist_communities"] = dict(roles.values_list("community_id", "title"))
    return user.__dict__["_activist_communities"]


def forget(user) -> None:
    """Read the rights anew: called by acts that change them."""
    for name in ("_memberships", "_activist_communities", "_staff_roles"):
        user.__dict__.pop(name, None)


def membership_of(user, community_id) -> Membership | None:
    """The person's pending or verified membership."""
    return _memberships(user).get(community_id)


def is_member(user, community_id) -> bool:
    membership = membership_of(user, community_id)
    return membership is not None and membership.is_verified


def member_communities(user) -> list[int]:
    return [pk for pk, membership in _memberships(user).items() if membership.is_verified]


def is_activist(user, community_id) -> bool:
    return community_id in _activist_communities(user)


def activist_communities(user) -> list[int]:
    return list(_activist_communities(user))


def can_request_membership(user, community) -> bool:
    return user.is_authenticated and user.is_active and membership_of(user, community.pk) is None


def can_verify(user, community) -> bool:
    """Activists of the community; the administrator everywhere in the town (decision 10)."""
    return is_activist(user, community.pk) or is_administrator(user, community.municipality)


def can_decide_membership(user, membership) -> bool:
    """Nobody confirms themselves."""
    return membership.user_id != user.pk and can_verify(user, membership.community)


def can_grant_role(user, community) -> bool:
    return is_administrator(user, community.municipality)


def waiting_requests(user, municipality):
    """Requests to join that this person may decide: of the communities they run, or of the whole town.

    None for those who decide nothing.
    """
    waiting = Membership.objects.within(municipality).pending().filter(community__live=True).exclude(user=user)
    if is_administrator(user, municipality):
        return waiting.select_related("user", "community")
    if activist_communities(user):
        return waiting.filter(community__in=activist_communities(user)).select_related("user", "community")
    return None
