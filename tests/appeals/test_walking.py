"""What awaits an answer is read along its index, from the most urgent, however much of it there is."""

import pytest
from django.db import connection

from appeals.desk import queue
from appeals.desk.wish import Wish
from appeals.models import Appeal, AppealState
from appeals.models.states import stands_in
from tests.cast import NOON


@pytest.fixture(autouse=True)
def sqlite(db):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads few rows as they lie")


def walk(rows) -> bool:
    words = rows[: queue.PER_PAGE].explain()
    return "_awaiting (" in words and "TEMP B-TREE" not in words


@pytest.mark.parametrize("tab", ["waiting", "overdue"])
def test_the_desk_walks(send, town, nina, tab):
    send()
    wish = Wish(municipality=town, mine=frozenset(), base="/", tab=tab)

    keys = [rows for kind, rows in queue._sources(wish, nina, NOON) if kind == "appeal"]

    assert walk(keys[0])
    assert "appeal_awaiting (" in queue._late_appeals(wish, NOON)[0].values("pk").explain()


def test_the_desk_of_a_department_walks(send, town, roads, nina):
    send()
    wish = Wish(municipality=town, mine=frozenset(), base="/", department=str(roads.pk))

    keys = [rows for kind, rows in queue._sources(wish, nina, NOON) if kind == "appeal"]

    assert walk(keys[0])


def test_what_awaits_an_answer_on_ones_own_page_walks(send, town):
    send()

    assert walk(Appeal.objects.within(town).awaiting_answer())


def test_those_to_be_confirmed_in_silence_are_found_by_their_term(make):
    make(AppealState.ANSWERED)
    due = Appeal.objects.filter(stands_in(AppealState.ANSWERED, AppealState.DONE), dispute_until__lte=NOON)

    assert "appeal_dispute (" in due.explain()
