"""Votes, the rolls of those who may vote, and the ballots."""

from voting.models.ballot import Ballot, Participation, VoteKey
from voting.models.roll import RollEntry
from voting.models.rules import Majority, QuorumBase, RulePreset
from voting.models.vote import ALLOWED, AgendaItem, Choice, CountedBy, Secrecy, Vote, VoteKind, VoteState

__all__ = [
    "ALLOWED",
    "AgendaItem",
    "Ballot",
    "Choice",
    "CountedBy",
    "Majority",
    "Participation",
    "QuorumBase",
    "RollEntry",
    "RulePreset",
    "Secrecy",
    "Vote",
    "VoteKey",
    "VoteKind",
    "VoteState",
]
