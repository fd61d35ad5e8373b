from meetings.models.desk import MeetingPhoto, Problem
from meetings.models.meeting import (
    ALLOWED,
    AgendaPoint,
    Host,
    Meeting,
    MeetingKind,
    MeetingMove,
    MeetingState,
)
from meetings.models.people import MeetingQuestion, MeetingRegistration, QuestionVote

__all__ = [
    "ALLOWED",
    "AgendaPoint",
    "Host",
    "Meeting",
    "MeetingKind",
    "MeetingMove",
    "MeetingPhoto",
    "MeetingQuestion",
    "MeetingRegistration",
    "MeetingState",
    "Problem",
    "QuestionVote",
]
