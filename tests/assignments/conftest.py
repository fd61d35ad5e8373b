"""Assignments at every state, brought there by the acts themselves."""

from datetime import timedelta

import pytest
from django.test import Client

from assignments import actions
from assignments.models import Assignment, AssignmentSource, AssignmentState
from communities.staff import give_role
from core import clock
from core import photos as intake
from municipalities.models import Department, StaffRole
from tests.cast import NOON, make_person
from tests.pictures import jpeg

S = AssignmentState
DAY = timedelta(days=1)
DUE = NOON + 10 * DAY


@pytest.fixture(autouse=True)
def noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def client():
    return Client(headers={"host": "localhost"})


@pytest.fixture
def parks(town):
    return Department.objects.create(municipality=town, name="Отдел благоустройства")


@pytest.fixture
def dasha(town, parks, operator):
    """A specialist of another department."""
    user = make_person("Дарья", "Паркова")
    give_role(user, StaffRole.SPECIALIST, municipality=town, by=operator, department=parks, position="мастер")
    return user


@pytest.fixture
def head(town, operator):
    user = make_person("Игорь", "Главин")
    give_role(user, StaffRole.HEAD, municipality=town, by=operator, position="глава города")
    return user


def make_photo(user, town, description="Двор"):
    return intake.take_in(jpeg(), by=user, description=description, collection=town.collection, is_private=True)


@pytest.fixture
def give(town, roads, lenina, nina):
    """`give(title="…")`: nina gives an assignment to the roads."""

    def build(**fields) -> Assignment:
        values = {
            "by": nina,
            "municipality": town,
            "department": roads,
            "community": lenina,
            "due_at": DUE,
            "title": "Заделать яму у въезда",
            "source": AssignmentSource.OTHER,
        }
        return actions.issue(**{**values, **fields})

    return build


@pytest.fixture
def at(give, gleb, nina):
    """`at("returned")`: an assignment at that state."""

    def build(state, **fields) -> Assignment:
        assignment = give(**fields)
        if state == S.ACCEPTED:
            actions.accept(assignment, by=gleb)
        elif state == S.IN_PROGRESS:
            actions.start(assignment, by=gleb)
        elif state in (S.REPORTED, S.RETURNED, S.DONE):
            actions.report(assignment, by=gleb, text="Заделали.")
            if state == S.RETURNED:
                actions.send_back(assignment, by=nina, note="Нет фото.")
            elif state == S.DONE:
                actions.close(assignment, by=nina)
        elif state == S.CANCELLED:
            actions.cancel(assignment, by=nina, reason="Дорогу передали области.")
        assignment.refresh_from_db()
        assert assignment.state == state
        return assignment

    return build
