"""Who is told of what happens to feed."""

from notifications.told.line import Line

TOLD: dict[str, Line] = {}
