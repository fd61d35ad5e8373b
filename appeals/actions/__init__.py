"""What is done with messages: the only writers of their states."""

from appeals.actions.answering import add_note, answer, ask_author, clarify, decline, forward
from appeals.actions.closing import confirm, confirm_silent, dispute
from appeals.actions.controlling import begin_work, route, take_outcome, take_under_control
from appeals.actions.filing import PHOTO_LIMIT, file_appeal, take_from_feed
from appeals.actions.joining import join, leave, merge
from appeals.actions.looking import look_at_applicant, note_list_export
from appeals.actions.moderating import hide, redact, show, suspected
from appeals.actions.moves import ACTS, can, has_open_assignment, possible
from appeals.actions.statutory import extend_statutory, legal_terms, register
from appeals.actions.terms import recompute_terms

__all__ = [
    "ACTS",
    "PHOTO_LIMIT",
    "add_note",
    "answer",
    "ask_author",
    "begin_work",
    "can",
    "clarify",
    "confirm",
    "confirm_silent",
    "decline",
    "dispute",
    "extend_statutory",
    "file_appeal",
    "forward",
    "has_open_assignment",
    "hide",
    "join",
    "leave",
    "legal_terms",
    "look_at_applicant",
    "merge",
    "note_list_export",
    "possible",
    "recompute_terms",
    "redact",
    "register",
    "route",
    "show",
    "suspected",
    "take_from_feed",
    "take_outcome",
    "take_under_control",
]
