"""Neighbours at the same moment, on real connections; each race is also run without its guard.

SQLite lets one writer in at a time and would hide every race, so these run on PostgreSQL only.
"""

from time import sleep

import pytest
from django.db import IntegrityError, connection

from initiatives import actions
from initiatives.actions import moves
from initiatives.models import Initiative, InitiativeState, Support
from journal.models import Event
from journal.verbs import Verb
from municipalities.models import Municipality
from tests.cast import make_members
from tests.races import at_once

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs PostgreSQL"),
]
S = InitiativeState
DEVICES = 12


@pytest.fixture
def slow_writing(monkeypatch):
    """Between looking whether there is a support and writing it, others have time to look too."""
    save = Support.save

    def slowly(self, *args, **kwargs):
        sleep(0.3)
        return save(self, *args, **kwargs)

    monkeypatch.setattr(Support, "save", slowly)


@pytest.fixture
def unlocked(monkeypatch):
    rows = Initiative.objects.select_related("municipality", "community")
    monkeypatch.setattr(moves, "locked", lambda initiative: rows.get(pk=initiative.pk))


def support_from_many_devices(initiative, person):
    return at_once([lambda: actions.support(initiative, by=person)] * DEVICES)


def support_of_many(initiative):
    people = make_members(initiative.community, DEVICES)
    at_once([lambda person=person: actions.support(initiative, by=person) for person in people])
    initiative.refresh_from_db()


def test_one_resident_with_many_devices_supports_once(make, anna, slow_writing):
    initiative = make(S.DISCUSSION)

    answers = support_from_many_devices(initiative, anna)

    initiative.refresh_from_db()
    given = Support.objects.get()
    assert answers == [given] * DEVICES
    assert (initiative.support_count, initiative.verified_support_count) == (1, 1)
    assert Event.objects.about(initiative).filter(verb=Verb.INITIATIVE_SUPPORTED).count() == 1


def test_without_the_lock_the_constraint_still_keeps_one_support(make, anna, slow_writing, unlocked):
    initiative = make(S.DISCUSSION)

    support_from_many_devices(initiative, anna)

    assert Support.objects.count() == 1


def test_without_lock_and_constraint_the_same_resident_supports_many_times(make, anna, slow_writing, unlocked):
    initiative = make(S.DISCUSSION)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE initiatives_support DROP CONSTRAINT one_support_per_person")

    support_from_many_devices(initiative, anna)

    assert Support.objects.count() > 1


def test_every_neighbour_of_many_is_counted(make, slow_writing):
    initiative = make(S.DISCUSSION)

    support_of_many(initiative)

    assert (initiative.support_count, initiative.verified_support_count) == (DEVICES, DEVICES)
    told = Event.objects.about(initiative).filter(verb=Verb.INITIATIVE_THRESHOLD_REACHED)
    assert told.count() == 1


def test_without_the_lock_neighbours_are_lost_from_the_count(make, slow_writing, unlocked):
    initiative = make(S.DISCUSSION)

    support_of_many(initiative)

    assert Support.objects.count() == DEVICES
    assert initiative.support_count < DEVICES


def accept_many(make, vera):
    waiting = [make(S.REVIEW) for _number in range(6)]
    answers = at_once([lambda one=one: actions.accept(one, by=vera) for one in waiting])
    return answers, sorted(Initiative.objects.public().values_list("number", flat=True))


def test_numbers_given_at_once_have_no_gaps(make, vera):
    answers, numbers = accept_many(make, vera)

    assert numbers == [1, 2, 3, 4, 5, 6]
    assert not any(isinstance(answer, IntegrityError) for answer in answers)


def test_without_the_towns_lock_the_constraint_refuses_equal_numbers(make, vera, monkeypatch):
    monkeypatch.setattr(Municipality.objects, "select_for_update", lambda: Municipality.objects.all(), raising=False)
    start = actions.life.feed.start_thread

    def slowly(*args, **kwargs):
        sleep(0.3)
        return start(*args, **kwargs)

    monkeypatch.setattr(actions.life.feed, "start_thread", slowly)

    answers, numbers = accept_many(make, vera)

    assert any(isinstance(answer, IntegrityError) for answer in answers)
    assert len(numbers) == len(set(numbers)) < 6
