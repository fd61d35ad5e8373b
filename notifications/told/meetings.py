"""Who is told of what happens to meetings."""

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.models import Membership
from feed.models import HideReason
from journal.verbs import Verb
from meetings.models import AHEAD, Host, MeetingQuestion, MeetingRegistration
from notifications.told.line import Line


def _members(event, meeting) -> Q:
    """Members of the communities it concerns, or of all the town's."""
    members = Membership.objects.verified().filter(community__municipality=meeting.municipality_id)
    places = meeting.communities.all()
    if places.exists():
        members = members.filter(community__in=places.values("pk"))
    return Q(pk__in=members.values("user"))


def _comers(event, meeting) -> Q:
    return Q(pk__in=MeetingRegistration.objects.filter(meeting=meeting).values("user"))


def _hosts(meeting) -> Q:
    return Q(pk__in=Host.objects.filter(meeting=meeting, user__isnull=False).values("user"))


def _concerned(event, meeting) -> Q:
    """Those who come, those who asked a question, and those who were to answer."""
    asked = MeetingQuestion.objects.filter(meeting=meeting, author__isnull=False)
    return _comers(event, meeting) | Q(pk__in=asked.values("author")) | _hosts(meeting)


def _reminded(event, meeting) -> Q:
    """Nobody when it was called off before the reminder went out."""
    return _comers(event, meeting) | _hosts(meeting) if meeting.state in AHEAD else Q(pk=None)


def _asker(event, meeting) -> Q:
    question = MeetingQuestion.objects.filter(meeting=meeting, public_id=event.data["question"], author__isnull=False)
    return Q(pk__in=question.values("author"))


def _when_and_where(event, meeting) -> dict[str, str]:
    begins = timezone.localtime(meeting.starts_at)
    return {"when": date_format(begins, gettext("j F, H:i")), "place": meeting.place}


def _why_hidden(event, meeting) -> dict[str, str]:
    code = event.data.get("reason", "")
    return {"reason": str(HideReason(code).label) if code in HideReason.values else gettext("not named")}


def _why_off(event, meeting) -> dict[str, str]:
    return {**_when_and_where(event, meeting), "reason": meeting.cancel_reason}


TOLD: dict[str, Line] = {
    Verb.MEETING_ANNOUNCED: Line(
        _members,
        _("A meeting with residents"),
        _("“%(title)s”: %(when)s, %(place)s. Say that you will come, or ask a question beforehand."),
        details=_when_and_where,
    ),
    Verb.MEETING_MOVED: Line(
        _concerned,
        _("A meeting is moved"),
        _("The meeting “%(title)s” is moved: now %(when)s, %(place)s. The reason stands on its page."),
        details=_when_and_where,
    ),
    Verb.MEETING_CANCELLED: Line(
        _concerned,
        _("A meeting is called off"),
        _("The meeting “%(title)s” of %(when)s will not take place. Reason: %(reason)s"),
        details=_why_off,
    ),
    Verb.MEETING_REMINDED: Line(
        _reminded,
        _("A meeting is near"),
        _("You come to the meeting “%(title)s”: %(when)s, %(place)s."),
        details=_when_and_where,
    ),
    Verb.MEETING_HELD: Line(
        _concerned,
        _("What was said at a meeting"),
        _("The report of the meeting “%(title)s” is published: what was voiced, who is responsible and by when."),
    ),
    Verb.MEETING_QUESTION_HIDDEN: Line(
        _asker,
        _("Your question was hidden"),
        _("Your question before the meeting “%(title)s” was hidden. Reason: %(reason)s."),
        details=_why_hidden,
    ),
}
