"""Counting anew: what the worker does every minute where something has happened, so that pages count nothing."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Min, Q

from appeals.models import Appeal
from assignments.models import Assignment
from core import clock
from figures.actions.measuring import measure_responses
from figures.counting import count_year
from figures.models import FigureRefresh, FigureValue
from initiatives.models import Initiative
from journal.models import Event
from meetings.models import Meeting
from municipalities.models import Municipality
from voting.models import Vote

logger = logging.getLogger("veche.work")

# For so long nobody else counts a town.
LEASE = timedelta(minutes=10)
# Terms run out without an event.
OLDEST = timedelta(minutes=10)
BATCH = 1000


def refresh(town, years=None) -> None:
    """Count the figures of a town anew: of all its years, or of the given ones."""
    measure_responses(town)
    now = clock.now()
    for year in years or years_of(town, now):
        _keep(town, year, count_year(town, year, now))
    FigureRefresh.objects.update_or_create(municipality=town, defaults={"at": now})


def years_of(town, now: datetime) -> list[int]:
    """The years in which anything was counted on the site, up to this one."""
    firsts = [
        Appeal.objects.within(town).aggregate(first=Min("created_at")),
        Assignment.objects.within(town).aggregate(first=Min("issued_at")),
        Meeting.objects.within(town).aggregate(first=Min("starts_at")),
        Initiative.objects.within(town).public().aggregate(first=Min("published_at")),
        Vote.objects.within(town).aggregate(first=Min("opened_at")),
        Event.objects.filter(municipality=town).aggregate(first=Min("at")),
    ]
    this_year = town.today(now).year
    first = min((town.today(row["first"]).year for row in firsts if row["first"]), default=this_year)
    return list(range(min(first, this_year), this_year + 1))


@transaction.atomic
def _keep(town, year: int, counted) -> None:
    """Write what has changed, and nothing else."""
    kept = {
        (row.community_id, row.department_id, row.month, row.figure): row
        for row in FigureValue.objects.select_for_update(of=["self"]).filter(municipality=town, year=year)
    }
    changed, new = [], []
    for key, (value, sample) in counted.items():
        row = kept.pop(tuple(key), None)
        if row is None:
            new.append(
                FigureValue(
                    municipality=town,
                    year=year,
                    community_id=key.community,
                    department_id=key.department,
                    month=key.month,
                    figure=key.figure,
                    value=value,
                    sample=sample,
                )
            )
        elif (row.value, row.sample) != (value, sample):
            row.value, row.sample = value, sample
            changed.append(row)
    FigureValue.objects.filter(pk__in=[row.pk for row in kept.values()]).delete()
    FigureValue.objects.bulk_update(changed, ["value", "sample"], batch_size=BATCH)
    FigureValue.objects.bulk_create(new, batch_size=BATCH)


def refresh_figures() -> int:
    """The clock's act: count the towns in which something has happened; how many were counted."""
    done = 0
    for town in Municipality.objects.order_by("pk"):
        claim = _claim(town)
        if claim is None:
            continue
        last_event, years = claim
        try:
            refresh(town, years)
        except Exception:
            logger.exception("figures of town %s could not be counted", town.pk)
            FigureRefresh.objects.filter(pk=town.pk).update(claimed_until=None)
            continue
        changes = {"last_event": last_event, "claimed_until": None}
        if years is None:
            changes["all_years_on"] = town.today()
        FigureRefresh.objects.filter(pk=town.pk).update(**changes)
        done += 1
    return done


def _claim(town) -> tuple[int, list[int] | None] | None:
    """The right to count a town: its newest event and which years to count (None: all). None when there is no need."""
    now = clock.now()
    state, _new = FigureRefresh.objects.get_or_create(municipality=town)
    last_event = Event.objects.filter(municipality=town).aggregate(last=Max("pk"))["last"] or 0
    today = town.today(now)
    all_years = state.all_years_on != today
    if not all_years and last_event == state.last_event and state.at and now - state.at < OLDEST:
        return None
    free = FigureRefresh.objects.filter(Q(claimed_until=None) | Q(claimed_until__lte=now), pk=town.pk)
    if not free.update(claimed_until=now + LEASE):
        return None
    # What was voiced late last year is often solved early in this one.
    return last_event, None if all_years else [today.year - 1, today.year]
