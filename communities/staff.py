"""Giving and taking roles in a town: here and not in `municipalities`, which stands above the journal."""

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
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
def give_role(user, role, *, municipality, by, department=None, position="", term_ends_on=None) -> StaffMember:
    """Make a person a member of the town's staff, perhaps until the end of a day.

    Giving the same role again changes nothing but its term: a new one is a new appointment. Raises PermissionDenied
    for all but the administrator and the operator, ValidationError with code `term` for a day that is past.
    """
    if not can_give_role(by, municipality):
        raise PermissionDenied
    if term_ends_on is not None and term_ends_on < municipality.today(clock.now()):
        raise ValidationError(_("The term would be over already: choose a later day."), code="term")
    member, created = StaffMember.objects.select_for_update().get_or_create(
        municipality=municipality,
        user=user,
        role=role,
        defaults={"department": department, "position": position, "term_ends_on": term_ends_on},
    )
    if role in ADMIN_ROLES:
        user.groups.add(Group.objects.get(name=group_name(municipality, role)))
    user.__dict__.pop("_staff_roles", None)
    if created or member.term_ends_on != term_ends_on:
        member.term_ends_on = term_ends_on
        member.save(update_fields=["term_ends_on"])
        record(Verb.ROLE_GIVEN, user, by=by, municipality=municipality, role=role)
    return member


@transaction.atomic
def take_role(member, *, by) -> None:
    """Take a role away, with its admin group, at once.

    Raises PermissionDenied for all but the administrator and the operator.
    """
    if not can_give_role(by, member.municipality):
        raise PermissionDenied
    _end(member, verb=Verb.ROLE_TAKEN, by=by)


def _end(member, *, verb, by=None) -> None:
    if member.role in ADMIN_ROLES:
        member.user.groups.remove(Group.objects.get(name=group_name(member.municipality, member.role)))
    member.user.__dict__.pop("_staff_roles", None)
    record(verb, member.user, by=by, municipality=member.municipality, role=member.role)
    member.delete()


def expire_staff_roles() -> int:
    """The clock: end the staff roles whose last day is over in their town; how many. Safe in several workers."""
    rows = StaffMember.objects.filter(term_ends_on__lte=clock.now().date())
    return sum(_expire_if_over(pk) for pk in rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _expire_if_over(pk) -> bool:
    members = StaffMember.objects.select_for_update(of=["self"]).select_related("municipality", "user")
    member = members.filter(pk=pk).first()
    if member is None or member.term_ends_on is None:
        return False
    if member.term_ends_on >= member.municipality.today(clock.now()):
        return False
    _end(member, verb=Verb.ROLE_EXPIRED)
    return True
