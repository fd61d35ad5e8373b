"""Printing a pack of posters, and counting those who came by one."""

from datetime import datetime, time, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import clock
from initiatives.models import Initiative
from journal.actions import record
from journal.verbs import Verb
from posters.drafting import MEETING
from posters.models import Poster, PosterPack, PosterScan
from posters.permissions import can_print
from voting.models import Vote

# A board with papers of last year is read by nobody.
LONGEST_DAYS = 180


@transaction.atomic
def make_pack(community, *, by, key, about, lines: dict[str, str], last_day, entrances) -> PosterPack:
    """One poster for each of the entrances (None: the yard, or the only door).

    `about` is an initiative or a vote of the community, `MEETING`, or the community itself; `last_day` is the last
    one on which the paper hangs. `key` names the pack: the same form sent twice is one pack. Raises PermissionDenied,
    ValidationError with code `term`.
    """
    type(community).objects.select_for_update(of=["self"]).get(pk=community.pk)
    if not can_print(by, community):
        raise PermissionDenied
    made = PosterPack.objects.filter(public_id=key, community=community).first()
    if made is not None:
        return made
    at = clock.now()
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
        is_meeting=about == MEETING,
        made_by=by,
        made_at=at,
        expires_at=datetime.combine(last_day + timedelta(days=1), time(), town.tz),
        **lines,
    )
    Poster.objects.bulk_create(Poster(pack=pack, entrance=entrance) for entrance in entrances)
    record(Verb.POSTERS_MADE, community, by=by, municipality=town, pack=pack.pk, entrances=list(entrances), at=at)
    return pack


def count_scan(poster, *, at) -> None:
    """One more came by this poster on that day of the town. Who it was is not kept."""
    day = timezone.localdate(at, poster.pack.municipality.tz)
    scan, _new = PosterScan.objects.get_or_create(poster=poster, day=day)
    PosterScan.objects.filter(pk=scan.pk).update(count=F("count") + 1)
