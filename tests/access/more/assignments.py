"""Addresses of assignments."""

ROUTES = []


def fill(world) -> None:
    """What the addresses above need."""
