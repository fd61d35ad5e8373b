"""All that is done with a meeting: one function per act of a person or of the clock."""

from meetings.actions.calendars import make_link, revoke_link
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

__all__ = [
    "ACTS",
    "announce",
    "ask",
    "can",
    "cancel",
    "change",
    "hide_question",
    "make_link",
    "move",
    "plan",
    "plan_follow_up",
    "possible",
    "register",
    "remind_comers",
    "revoke_link",
    "unregister",
    "unvote_question",
    "vote_question",
]
