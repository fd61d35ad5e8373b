"""What is done with a vote: announcing and opening, casting, closing and counting."""

from voting.actions.casting import cast_ballot
from voting.actions.closing import close_due_votes, count_closed_votes
from voting.actions.opening import cancel_vote, open_due_votes, open_vote, schedule_vote

__all__ = [
    "cancel_vote",
    "cast_ballot",
    "close_due_votes",
    "count_closed_votes",
    "open_due_votes",
    "open_vote",
    "schedule_vote",
]
