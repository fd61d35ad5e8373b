"""Who is told of what happens to assignments."""

from notifications.told.line import Line

TOLD: dict[str, Line] = {}
