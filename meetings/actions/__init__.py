"""All that is done with a meeting: one function per act of a person or of the clock."""

from meetings.actions.calendars import make_link, revoke_link
from meetings.actions.holding import complete_report, hold
from meetings.actions.moves import ACTS, can, possible
from meetings.actions.people import (
    ask,
    hide_question,
    register,
    remind_comers,
    unregister,
    unvote_question,
    vote_question,
)
from meetings.actions.planning import announce, cancel, change, move, plan, plan_follow_up
from meetings.actions.recording import (
    can_undo,
    count_heads,
    record_problem,
    settle_problem,
    split_note,
    undo_problem,
)

__all__ = [
    "ACTS",
    "announce",
    "ask",
    "can",
    "can_undo",
    "cancel",
    "change",
    "complete_report",
    "count_heads",
    "hide_question",
    "hold",
    "make_link",
    "move",
    "plan",
    "plan_follow_up",
    "possible",
    "record_problem",
    "register",
    "remind_comers",
    "revoke_link",
    "settle_problem",
    "split_note",
    "undo_problem",
    "unregister",
    "unvote_question",
    "vote_question",
]
