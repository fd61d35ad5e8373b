"""Printing a pack of posters, and counting those who came by one."""

from datetime import datetime, time, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core import clock
from core.text import ALPHABET, PUBLIC_ID_LENGTH
from initiatives.models import Initiative
from journal.actions import record
from journal.verbs import Verb
from meetings.models import Meeting
from meetings.permissions import places_of
from posters.drafting import MEETING, entrances_of
from posters.models import Poster, PosterPack, PosterScan
from posters.permissions import can_print, can_print_meeting
from voting.models import Vote

# A board with papers of last year is read by nobody.
LONGEST_DAYS = 180


@transaction.atomic
def make_pack(community, *, by, key, about, lines: dict[str, str], last_day, entrances, at=None) -> PosterPack:
    """One poster for each of the entrances (None: the yard, or the only door).

    `about` is an initiative, a vote or a meeting of the community, `MEETING`, or the community itself; `last_day` is
    the last one on which the paper hangs. `key` names the pack: the same form sent twice is one pack. Raises
    PermissionDenied, ValidationError with code `term` or `not_now`.
    """
    type(community).objects.select_for_update(of=["self"]).get(pk=community.pk)
    if not can_print(by, community) and not (isinstance(about, Meeting) and can_print_meeting(by, about)):
        raise PermissionDenied
    made = PosterPack.objects.filter(public_id=key, community=community).first()
    if made is not None:
        return made
    if isinstance(about, Meeting) and not about.is_public:
        raise ValidationError(_("Announce the meeting first: its posters lead to its page."), code="not_now")
    at = at or clock.now()
    town = community.municipality
    today = timezone.localdate(at, town.tz)
    if not today <= last_day <= today + timedelta(days=LONGEST_DAYS):
        raise ValidationError(
            _("Choose a day from today on, at most %(days)s days ahead."), code="term", params={"days": LONGEST_DAYS}
        )
    pack = PosterPack.objects.create(
        public_id=key,
        municipality=town,
        community=community,
        initiative=about if isinstance(about, Initiative) else None,
        vote=about if isinstance(about, Vote) else None,
        meeting=about if isinstance(about, Meeting) else None,
        is_meeting=about == MEETING,
        made_by=by,
        made_at=at,
        expires_at=datetime.combine(last_day + timedelta(days=1), time(), town.tz),
        **lines,
    )
    Poster.objects.bulk_create(Poster(pack=pack, entrance=entrance) for entrance in entrances)
    record(Verb.POSTERS_MADE, community, by=by, municipality=town, pack=pack.pk, entrances=list(entrances), at=at)
    return pack


@transaction.atomic
def make_meeting_packs(meeting, communities, *, by, key, lines, last_day) -> list[PosterPack]:
    """One poster for each entrance of all these communities, in one act: packs of one meeting and one moment.

    Raises PermissionDenied, ValidationError with code `term`, `where` or `not_now`.
    """
    if not can_print_meeting(by, meeting):
        raise PermissionDenied
    theirs = {place.pk for place in places_of(meeting)}
    strange = [place for place in communities if place.municipality_id != meeting.municipality_id]
    if strange or theirs and not theirs.issuperset(place.pk for place in communities):
        raise ValidationError(_("Choose communities that the meeting concerns."), code="where")
    at = clock.now()
    return [
        make_pack(
            community,
            by=by,
            key=_key_of(key, community),
            about=meeting,
            lines=lines,
            last_day=last_day,
            entrances=entrances_of(community) or [None],
            at=at,
        )
        # In one order, so that two people who print at once do not wait for one another for ever.
        for community in sorted(communities, key=lambda community: community.pk)
    ]


def _key_of(key, community) -> str:
    """The name of a community's pack among those made by one form: the same form sent twice names the same ones."""
    number = int.from_bytes(salted_hmac("posters.packs", f"{key}:{community.pk}").digest()[:8])
    letters = []
    for _place in range(PUBLIC_ID_LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)


def count_scan(poster, *, at) -> None:
    """One more came by this poster on that day of the town. Who it was is not kept."""
    day = timezone.localdate(at, poster.pack.municipality.tz)
    scan, _new = PosterScan.objects.get_or_create(poster=poster, day=day)
    PosterScan.objects.filter(pk=scan.pk).update(count=F("count") + 1)
