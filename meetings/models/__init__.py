from meetings.models.desk import FATES, Fate, HeadCount, MeetingPhoto, Problem, UndoneNote
from meetings.models.meeting import (
    AHEAD,
    ALLOWED,
    OF_NEIGHBOURS,
    OFFICIAL,
    AgendaPoint,
    Host,
    Meeting,
    MeetingKind,
    MeetingMove,
    MeetingState,
)
from meetings.models.people import CalendarLink, MeetingQuestion, MeetingRegistration, QuestionVote

__all__ = [
    "AHEAD",
    "ALLOWED",
    "FATES",
    "OFFICIAL",
    "OF_NEIGHBOURS",
    "AgendaPoint",
    "CalendarLink",
    "Fate",
    "HeadCount",
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
    "UndoneNote",
]
