"""Who may print posters."""

from communities.permissions import is_activist
from municipalities.permissions import is_administrator


def can_print(user, community) -> bool:
    """Activists of the community; the administrator everywhere in the town."""
    return is_activist(user, community.pk) or is_administrator(user, community.municipality)
