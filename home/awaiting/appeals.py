"""What awaits a person of appeals."""

from home.awaiting.task import Task


def tasks(user, town, now) -> list[Task]:
    return []
