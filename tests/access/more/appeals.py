"""Addresses of appeals."""

ROUTES = []


def fill(world) -> None:
    """What the addresses above need."""
