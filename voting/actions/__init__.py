"""What is done with a vote, from its draft to what happens after it."""

from voting.actions.amending import confirm_amendment, decline_amendment, propose_cancellation, propose_extension
from voting.actions.casting import cast_ballot
from voting.actions.closing import close_due_votes
from voting.actions.counting import count_closed_votes
from voting.actions.drafting import (
    Answer,
    Question,
    announce_vote,
    compose_vote,
    discard_draft,
    draft_vote,
    schedule_vote,
)
from voting.actions.opening import cancel_vote, open_due_votes, open_vote
from voting.actions.outcome import publish_outcome, settle_outcome
from voting.actions.owners import record_owners_meeting
from voting.actions.papers import correct_paper, enter_paper, withdraw_paper
from voting.actions.reminding import remind_voters
from voting.actions.slips import find_slip, issue_slips, open_slip, revoke_slips

__all__ = [
    "Answer",
    "Question",
    "announce_vote",
    "cancel_vote",
    "cast_ballot",
    "close_due_votes",
    "compose_vote",
    "confirm_amendment",
    "correct_paper",
    "count_closed_votes",
    "decline_amendment",
    "discard_draft",
    "draft_vote",
    "enter_paper",
    "find_slip",
    "issue_slips",
    "open_due_votes",
    "open_slip",
    "open_vote",
    "propose_cancellation",
    "propose_extension",
    "publish_outcome",
    "record_owners_meeting",
    "remind_voters",
    "revoke_slips",
    "schedule_vote",
    "settle_outcome",
    "withdraw_paper",
]
