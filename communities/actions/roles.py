"""Giving and taking the roles of those who run a community."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities.models import (
    CHAIRS,
    KIND_OF_TITLE,
    ActivistRole,
    ActivistTitle,
    Membership,
    ProposalState,
    RoleProposal,
)
from communities.permissions import can_approve_chair, can_grant_role, forget
from core import clock
from core.text import one_line
from journal.actions import record
from journal.verbs import Verb


def _locked(community) -> None:
    """The community's row stands for its roles: two administrators at once give one."""
    type(community).objects.select_for_update(of=["self"]).get(pk=community.pk)


def _check(community, *, user, title, term_ends_on, now) -> None:
    """What any role needs, given at once or proposed."""
    if not Membership.objects.verified().filter(community=community, user=user).exists():
        raise ValidationError(_("Only a confirmed member of the community can run it."), code="not_member")
    if KIND_OF_TITLE.get(title, community.kind) != community.kind:
        raise ValidationError(_("A community of this kind has no such title."), code="title")
    if term_ends_on is not None and term_ends_on < community.municipality.today(now):
        raise ValidationError(_("The term would be over already: choose a later day."), code="term")


def _current(community, user, now) -> ActivistRole | None:
    """The role held now; one past its term that the worker has not met yet is ended on the way."""
    role = ActivistRole.objects.select_for_update().filter(community=community, user=user, revoked_at=None).first()
    if role is not None and role.term_ends_on and role.term_ends_on < community.municipality.today(now):
        _expire(role, now)
        return None
    return role


def _give(community, *, user, by, now, **terms) -> ActivistRole:
    role = ActivistRole.objects.create(community=community, user=user, granted_at=now, granted_by=by, **terms)
    forget(user)
    record(Verb.ROLE_GIVEN, user, by=by, municipality=community.municipality, community=community.pk, role=role.title)
    return role


@transaction.atomic
def grant_activist(community, *, user, title, by, term_ends_on=None) -> ActivistRole:
    """Let a member run the community under a title (an `ActivistTitle`), perhaps until the end of a day.

    Raises PermissionDenied for all but the administrator; ValidationError with code `two_people` for a chair,
    `not_member`, `title` (of another kind of community), `term` (over already), `has_role`.
    """
    _locked(community)
    if not can_grant_role(by, community):
        raise PermissionDenied
    if title in CHAIRS:
        raise ValidationError(_("A chair is proposed by one person and approved by another."), code="two_people")
    now = clock.now()
    _check(community, user=user, title=title, term_ends_on=term_ends_on, now=now)
    if _current(community, user, now) is not None:
        raise ValidationError(_("This person runs the community already."), code="has_role")
    return _give(community, user=user, by=by, now=now, title=title, term_ends_on=term_ends_on)


@transaction.atomic
def propose_chair(
    community, *, user, title, by, term_ends_on=None, protocol_number="", protocol_date=None
) -> RoleProposal:
    """The first of two people: propose a member as chair, on the grounds of a protocol.

    Raises PermissionDenied for all but the administrator; ValidationError with the codes of `grant_activist` and
    `protocol`, `proposed` (waits already).
    """
    _locked(community)
    if not can_grant_role(by, community):
        raise PermissionDenied
    if title not in CHAIRS:
        raise ValidationError(_("Only a chair needs two people."), code="title")
    now = clock.now()
    _check(community, user=user, title=title, term_ends_on=term_ends_on, now=now)
    protocol_number = one_line(protocol_number)
    if title == ActivistTitle.COUNCIL_CHAIR and not (protocol_number and protocol_date):
        raise ValidationError(
            _("The chair of a house council needs the number and date of the owners' protocol."), code="protocol"
        )
    if protocol_date and protocol_date > community.municipality.today(now):
        raise ValidationError(_("The protocol is dated in the future: check the date."), code="protocol")
    current = _current(community, user, now)
    if current is not None and current.title == title:
        raise ValidationError(_("This person runs the community already."), code="has_role")
    if RoleProposal.objects.pending().filter(community=community, user=user).exists():
        raise ValidationError(_("This person is proposed already and waits for the second decision."), code="proposed")
    proposal = RoleProposal.objects.create(
        community=community,
        user=user,
        title=title,
        term_ends_on=term_ends_on,
        protocol_number=protocol_number,
        protocol_date=protocol_date,
        proposed_by=by,
        proposed_at=now,
    )
    record(
        Verb.ROLE_PROPOSED, proposal, by=by, municipality=community.municipality, community=community.pk, role=title
    )
    return proposal


def _decide(proposal, *, by, state) -> RoleProposal:
    proposal = (
        RoleProposal.objects.select_for_update(of=["self"])
        .select_related("community__municipality", "user")
        .get(pk=proposal.pk)
    )
    if not can_approve_chair(by, proposal):
        raise PermissionDenied
    if proposal.state != ProposalState.PENDING:
        raise ValidationError(_("This proposal has been decided already."), code="decided")
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, clock.now()
    proposal.save(update_fields=["state", "decided_by", "decided_at"])
    return proposal


@transaction.atomic
def approve_chair(proposal, *, by) -> ActivistRole:
    """The second of two people: the member becomes chair at once, in place of another title here.

    Raises PermissionDenied for the one who proposed, the one proposed, and all who may not decide; ValidationError
    with code `decided`, and with those of `_check`, since a proposal may have waited long.
    """
    _locked(proposal.community)
    proposal = _decide(proposal, by=by, state=ProposalState.APPROVED)
    community, user, now = proposal.community, proposal.user, proposal.decided_at
    _check(community, user=user, title=proposal.title, term_ends_on=proposal.term_ends_on, now=now)
    current = _current(community, user, now)
    if current is not None:
        # A change of title: the record that follows tells of it.
        current.revoked_at = now
        current.save(update_fields=["revoked_at"])
    return _give(
        community,
        user=user,
        by=by,
        now=now,
        title=proposal.title,
        term_ends_on=proposal.term_ends_on,
        protocol_number=proposal.protocol_number,
        protocol_date=proposal.protocol_date,
    )


@transaction.atomic
def decline_chair(proposal, *, by) -> RoleProposal:
    """The second person does not agree. Raises as `approve_chair`."""
    proposal = _decide(proposal, by=by, state=ProposalState.DECLINED)
    community = proposal.community
    record(
        Verb.ROLE_PROPOSAL_DECLINED,
        proposal,
        by=by,
        municipality=community.municipality,
        community=community.pk,
        role=proposal.title,
    )
    return proposal


def _end(role, *, at, verb, by=None) -> None:
    role.revoked_at = at
    role.save(update_fields=["revoked_at"])
    forget(role.user)
    record(
        verb,
        role.user,
        by=by,
        municipality=role.community.municipality,
        community=role.community_id,
        role=role.title,
    )


def end_role(role, *, by, at) -> None:
    """Write the end of a role; the caller has checked and locked."""
    _end(role, at=at, verb=Verb.ROLE_TAKEN, by=by)


def _expire(role, at) -> None:
    _end(role, at=at, verb=Verb.ROLE_EXPIRED)


@transaction.atomic
def revoke_activist(role, *, by) -> ActivistRole:
    """Take the role of an activist away, at once.

    Raises PermissionDenied for all but the administrator, ValidationError with code `ended` when it ended before.
    """
    role = _locked_role(role.pk)
    if not can_grant_role(by, role.community):
        raise PermissionDenied
    if role.revoked_at is not None:
        raise ValidationError(_("This role has been taken away already."), code="ended")
    end_role(role, by=by, at=clock.now())
    return role


def _locked_role(pk) -> ActivistRole:
    return (
        ActivistRole.objects.select_for_update(of=["self"])
        .select_related("community__municipality", "user")
        .get(pk=pk)
    )


def expire_roles() -> int:
    """The clock: end the roles whose last day is over in their town; how many. Safe in several workers.

    Rights have stopped before: permissions look at the term themselves.
    """
    rows = ActivistRole.objects.filter(revoked_at=None, term_ends_on__lte=clock.now().date())
    return sum(_expire_if_over(pk) for pk in rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _expire_if_over(pk) -> bool:
    role, now = _locked_role(pk), clock.now()
    if role.revoked_at is not None or role.term_ends_on >= role.community.municipality.today(now):
        return False
    _expire(role, now)
    return True
