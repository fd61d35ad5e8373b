"""Messages at every state, brought there by the acts themselves."""

from datetime import timedelta

import pytest

from appeals import actions
from appeals.models import AppealCategory, AppealState
from assignments import actions as assignments
from core import clock
from tests.cast import NOON

S = AppealState


@pytest.fixture(autouse=True)
def noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def potholes(town, roads):
    return AppealCategory.objects.create(
        municipality=town, name="Ямы на дорогах", department=roads, guidance="Дорогами занимается город."
    )


@pytest.fixture
def not_ours(town):
    return AppealCategory.objects.create(
        municipality=town, name="Запах газа в подвале", guidance="Сразу звоните.", emergency_phone="104"
    )


@pytest.fixture
def lawn(town, roads):
    return AppealCategory.objects.create(
        municipality=town, name="Парковка на газоне", department=roads, is_violation=True
    )


@pytest.fixture
def send(town, lenina, anna, potholes):
    """`send()`: anna's new message; the fields of the act change it."""

    def send(**fields):
        values = {"by": anna, "title": "Яма у второго подъезда", "category": potholes, "community": lenina} | fields
        return actions.file_appeal(municipality=town, **values)

    return send


@pytest.fixture
def make(send, nina, gleb, roads, anna):
    """`make("done")`: anna's message in that state."""

    def control(appeal):
        return actions.take_under_control(appeal, by=nina, department=roads, due_at=NOON + timedelta(days=10))

    def work(appeal):
        control(appeal)
        appeal.refresh_from_db()
        assignments.start(appeal.assignment, by=gleb)

    def done(appeal):
        work(appeal)
        assignments.report(appeal.assignment, by=gleb, text="Яма засыпана и закатана.")
        assignments.close(appeal.assignment, by=nina)

    def reopen(appeal):
        actions.answer(appeal, by=gleb, text="Засыпали.")
        actions.dispute(appeal, by=anna, reason="Ямы на месте.")

    def duplicate(appeal):
        actions.merge(appeal, by=gleb, original=send(title="Яма, самая первая"))

    def confirm(appeal):
        actions.answer(appeal, by=gleb, text="Засыпали.")
        actions.confirm(appeal, by=anna)

    ways = {
        S.NEW: lambda appeal: None,
        S.CLARIFYING: lambda appeal: actions.ask_author(appeal, by=gleb, text="Где именно?"),
        S.ANSWERED: lambda appeal: actions.answer(appeal, by=gleb, text="Засыпали."),
        S.UNDER_CONTROL: control,
        S.IN_PROGRESS: work,
        S.DONE: done,
        S.CONFIRMED: confirm,
        S.REOPENED: reopen,
        S.FORWARDED: lambda appeal: actions.forward(appeal, by=gleb, body="Росавтодор", text="Дорога их."),
        S.DUPLICATE: duplicate,
        S.DECLINED: lambda appeal: actions.decline(appeal, by=gleb, reason="Земля частная."),
    }

    def build(state, **fields):
        appeal = send(**fields)
        ways[S(state)](appeal)
        appeal.refresh_from_db()
        assert appeal.state == state
        return appeal

    return build
