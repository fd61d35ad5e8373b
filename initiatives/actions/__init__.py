"""All that is done with an initiative: one function per act of a person or of the clock."""

from initiatives.actions.decision import (
    add_conclusion,
    approve,
    decline,
    give_assignment,
    give_opinion,
    return_for_rework,
    rework,
)
from initiatives.actions.heirs import pass_on, pass_on_orphans
from initiatives.actions.life import accept, archive, archive_stale, send_back, submit, withdraw
from initiatives.actions.moderated_photos import blur_photo, dispute_photo, restore_photo, uphold_photo
from initiatives.actions.moves import ACTS, can, possible
from initiatives.actions.people import (
    count_help,
    follow,
    offer_help,
    support,
    unfollow,
    withdraw_help,
    withdraw_support,
)
from initiatives.actions.photos import hide_photo
from initiatives.actions.redacting import redact
from initiatives.actions.text import add_note, change_materially, correct
from initiatives.actions.vote import put_to_vote, send_to_administration, take_vote_result
from initiatives.actions.work import complete, plan_stage, report_stage, start_work

__all__ = [
    "ACTS",
    "accept",
    "add_conclusion",
    "add_note",
    "approve",
    "archive",
    "archive_stale",
    "blur_photo",
    "can",
    "change_materially",
    "complete",
    "correct",
    "count_help",
    "decline",
    "dispute_photo",
    "follow",
    "give_assignment",
    "give_opinion",
    "hide_photo",
    "offer_help",
    "pass_on",
    "pass_on_orphans",
    "plan_stage",
    "possible",
    "put_to_vote",
    "redact",
    "report_stage",
    "restore_photo",
    "return_for_rework",
    "rework",
    "send_back",
    "send_to_administration",
    "start_work",
    "submit",
    "support",
    "take_vote_result",
    "unfollow",
    "uphold_photo",
    "withdraw",
    "withdraw_help",
    "withdraw_support",
]
