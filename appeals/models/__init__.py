from appeals.models.appeal import ALLOWED, Appeal, AppealQuerySet, AppealSource, AppealState
from appeals.models.categories import AnswerTemplate, AppealCategory, TermUnit
from appeals.models.course import AppealPhoto, ClockPause, InternalNote, Joined, Reply, ReplyKind

__all__ = [
    "ALLOWED",
    "AnswerTemplate",
    "Appeal",
    "AppealCategory",
    "AppealPhoto",
    "AppealQuerySet",
    "AppealSource",
    "AppealState",
    "ClockPause",
    "InternalNote",
    "Joined",
    "Reply",
    "ReplyKind",
    "TermUnit",
]
