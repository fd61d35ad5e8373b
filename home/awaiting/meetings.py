"""What awaits a person of meetings: to come tomorrow, to announce what is planned, to close what is over."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.permissions import activist_communities
from core.moments import moment
from home.awaiting.task import LIMIT, Task
from meetings.models import AHEAD, OF_NEIGHBOURS, OFFICIAL, Meeting, MeetingState
from municipalities.permissions import is_administrator, is_decider, is_official

# A meeting is shown to those who come from the day before on.
COMING = timedelta(hours=36)
# A planned meeting nobody has heard of so shortly before is a meeting to which nobody comes.
UNANNOUNCED = timedelta(days=7)


def tasks(user, town, now) -> list[Task]:
    return [*_coming(user, town, now), *_run(user, town, now)]


def _where(meeting, now) -> str:
    return f"{moment(meeting.starts_at, now)}, {meeting.place}"


def _coming(user, town, now):
    rows = Meeting.objects.within(town).filter(registrations__user=user).ahead(now)
    return [
        Task("meeting", _("You come to a meeting"), row.title, row.get_absolute_url(), _where(row, now))
        for row in rows.filter(starts_at__lte=now + COMING).order_by("starts_at", "pk")[:LIMIT]
    ]


def _run(user, town, now):
    """The town's: all for those who decide, one's own for specialists; an activist's: those of the communities."""
    if is_decider(user, town) or is_administrator(user, town):
        mine = Q()
    elif is_official(user, town):
        mine = Q(created_by=user) | Q(pk__in=Meeting.objects.filter(hosts__user=user).values("pk"))
    elif communities := activist_communities(user):
        # Of a meeting that concerns other houses, too, an activist is not the host.
        places = Meeting.communities.through.objects
        theirs = Q(pk__in=places.filter(communitypage__in=communities).values("meeting"))
        others = Q(pk__in=places.exclude(communitypage__in=communities).values("meeting"))
        mine = Q(kind__in=OF_NEIGHBOURS) & theirs & ~others
    else:
        return []
    rows = Meeting.objects.within(town).filter(mine)
    over = rows.filter(state__in=AHEAD, ends_at__lte=now).exclude(kind__in=OFFICIAL)
    unannounced = rows.filter(state=MeetingState.PLANNED, starts_at__gt=now, starts_at__lte=now + UNANNOUNCED)
    return [
        *(
            Task("meeting_run", _("Close the meeting: who came, what was said"), row.title,
                 reverse("meetings:close", args=[row.public_id]), _where(row, now))
            for row in over.order_by("ends_at", "pk")[:LIMIT]
        ),
        *(
            Task("meeting_run", _("Announce the meeting"), row.title,
                 reverse("meetings:announce", args=[row.public_id]), _where(row, now))
            for row in unannounced.order_by("starts_at", "pk")[:LIMIT]
        ),
    ]  # fmt: skip
