"""Who speaks for a managing organisation: named and let go by the administrator."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities.models import OrganisationMember
from communities.permissions import forget
from communities.staff import can_give_role
from journal.actions import record
from journal.verbs import Verb

ROLE = "organisation"


@transaction.atomic
def name_representative(user, organisation, *, by, position="") -> OrganisationMember:
    """Let a person answer and announce for an organisation in the buildings it maintains.

    Raises PermissionDenied for all but the administrator and the operator, ValidationError with code `has_role`.
    """
    organisation = type(organisation).objects.select_for_update(of=["self"]).get(pk=organisation.pk)
    if not can_give_role(by, organisation.municipality):
        raise PermissionDenied
    if organisation.members.filter(user=user).exists():
        raise ValidationError(_("This person speaks for the organisation already."), code="has_role")
    member = OrganisationMember.objects.create(
        municipality=organisation.municipality, organisation=organisation, user=user, position=position.strip()
    )
    forget(user)
    record(Verb.ROLE_GIVEN, user, by=by, municipality=organisation.municipality, role=ROLE)
    return member


@transaction.atomic
def dismiss_representative(member, *, by) -> None:
    """Take the role away at once. Raises PermissionDenied for all but the administrator and the operator."""
    member = (
        OrganisationMember.objects.select_for_update(of=["self"])
        .select_related("municipality", "user")
        .get(pk=member.pk)
    )
    if not can_give_role(by, member.municipality):
        raise PermissionDenied
    record(Verb.ROLE_TAKEN, member.user, by=by, municipality=member.municipality, role=ROLE)
    forget(member.user)
    member.delete()
