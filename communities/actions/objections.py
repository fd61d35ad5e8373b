"""What members of a flat say of somebody who joined as living with them, by a code."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities.actions.joining import end, locked, tell_revoked
from communities.models import MembershipObjection, MembershipState, RejectionReason, VerificationMethod
from communities.permissions import can_decide_objection, forget, is_flatmate
from core import clock
from core.text import one_line
from journal.actions import record
from journal.verbs import Verb

DAYS_TO_OBJECT = 14


def may_object_until(membership) -> datetime | None:
    """Until when flatmates may object; None for those who did not join by a code."""
    if membership.verified_by != VerificationMethod.CODE or not hasattr(membership, "redemption"):
        return None
    return membership.redemption.at + timedelta(days=DAYS_TO_OBJECT)


@transaction.atomic
def object_to(membership, *, by, note="") -> MembershipObjection:
    """Say that somebody does not live in one's flat: the membership waits until the activist decides.

    Raises PermissionDenied for all but confirmed members of the same flat; ValidationError with code `late` (or never
    by a code), `objected` for a second objection of the same person, `decided` when there is nothing to object to.
    """
    membership = locked(membership)
    forget(by)
    if not is_flatmate(by, membership):
        raise PermissionDenied
    until = may_object_until(membership)
    if until is None or clock.now() >= until:
        raise ValidationError(_("The time for objections is over. Please speak with the activist."), code="late")
    if membership.objections.filter(by=by).exists():
        raise ValidationError(_("You have objected already."), code="objected")
    if not membership.is_verified:
        raise ValidationError(_("This membership is being looked into, or has ended."), code="decided")
    objection = MembershipObjection.objects.create(
        membership=membership, by=by, note=one_line(note), raised_at=clock.now()
    )
    membership.state = MembershipState.PENDING
    membership.decided_at = membership.decided_by = None
    membership.save(update_fields=["state", "decided_at", "decided_by"])
    forget(membership.user)
    _record(Verb.MEMBERSHIP_OBJECTED, objection, by)
    return objection


@transaction.atomic
def uphold_objection(objection, *, by) -> MembershipObjection:
    """Agree that the person does not belong to the flat: the membership is taken back.

    Raises PermissionDenied for all but those of `can_decide_objection`, ValidationError with code `decided`.
    """
    objection = _decide(objection, by=by, upheld=True)
    end(objection.membership, by=by, reason=RejectionReason.NOT_OF_FLAT)
    _record(Verb.OBJECTION_UPHELD, objection, by)
    tell_revoked(objection.membership, by=by)
    return objection


@transaction.atomic
def dismiss_objection(objection, *, by) -> MembershipObjection:
    """Find that the person does live there: the membership is in force again. Raises as `uphold_objection`."""
    objection = _decide(objection, by=by, upheld=False)
    membership = objection.membership
    membership.state = MembershipState.VERIFIED
    membership.decided_by = by
    membership.decided_at = objection.decided_at
    membership.save(update_fields=["state", "decided_by", "decided_at"])
    forget(membership.user)
    _record(Verb.OBJECTION_DISMISSED, objection, by)
    return objection


def _decide(objection, *, by, upheld) -> MembershipObjection:
    membership = locked(objection.membership)
    objection = MembershipObjection.objects.select_for_update().get(pk=objection.pk)
    objection.membership = membership
    if not can_decide_objection(by, objection):
        raise PermissionDenied
    if objection.decided_at is not None or membership.state != MembershipState.PENDING:
        raise ValidationError(_("This objection has been decided already."), code="decided")
    objection.upheld = upheld
    objection.decided_by = by
    objection.decided_at = clock.now()
    objection.save(update_fields=["upheld", "decided_by", "decided_at"])
    return objection


def _record(verb, objection, by) -> None:
    community = objection.membership.community
    record(verb, objection, by=by, municipality=community.municipality, community=community.pk)
