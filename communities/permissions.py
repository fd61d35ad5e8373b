"""Who belongs to a community and who runs it."""

from django.db.models import Q

from communities.models import (
    ActivistRole,
    CommunityPage,
    FeedAccess,
    Membership,
    MembershipState,
    OrganisationMember,
)
from core import clock
from municipalities.models import StaffRole
from municipalities.permissions import (
    administered_towns,
    is_administrator,
    is_decider,
    is_official,
    is_staff,
    official_towns,
    staff_roles,
)
from municipalities.terms import is_over


def _memberships(user) -> dict:
    """The person's current memberships by community; read once per request."""
    if not user.is_authenticated or not user.is_active:
        return {}
    if "_memberships" not in user.__dict__:
        current = Membership.objects.filter(
            user=user, state__in=[MembershipState.PENDING, MembershipState.VERIFIED]
        ).only("community_id", "user_id", "state", "entrance", "declared_age", "premises_id")
        user.__dict__["_memberships"] = {membership.community_id: membership for membership in current}
    return user.__dict__["_memberships"]


def _activist_communities(user) -> dict:
    if not user.is_authenticated or not user.is_active:
        return {}
    # Who opens a request is read together with this answer (communities.second_factor): most run nothing.
    if not getattr(user, "runs_a_community", True):
        return {}
    if "_activist_communities" not in user.__dict__:
        roles = ActivistRole.objects.filter(user=user, revoked_at=None).values_list(
            "community_id", "term_ends_on", "community__municipality__timezone"
        )
        now = clock.glance()
        user.__dict__["_activist_communities"] = {
            community: last_day for community, last_day, zone in roles if not is_over(last_day, zone, now)
        }
    return user.__dict__["_activist_communities"]


def forget(user) -> None:
    """Read the rights anew: called by acts that change them."""
    for name in (
        "_memberships",
        "_member_towns",
        "_activist_communities",
        "_staff_roles",
        "_organisations",
        "runs_a_community",
    ):
        user.__dict__.pop(name, None)


def membership_of(user, community_id) -> Membership | None:
    """The person's pending or verified membership."""
    return _memberships(user).get(community_id)


def is_member(user, community_id) -> bool:
    membership = membership_of(user, community_id)
    return membership is not None and membership.is_verified


def member_communities(user) -> list[int]:
    return [pk for pk, membership in _memberships(user).items() if membership.is_verified]


def is_member_in(user, municipality) -> bool:
    """A confirmed member of some community of the town; read once per request."""
    if "_member_towns" not in user.__dict__:
        mine = CommunityPage.objects.filter(pk__in=member_communities(user))
        user.__dict__["_member_towns"] = set(mine.values_list("municipality", flat=True))
    return municipality.pk in user.__dict__["_member_towns"]


def is_activist(user, community_id) -> bool:
    return community_id in _activist_communities(user)


def activist_communities(user) -> list[int]:
    return list(_activist_communities(user))


def represented_organisations(user) -> list[int]:
    """The managing organisations the person speaks for; read once per request."""
    if not user.is_authenticated or not user.is_active:
        return []
    if "_organisations" not in user.__dict__:
        roles = OrganisationMember.objects.filter(user=user).values_list("organisation", flat=True)
        user.__dict__["_organisations"] = list(roles)
    return user.__dict__["_organisations"]


def represents_organisation(user, community) -> bool:
    """Speaks for the organisation that maintains this building."""
    maintains = community.managing_organisation_id
    return maintains is not None and maintains in represented_organisations(user)


def can_read_feed(user, community) -> bool:
    """Everybody, unless the community keeps its feed to members: then also those who answer and moderate there."""
    if community.feed_access == FeedAccess.OPEN:
        return True
    return (
        is_member(user, community.pk)
        or is_activist(user, community.pk)
        or is_official(user, community.municipality)
        or is_administrator(user, community.municipality)
        or represents_organisation(user, community)
    )


def readable_feeds(user, path: str = "") -> Q:
    """The same as `can_read_feed`, as a condition on rows that lead to a community by `path` (with its `__`)."""
    readable = Q(**{f"{path}feed_access": FeedAccess.OPEN})
    if not user.is_authenticated or not user.is_active:
        return readable
    readable |= Q(**{f"{path}pk__in": {*member_communities(user), *activist_communities(user)}})
    towns = {*official_towns(user), *administered_towns(user)}
    if towns:
        readable |= Q(**{f"{path}municipality__in": towns})
    if represented_organisations(user):
        readable |= Q(**{f"{path}managing_organisation__in": represented_organisations(user)})
    return readable


def activist_terms(user) -> dict:
    """The last day of each role that has one, by community."""
    return {community: last_day for community, last_day in _activist_communities(user).items() if last_day}


def can_request_membership(user, community) -> bool:
    return user.is_authenticated and user.is_active and membership_of(user, community.pk) is None


def can_verify(user, community) -> bool:
    """Activists of the community; the administrator everywhere in the town (decision 10)."""
    return is_activist(user, community.pk) or is_administrator(user, community.municipality)


def can_decide_membership(user, membership) -> bool:
    """Nobody confirms themselves."""
    return membership.user_id != user.pk and can_verify(user, membership.community)


def can_revoke_membership(user, membership) -> bool:
    """With the membership of somebody who runs the community a role ends: that is the administrator's."""
    if is_activist(membership.user, membership.community_id):
        return membership.user_id != user.pk and is_administrator(user, membership.community.municipality)
    return can_decide_membership(user, membership)


def can_issue_codes(user, community) -> bool:
    """Flat codes are printed for a building by those who let people into it."""
    return community.is_building and can_verify(user, community)


def is_flatmate(user, membership) -> bool:
    """A confirmed member of the same flat of the registry, other than the person themselves."""
    mine = membership_of(user, membership.community_id)
    return (
        mine is not None
        and mine.is_verified
        and mine.user_id != membership.user_id
        and mine.premises_id is not None
        and mine.premises_id == membership.premises_id
    )


def can_decide_objection(user, objection) -> bool:
    """Neither who is objected to, nor who objects."""
    return objection.by_id != user.pk and can_revoke_membership(user, objection.membership)


def can_manage_registry(user, municipality) -> bool:
    """The registry of premises is the administrator's, and the operator's by command."""
    return user.is_active and (user.is_superuser or is_administrator(user, municipality))


def can_grant_role(user, community) -> bool:
    return is_administrator(user, community.municipality)


def can_see_roles(user, community) -> bool:
    """The administrator gives roles; the controller and the head look on, for they approve chairs."""
    return can_grant_role(user, community) or is_decider(user, community.municipality)


def can_approve_chair(user, proposal) -> bool:
    """The second of two people: neither who proposed, nor who is to become chair."""
    return user.pk not in (proposal.proposed_by_id, proposal.user_id) and can_see_roles(user, proposal.community)


def can_use_desk(user, municipality) -> bool:
    """Who receives residents: administrators and specialists of the town."""
    return bool(staff_roles(user, municipality) & {StaffRole.ADMINISTRATOR, StaffRole.SPECIALIST})


def can_be_helped(resident, municipality, *, by) -> bool:
    """Nobody acts for themselves, for a colleague or for the operator: that would be a second set of rights."""
    return (
        resident.pk != by.pk
        and resident.is_active
        and not resident.is_superuser
        and not is_staff(resident, municipality)
    )


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
