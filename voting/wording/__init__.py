"""A vote's terms and outcome in plain words, made from its fields so that they cannot say anything else."""

from core.typography import number
from voting.wording.amounts import amount, area, figure, grouped, percent, share_percent, votes
from voting.wording.results import (
    fate_words,
    headline,
    question_headline,
    reason_words,
    shares_words,
    state_chip,
    win_words,
)
from voting.wording.rules import (
    majority_words,
    quorum_needed,
    quorum_words,
    rules_words,
    secrecy_notice,
    share_words,
    turnout_notice,
)
from voting.wording.taking_part import cast_words, entries_words, goal, quorum_line, to_quorum, turnout_words

__all__ = [
    "amount",
    "area",
    "cast_words",
    "entries_words",
    "fate_words",
    "figure",
    "goal",
    "grouped",
    "headline",
    "majority_words",
    "number",
    "percent",
    "question_headline",
    "quorum_line",
    "quorum_needed",
    "quorum_words",
    "reason_words",
    "rules_words",
    "secrecy_notice",
    "share_percent",
    "share_words",
    "shares_words",
    "state_chip",
    "to_quorum",
    "turnout_notice",
    "turnout_words",
    "votes",
    "win_words",
]
