"""Plays many stories at once in the order of their dates, so that the journal reads as a town's life did."""

import heapq
from collections.abc import Generator
from datetime import datetime
from itertools import count

from appeals.actions import confirm_silent
from assignments.actions import note_overdue
from core import clock
from initiatives.actions import archive_stale
from voting.actions import close_due_votes, count_closed_votes, open_due_votes

# A story is a generator that yields the moment at which it wants to go on.
Play = Generator[datetime, None, None]


def play(stories: list[Play], *, until: datetime) -> None:
    """Run each story's next step at its moment, with the clock's acts before it, and stop at `until`."""
    order, queue = count(), []
    for story in stories:
        _wait(story, queue, order)
    while queue and queue[0][0] <= until:
        moment, _turn, story = heapq.heappop(queue)
        with clock.set_to(moment):
            tick()
            _wait(story, queue, order)
    with clock.set_to(until):
        tick()


def tick() -> None:
    """What the worker does of itself."""
    open_due_votes()
    close_due_votes()
    count_closed_votes()
    archive_stale()
    confirm_silent()
    note_overdue()


def _wait(story: Play, queue, order) -> None:
    moment = next(story, None)
    if moment is not None:
        heapq.heappush(queue, (moment, next(order), story))
