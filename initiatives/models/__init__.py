"""Initiatives of residents and all that belongs to one."""

from initiatives.models.decision import Conclusion, Decision, DeclineReason, Outcome
from initiatives.models.initiative import ALLOWED, Category, Initiative, InitiativeState
from initiatives.models.materials import (
    Addition,
    CostItem,
    FundingLine,
    FundingSource,
    InitiativeDocument,
    InitiativePhoto,
    PhotoKind,
    TextRevision,
)
from initiatives.models.people import Follow, GroupMember, HelpKind, HelpOffer, Support
from initiatives.models.work import CompletionReport, Stage, StageState

__all__ = [
    "ALLOWED",
    "Addition",
    "Category",
    "CompletionReport",
    "Conclusion",
    "CostItem",
    "Decision",
    "DeclineReason",
    "Follow",
    "FundingLine",
    "FundingSource",
    "GroupMember",
    "HelpKind",
    "HelpOffer",
    "Initiative",
    "InitiativeDocument",
    "InitiativePhoto",
    "InitiativeState",
    "Outcome",
    "PhotoKind",
    "Stage",
    "StageState",
    "Support",
    "TextRevision",
]
