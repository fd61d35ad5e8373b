"""Addresses and their things by notion: `ROUTES` of each module are joined in tests/access/routes.py, `fill(world)` of
each is called when a world is made."""

from tests.access.more import appeals, appeals_desk, assignments, feed, figures, meeting_desk, meetings, working_time

NOTIONS = (feed, assignments, appeals, appeals_desk, meetings, meeting_desk, figures, working_time)
