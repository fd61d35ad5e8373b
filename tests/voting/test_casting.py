"""Casting: who, when, how often."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core import clock
from journal.models import Event
from tests.cast import make_member
from tests.voting.conftest import CLOSING, TICK, announce, finish, nonce
from voting.actions import cast_ballot, close_due_votes, confirm_amendment, open_due_votes, propose_extension
from voting.models import Ballot, Choice, Participation, RollEntry, Secrecy, Vote
from voting.permissions import frozen_entries, own_entries


def code_of(act, *args, **kwargs):
    with pytest.raises(ValidationError) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


def test_cast_ballot_marks_the_roll_and_keeps_the_paper(vote, anna):
    receipt = cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())

    ballot = Ballot.objects.get()
    assert ballot.receipt == receipt and len(receipt) == 32
    assert ballot.choices == {"0": "for"}
    assert ballot.participation.entry.key == str(anna.actor_key)
    assert ballot.participation.at == clock.now()


def test_cast_ballot_in_a_secret_vote_ties_the_paper_to_nobody(secret_vote, anna):
    events = Event.objects.count()

    cast_ballot(secret_vote, by=anna, choices={0: Choice.AGAINST}, nonce=nonce())

    assert Ballot.objects.get().participation is None
    assert Participation.objects.get().at is None
    assert Event.objects.count() == events


@pytest.mark.parametrize("secrecy", [Secrecy.CLOSED, Secrecy.SECRET])
def test_cast_ballot_repeated_gives_the_same_receipt(lenina, anna, vera, at_noon, secrecy):
    vote = announce(lenina, vera, secrecy=secrecy)
    form = nonce()
    first = cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=form)

    again = cast_ballot(vote, by=anna, choices={0: Choice.AGAINST}, nonce=form)

    assert again == first
    assert Ballot.objects.get().choices == {"0": "for"}


def test_cast_ballot_replaces_where_the_vote_allows_it(vote, anna):
    first = cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())

    second = cast_ballot(vote, by=anna, choices={0: Choice.ABSTAIN}, nonce=nonce())

    assert second != first
    assert Ballot.objects.get().receipt == second
    assert Ballot.objects.get().choices == {"0": "abstain"}
    assert Participation.objects.count() == 1


def test_cast_ballot_does_not_bring_a_replaced_paper_back(vote, anna):
    late = nonce()
    cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=late)
    cast_ballot(vote, by=anna, choices={0: Choice.AGAINST}, nonce=nonce())

    assert code_of(cast_ballot, vote, by=anna, choices={0: Choice.FOR}, nonce=late) == "replaced"
    assert Ballot.objects.get().choices == {"0": "against"}


def test_cast_ballot_is_changed_a_limited_number_of_times(vote, anna, monkeypatch):
    monkeypatch.setattr("voting.actions.casting.MOST_CHANGES", 1)
    for _time in range(2):
        cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())

    assert code_of(cast_ballot, vote, by=anna, choices={0: Choice.FOR}, nonce=nonce()) == "too_many"


@pytest.mark.parametrize("terms", [{"replaceable": False}, {"secrecy": Secrecy.SECRET}])
def test_cast_ballot_twice_is_refused_elsewhere(lenina, anna, vera, at_noon, terms):
    vote = announce(lenina, vera, **terms)
    cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())

    assert code_of(cast_ballot, vote, by=anna, choices={0: Choice.AGAINST}, nonce=nonce()) == "already"
    assert Ballot.objects.get().choices == {"0": "for"}


@pytest.mark.parametrize("secrecy", [Secrecy.CLOSED, Secrecy.SECRET])
def test_a_copied_form_is_refused_to_another_person(lenina, anna, vera, at_noon, secrecy):
    vote = announce(lenina, vera, secrecy=secrecy)
    form = nonce()
    cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=form)

    assert code_of(cast_ballot, vote, by=vera, choices={0: Choice.AGAINST}, nonce=form) == "nonce"
    assert Participation.objects.count() == Ballot.objects.count() == 1


@pytest.mark.parametrize("choices", [{}, {1: "for"}, {0: "for", 1: "for"}, {0: "yes"}, {0: ""}])
def test_a_paper_is_whole(vote, anna, choices):
    assert code_of(cast_ballot, vote, by=anna, choices=choices, nonce=nonce()) == "choices"
    assert not Participation.objects.exists()


@pytest.mark.parametrize("bad", ["", "x" * 32, "a" * 31, "a" * 33, "A" * 32])
def test_a_form_has_a_random_name(vote, anna, bad):
    assert code_of(cast_ballot, vote, by=anna, choices={0: Choice.FOR}, nonce=bad) == "nonce"


def test_only_the_roll_votes(vote, boris, pavel):
    for stranger in (boris, pavel):
        with pytest.raises(PermissionDenied):
            cast_ballot(vote, by=stranger, choices={0: Choice.FOR}, nonce=nonce())
    assert not Participation.objects.exists()


def test_a_late_member_does_not_enter_the_roll(vote, pavel, lenina):
    make_member(pavel, lenina)

    with pytest.raises(PermissionDenied):
        cast_ballot(vote, by=pavel, choices={0: Choice.FOR}, nonce=nonce())


def test_leaving_does_not_take_the_voice_away(vote, anna):
    anna.memberships.update(state="revoked")

    assert cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())


def test_the_last_moment_counts_and_the_second_of_closing_does_not(vote, anna, vera):
    with clock.set_to(CLOSING - TICK):
        cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())
    with clock.set_to(CLOSING):
        assert code_of(cast_ballot, vote, by=vera, choices={0: Choice.FOR}, nonce=nonce()) == "closed"

    assert finish(vote).turnout == 1


def test_before_the_beginning_nobody_votes(lenina, anna, vera, at_noon):
    vote = announce(lenina, vera, opens_at=at_noon + timedelta(days=1))

    # The roll is not frozen yet.
    with pytest.raises(PermissionDenied):
        cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())
    assert not Participation.objects.exists()


def test_after_closing_a_repeat_is_refused_too(vote, anna):
    form = nonce()
    cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=form)
    with clock.set_to(CLOSING):
        close_due_votes()
        assert code_of(cast_ballot, vote, by=anna, choices={0: Choice.FOR}, nonce=form) == "closed"


def test_a_vote_seen_before_it_opened_is_read_whole(lenina, anna, vera, at_noon):
    vote = announce(lenina, vera, opens_at=CLOSING - timedelta(days=7), items=["Первый?", "Второй?"])
    seen = Vote.objects.get(pk=vote.pk)
    with clock.set_to(vote.opens_at):
        assert open_due_votes() == 1

        assert code_of(cast_ballot, seen, by=anna, choices={0: Choice.FOR}, nonce=nonce()) == "choices"
        cast_ballot(seen, by=anna, choices={0: Choice.FOR, 1: Choice.AGAINST}, nonce=nonce())

    assert Ballot.objects.get().choices == {"0": "for", "1": "against"}


def test_an_end_that_moved_since_the_vote_was_seen_is_the_end(vote, anna, vera, olga):
    seen = Vote.objects.get(pk=vote.pk)
    later = vote.closes_at + timedelta(days=2)
    amendment = propose_extension(vote, by=vera, closes_at=later, reason="Зима.")
    confirm_amendment(amendment, by=olga)

    with clock.set_to(vote.closes_at + TICK):
        cast_ballot(seen, by=anna, choices={0: Choice.FOR}, nonce=nonce())
    with clock.set_to(later):
        assert code_of(cast_ballot, seen, by=anna, choices={0: Choice.FOR}, nonce=nonce()) == "closed"

    assert Ballot.objects.count() == 1


def test_a_persons_entry_is_found_by_their_key_and_by_those_who_may_cast_it_alike(vote, anna, boris):
    listed = RollEntry.objects.filter(vote=vote, voters__voter_key=anna.actor_key)

    assert frozen_entries(anna, vote) == list(own_entries(anna, vote)) == list(listed) != []
    assert frozen_entries(boris, vote) == list(own_entries(boris, vote)) == []
    anna.is_active = False
    del anna._frozen_entries
    assert frozen_entries(anna, vote) == []
