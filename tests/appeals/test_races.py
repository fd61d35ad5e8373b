"""Residents and officials at the same moment, on real connections; only PostgreSQL lets two writers in at once."""

from datetime import timedelta

import pytest

from appeals import actions
from appeals.models import AppealState, Joined, Reply
from assignments.models import Assignment
from tests.cast import NOON
from tests.races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
S = AppealState
DEVICES = 8


def refused(answers) -> list:
    return [answer for answer in answers if isinstance(answer, Exception)]


def test_one_neighbour_with_many_devices_joins_once(send, boris):
    appeal = send()

    answers = at_once([lambda: actions.join(appeal, by=boris)] * DEVICES)

    appeal.refresh_from_db()
    assert not refused(answers)
    assert appeal.joined_count == Joined.objects.count() == 1


def test_answered_or_taken_under_control_but_not_both(send, gleb, nina, roads):
    appeal = send()
    due = NOON + timedelta(days=5)

    answers = at_once(
        [
            lambda: actions.answer(appeal, by=gleb, text="Засыпали."),
            lambda: actions.take_under_control(appeal, by=nina, department=roads, due_at=due),
        ]
    )

    appeal.refresh_from_db()
    assert len(refused(answers)) == 1
    assert (appeal.state == S.ANSWERED) == (Reply.objects.count() == 1) == (Assignment.objects.count() == 0)


def test_confirmed_or_disputed_but_not_both(make, anna):
    appeal = make(S.ANSWERED)

    answers = at_once(
        [
            lambda: actions.confirm(appeal, by=anna),
            lambda: actions.dispute(appeal, by=anna, reason="Яма на месте."),
        ]
    )

    appeal.refresh_from_db()
    assert len(refused(answers)) == 1
    assert appeal.state in (S.CONFIRMED, S.REOPENED)


def test_numbers_have_no_doubles(send):
    sent = at_once([lambda number=number: send(title=f"Яма {number}") for number in range(3)])

    assert sorted(appeal.number for appeal in sent) == [1, 2, 3]


def test_two_merges_towards_each_other_do_not_wait_for_ever(send, boris, gleb, nina):
    first, second = send(), send(by=boris, title="Та же яма")

    answers = at_once(
        [
            lambda: actions.merge(first, by=gleb, original=second),
            lambda: actions.merge(second, by=nina, original=first),
        ]
    )

    assert len(refused(answers)) == 1
