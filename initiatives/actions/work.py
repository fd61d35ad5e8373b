"""Carrying an initiative out: stages, photos, the report."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import clock
from core import photos as core_photos
from feed import actions as feed
from initiatives.actions.moves import _move, begin
from initiatives.models import (
    CompletionReport,
    FundingLine,
    Initiative,
    InitiativePhoto,
    InitiativeState,
    PhotoKind,
    Stage,
    StageState,
)
from journal.actions import record
from journal.verbs import Verb


def _add_photos(initiative, photos, kind, *, stage=None, taken_on=None) -> None:
    start = initiative.photos.count()
    InitiativePhoto.objects.bulk_create(
        InitiativePhoto(
            initiative=initiative, photo=photo, kind=kind, stage=stage, order=start + number, taken_on=taken_on
        )
        for number, photo in enumerate(photos)
    )
    core_photos.publish(photos)


def _refuse_future(day: date, initiative) -> None:
    if day > timezone.localdate(clock.now(), initiative.municipality.tz):
        raise ValidationError(_("This day has not come yet."), code="future")


@transaction.atomic
def plan_stage(initiative, *, by, title: str, starts_on: date, ends_on: date) -> Stage:
    """Tell what will be done and when.

    Raises ValidationError with code `dates` when it ends before it starts.
    """
    initiative = begin(initiative, "plan_stage", by)
    if ends_on < starts_on:
        raise ValidationError(_("The stage ends before it starts."), code="dates")
    stage = Stage.objects.create(initiative=initiative, title=title, starts_on=starts_on, ends_on=ends_on)
    record(Verb.INITIATIVE_STAGE_PLANNED, initiative, by=by, municipality=initiative.municipality, stage=stage.pk)
    return stage


@transaction.atomic
def start_work(initiative, *, by) -> Initiative:
    initiative = begin(initiative, "start_work", by)
    at = clock.now()
    _move(initiative, InitiativeState.IN_PROGRESS, at=at)
    record(Verb.INITIATIVE_WORK_STARTED, initiative, by=by, municipality=initiative.municipality, at=at)
    return initiative


@transaction.atomic
def report_stage(stage, *, by, text: str, done_on: date, photos=()) -> Stage:
    """Tell that a stage is done, with pictures (`core.models.Photo`).

    Raises ValidationError with code `reported` for a stage that is done already, `future` for a day to come.
    """
    initiative = begin(stage.initiative, "report_stage", by)
    stage = Stage.objects.select_for_update(of=["self"]).get(pk=stage.pk)
    if stage.state == StageState.DONE:
        raise ValidationError(_("This stage is reported already."), code="reported")
    _refuse_future(done_on, initiative)
    stage.state = StageState.DONE
    stage.report = text
    stage.done_on = done_on
    stage.save(update_fields=["state", "report", "done_on"])
    _add_photos(initiative, photos, PhotoKind.STAGE, stage=stage, taken_on=done_on)
    record(Verb.INITIATIVE_STAGE_REPORTED, initiative, by=by, municipality=initiative.municipality, stage=stage.pk)
    return stage


@transaction.atomic
def complete(
    initiative,
    *,
    by,
    text: str,
    actual_cost: int,
    completed_on: date,
    before=(),
    after=(),
    actuals: dict[str, int] | None = None,
) -> CompletionReport:
    """Report what was done, when and for how much.

    `before` and `after` are photos of one place from one viewpoint, in pairs; without `before` the first picture of
    how it was stands for it. `actuals`: funding source → roubles spent (hours for labour). Raises ValidationError
    with code `after_missing`, `future`, or `stages_open` while a planned stage is not reported.
    """
    initiative = begin(initiative, "complete", by)
    if not after:
        raise ValidationError(_("Add a photo of how it is now."), code="after_missing")
    if initiative.stages.filter(state=StageState.PLANNED).exists():
        raise ValidationError(_("Report the planned stages first."), code="stages_open")
    _refuse_future(completed_on, initiative)
    at = clock.now()
    report = CompletionReport.objects.create(
        initiative=initiative,
        text=text,
        actual_cost=actual_cost,
        completed_on=completed_on,
        reported_by=by,
        reported_at=at,
    )
    before = list(before)
    if not before:
        shown = initiative.photos.shown().filter(kind=PhotoKind.NOW).select_related("photo").first()
        before = [shown.photo] if shown else []
    _add_photos(initiative, before, PhotoKind.BEFORE)
    _add_photos(initiative, after, PhotoKind.AFTER, taken_on=completed_on)
    for source, amount in (actuals or {}).items():
        FundingLine.objects.update_or_create(initiative=initiative, source=source, defaults={"actual": amount})
    initiative.cover = after[0]
    _move(initiative, InitiativeState.DONE, at=at, fields=["cover"])
    feed.close_thread(initiative.thread)
    record(Verb.INITIATIVE_COMPLETED, initiative, by=by, municipality=initiative.municipality, at=at)
    return report
