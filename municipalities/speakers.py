"""In which office somebody speaks for the administration."""

from municipalities.models import StaffMember, StaffRole

# Who of several roles speaks: the highest.
SPEAKERS = (StaffRole.HEAD, StaffRole.CONTROLLER, StaffRole.SPECIALIST)


def speaker(user, municipality) -> StaffMember:
    """The office of an official; the caller has checked that the person is one (`is_official`)."""
    roles = {
        member.role: member
        for member in StaffMember.objects.within(municipality)
        .serving(municipality.today())
        .filter(user=user, role__in=SPEAKERS)
        .select_related("department")
    }
    return next(roles[role] for role in SPEAKERS if role in roles)


def office(user, municipality) -> dict:
    """The fields under which official words stand, set by the server and never typed."""
    member = speaker(user, municipality)
    return {
        "is_official": True,
        "department": member.department,
        "position": member.position or member.get_role_display(),
    }
