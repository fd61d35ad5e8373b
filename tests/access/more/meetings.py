"""Addresses of meetings."""

ROUTES = []


def fill(world) -> None:
    """What the addresses above need."""
