from appeals.models.appeal import Appeal, AppealQuerySet
from appeals.models.categories import AnswerTemplate, AppealCategory, AppealSettings, TermUnit
from appeals.models.course import AppealPhoto, ClockPause, InternalNote, Joined, Reply, ReplyKind
from appeals.models.states import ALLOWED, CLOSED, DISPUTABLE, OPEN, WAITING, AppealSource, AppealState, solved

__all__ = [
    "ALLOWED",
    "CLOSED",
    "DISPUTABLE",
    "OPEN",
    "WAITING",
    "AnswerTemplate",
    "Appeal",
    "AppealCategory",
    "AppealPhoto",
    "AppealQuerySet",
    "AppealSettings",
    "AppealSource",
    "AppealState",
    "ClockPause",
    "InternalNote",
    "Joined",
    "Reply",
    "ReplyKind",
    "TermUnit",
    "solved",
]
