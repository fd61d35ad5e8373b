"""What is done with assignments: the only writers of their states."""

from assignments.actions.ending import cancel, close, dispute, send_back
from assignments.actions.filters import drop_filter, save_filter
from assignments.actions.giving import issue, reassign, workers_of
from assignments.actions.moves import ACTS, can, possible
from assignments.actions.terms import ask_extension, extend, grant_extension, note_overdue, refuse_extension
from assignments.actions.work import accept, finish_step, plan_step, report, start

__all__ = [
    "ACTS",
    "accept",
    "ask_extension",
    "can",
    "cancel",
    "close",
    "dispute",
    "drop_filter",
    "extend",
    "finish_step",
    "grant_extension",
    "issue",
    "note_overdue",
    "plan_step",
    "possible",
    "reassign",
    "refuse_extension",
    "report",
    "save_filter",
    "send_back",
    "start",
    "workers_of",
]
