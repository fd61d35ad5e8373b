"""Addresses of feed."""

ROUTES = []


def fill(world) -> None:
    """What the addresses above need."""
