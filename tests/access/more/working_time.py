"""Addresses of working_time."""

ROUTES = []


def fill(world) -> None:
    """What the addresses above need."""
