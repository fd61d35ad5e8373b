"""What a poster can be about, and its four lines as they are proposed to the activist."""

import textwrap
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.models import ActivistRole, Membership, Premises
from core import clock
from initiatives.models import Initiative, InitiativeState
from meetings.models import Meeting
from posters.models import LINE_LENGTH
from voting.models import Vote, VoteState

USUAL_DAYS = 30
# A choice longer than this is no choice.
MOST_SUBJECTS = 30
COMMUNITY, MEETING = "community", "meeting"
LIVELY = (
    InitiativeState.DISCUSSION,
    InitiativeState.VOTING,
    InitiativeState.CONSIDERATION,
    InitiativeState.APPROVED,
    InitiativeState.IN_PROGRESS,
    InitiativeState.DONE,
)


def subjects_of(community) -> dict:
    """What a poster here can be about by its name in addresses: votes first, by their end, then meetings and
    initiatives; last the community itself, and a meeting that the activist describes."""
    votes = (
        Vote.objects.filter(Q(community=community) | Q(electorate=community))
        .filter(state__in=[VoteState.OPEN, VoteState.SCHEDULED])
        .distinct()
        .defer("manifest")
        .order_by("closes_at", "pk")[:MOST_SUBJECTS]
    )
    initiatives = (
        Initiative.objects.public()
        .filter(Q(community=community) | Q(neighbours=community), state__in=LIVELY)
        .distinct()
        .order_by("-state_changed_at", "-pk")[:MOST_SUBJECTS]
    )
    meetings = (
        Meeting.objects.within(community.municipality)
        .public()
        .concerning(community)
        .ahead(clock.glance())
        .order_by("starts_at", "pk")[:MOST_SUBJECTS]
    )
    found = {f"vote-{vote.public_id}": vote for vote in votes}
    found |= {f"meeting-{meeting.public_id}": meeting for meeting in meetings}
    found |= {f"initiative-{initiative.public_id}": initiative for initiative in initiatives}
    return {**found, COMMUNITY: community, MEETING: MEETING}


def subject_label(subject) -> str:
    if subject == MEETING:
        return _("A meeting of neighbours: write when, where and what about")
    if isinstance(subject, Vote):
        return _("Vote: %(title)s") % {"title": subject.title}
    if isinstance(subject, Initiative):
        return _("Initiative: %(title)s") % {"title": subject.title}
    if isinstance(subject, Meeting):
        return _("Meeting: %(title)s") % {"title": subject.title}
    return _("The page of the community: %(title)s") % {"title": subject.title}


def entrances_of(community) -> list[int]:
    """The entrances of a building by its passport, else by the registry; none for anything else."""
    if not community.is_building:
        return []
    if community.entrances:
        return list(range(1, community.entrances + 1))
    known = Premises.objects.filter(community=community, entrance__isnull=False).current()
    return list(known.order_by("entrance").values_list("entrance", flat=True).distinct())


def last_day_of(subject, *, now):
    """A vote's poster hangs until the vote ends, a meeting's until its day is over, others for a month."""
    if isinstance(subject, Vote):
        # «Until 30 November» ends at the midnight that begins the next day.
        return timezone.localdate(subject.closes_at - timedelta(seconds=1))
    if isinstance(subject, Meeting):
        return timezone.localdate(subject.ends_at)
    return timezone.localdate(now) + timedelta(days=USUAL_DAYS)


def draft_lines(subject, community, *, now) -> dict[str, str]:
    """Four plain lines that the activist may change."""
    lines = {**_about(subject), "whom": _whom(community, now)}
    return shortened(lines)


def meeting_lines(meeting) -> dict[str, str]:
    """The same four lines for all the houses that a meeting concerns."""
    return shortened({**_about(meeting), "whom": _administration(meeting.municipality)})


def shortened(lines: dict[str, str]) -> dict[str, str]:
    return {name: textwrap.shorten(line, LINE_LENGTH, placeholder="…") for name, line in lines.items()}


def _about(subject) -> dict[str, str]:
    camera = _("Point the camera of your phone at the code, or open the address below it")
    if subject == MEETING:
        # Nothing is known of it: an empty line is asked for, a made-up one would be printed.
        return {"what": "", "when": "", "how": camera}
    if isinstance(subject, Vote):
        if subject.state == VoteState.SCHEDULED:
            when = _("Voting begins on %(begin)s and ends on %(end)s")
        else:
            when = _("Voting lasts until %(end)s")
        # The question repeats the title; what is proposed says more.
        initiative = getattr(subject, "initiative", None)
        return {
            "what": initiative.proposal if initiative else subject.description or subject.title,
            "when": when % {"begin": _moment(subject.opens_at), "end": _moment(subject.closes_at)},
            "how": camera,
        }
    if isinstance(subject, Meeting):
        return {
            "what": subject.text or subject.title,
            "when": f"{_moment(subject.starts_at)}, {subject.place}",
            "how": _("Come without registration, or ask a question beforehand: the code leads to it"),
        }
    if isinstance(subject, Initiative):
        if subject.state == InitiativeState.DISCUSSION:
            when = _("Support is gathered until %(day)s") % {"day": _day(subject.support_ends_at)}
        else:
            when = _("Now: %(state)s") % {"state": subject.get_state_display().lower()}
        return {"what": subject.proposal or subject.title, "when": when, "how": camera}
    return {
        "what": _("Initiatives of the neighbours, votes and answers of the administration"),
        "when": _("At any time, from a phone or a computer"),
        "how": camera,
    }


def _moment(value) -> str:
    return date_format(timezone.localtime(value), _("j F, H:i"))


def _day(value) -> str:
    return date_format(timezone.localtime(value), _("j F"))


def _administration(town) -> str:
    return _("The administration: %(phone)s") % {"phone": town.phone} if town.phone else _("The administration")


def _whom(community, now) -> str:
    """The activist by the name that neighbours see and the entrance, never the flat; else the town's telephone."""
    day = timezone.localdate(now)
    role = ActivistRole.objects.serving(day).filter(community=community).select_related("user").order_by("pk").first()
    if role is None:
        return _administration(community.municipality)
    words = f"{role.user.public_name}, {role.get_title_display().lower()}"
    membership = Membership.objects.verified().filter(community=community, user=role.user).first()
    if membership and membership.entrance:
        words += ", " + _("entrance %(number)s") % {"number": membership.entrance}
    return words
