"""Who works for the town."""

from municipalities.models import StaffMember, StaffRole


def staff_roles(user, municipality) -> frozenset[str]:
    """The person's roles in this town; read once per request, since a user object lives for one request."""
    if not user.is_authenticated or not user.is_active or municipality is None:
        return frozenset()
    known = user.__dict__.setdefault("_staff_roles", {})
    if "all" not in known:
        known["all"] = list(StaffMember.objects.filter(user=user).values_list("municipality_id", "role"))
    return frozenset(role for town, role in known["all"] if town == municipality.pk)


def is_staff(user, municipality) -> bool:
    return bool(staff_roles(user, municipality))


def is_official(user, municipality) -> bool:
    """May speak for the administration."""
    officials = {StaffRole.SPECIALIST, StaffRole.CONTROLLER, StaffRole.HEAD}
    return bool(staff_roles(user, municipality) & officials)


def is_decider(user, municipality) -> bool:
    """May approve, decline or return what residents propose (decision 9: the controller and the head)."""
    return bool(staff_roles(user, municipality) & {StaffRole.CONTROLLER, StaffRole.HEAD})


def is_administrator(user, municipality) -> bool:
    return StaffRole.ADMINISTRATOR in staff_roles(user, municipality)


def is_editor(user, municipality) -> bool:
    return bool(staff_roles(user, municipality) & {StaffRole.EDITOR, StaffRole.ADMINISTRATOR})
