"""Joining, leaving and running a community."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities.models import ActivistRole, Membership, MembershipState
from communities.permissions import can_decide_membership, can_grant_role, can_request_membership, forget
from core import clock
from core.text import one_line
from journal.actions import record
from journal.verbs import Verb

# After so many requests within so many days the person has to speak with the activist, not with the form.
MOST_REQUESTS = 3
REQUEST_DAYS = 30


@transaction.atomic
def request_membership(community, *, by, tenure="", flat="", entrance=None, note="", declared_age=None) -> Membership:
    """Ask to become a member. Asking twice returns the request that waits.

    `declared_age` is the age in whole years that the person says they have reached (decision 5). Raises
    PermissionDenied for guests and ValidationError with code `member` or `too_often`.
    """
    # The community's row stands for all its requests: two devices at once make one request.
    type(community).objects.select_for_update(of=["self"]).get(pk=community.pk)
    forget(by)
    if not by.is_authenticated or not by.is_active:
        raise PermissionDenied
    if not can_request_membership(by, community):
        current = Membership.objects.get(
            community=community, user=by, state__in=[MembershipState.PENDING, MembershipState.VERIFIED]
        )
        if current.is_verified:
            raise ValidationError(_("You are a member already."), code="member")
        return current
    now = clock.now()
    recent = Membership.objects.filter(
        community=community, user=by, requested_at__gt=now - timedelta(days=REQUEST_DAYS)
    ).count()
    if recent >= MOST_REQUESTS:
        raise ValidationError(
            _("You have asked several times within a month. Please speak with the activist of the community."),
            code="too_often",
        )
    membership = Membership.objects.create(
        community=community,
        user=by,
        tenure=tenure,
        flat=one_line(flat),
        entrance=entrance,
        note=one_line(note),
        declared_age=declared_age,
        requested_at=now,
    )
    forget(by)
    record(Verb.MEMBERSHIP_REQUESTED, membership, by=by, municipality=community.municipality, community=community.pk)
    return membership


def _locked(membership) -> Membership:
    return (
        Membership.objects.select_for_update(of=["self"])
        .select_related("community__municipality", "user")
        .get(pk=membership.pk)
    )


def _decide(membership, *, by, state, reason="") -> Membership:
    membership = _locked(membership)
    if not can_decide_membership(by, membership):
        raise PermissionDenied
    if membership.state != MembershipState.PENDING:
        raise ValidationError(_("This request has been decided already."), code="decided")
    membership.state = state
    membership.rejection_reason = reason
    membership.decided_by = by
    membership.decided_at = clock.now()
    membership.save(update_fields=["state", "rejection_reason", "decided_by", "decided_at"])
    forget(membership.user)
    return membership


@transaction.atomic
def verify_membership(membership, *, by) -> Membership:
    """Confirm that the person belongs to the community.

    Raises PermissionDenied for all but the activist and the administrator, and for the person themselves;
    ValidationError with code `decided` when somebody was faster.
    """
    membership = _decide(membership, by=by, state=MembershipState.VERIFIED)
    community = membership.community
    record(Verb.MEMBERSHIP_VERIFIED, membership, by=by, municipality=community.municipality, community=community.pk)
    return membership


@transaction.atomic
def reject_membership(membership, *, by, reason) -> Membership:
    """Refuse a request with a `RejectionReason`; the person may ask again. Raises as `verify_membership`."""
    membership = _decide(membership, by=by, state=MembershipState.REJECTED, reason=reason)
    community = membership.community
    record(
        Verb.MEMBERSHIP_REJECTED,
        membership,
        by=by,
        municipality=community.municipality,
        community=community.pk,
        reason=reason,
    )
    return membership


@transaction.atomic
def leave(membership, *, by) -> Membership:
    """Leave the community, or take back a request. The rolls of open votes stay as they are (decision 11).

    Raises PermissionDenied for anybody else's membership, ValidationError with code `ended` when it ended before.
    """
    membership = _locked(membership)
    if membership.user_id != by.pk:
        raise PermissionDenied
    if membership.state not in (MembershipState.PENDING, MembershipState.VERIFIED):
        raise ValidationError(_("You have left this community already."), code="ended")
    now = clock.now()
    membership.state = MembershipState.REVOKED
    membership.decided_by = by
    membership.decided_at = now
    membership.save(update_fields=["state", "decided_by", "decided_at"])
    # An activist is a member with a role: the role does not outlive the membership.
    for role in ActivistRole.objects.filter(community=membership.community, user=by, revoked_at=None):
        _end_role(role, by=by, at=now)
    forget(by)
    community = membership.community
    record(Verb.MEMBERSHIP_LEFT, membership, by=by, municipality=community.municipality, community=community.pk)
    return membership


@transaction.atomic
def grant_activist(community, *, user, title, by) -> ActivistRole:
    """Let a member run the community under a title (an `ActivistTitle`).

    Raises PermissionDenied for all but the administrator; ValidationError with code `not_member` for those who do
    not belong to the community, `has_role` for those who run it already.
    """
    type(community).objects.select_for_update(of=["self"]).get(pk=community.pk)
    if not can_grant_role(by, community):
        raise PermissionDenied
    if not Membership.objects.verified().filter(community=community, user=user).exists():
        raise ValidationError(_("Only a confirmed member of the community can run it."), code="not_member")
    if ActivistRole.objects.filter(community=community, user=user, revoked_at=None).exists():
        raise ValidationError(_("This person runs the community already."), code="has_role")
    role = ActivistRole.objects.create(community=community, user=user, title=title, granted_at=clock.now())
    forget(user)
    record(Verb.ROLE_GIVEN, user, by=by, municipality=community.municipality, community=community.pk, role=title)
    return role


def _end_role(role, *, by, at) -> None:
    role.revoked_at = at
    role.save(update_fields=["revoked_at"])
    record(
        Verb.ROLE_TAKEN,
        role.user,
        by=by,
        municipality=role.community.municipality,
        community=role.community_id,
        role=role.title,
    )


@transaction.atomic
def revoke_activist(role, *, by) -> ActivistRole:
    """Take the role of an activist away, at once.

    Raises PermissionDenied for all but the administrator, ValidationError with code `ended` when it ended before.
    """
    role = (
        ActivistRole.objects.select_for_update(of=["self"])
        .select_related("community__municipality", "user")
        .get(pk=role.pk)
    )
    if not can_grant_role(by, role.community):
        raise PermissionDenied
    if role.revoked_at is not None:
        raise ValidationError(_("This role has been taken away already."), code="ended")
    _end_role(role, by=by, at=clock.now())
    forget(role.user)
    return role
