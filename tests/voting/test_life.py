"""Announcing, opening, closing and counting."""

import hashlib
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from core import clock
from journal.models import Event
from journal.verbs import Verb
from tests.cast import NOON, make_community, make_member, make_members, make_person
from tests.voting.conftest import CLOSING, TICK, announce, finish, neighbours_rules, nonce
from voting import actions, audit
from voting.models import (
    AgendaItem,
    Ballot,
    Choice,
    Participation,
    RollEntry,
    RulePreset,
    Secrecy,
    Vote,
    VoteKey,
    VoteState,
)
from voting.signals import vote_cancelled, vote_closed


def verbs(vote):
    return list(Event.objects.about(vote).values_list("verb", flat=True))


def code_of(act, *args, **kwargs):
    with pytest.raises(ValidationError) as refusal:
        act(*args, **kwargs)
    return refusal.value.error_list[0].code


def test_schedule_vote_opens_at_once_when_its_time_has_come(vote, anna, vera):
    assert vote.state == VoteState.OPEN
    assert vote.opened_at == vote.opens_at == clock.now()
    assert set(vote.roll.values_list("key", flat=True)) == {str(anna.actor_key), str(vera.actor_key)}
    assert set(vote.roll.values_list("voters__voter_key", flat=True)) == {anna.actor_key, vera.actor_key}
    assert (vote.roll_size, vote.roll_weight) == (2, 2)
    assert vote.rules_name == "Решение соседей" and vote.min_age == 18
    assert verbs(vote) == [Verb.VOTE_SCHEDULED, Verb.VOTE_OPENED]


def test_schedule_vote_waits_for_its_time(lenina, anna, vera, at_noon):
    vote = announce(lenina, vera, opens_at=at_noon + timedelta(days=1))

    assert vote.state == VoteState.SCHEDULED
    assert not vote.roll.exists()
    with clock.set_to(vote.opens_at - TICK):
        assert actions.open_due_votes() == 0
        assert code_of(actions.open_vote, vote) == "too_early"
    with clock.set_to(vote.opens_at):
        assert actions.open_due_votes() == 1
        assert actions.open_due_votes() == 0
        assert code_of(actions.open_vote, vote) == "not_scheduled"
    assert verbs(vote) == [Verb.VOTE_SCHEDULED, Verb.VOTE_OPENED]


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"secrecy": "secret", "replaceable": True}, "secret_replaceable"),
        ({"counted_by": "area"}, "secrecy"),
        ({"secrecy": "secret", "replaceable": False, "paper_allowed": True}, "secret_paper"),
        ({"closes_at": NOON}, "times"),
        ({"items": []}, "agenda"),
        ({"items": [" "]}, "agenda"),
        ({"items": ["?"] * 21}, "agenda"),
        ({"electorate": []}, "electorate"),
    ],
)
def test_schedule_vote_refuses_terms_that_contradict(lenina, anna, vera, at_noon, terms, code):
    assert code_of(announce, lenina, vera, **terms) == code
    assert not Vote.objects.exists()


def test_schedule_vote_refuses_another_towns_voters(lenina, anna, vera, palana, at_noon):
    there = make_community(palana, "ул. Беккерева, 1", slug="bekkereva-1")

    assert code_of(announce, lenina, vera, electorate=[lenina, there]) == "electorate"


def test_schedule_vote_takes_only_rules_in_force(lenina, anna, vera, palana, town, at_noon):
    rules = neighbours_rules()
    fields = {"name": "x", "source": "y", "valid_from": date(2026, 1, 1)}
    theirs = RulePreset.objects.create(municipality=palana, **fields)
    ended = RulePreset.objects.create(municipality=town, valid_until=date(2026, 10, 11), **fields)
    last_day = RulePreset.objects.create(municipality=town, valid_until=date(2026, 10, 12), **fields)

    assert code_of(announce, lenina, vera, preset=theirs) == "rules"
    assert code_of(announce, lenina, vera, preset=ended) == "rules"
    assert announce(lenina, vera, preset=last_day).rules_name == "x"
    assert announce(lenina, vera, preset=rules).rules_name == rules.name


def test_numbers_go_on_within_a_town(lenina, anna, vera, at_noon):
    assert [announce(lenina, vera).number for _time in range(3)] == [1, 2, 3]


def test_the_roll_holds_members_of_the_age_once_each(lenina, mira, anna, boris, vera, pavel, at_noon):
    make_member(anna, mira)
    young = make_person("Юля", "Юная")
    make_member(young, lenina, declared_age=16)
    undeclared = make_person("Нил", "Безлетний")
    make_member(undeclared, lenina, declared_age=None)
    blocked = make_person("Яков", "Ушедший", is_active=False)
    make_member(blocked, lenina)

    vote = announce(lenina, vera, electorate=[mira, lenina])

    keys = list(vote.roll.order_by("pk").values_list("voters__voter_key", flat=True))
    assert set(keys) == {anna.actor_key, boris.actor_key, vera.actor_key}
    assert keys == sorted(keys)
    assert vote.roll.get(key=anna.actor_key).community_id == lenina.pk


def test_the_old_law_lets_sixteen_vote(lenina, vera, at_noon):
    young = make_person("Юля", "Юная")
    make_member(young, lenina, declared_age=16)

    vote = announce(lenina, vera, preset=RulePreset.objects.get(source__contains="131-ФЗ"))

    assert vote.roll.filter(key=young.actor_key).exists()


def test_a_vote_without_voters_is_refused(mira, vera, at_noon):
    assert code_of(announce, mira, vera) == "empty_roll"


def test_the_clock_calls_off_a_vote_that_lost_its_voters(lenina, anna, vera, at_noon):
    heard = []
    vote_cancelled.connect(lambda vote, **_kwargs: heard.append(vote.pk), weak=False, dispatch_uid="test")
    vote = announce(lenina, vera, opens_at=at_noon + timedelta(days=1))
    anna.memberships.all().delete()
    vera.memberships.all().delete()

    with clock.set_to(vote.opens_at):
        assert actions.open_due_votes() == 1
        assert actions.open_due_votes() == 0

    vote_cancelled.disconnect(dispatch_uid="test")
    vote.refresh_from_db()
    assert vote.state == VoteState.CANCELLED and vote.cancel_reason
    assert heard == [vote.pk]
    assert not RollEntry.objects.exists() and not VoteKey.objects.exists()


def test_what_could_not_be_counted_is_not_opened(lenina, anna, vera, at_noon):
    """The forms refuse it; hands in the database might have been there."""
    vote = announce(lenina, vera, opens_at=at_noon + timedelta(days=1))
    vote.items.all().delete()

    with clock.set_to(vote.opens_at):
        assert code_of(actions.open_vote, vote) == "uncountable"
        assert actions.open_due_votes() == 1

    vote.refresh_from_db()
    assert vote.state == VoteState.CANCELLED and vote.opened_at is None
    assert vote.cancel_reason and "не удалось составить список" not in vote.cancel_reason
    assert not RollEntry.objects.exists() and not VoteKey.objects.exists()


def test_the_clock_calls_off_a_vote_whose_time_has_passed(lenina, anna, vera, at_noon):
    vote = announce(lenina, vera, opens_at=at_noon + timedelta(days=1))

    with clock.set_to(CLOSING):
        actions.open_due_votes()

    vote.refresh_from_db()
    assert vote.state == VoteState.CANCELLED
    assert not vote.roll.exists()


def test_only_those_who_run_the_community_call_a_vote_off(lenina, anna, vera, boris, olga, nina, at_noon):
    vote = announce(lenina, vera, opens_at=at_noon + timedelta(days=1))

    for stranger in (anna, boris, nina):
        with pytest.raises(PermissionDenied):
            actions.cancel_vote(vote, by=stranger, reason="Нет")
    assert code_of(actions.cancel_vote, vote, by=vera, reason="  ") == "reason"
    assert actions.cancel_vote(vote, by=olga, reason="Ошибка в вопросе").state == VoteState.CANCELLED


def test_an_open_vote_is_not_called_off(vote, vera):
    assert code_of(actions.cancel_vote, vote, by=vera, reason="Передумали") == "begun"


def test_the_manifest_tells_what_was_fixed(vote):
    stored = Vote.objects.get()

    question = {"order": 0, "text": "Ставим новую детскую площадку?", "max_choices": None, "options": []}
    assert stored.manifest["items"] == [question]
    assert stored.manifest["rules"]["quorum"] == {"share": "1/3", "strict": False}
    assert stored.manifest["roll"] == {"entries": 2, "weight": 2, "fingerprint": stored.roll_fingerprint}
    assert hashlib.sha256(audit.canonical(stored.manifest)).hexdigest() == stored.manifest_hash


def test_the_fingerprint_is_of_the_roll(vote):
    lines = sorted(f'["{entry.line}",{entry.weight}]\n' for entry in RollEntry.objects.filter(vote=vote))

    assert hashlib.sha256("".join(lines).encode()).hexdigest() == vote.roll_fingerprint


@pytest.mark.parametrize("secrecy", [Secrecy.CLOSED, Secrecy.SECRET])
def test_a_vote_closes_at_its_second_and_is_counted(lenina, anna, vera, at_noon, secrecy):
    vote = announce(lenina, vera, secrecy=secrecy)
    actions.cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())
    actions.cast_ballot(vote, by=vera, choices={0: Choice.FOR}, nonce=nonce())
    with clock.set_to(CLOSING - TICK):
        assert (actions.close_due_votes(), actions.count_closed_votes()) == (0, 0)

    finish(vote)

    assert (vote.state, vote.turnout, vote.quorum_met, vote.passed) == (VoteState.COUNTED, 2, True, True)
    item = vote.items.get()
    assert (item.votes_for, item.votes_against, item.votes_abstain, item.reason) == (2, 0, 0, "passed")
    assert not VoteKey.objects.exists()
    assert verbs(vote)[-2:] == [Verb.VOTE_CLOSED, Verb.VOTE_COUNTED]


def test_closing_and_counting_twice_is_harmless(vote, anna):
    finish(vote)
    events = Event.objects.count()

    with clock.set_to(CLOSING):
        assert (actions.close_due_votes(), actions.count_closed_votes(), actions.open_due_votes()) == (0, 0, 0)

    assert Event.objects.count() == events


@pytest.mark.parametrize(
    ("choices", "base", "share", "reason"),
    [
        ([], "cast", (1, 2), "no_quorum"),
        (["for", "against"], "cast", (1, 2), "tied"),
        (["for", "abstain"], "cast", (1, 2), "short"),
        (["for", "abstain"], "decided", (1, 2), "passed"),
        (["for"], "cast", (1, 2), "passed"),
        (["for"], "roll", (1, 2), "short"),
        (["for", "for"], "roll", (2, 3), "passed"),
    ],
)
def test_outcomes(lenina, anna, vera, town, at_noon, choices, base, share, reason):
    preset = RulePreset.objects.create(
        municipality=town, name="x", source="y", valid_from=date(2026, 1, 1),
        threshold_base=base, threshold_numerator=share[0], threshold_denominator=share[1],
    )  # fmt: skip
    vote = announce(lenina, vera, preset=preset)
    for voter, choice in zip([anna, vera], choices, strict=False):
        actions.cast_ballot(vote, by=voter, choices={0: choice}, nonce=nonce())

    finish(vote)

    assert vote.items.get().reason == reason
    assert vote.passed is (reason == "passed")


def test_each_question_of_an_agenda_is_counted(lenina, anna, vera, at_noon):
    vote = announce(lenina, vera, items=["Забор?", "Калитка?"])
    actions.cast_ballot(vote, by=anna, choices={0: "for", 1: "against"}, nonce=nonce())

    finish(vote)

    assert list(vote.items.values_list("votes_for", "votes_against")) == [(1, 0), (0, 1)]
    assert vote.passed is False


def test_a_listener_that_fails_leaves_the_vote_to_be_counted_again(secret_vote, anna, caplog):
    actions.cast_ballot(secret_vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())

    def fail(**_kwargs):
        raise RuntimeError("no")

    vote_closed.connect(fail, dispatch_uid="test")
    with clock.set_to(CLOSING):
        actions.close_due_votes()
        assert actions.count_closed_votes() == 0
        vote_closed.disconnect(dispatch_uid="test")
        secret_vote.refresh_from_db()
        assert secret_vote.state == VoteState.CLOSED
        assert AgendaItem.objects.get().votes_for is None
        assert actions.count_closed_votes() == 1
    assert "failed" in caplog.text


def test_a_paper_without_a_mark_stops_the_count(vote, anna, caplog):
    """A hand in the database is noticed: nothing is published."""
    Participation.objects.bulk_create([Participation(vote=vote, entry=entry) for entry in vote.roll.all()[:1]])

    with clock.set_to(CLOSING):
        actions.close_due_votes()
        assert actions.count_closed_votes() == 0

    assert "differ in number" in caplog.text
    assert Ballot.objects.count() == 0


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has its own test, of xmin and ctid")
def test_row_numbers_tell_no_order_after_counting(lenina, vera, at_noon):
    voters = make_members(lenina, 12)
    vote = announce(lenina, vera, secrecy=Secrecy.SECRET)
    receipts = [actions.cast_ballot(vote, by=voter, choices={0: Choice.FOR}, nonce=nonce()) for voter in voters]

    def by_row_number():
        with connection.cursor() as cursor:
            cursor.execute("SELECT receipt FROM voting_ballot ORDER BY rowid")
            return [receipt for (receipt,) in cursor.fetchall()]

    # While the vote is open the order of casting is there to see, as its notice says.
    assert by_row_number() == receipts

    finish(vote)

    assert by_row_number() == sorted(receipts)
