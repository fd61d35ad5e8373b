"""Who is told of what happens to meetings."""

from notifications.told.line import Line

TOLD: dict[str, Line] = {}
