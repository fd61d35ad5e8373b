"""Who may read the journal."""

from municipalities.permissions import is_administrator


def can_examine(user, municipality) -> bool:
    """The town's administrator and the operator."""
    return user.is_active and (user.is_superuser or is_administrator(user, municipality))
