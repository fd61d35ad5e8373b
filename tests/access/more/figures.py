"""Addresses of figures."""

ROUTES = []


def fill(world) -> None:
    """What the addresses above need."""
