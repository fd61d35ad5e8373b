"""Who works for the town."""

from core import clock
from municipalities.models import StaffMember, StaffRole
from municipalities.terms import is_over

OFFICIALS = frozenset({StaffRole.SPECIALIST, StaffRole.CONTROLLER, StaffRole.HEAD})


def _all_roles(user) -> list[tuple[int, str]]:
    """(town, role) of the person; read once per request, since a user object lives for one request."""
    if not user.is_authenticated or not user.is_active:
        return []
    # Who opens a request is read together with this answer (communities.second_factor): most work for no town.
    if not getattr(user, "works_for_a_town", True):
        return []
    known = user.__dict__.setdefault("_staff_roles", {})
    if "all" not in known:
        rows = StaffMember.objects.filter(user=user).values_list(
            "municipality_id", "role", "term_ends_on", "municipality__timezone"
        )
        now = clock.glance()
        known["all"] = [(town, role) for town, role, last_day, zone in rows if not is_over(last_day, zone, now)]
    return known["all"]


def staff_roles(user, municipality) -> frozenset[str]:
    """The person's roles in this town, of which none is past its term."""
    if municipality is None:
        return frozenset()
    return frozenset(role for town, role in _all_roles(user) if town == municipality.pk)


def administered_towns(user) -> list[int]:
    return [town for town, role in _all_roles(user) if role == StaffRole.ADMINISTRATOR]


def staff_towns(user) -> list[int]:
    """The towns for which the person works, in whatever role."""
    return [town for town, _role in _all_roles(user)]


def official_towns(user) -> list[int]:
    """The towns for whose administration the person may speak."""
    return [town for town, role in _all_roles(user) if role in OFFICIALS]


def is_staff(user, municipality) -> bool:
    return bool(staff_roles(user, municipality))


def is_official(user, municipality) -> bool:
    """May speak for the administration."""
    return bool(staff_roles(user, municipality) & OFFICIALS)


def is_decider(user, municipality) -> bool:
    """May approve, decline or return what residents propose (decision 9: the controller and the head)."""
    return bool(staff_roles(user, municipality) & {StaffRole.CONTROLLER, StaffRole.HEAD})


def is_administrator(user, municipality) -> bool:
    return StaffRole.ADMINISTRATOR in staff_roles(user, municipality)


def is_editor(user, municipality) -> bool:
    return bool(staff_roles(user, municipality) & {StaffRole.EDITOR, StaffRole.ADMINISTRATOR})
