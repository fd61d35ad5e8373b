"""What the database itself refuses, whoever asks. Each refusal stands beside the same act without the trigger."""

from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction

from core import clock, guards
from tests.voting.conftest import CLOSING, announce, finish, nonce
from voting import actions
from voting import guards as voting_guards
from voting.models import (
    AgendaItem,
    Ballot,
    Breakdown,
    Chain,
    ChainRecord,
    Choice,
    Participation,
    RollEntry,
    Secrecy,
    Vote,
)


@contextmanager
def undone():
    """Try something and take it back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def without_triggers():
    with undone():
        with connection.cursor() as cursor:
            for _create, drop in guards.statements(voting_guards.GUARDS, connection.vendor):
                cursor.execute(drop)
        yield


def refused(act):
    """The act does something without the triggers, and is refused with them."""
    with without_triggers():
        assert act() not in (0, (0, {}))
    with pytest.raises(IntegrityError, match="veche_"), undone():
        act()


@pytest.fixture
def counted(vote, anna):
    actions.cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())
    return finish(vote)


@pytest.mark.django_db
def test_every_trigger_is_installed():
    """SQLite loses a table's triggers when a migration rebuilds the table."""
    assert guards.missing(voting_guards.GUARDS) == []


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Другой вопрос"}, {"closes_at": CLOSING.replace(year=2027)}, {"quorum_numerator": 0},
        {"threshold_base": "roll"}, {"secrecy": "named"}, {"roll_size": 1}, {"roll_fingerprint": "0"},
        {"manifest": {}}, {"manifest_hash": ""}, {"turnout_shown": False}, {"min_age": 16}, {"state": "cancelled"},
    ],
)  # fmt: skip
def test_an_open_vote_stands_as_it_was_opened(vote, change):
    refused(lambda: Vote.objects.update(**change))


@pytest.mark.parametrize(
    "change",
    [{"passed": False}, {"turnout": 2}, {"quorum_met": False}, {"ballots_digest": ""}, {"state": "closed"}],
)
def test_a_result_never_changes(counted, change):
    refused(lambda: Vote.objects.update(**change))


def test_the_author_may_be_forgotten(counted):
    assert Vote.objects.update(created_by=None) == 1


def test_questions_and_their_figures_stand(counted):
    refused(lambda: AgendaItem.objects.update(votes_for=2))
    refused(lambda: AgendaItem.objects.update(text="Другой"))
    refused(lambda: AgendaItem.objects.update(order=1))
    refused(lambda: AgendaItem.objects.all().delete())
    refused(lambda: AgendaItem.objects.create(vote=counted, order=5, text="Ещё").pk)


def test_figures_wait_for_the_closing(vote):
    refused(lambda: AgendaItem.objects.update(votes_for=2))


def test_the_roll_stands_from_the_opening(vote, boris, mira):
    refused(lambda: RollEntry.objects.create(vote=vote, key=boris.actor_key, community=mira).pk)
    refused(lambda: RollEntry.objects.update(weight=2))
    refused(lambda: RollEntry.objects.filter(vote=vote).delete())
    refused(lambda: vote.electorate.through.objects.create(vote=vote, communitypage=mira).pk)


def test_marks_and_papers_stand_after_counting(counted, vera):
    entry = counted.roll.get(key=vera.actor_key)
    mark = Participation.objects.get()
    refused(lambda: Participation.objects.create(vote=counted, entry=entry).pk)
    refused(lambda: Participation.objects.update(entry=entry))
    refused(lambda: Participation.objects.update(replaced=["x"]))
    refused(lambda: Ballot.objects.update(choices={"0": "against"}))
    refused(lambda: Ballot.objects.all().delete())
    refused(lambda: Participation.objects.filter(pk=mark.pk).delete())


def test_between_closing_and_counting_nothing_enters(vote, anna, vera):
    actions.cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())
    with clock.set_to(CLOSING):
        actions.close_due_votes()
    entry = vote.roll.get(key=vera.actor_key)

    refused(lambda: Participation.objects.create(vote=vote, entry=entry).pk)
    refused(lambda: Ballot.objects.all().delete())


def test_a_secret_paper_cannot_be_named_nor_its_mark_timed(secret_vote):
    entry = secret_vote.roll.first()
    refused(lambda: Participation.objects.create(vote=secret_vote, entry=entry, at=clock.now()).pk)
    mark = Participation.objects.create(vote=secret_vote, entry=entry)
    paper = {"vote": secret_vote, "choices": {"0": "for"}}
    refused(lambda: Ballot.objects.create(receipt="a" * 32, participation=mark, is_secret=False, **paper).pk)
    assert Ballot.objects.create(receipt="a" * 32, is_secret=True, **paper)
    refused(lambda: Ballot.objects.filter(vote=secret_vote).delete())


def test_a_counted_secret_vote_stands(lenina, anna, vera, at_noon):
    vote = announce(lenina, vera, secrecy=Secrecy.SECRET)
    actions.cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())
    finish(vote)

    refused(lambda: Ballot.objects.all().delete())
    refused(lambda: Ballot.objects.create(receipt="b" * 32, vote=vote, is_secret=True, choices={"0": "for"}).pk)


def test_a_draft_may_be_thrown_away_and_an_opened_vote_may_not(vote):
    Vote.objects.create(
        number=9, municipality=vote.municipality, community=vote.community, title="Черновик", state="draft",
        opens_at=vote.opens_at, closes_at=vote.closes_at,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM voting_vote WHERE state = 'draft'")
        assert cursor.rowcount == 1
        with pytest.raises(IntegrityError, match="veche_vote_kept"), transaction.atomic():
            cursor.execute("DELETE FROM voting_vote WHERE id = %s", [vote.pk])


def test_a_mark_is_on_the_roll_of_its_own_vote(lenina, anna, vera, at_noon):
    vote, other = announce(lenina, vera), announce(lenina, vera)

    refused(lambda: Participation.objects.create(vote=vote, entry=other.roll.first()).pk)


@pytest.mark.parametrize("wrong", [{"weight": 2}, {"channel": "paper"}])
def test_a_paper_is_what_its_mark_and_the_roll_say(vote, wrong):
    mark = Participation.objects.create(vote=vote, entry=vote.roll.first())
    paper = {"vote": vote, "participation": mark, "is_secret": False, "choices": {"0": "for"}}

    refused(lambda: Ballot.objects.create(receipt="a" * 32, **paper | wrong).pk)
    assert Ballot.objects.create(receipt="b" * 32, **paper)


def test_a_paper_hangs_on_a_mark_of_its_own_vote(lenina, anna, vera, at_noon):
    vote, other = announce(lenina, vera), announce(lenina, vera)
    mark = Participation.objects.create(vote=other, entry=other.roll.first())

    refused(
        lambda: (
            Ballot.objects.create(
                receipt="a" * 32, vote=vote, participation=mark, is_secret=False, choices={"0": "for"}
            ).pk
        )
    )


def test_the_chain_only_grows(counted):
    refused(lambda: ChainRecord.objects.filter(seq=1).update(body="{}"))
    refused(lambda: ChainRecord.objects.filter(seq=1).delete())
    refused(lambda: ChainRecord.objects.create(vote=counted, seq=9, body="{}", hash="0").pk)
    refused(lambda: Chain.objects.update(length=9))
    refused(lambda: Chain.objects.all().delete())


def test_a_breakdown_is_written_once_and_at_counting(counted, lenina, vera):
    running = announce(lenina, vera)

    refused(lambda: Breakdown.objects.create(vote=running, figures={}).pk)
    refused(lambda: Breakdown.objects.filter(vote=counted).update(figures={"entrances": []}))
    refused(lambda: Breakdown.objects.filter(vote=counted).delete())


def test_the_head_of_an_open_vote_is_not_taken_back(vote):
    refused(lambda: Chain.objects.update(length=0))
    refused(lambda: Chain.objects.update(head=""))
