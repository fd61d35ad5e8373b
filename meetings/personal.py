"""What meetings keep about people: who comes, what they ask, who planned, answered and took pictures."""

from django.db.models import F

from accounts.keepers import Keeper, Parting, register
from accounts.models import User
from meetings.models import (
    CalendarLink,
    Host,
    Meeting,
    MeetingPhoto,
    MeetingQuestion,
    MeetingRegistration,
    QuestionVote,
)


def _export(person: User) -> dict:
    about = "meeting__title"
    return {
        "comes_to": list(
            MeetingRegistration.objects.filter(user=person).order_by("pk").values(about, "meeting__starts_at", "at")
        ),
        "questions": list(
            MeetingQuestion.objects.filter(author=person)
            .order_by("pk")
            .values(about, "text", "at", "vote_count", "answer", "hidden_at", "hidden_reason")
        ),
        "voted_for": list(
            QuestionVote.objects.filter(user=person).order_by("pk").values("question__meeting__title", "at")
        ),
        "calendar": list(CalendarLink.objects.filter(user=person).order_by("pk").values("made_at")),
        "planned": list(Meeting.objects.filter(created_by=person).order_by("pk").values("title", "created_at")),
        "answered_at": list(Host.objects.filter(user=person).order_by("pk").values(about, "meeting__starts_at")),
        "photos": [
            {"file": name, "meeting": row.meeting.title, "description": row.photo.description}
            for name, row in _photos(person)
        ],
    }


def _photos(person):
    """Of reports on meetings: they stay with these, as the town's record."""
    rows = MeetingPhoto.objects.filter(photo__uploaded_by_user=person).order_by("pk")
    return [(f"photos/{row.photo.public_id}.jpg", row) for row in rows.select_related("photo", "meeting")]


def _files(person: User):
    yield from ((name, row.photo.file) for name, row in _photos(person))


def _erase(person: User, parting: Parting) -> None:
    coming = MeetingRegistration.objects.filter(user=person)
    Meeting.objects.filter(pk__in=coming.values("meeting")).update(coming_count=F("coming_count") - 1)
    parting.delete("meetings", coming)
    votes = QuestionVote.objects.filter(user=person)
    MeetingQuestion.objects.filter(pk__in=votes.values("question")).update(vote_count=F("vote_count") - 1)
    parting.delete("meetings", votes)
    parting.delete("meetings", CalendarLink.objects.filter(user=person))
    asked = MeetingQuestion.objects.filter(author=person)
    # Whoever takes their words back takes the questions, too; a hidden one is nobody's business any more.
    gone = asked if parting.with_words else asked.filter(hidden_at__isnull=False)
    parting.gone["words"] += gone.exclude(text="").update(text="")
    parting.keep("meeting_questions", asked, author=None)
    parting.keep("meetings", Meeting.objects.filter(created_by=person), created_by=None)
    # That an official came stays; who it was in person, goes.
    parting.keep("decisions", Host.objects.filter(user=person), user=None)


register(
    Keeper(
        name="meetings",
        fields=(
            "meetings.Meeting.created_by",
            "meetings.Host.user",
            "meetings.MeetingRegistration.user",
            "meetings.MeetingQuestion.author",
            "meetings.QuestionVote.user",
            "meetings.CalendarLink.user",
        ),
        export=_export,
        erase=_erase,
        files=_files,
    )
)
