"""Who may make annual reports, complete their words and sign them off."""

from communities.permissions import activist_communities, is_activist
from municipalities.models import StaffRole
from municipalities.permissions import staff_roles

MAKERS = frozenset({StaffRole.CONTROLLER, StaffRole.HEAD, StaffRole.EDITOR, StaffRole.ADMINISTRATOR})
SIGNERS = frozenset({StaffRole.CONTROLLER, StaffRole.HEAD, StaffRole.ADMINISTRATOR})


def can_make(user, town, community=None) -> bool:
    """The head's office, the press service and the administrator; of a community also those who run it."""
    if staff_roles(user, town) & MAKERS:
        return True
    return community is not None and is_activist(user, community.pk)


def can_make_somewhere(user, town) -> bool:
    """Whether the way to reports is shown."""
    return bool(staff_roles(user, town) & MAKERS) or bool(activist_communities(user))


def can_edit(user, report) -> bool:
    return can_make(user, report.municipality, report.community)


def can_sign(user, report) -> bool:
    """Who answers for the town: the head, the head's office, the administrator."""
    return bool(staff_roles(user, report.municipality) & SIGNERS)
