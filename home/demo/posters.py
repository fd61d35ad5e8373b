"""Posters that hang in the demo: of a running vote in every entrance, and older ones of the house's page."""

from datetime import timedelta

from django.utils import timezone, translation

from core import clock
from core.text import public_id
from home.demo.build import Town
from posters.actions import count_scan, make_pack
from posters.drafting import draft_lines, entrances_of, last_day_of
from voting.models import Vote

# How lively each notice board is read, and for how many days.
READERS = (9, 4, 1, 6)
OLD_DAYS, NEW_DAYS = 50, 3


def hang(town: Town) -> None:
    """Two packs for the community of a running vote, with people passing by."""
    vote = Vote.objects.within(town.municipality).running().order_by("closes_at").first()
    if vote is None:
        return
    community = vote.community
    for about, days in ((community, OLD_DAYS), (vote, NEW_DAYS)):
        at = town.days_ago(days)
        with clock.set_to(at), translation.override("ru"), timezone.override(town.municipality.tz):
            pack = make_pack(
                community,
                by=town.activists[community.title],
                key=public_id(),
                about=about,
                lines=draft_lines(about, community, now=at),
                last_day=last_day_of(about, now=at),
                entrances=entrances_of(community) or [None],
            )
        for number, poster in enumerate(pack.posters.select_related("pack__municipality").order_by("entrance")):
            for scan in range(READERS[number % len(READERS)]):
                count_scan(poster, at=at + timedelta(hours=5 * scan + 1))
