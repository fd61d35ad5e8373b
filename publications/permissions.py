"""Who may prepare publications outside of Wagtail's admin, which has its own rights per town."""

from municipalities.permissions import is_editor


def can_draft_result(user, initiative) -> bool:
    """The press service of the initiative's town."""
    return is_editor(user, initiative.municipality)
