"""Who is told of what happens to figures."""

from notifications.told.line import Line

TOLD: dict[str, Line] = {}
