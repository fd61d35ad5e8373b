"""Joining and leaving a community."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.identity import confirmed_name
from communities.actions.roles import end_role
from communities.models import ActivistRole, Membership, MembershipState, Premises, VerificationMethod
from communities.owners import owner_digest
from communities.permissions import (
    can_decide_membership,
    can_request_membership,
    can_revoke_membership,
    forget,
    is_activist,
)
from communities.registry.numbers import key_of
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

    Whoever owns the flat by the registry, under a name that ЕСИА confirmed, is a member at once. `declared_age` is
    the age in whole years that the person says they have reached (decision 5). Raises PermissionDenied for guests
    and ValidationError with code `member` or `too_often`.
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
        premises=flat_of_registry(community, flat),
        note=one_line(note),
        declared_age=declared_age,
        requested_at=now,
    )
    forget(by)
    if _owns(by, membership.premises):
        return settle(membership, by=by, method=VerificationMethod.REGISTRY, at=now)
    record(Verb.MEMBERSHIP_REQUESTED, membership, by=by, municipality=community.municipality, community=community.pk)
    return membership


def flat_of_registry(community, flat: str) -> Premises | None:
    """The flat that somebody typed, if the registry knows it."""
    key = key_of(flat)
    return Premises.objects.current().flats().filter(community=community, key=key).first() if key else None


def _owns(user, premises) -> bool:
    """A name that the person typed proves nothing; one that the state confirmed can be compared with the registry."""
    name = confirmed_name(user) if premises else None
    if name is None:
        return False
    first, last = name
    digest = owner_digest(premises.community_id, f"{last} {first}")
    return bool(digest) and premises.ownerships.filter(owner_digest=digest).exists()


def settle(membership, *, by, method, at, decided_by=None) -> Membership:
    """Write that a membership is confirmed; the caller has checked and locked.

    `decided_by` is the person who decided, if any did: a code or the registry has none. What the registry says of the
    flat is worth more than what was typed.
    """
    community = membership.community
    if membership.premises is None and membership.flat:
        membership.premises = flat_of_registry(community, membership.flat)
    if membership.premises:
        membership.flat = membership.premises.number[:10]
        membership.entrance = membership.premises.entrance or membership.entrance
    membership.state = MembershipState.VERIFIED
    membership.verified_by = method
    membership.rejection_reason = ""
    membership.decided_by = decided_by
    membership.decided_at = at
    membership.save()
    forget(membership.user)
    record(
        Verb.MEMBERSHIP_VERIFIED,
        membership,
        by=by,
        municipality=community.municipality,
        community=community.pk,
        method=method,
    )
    return membership


def locked(membership) -> Membership:
    """The row as it is now, for the caller alone."""
    return (
        Membership.objects.select_for_update(of=["self"])
        .select_related("community__municipality", "user", "premises")
        .get(pk=membership.pk)
    )


def _to_decide(membership, *, by) -> Membership:
    """A request that this person may decide now."""
    membership = locked(membership)
    if not can_decide_membership(by, membership):
        raise PermissionDenied
    if membership.state != MembershipState.PENDING:
        raise ValidationError(_("This request has been decided already."), code="decided")
    if membership.objections.filter(decided_at=None).exists():
        raise ValidationError(_("A neighbour objects: decide on the objection."), code="objection")
    return membership


@transaction.atomic
def verify_membership(membership, *, by) -> Membership:
    """Confirm that the person belongs to the community.

    Raises PermissionDenied for all but the activist and the administrator, and for the person themselves;
    ValidationError with code `decided` when somebody was faster, `objection` when an objection is to be decided.
    """
    membership = _to_decide(membership, by=by)
    is_neighbour = is_activist(by, membership.community_id)
    method = VerificationMethod.ACTIVIST if is_neighbour else VerificationMethod.STAFF
    return settle(membership, by=by, method=method, at=clock.now(), decided_by=by)


@transaction.atomic
def reject_membership(membership, *, by, reason) -> Membership:
    """Refuse a request with a `RejectionReason`; the person may ask again. Raises as `verify_membership`."""
    membership = _to_decide(membership, by=by)
    community = membership.community
    membership.state = MembershipState.REJECTED
    membership.rejection_reason = reason
    membership.decided_by = by
    membership.decided_at = clock.now()
    membership.save(update_fields=["state", "rejection_reason", "decided_by", "decided_at"])
    forget(membership.user)
    record(
        Verb.MEMBERSHIP_REJECTED,
        membership,
        by=by,
        municipality=community.municipality,
        community=community.pk,
        reason=reason,
    )
    return membership


def end(membership, *, by, reason="") -> None:
    """Write the end of a membership; the caller has checked and locked. The rolls of open votes stay (decision 11)."""
    now = clock.now()
    membership.state = MembershipState.REVOKED
    membership.rejection_reason = reason
    membership.decided_by = by
    membership.decided_at = now
    membership.save(update_fields=["state", "rejection_reason", "decided_by", "decided_at"])
    # An activist is a member with a role: the role does not outlive the membership.
    for role in ActivistRole.objects.filter(community=membership.community, user=membership.user, revoked_at=None):
        end_role(role, by=by, at=now)
    forget(membership.user)


@transaction.atomic
def leave(membership, *, by) -> Membership:
    """Leave the community, or take back a request.

    Raises PermissionDenied for anybody else's membership, ValidationError with code `ended` when it ended before.
    """
    membership = locked(membership)
    if membership.user_id != by.pk:
        raise PermissionDenied
    if membership.state not in (MembershipState.PENDING, MembershipState.VERIFIED):
        raise ValidationError(_("You have left this community already."), code="ended")
    end(membership, by=by)
    forget(by)
    community = membership.community
    record(Verb.MEMBERSHIP_LEFT, membership, by=by, municipality=community.municipality, community=community.pk)
    return membership


@transaction.atomic
def revoke_membership(membership, *, by, reason) -> Membership:
    """Take a confirmed membership back with a `RejectionReason`; a role in the community ends with it.

    Raises PermissionDenied for all but those of `can_revoke_membership`, ValidationError with code `ended` when there
    is nothing to take back.
    """
    membership = locked(membership)
    if not can_revoke_membership(by, membership):
        raise PermissionDenied
    if not membership.is_verified:
        raise ValidationError(_("This person is not a member any more."), code="ended")
    end(membership, by=by, reason=reason)
    tell_revoked(membership, by=by)
    return membership


def tell_revoked(membership, *, by) -> None:
    community = membership.community
    record(
        Verb.MEMBERSHIP_REVOKED,
        membership,
        by=by,
        municipality=community.municipality,
        community=community.pk,
        reason=membership.rejection_reason,
    )
