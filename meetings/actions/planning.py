"""From a plan to the day itself: plan, change, announce, move, call off, come back to check."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from journal.actions import record
from journal.verbs import Verb
from meetings import permissions as may
from meetings.actions.moves import begin, move_to
from meetings.models import OFFICIAL, AgendaPoint, Host, Meeting, MeetingMove, MeetingState

# A day that lies farther off is a slip of the hand.
FARTHEST = timedelta(days=730)
# What may be set right at any time; the day and the place of an announced meeting are moved.
WORDS = ("title", "text", "official_url")
TIME_AND_PLACE = ("starts_at", "ends_at", "place", "latitude", "longitude")


def check_times(starts_at: datetime, ends_at: datetime) -> None:
    """Raises ValidationError of `starts_at` with code `past` or `far`, of `ends_at` with code `order`."""
    at = clock.now()
    if starts_at <= at:
        raise ValidationError({"starts_at": ValidationError(_("This moment has passed already."), code="past")})
    if starts_at > at + FARTHEST:
        raise ValidationError({"starts_at": ValidationError(_("This is more than two years ahead."), code="far")})
    if ends_at <= starts_at:
        raise ValidationError({"ends_at": ValidationError(_("It must end after it begins."), code="order")})


@transaction.atomic
def plan(
    *,
    by,
    municipality,
    kind,
    title,
    place,
    starts_at,
    ends_at,
    text="",
    latitude=None,
    longitude=None,
    communities=(),
    hosts=(),
    agenda=(),
    official_url="",
    follow_up_of=None,
) -> Meeting:
    """Put a meeting into the plan; residents see it when it is announced.

    `hosts`: members of staff (User) and names in words (str); `agenda`: points in words. Raises PermissionDenied,
    ValidationError with code `past`, `far`, `order` or `town`.
    """
    communities = list(communities)
    if not may.can_plan(by, municipality, kind, communities):
        raise PermissionDenied
    if any(place.municipality_id != municipality.pk for place in communities):
        raise ValidationError(_("Choose communities of this town."), code="town")
    check_times(starts_at, ends_at)
    meeting = Meeting.objects.create(
        municipality=municipality,
        kind=kind,
        title=title,
        text=text,
        place=place,
        latitude=latitude,
        longitude=longitude,
        starts_at=starts_at,
        ends_at=ends_at,
        official_url=official_url,
        follow_up_of=follow_up_of,
        created_by=by,
        created_at=clock.now(),
    )
    meeting.communities.set(communities)
    _write_rows(meeting, hosts, agenda)
    record(Verb.MEETING_PLANNED, meeting, by=by, municipality=municipality)
    return meeting


@transaction.atomic
def plan_follow_up(meeting, *, by, **fields) -> Meeting:
    """Plan a meeting at which residents hear what came of the promises given at `meeting`."""
    meeting = begin(meeting, "plan_follow_up", by)
    return plan(by=by, municipality=meeting.municipality, follow_up_of=meeting, **fields)


def _write_rows(meeting, hosts, agenda) -> None:
    meeting.hosts.all().delete()
    meeting.agenda.all().delete()
    Host.objects.bulk_create(
        Host(meeting=meeting, order=order, **({"words": host} if isinstance(host, str) else {"user": host}))
        for order, host in enumerate(hosts)
    )
    AgendaPoint.objects.bulk_create(
        AgendaPoint(meeting=meeting, order=order, text=text) for order, text in enumerate(agenda)
    )


@transaction.atomic
def change(meeting, *, by, communities, hosts=(), agenda=(), **fields) -> Meeting:
    """Set right what a meeting says. Of an announced one, not its day, place and kind: those are moved.

    `fields` are those of `plan`. Raises PermissionDenied, ValidationError with a code of `plan`.
    """
    meeting = begin(meeting, "change", by)
    communities = list(communities)
    names = WORDS
    if meeting.state == MeetingState.PLANNED:
        names = (*WORDS, *TIME_AND_PLACE, "kind")
        check_times(fields["starts_at"], fields["ends_at"])
    # The changed meeting, too, must be one that this person may run.
    kind = fields.get("kind", meeting.kind) if "kind" in names else meeting.kind
    if not may.can_plan(by, meeting.municipality, kind, communities):
        raise PermissionDenied
    if any(place.municipality_id != meeting.municipality_id for place in communities):
        raise ValidationError(_("Choose communities of this town."), code="town")
    changed = [name for name in names if name in fields]
    for name in changed:
        setattr(meeting, name, fields[name])
    if meeting.is_public:
        _check_official_page(meeting)
    meeting.sequence += 1
    meeting.save(update_fields=[*changed, "sequence"])
    meeting.communities.set(communities)
    meeting.__dict__.pop("_places", None)
    _write_rows(meeting, hosts, agenda)
    record(Verb.MEETING_CHANGED, meeting, by=by, municipality=meeting.municipality)
    return meeting


def _check_official_page(meeting) -> None:
    """Raises ValidationError with code `official_page`."""
    if meeting.kind in OFFICIAL and not meeting.official_url:
        raise ValidationError(
            {
                "official_url": ValidationError(
                    _("Give the official page of this event: its own procedure stands there."), code="official_page"
                )
            }
        )


@transaction.atomic
def announce(meeting, *, by) -> Meeting:
    """Tell residents. Raises PermissionDenied, ValidationError with code `not_now`, `past` or `official_page`."""
    meeting = begin(meeting, "announce", by)
    check_times(meeting.starts_at, meeting.ends_at)
    _check_official_page(meeting)
    meeting.announced_at = clock.now()
    move_to(meeting, MeetingState.ANNOUNCED, fields=["announced_at"])
    record(Verb.MEETING_ANNOUNCED, meeting, by=by, municipality=meeting.municipality)
    return meeting


@transaction.atomic
def move(meeting, *, by, starts_at, ends_at, place, reason, latitude=None, longitude=None) -> Meeting:
    """Give an announced meeting another time or place. Everybody who comes is told, and it keeps its address.

    Raises PermissionDenied, ValidationError with code `not_now`, `past`, `far`, `order`, `same` or `reason`.
    """
    meeting = begin(meeting, "move", by)
    if not reason.strip():
        raise ValidationError({"reason": ValidationError(_("Say why: people have made plans."), code="reason")})
    check_times(starts_at, ends_at)
    if (starts_at, ends_at, place) == (meeting.starts_at, meeting.ends_at, meeting.place):
        raise ValidationError(_("The day, the time and the place are as before."), code="same")
    step = MeetingMove.objects.create(
        meeting=meeting, was_at=meeting.starts_at, was_place=meeting.place, reason=reason, at=clock.now()
    )
    if place != meeting.place or latitude is not None:
        meeting.latitude, meeting.longitude = latitude, longitude
    meeting.starts_at, meeting.ends_at, meeting.place = starts_at, ends_at, place
    meeting.sequence += 1
    # Whoever was reminded of the former day is reminded of the new one.
    meeting.reminded_at = None
    move_to(meeting, MeetingState.MOVED, fields=[*TIME_AND_PLACE, "sequence", "reminded_at"])
    record(Verb.MEETING_MOVED, meeting, by=by, municipality=meeting.municipality, move=step.pk)
    return meeting


@transaction.atomic
def cancel(meeting, *, by, reason) -> Meeting:
    """Call a meeting off. Everybody who comes is told; its page stays, with the reason.

    Raises PermissionDenied, ValidationError with code `not_now` or `reason`.
    """
    meeting = begin(meeting, "cancel", by)
    if not reason.strip():
        raise ValidationError({"reason": ValidationError(_("Say why: people have made plans."), code="reason")})
    meeting.cancel_reason = reason
    meeting.sequence += 1
    move_to(meeting, MeetingState.CANCELLED, fields=["cancel_reason", "sequence"])
    record(Verb.MEETING_CANCELLED, meeting, by=by, municipality=meeting.municipality)
    return meeting
