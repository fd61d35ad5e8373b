"""Who is told of what happens to appeals."""

from notifications.told.line import Line

TOLD: dict[str, Line] = {}
