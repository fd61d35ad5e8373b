"""A phone that lost its signal sends everything again, several times at once: on PostgreSQL, where writers overlap."""

from uuid import uuid4

import pytest
from django.db import connection

from appeals.models import Appeal
from assignments.models import Assignment
from core import clock
from meetings import actions
from meetings.models import HeadCount, Meeting, Problem
from tests.meetings.desk_making import DUE, DURING, under_way
from tests.races import at_once

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs PostgreSQL"),
]
TIMES = 8


@pytest.fixture
def meeting(nina, town, lenina):
    assert connection.vendor == "postgresql"
    return under_way(nina, town, lenina)


@pytest.fixture(autouse=True)
def during():
    with clock.set_to(DURING):
        yield


def test_note_sent_many_times_at_once_is_one_problem(meeting, nina, roads):
    key = uuid4()

    def send():
        return actions.record_problem(
            meeting, by=nina, client_id=key, title="Не горит фонарь", department=roads, due_at=DUE
        )

    answers = at_once([send] * TIMES)

    assert {answer.pk for answer in answers} == {Problem.objects.get().pk}
    assert Appeal.objects.count() == Assignment.objects.count() == 1


def test_notes_of_several_phones_get_numbers_without_gaps(meeting, nina, gleb, roads):
    def send(person):
        return lambda: actions.record_problem(
            meeting, by=person, client_id=uuid4(), title="Яма", department=roads, due_at=DUE
        )

    at_once([send(nina), send(gleb)] * (TIMES // 2))

    assert sorted(Appeal.objects.values_list("number", flat=True)) == list(range(1, TIMES + 1))
    assert Problem.objects.count() == TIMES


def test_presses_of_several_phones_are_all_counted(meeting, nina):
    key = uuid4()
    presses = [key] * 3 + [uuid4() for _ in range(5)]

    at_once([lambda key=key: actions.count_heads(meeting, by=nina, client_id=key, change=2) for key in presses])

    assert HeadCount.objects.count() == 6
    assert Meeting.objects.get().attendance == 12


def test_closing_and_a_late_note_do_not_lose_each_other(meeting, nina, roads):
    def hold():
        return actions.hold(meeting, by=nina, attendance=10)

    def send():
        return actions.record_problem(meeting, by=nina, client_id=uuid4(), title="Яма", department=roads, due_at=DUE)

    at_once([hold, send, send, hold])

    assert Meeting.objects.get().state == "held"
    assert Problem.objects.count() == 2
