"""Counting is made of short pieces under a lease, and its cost does not depend on how they are cut."""

import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from tests.cast import make_members
from tests.voting.conftest import announce, nonce
from voting import actions, publishing, turnout
from voting.actions import counting
from voting.audit import digest
from voting.models import Ballot, CountProgress, Participation, Secrecy, Vote, VoteState

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(publishing, "BATCH", 2)
    monkeypatch.setattr(counting, "SHUFFLED_AT_ONCE", 2)
    monkeypatch.setattr(counting, "RENEWED_EVERY", 2)
    monkeypatch.setattr(counting, "SAID_EVERY", 2)


@pytest.fixture
def neighbours(lenina, anna, vera):
    return [anna, vera, *make_members(lenina, 3)]


def cast_all(vote, people):
    return {actions.cast_ballot(vote, by=person, choices={0: "for"}, nonce=nonce()) for person in people}


def closed(vote):
    with clock.set_to(vote.closes_at):
        assert actions.close_due_votes() == 1
    vote.refresh_from_db()
    return vote


@pytest.mark.parametrize("secrecy", [Secrecy.CLOSED, Secrecy.SECRET])
def test_a_count_in_pieces_reads_each_paper_once(lenina, vera, neighbours, at_noon, small_pieces, secrecy, caplog):
    vote = announce(lenina, vera, secrecy=secrecy)
    receipts = cast_all(vote, neighbours)
    closed(vote)

    with clock.set_to(vote.closes_at), caplog.at_level(logging.INFO, logger="veche.work"):
        assert actions.count_closed_votes() == 1

    vote.refresh_from_db()
    assert (vote.state, vote.turnout, vote.result["papers"]) == (VoteState.COUNTED, 5, 5)
    assert {paper[0] for paper in publishing.papers(vote)} == receipts
    assert vote.ballots_digest == digest(publishing.ballots_csv(vote))
    assert f"vote {vote.pk}: 4 of 5 papers counted" in caplog.messages
    assert not CountProgress.objects.exists()


def test_secret_papers_lie_in_the_order_of_receipts(lenina, vera, neighbours, at_noon, small_pieces):
    vote = announce(lenina, vera, secrecy=Secrecy.SECRET)
    receipts = cast_all(vote, neighbours)
    closed(vote)

    with clock.set_to(vote.closes_at):
        actions.count_closed_votes()

    order = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT receipt FROM voting_ballot ORDER BY {order}")
        assert [receipt for (receipt,) in cursor.fetchall()] == sorted(receipts)


def test_a_vote_that_another_worker_counts_is_passed_over_until_its_lease_runs_out(vote, anna):
    cast_all(vote, [anna])
    closed(vote)
    with clock.set_to(vote.closes_at):
        lease = counting._claim(vote.pk)
        assert actions.count_closed_votes() == 0
    assert Vote.objects.get().state == VoteState.CLOSED

    with clock.set_to(lease.until):
        assert actions.count_closed_votes() == 1

    assert Vote.objects.get().state == VoteState.COUNTED


def test_a_worker_whose_lease_was_taken_writes_nothing(vote, anna):
    cast_all(vote, [anna])
    closed(vote)
    with clock.set_to(vote.closes_at):
        late = counting._claim(vote.pk)
    with clock.set_to(late.until + timedelta(seconds=1)):
        counting._claim(vote.pk)

        with pytest.raises(counting.LeaseLost):
            counting._count(late)

    assert (Vote.objects.get().state, Vote.objects.get().result) == (VoteState.CLOSED, {})


def test_the_page_says_how_far_the_count_has_come(client, vote, anna, town):
    cast_all(vote, [anna])
    closed(vote)
    with clock.set_to(vote.closes_at):
        counting._claim(vote.pk)
        CountProgress.objects.update(papers=340_000, total=1_000_000)

        page = client.get(vote.get_absolute_url(), headers={"host": "localhost"}).content.decode()

    assert "340\xa0000" in page
    assert "1\xa0000\xa0000" in page


def test_marks_that_stand_long_are_not_counted_anew(lenina, vera, neighbours, at_noon, monkeypatch):
    monkeypatch.setattr(turnout, "NEWEST", 1)
    vote = announce(lenina, vera)
    cast_all(vote, neighbours[:3])
    (vote,) = turnout.attach([vote])
    assert vote.cast == 3
    cast_all(vote, neighbours[3:])
    turnout.forget(vote)

    with CaptureQueriesContext(connection) as queries:
        (vote,) = turnout.attach([vote])

    second = Participation.objects.order_by("pk")[1].pk
    assert vote.cast == 5 == Ballot.objects.count()
    assert f'"id" > {second}' in queries[0]["sql"]
