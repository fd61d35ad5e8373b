"""Giving and taking roles in a town: here and not in `municipalities`, which stands above the journal."""

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction

from journal.actions import record
from journal.verbs import Verb
from municipalities.models import StaffMember, StaffRole
from municipalities.permissions import is_administrator

# Only these enter Wagtail's admin (decision 13), each through the group of their town.
ADMIN_ROLES = (StaffRole.EDITOR, StaffRole.ADMINISTRATOR)


def group_name(municipality, role: str) -> str:
    """The admin group of a role: one per town, so that rights never cross its border."""
    return f"{role}:{municipality.pk}"


def can_give_role(by, municipality) -> bool:
    return by.is_active and (by.is_superuser or is_administrator(by, municipality))


@transaction.atomic
def give_role(user, role, *, municipality, by, department=None, position="") -> StaffMember:
    """Make a person a member of the town's staff. Giving the same role again changes nothing.

    Raises PermissionDenied for all but the administrator and the operator.
    """
    if not can_give_role(by, municipality):
        raise PermissionDenied
    member, created = StaffMember.objects.get_or_create(
        municipality=municipality, user=user, role=role, defaults={"department": department, "position": position}
    )
    if role in ADMIN_ROLES:
        user.groups.add(Group.objects.get(name=group_name(municipality, role)))
    user.__dict__.pop("_staff_roles", None)
    if created:
        record(Verb.ROLE_GIVEN, user, by=by, municipality=municipality, role=role)
    return member


@transaction.atomic
def take_role(member, *, by) -> None:
    """Take a role away, with its admin group, at once.

    Raises PermissionDenied for all but the administrator and the operator.
    """
    if not can_give_role(by, member.municipality):
        raise PermissionDenied
    if member.role in ADMIN_ROLES:
        member.user.groups.remove(Group.objects.get(name=group_name(member.municipality, member.role)))
    member.user.__dict__.pop("_staff_roles", None)
    record(Verb.ROLE_TAKEN, member.user, by=by, municipality=member.municipality, role=member.role)
    member.delete()
