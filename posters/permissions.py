"""Who may print posters."""

from communities.permissions import is_activist
from meetings.permissions import can_run
from municipalities.permissions import is_administrator


def can_print(user, community) -> bool:
    """Activists of the community; the administrator everywhere in the town."""
    return is_activist(user, community.pk) or is_administrator(user, community.municipality)


def can_print_meeting(user, meeting) -> bool:
    """Whoever holds a meeting hangs its posters wherever it concerns residents."""
    return can_run(user, meeting)
