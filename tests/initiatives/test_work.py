"""Carrying out: stages and the report."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from initiatives import actions
from initiatives.models import InitiativePhoto, InitiativeState, PhotoKind, StageState
from tests.cast import NOON
from tests.initiatives.conftest import make_photo

S = InitiativeState
TODAY = NOON.date()


@pytest.fixture
def at_work(make):
    return make(S.IN_PROGRESS)


def plan(initiative, by):
    return actions.plan_stage(initiative, by=by, title="Демонтаж", starts_on=TODAY, ends_on=TODAY + timedelta(days=3))


def finish(initiative, by, **words):
    words = {"text": "Готово.", "actual_cost": 1_400_000, "completed_on": TODAY, **words}
    return actions.complete(initiative, by=by, **words)


def test_stage_is_reported_once_with_public_photos(at_work, anna, gleb):
    stage = plan(at_work, anna)
    photo = make_photo(gleb, at_work.municipality)

    actions.report_stage(stage, by=gleb, text="Старое убрано.", done_on=TODAY, photos=[photo])

    stage.refresh_from_db()
    photo.refresh_from_db()
    assert (stage.state, stage.done_on) == (StageState.DONE, TODAY)
    assert not photo.is_private
    assert InitiativePhoto.objects.get().stage == stage
    with pytest.raises(ValidationError) as refusal:
        actions.report_stage(stage, by=anna, text="Ещё раз", done_on=TODAY)
    assert refusal.value.code == "reported"


def test_stage_ends_after_it_starts_and_is_not_done_tomorrow(at_work, anna):
    with pytest.raises(ValidationError) as dates:
        actions.plan_stage(at_work, by=anna, title="Х", starts_on=TODAY, ends_on=TODAY - timedelta(days=1))
    stage = plan(at_work, anna)
    with pytest.raises(ValidationError) as future:
        actions.report_stage(stage, by=anna, text="Х", done_on=TODAY + timedelta(days=1))

    assert (dates.value.code, future.value.code) == ("dates", "future")


def test_completion_needs_a_photo_and_reported_stages(at_work, anna):
    with pytest.raises(ValidationError) as photo:
        finish(at_work, anna)
    plan(at_work, anna)
    with pytest.raises(ValidationError) as stages:
        finish(at_work, anna, after=[make_photo(anna, at_work.municipality)])

    assert (photo.value.code, stages.value.code) == ("after_missing", "stages_open")
    at_work.refresh_from_db()
    assert at_work.state == S.IN_PROGRESS


def test_completion_keeps_plan_beside_fact_and_pairs_the_photos(at_work, anna):
    town = at_work.municipality
    now = make_photo(anna, town, "red")
    InitiativePhoto.objects.create(initiative=at_work, photo=now, kind=PhotoKind.NOW)
    after = make_photo(anna, town)

    finish(at_work, anna, after=[after], actuals={"local_budget": 1_300_000, "labour": 44})

    at_work.refresh_from_db()
    lines = {line.source: (line.planned, line.actual) for line in at_work.funding.all()}
    assert at_work.state == S.DONE
    assert (at_work.cost_estimate, at_work.completion.actual_cost) == (1_480_000, 1_400_000)
    assert lines == {"local_budget": (1_332_000, 1_300_000), "labour": (40, 44)}
    assert at_work.photos.get(kind=PhotoKind.BEFORE).photo == now
    assert at_work.photos.get(kind=PhotoKind.AFTER).photo == at_work.cover == after
    assert not at_work.thread.is_open
