"""Who may prepare publications outside of Wagtail's admin, which has its own rights per town."""

from municipalities.permissions import is_editor


def can_draft_result(user, thing) -> bool:
    """The press service of the town of an initiative or of an assignment."""
    return is_editor(user, thing.municipality)
