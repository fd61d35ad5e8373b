"""Votes, the rolls of those who may vote, the ballots, and what two people change on the way."""

from voting.models.amendment import Amendment, AmendmentKind, AmendmentState, OwnersMeeting
from voting.models.ballot import Ballot, Chain, ChainRecord, Channel, Participation, ReplacedReceipt, VoteKey
from voting.models.breakdown import Breakdown
from voting.models.kinds import METHODS, CountedBy, Method, Purpose, Secrecy, VoteKind
from voting.models.paper import PaperEntry, PaperRefusal, PaperState, Slip
from voting.models.progress import CountProgress
from voting.models.roll import Basis, RollEntry, RollVoter
from voting.models.rules import QuorumBase, RulePreset, ThresholdBase, TieRule
from voting.models.vote import ALLOWED, AgendaItem, Choice, Option, Vote, VoteState

__all__ = [
    "ALLOWED",
    "METHODS",
    "AgendaItem",
    "Amendment",
    "AmendmentKind",
    "AmendmentState",
    "Ballot",
    "Basis",
    "Breakdown",
    "Chain",
    "ChainRecord",
    "Channel",
    "Choice",
    "CountProgress",
    "CountedBy",
    "Method",
    "Option",
    "OwnersMeeting",
    "PaperEntry",
    "PaperRefusal",
    "PaperState",
    "Participation",
    "Purpose",
    "QuorumBase",
    "ReplacedReceipt",
    "RollEntry",
    "RollVoter",
    "RulePreset",
    "Secrecy",
    "Slip",
    "ThresholdBase",
    "TieRule",
    "Vote",
    "VoteKey",
    "VoteKind",
    "VoteState",
]
