"""Initiatives at every stage, brought there by the acts themselves."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core import clock, photos
from initiatives import actions
from initiatives.models import FundingSource, Initiative, InitiativeState
from tests.cast import NOON, make_members, make_person
from voting.models import RulePreset

S = InitiativeState
TEXTS = {
    "title": "Новая детская площадка вместо старых качелей",
    "problem": "В домах 1 и 3 живут 64 ребёнка младше 12 лет, а сиденье качелей держится на одной цепи.",
    "proposal": "Убрать качели 1983 года и поставить игровой городок с мягким покрытием, рядом 2 скамейки.",
    "expected_result": "Дети гуляют во дворе, площадка 20 на 12 метров.",
}


def make_draft(community, author, **fields) -> Initiative:
    at = clock.now()
    return Initiative.objects.create(
        municipality=community.municipality,
        community=community,
        author=author,
        created_at=at,
        state_changed_at=at,
        **{**TEXTS, "cost_estimate": 1_480_000, **fields},
    )


def gather(initiative, count) -> list:
    """`count` members of the leading community support it."""
    people = make_members(initiative.community, count)
    for person in people:
        actions.support(initiative, by=person)
    initiative.refresh_from_db()
    return people


@pytest.fixture(autouse=True)
def noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def preset(town):
    return RulePreset.objects.create(
        municipality=town,
        name="Решение соседей",
        source="правило сайта",
        valid_from=NOON.date() - timedelta(days=100),
    )


@pytest.fixture
def make(lenina, anna, vera, nina, preset):
    """`make("consideration")`: anna's initiative at that stage."""

    def build(state, **fields):
        initiative = make_draft(lenina, anna, **fields)
        initiative.funding.create(source=FundingSource.LOCAL_BUDGET, planned=1_332_000)
        initiative.funding.create(source=FundingSource.LABOUR, planned=40)

        def to_discussion():
            actions.submit(initiative, by=anna)
            return actions.accept(initiative, by=vera)

        def to_consideration():
            found = to_discussion()
            Initiative.objects.filter(pk=found.pk).update(support_needed=1)
            actions.support(found, by=anna)
            return actions.send_to_administration(found, by=anna)

        def to_approved():
            return actions.approve(to_consideration(), by=nina, text="Сделаем.").initiative

        if state == S.REVIEW:
            actions.submit(initiative, by=anna)
        elif state == S.DISCUSSION:
            to_discussion()
        elif state == S.VOTING:
            found = to_discussion()
            Initiative.objects.filter(pk=found.pk).update(support_needed=1)
            actions.support(found, by=anna)
            actions.put_to_vote(found, by=vera, preset=preset, secrecy="closed", days=7, replaceable=True)
        elif state == S.CONSIDERATION:
            to_consideration()
        elif state == S.REWORK:
            actions.return_for_rework(to_consideration(), by=nina, text="Уточните место.")
        elif state == S.DECLINED:
            actions.decline(to_consideration(), by=nina, reason="no_money", text="В этом году денег нет.")
        elif state == S.APPROVED:
            to_approved()
        elif state in (S.IN_PROGRESS, S.DONE):
            actions.start_work(to_approved(), by=anna)
            if state == S.DONE:
                photo = make_photo(anna, initiative.municipality)
                actions.complete(
                    initiative,
                    by=anna,
                    text="Площадка открыта.",
                    actual_cost=1_400_000,
                    completed_on=NOON.date(),
                    after=[photo],
                    actuals={"local_budget": 1_300_000, "labour": 44},
                )
        elif state == S.WITHDRAWN:
            actions.withdraw(to_discussion(), by=anna)
        elif state == S.ARCHIVED:
            found = to_discussion()
            with clock.set_to(found.support_ends_at):
                actions.archive_stale()
        initiative.refresh_from_db()
        assert initiative.state == state
        return initiative

    return build


def picture(name="a.jpg", colour="green") -> SimpleUploadedFile:
    """A small real picture as a browser sends it."""
    data = io.BytesIO()
    Image.new("RGB", (640, 400), colour).save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue())


def make_photo(user, town, colour="green"):
    """A real picture through the real intake."""
    upload = picture(colour=colour)
    return photos.take_in(upload, by=user, description="Двор", collection=town.collection, is_private=True)


@pytest.fixture
def stranger(db):
    return make_person("Павел", "Гостев")
