"""What awaits a person on their page: each queue of a role is one query with a limit, whatever the town's size."""

from home.awaiting import appeals, assignments, community_life, feed, figures, meetings
from home.awaiting.task import Task

__all__ = ["Task", "awaiting"]


def awaiting(user, town, now, own_initiatives) -> list[Task]:
    """Everything that waits for this person in this town, votes first."""
    return [
        *community_life.votes(user, town, now),
        *community_life.invitations(user, town),
        *community_life.of_author(own_initiatives),
        *community_life.requests(user, town),
        *community_life.led(user, town),
        *community_life.run_votes(user, town),
        *community_life.chairs(user, town),
        *community_life.terms(user, town, now),
        *community_life.considered(user, town),
        *community_life.complaints(user, town),
        *community_life.photo_disputes(user, town),
        *feed.tasks(user, town, now),
        *appeals.tasks(user, town, now),
        *assignments.tasks(user, town, now),
        *meetings.tasks(user, town, now),
        *figures.tasks(user, town, now),
    ]
