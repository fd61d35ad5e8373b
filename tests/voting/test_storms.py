"""Storms over one vote, in several processes as on several servers: households, papers, the chain, the last second.

After each one the whole vote is gone through by `inspection`, as `manage.py verify_votes` does it. Each storm is also
run with its guard taken away, to show that it is the guard that holds.
"""

import json
import multiprocessing
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic, sleep

import pytest
from django.db import connection
from django.db.models import QuerySet

from communities.models import Membership
from core import clock
from tests.cast import make_member, make_members, make_person
from tests.communities.conftest import make_flat
from tests.storms import Refusal, storm
from tests.voting.conftest import CLOSING, announce, nonce
from tests.voting.kinds import announce_by_flat
from voting import actions, audit, inspection
from voting.actions import amending, casting, slips
from voting.models import Amendment, AmendmentState, Ballot, ChainRecord, Channel, Participation, Vote, VoteState

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs PostgreSQL"),
]
CHOICES = ["for", "against", "abstain"]
LATER = CLOSING + timedelta(days=3)


def run_sql(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def no_constraint(monkeypatch):
    """Marks go in whatever stands there; without the constraint `insert_once` itself would refuse to work."""
    run_sql("ALTER TABLE voting_participation DROP CONSTRAINT one_voice_per_entry")
    monkeypatch.setattr(casting, "insert_once", lambda row, *unique: row.save(force_insert=True) or True)


def cast(vote, choice="for", **who):
    form = nonce()
    return lambda: actions.cast_ballot(vote, choices={0: choice}, nonce=form, **who)


def receipts_of(answers):
    return [answer for answer in answers if isinstance(answer, str)]


def codes_of(answers):
    return {answer.code for answer in answers if isinstance(answer, Refusal)}


def faults_of(vote):
    return inspection.inspect(vote).faults


def chained(vote, kind):
    """Bodies of the chain's records of one type."""
    bodies = (
        json.loads(body)
        for body in ChainRecord.objects.filter(vote=vote).order_by("seq").values_list("body", flat=True)
    )
    return [body for body in bodies if body["type"] == kind]


@pytest.fixture
def household(lenina, anna, vera, at_noon):
    """Flat 31, in which anna and three more live; a vote by flats that nobody may change, and a code of the flat."""
    flat = make_flat(lenina, "31", entrance=2)
    mates = [make_person("Сосед", f"Я{number}") for number in range(3)]
    for mate in mates:
        make_member(mate, lenina, premises=flat)
    Membership.objects.filter(user=anna).update(premises=flat)
    vote = announce_by_flat(lenina, vera, replaceable=False, codes_allowed=True, paper_allowed=True)
    [(slip, _code)] = slips.issue_slips(vote, [vote.roll.get()], by=vera)
    return vote, [anna, *mates], slip


def everybody_of(household):
    vote, people, slip = household
    ways = [{"by": person} for person in people] + [{"slip": slip}]
    return storm([cast(vote, CHOICES[number % 3], **ways[number % len(ways)]) for number in range(15)])


def test_a_flat_has_one_voice_whoever_of_it_is_quicker(household):
    answers = everybody_of(household)

    assert len(receipts_of(answers)) == 1
    assert codes_of(answers) <= {"already", "flat_already"}
    assert Ballot.objects.get().receipt == receipts_of(answers)[0]
    assert faults_of(household[0]) == []


def test_without_the_constraint_a_flat_has_many_voices(household, no_constraint):
    answers = everybody_of(household)

    assert len(receipts_of(answers)) == Ballot.objects.count() == 15
    assert faults_of(household[0]) != []


@pytest.fixture
def paper_vote(lenina, anna, vera, olga, at_noon):
    """A vote by six flats: in each lives one member, and of each vera has read the paper, which olga will confirm."""
    people = []
    for number in range(6):
        flat = make_flat(lenina, str(number + 1))
        person = make_person("Житель", f"Я{number}")
        make_member(person, lenina, premises=flat)
        people.append(person)
    vote = announce_by_flat(lenina, vera, paper_allowed=True)
    entries = [vote.roll.get(voters__voter_key=person.actor_key) for person in people]
    for entry in entries:
        actions.enter_paper(vote, entry=entry, choices={0: "against"}, by=vera)
    return vote, people, entries, olga


def paper_against_screen(paper_vote, monkeypatch):
    vote, people, entries, olga = paper_vote
    receipt = audit.receipt

    def slowly(*args):
        # Everybody has looked, nobody has written.
        sleep(0.2)
        return receipt(*args)

    monkeypatch.setattr(audit, "receipt", slowly)
    papers = [
        lambda entry=entry: actions.enter_paper(vote, entry=entry, choices={0: "against"}, by=olga).state
        for entry in entries
    ]
    answers = storm([*papers, *(cast(vote, by=person) for person in people)], processes=3)
    return answers[: len(papers)], answers[len(papers) :]


def test_paper_and_screen_of_a_flat_make_one_voice(paper_vote, monkeypatch):
    papers, screens = paper_against_screen(paper_vote, monkeypatch)

    counted = [state == "counted" for state in papers]
    assert {state for state in papers} <= {"counted", "refused"}
    assert [isinstance(answer, str) for answer in screens] == [not paper for paper in counted]
    assert codes_of(screens) <= {"paper_already"}
    assert Ballot.objects.filter(channel=Channel.PAPER).count() == sum(counted)
    assert Ballot.objects.count() == Participation.objects.count() == 6
    assert faults_of(paper_vote[0]) == []


def test_without_the_constraint_paper_and_screen_both_count(paper_vote, no_constraint, monkeypatch):
    papers, screens = paper_against_screen(paper_vote, monkeypatch)

    assert papers == ["counted"] * 6 and len(receipts_of(screens)) == 6
    assert Ballot.objects.count() == 12


@pytest.fixture
def crowd(lenina, vera, at_noon):
    """A vote that may be changed, and twelve voters."""
    voters = make_members(lenina, 12)
    return announce(lenina, vera), voters


def change_minds(crowd, times=4):
    """Everybody votes from several devices at once."""
    vote, voters = crowd
    return storm(
        [cast(vote, CHOICES[number % 3], by=voter) for number in range(times) for voter in voters], processes=6
    )


def test_every_acknowledged_ballot_is_in_an_unbroken_chain(crowd):
    vote, voters = crowd

    answers = change_minds(crowd)

    ballots = chained(vote, "ballot")
    assert len(receipts_of(answers)) == 48
    assert sorted(receipts_of(answers)) == sorted(body["receipt"] for body in ballots)
    assert [body["seq"] for body in ballots] == list(range(1, 49))
    replaced = {body["replaces"] for body in ballots} - {None}
    assert set(Ballot.objects.values_list("receipt", flat=True)) == set(receipts_of(answers)) - replaced
    assert Ballot.objects.count() == len(voters)
    assert faults_of(vote) == []


@pytest.fixture
def no_lock(monkeypatch):
    """As if nobody waited for anybody: what a chain is made of is read by all before any of them writes."""
    digest = audit.digest

    def slowly(parts):
        sleep(0.2)
        return digest(parts)

    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **kwargs: self)
    # By which the chain's own words ask for the lock.
    monkeypatch.setattr(type(connection.features), "has_select_for_update", False)
    monkeypatch.setattr(audit, "digest", slowly)


def test_without_the_lock_voters_are_refused_and_the_chain_is_whole(crowd, no_lock):
    """The constraint holds the chain still; but who came second has no voice, and no words why."""
    answers = change_minds(crowd, times=1)

    assert codes_of(answers) == {"IntegrityError"}
    assert len(receipts_of(answers)) == Ballot.objects.count() < 12
    assert faults_of(crowd[0]) == []


def test_without_lock_and_constraint_the_chain_forks(crowd, no_lock):
    run_sql(
        "ALTER TABLE voting_chainrecord DROP CONSTRAINT one_record_per_place",
        "DROP TRIGGER veche_chain_only_grows ON voting_chain",
    )

    answers = change_minds(crowd, times=1)

    places = [body["seq"] for body in chained(crowd[0], "ballot")]
    assert len(receipts_of(answers)) == 12
    assert len(set(places)) < len(places)
    assert faults_of(crowd[0]) != []


@contextmanager
def time_running(monkeypatch, begins):
    """Whoever looks first sees `begins`; from then on time goes on, the same in every process."""
    start = multiprocessing.Value("d", 0.0)

    def running(read=None):
        with start.get_lock():
            start.value = start.value or monotonic()
            return begins + timedelta(seconds=monotonic() - start.value)

    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", running)
        patch.setattr(clock, "glance", running)
        yield


def close_and_count(vote):
    """A worker: closes, then counts, coming again and again as `manage.py work` does."""

    def work():
        for _turn in range(200):
            actions.close_due_votes()
            actions.count_closed_votes()
            if Vote.objects.get(pk=vote.pk).state == VoteState.COUNTED:
                return "counted"
            sleep(0.02)
        raise AssertionError("the vote was not counted")

    return work


@pytest.mark.parametrize("secrecy", ["closed", "secret"])
def test_the_last_second_divides_those_in_time_from_those_too_late(lenina, vera, at_noon, monkeypatch, secrecy):
    voters = make_members(lenina, 24)
    vote = announce(lenina, vera, secrecy=secrecy)

    def at_the_edge(number, act):
        def wait_and_cast():
            sleep(0.5 + 0.05 * number)
            return act()

        return wait_and_cast

    casts = [at_the_edge(number, cast(vote, by=voter)) for number, voter in enumerate(voters)]
    with time_running(monkeypatch, CLOSING - timedelta(seconds=1.2)):
        *answers, _one, _two = storm([*casts, close_and_count(vote), close_and_count(vote)], processes=4)

    vote.refresh_from_db()
    taken = receipts_of(answers)
    assert 0 < len(taken) < 24
    assert codes_of(answers) == {"closed"}
    assert vote.turnout == len(taken)
    assert set(vote.ballots.values_list("receipt", flat=True)) == set(taken)
    assert len(chained(vote, "closed")) == len(chained(vote, "counted")) == 1
    assert faults_of(vote) == []


@pytest.fixture
def proposal(vote, vera):
    return amending.propose_extension(vote, by=vera, reason="Отключили свет", closes_at=LATER)


@pytest.fixture
def second_people(town, olga):
    from communities.staff import give_role
    from municipalities.models import StaffRole

    people = [make_person("Админ", f"Я{number}") for number in range(7)]
    for person in people:
        give_role(person, StaffRole.ADMINISTRATOR, municipality=town, by=olga)
    return people


def confirm(proposal, by):
    def act():
        amending.confirm_amendment(Amendment.objects.get(pk=proposal.pk), by=by)
        return "confirmed"

    return act


def test_a_change_is_confirmed_once(vote, proposal, second_people):
    answers = storm([confirm(proposal, person) for person in second_people])

    vote.refresh_from_db()
    assert receipts_of(answers) == ["confirmed"]
    assert codes_of(answers) == {"decided"}
    assert len(chained(vote, "extended")) == 1
    assert vote.closes_at == LATER
    assert faults_of(vote) == []


def test_without_locks_a_change_is_confirmed_many_times(vote, proposal, second_people, monkeypatch):
    checked = amending._check_end

    def slowly(*args):
        sleep(0.3)
        checked(*args)

    monkeypatch.setattr(amending, "_check_end", slowly)
    monkeypatch.setattr(amending, "_taken", lambda amendment: (amendment.vote, amendment))

    answers = storm([confirm(proposal, person) for person in second_people])

    assert len(receipts_of(answers)) == len(chained(vote, "extended")) == 7
    assert faults_of(vote) != []


def prolong_at_the_edge(vote, proposal, olga, monkeypatch):
    """Somebody confirms a moment before the end and is slow; meanwhile a worker closes."""
    checked = amending._check_end

    def slowly(*args):
        checked(*args)
        while clock.now() < CLOSING + timedelta(seconds=1.5):
            sleep(0.02)

    monkeypatch.setattr(amending, "_check_end", slowly)

    def close():
        closed = 0
        while clock.now() < CLOSING + timedelta(seconds=1):
            closed += actions.close_due_votes()
            sleep(0.02)
        return closed

    with time_running(monkeypatch, CLOSING - timedelta(seconds=1)):
        return storm([confirm(proposal, olga), close], processes=2)


def test_who_prolongs_in_time_is_not_overtaken_by_the_closing(vote, proposal, olga, monkeypatch):
    assert prolong_at_the_edge(vote, proposal, olga, monkeypatch) == ["confirmed", 0]

    vote.refresh_from_db()
    assert (vote.state, vote.closes_at) == (VoteState.OPEN, LATER)
    assert faults_of(vote) == []


def test_without_the_lock_a_prolonged_vote_is_closed(vote, proposal, olga, monkeypatch):
    run_sql("DROP TRIGGER veche_vote_ends_when_two_said ON voting_vote")
    monkeypatch.setattr(amending, "_taken", lambda amendment: (amendment.vote, amendment))

    assert prolong_at_the_edge(vote, proposal, olga, monkeypatch) == ["confirmed", 1]

    vote.refresh_from_db()
    assert (vote.state, Amendment.objects.get().state) == (VoteState.CLOSED, AmendmentState.CONFIRMED)
    assert vote.closes_at == LATER
    assert faults_of(vote) != []


def test_too_late_is_too_late_to_prolong(vote, proposal, olga):
    def close():
        # A worker passes over a vote that somebody holds at this moment, and comes again.
        closed = 0
        while not closed:
            closed = actions.close_due_votes()
        return closed

    with clock.set_to(CLOSING):
        answers = storm([confirm(proposal, olga), close], processes=2)

    vote.refresh_from_db()
    assert answers == [Refusal("closed"), 1]
    assert (vote.state, vote.closes_at) == (VoteState.CLOSED, CLOSING)
    assert Amendment.objects.get().state == AmendmentState.PROPOSED


def test_a_stream_of_voters_does_not_keep_a_change_waiting(crowd, vera, olga, monkeypatch):
    """Whoever shares the vote's row lets others share it; who needs it alone must come in between them."""
    vote, voters = crowd
    proposal = amending.propose_extension(vote, by=vera, reason="Отключили свет", closes_at=LATER)

    def vote_on(voter):
        def act():
            ends = monotonic() + 2
            while monotonic() < ends:
                actions.cast_ballot(vote, by=voter, choices={0: "for"}, nonce=nonce())
            return "done"

        return act

    def prolong():
        sleep(0.5)
        start = monotonic()
        confirm(proposal, olga)()
        return monotonic() - start

    monkeypatch.setattr("voting.actions.casting.MOST_CHANGES", 10_000)
    *_casts, waited = storm([*(vote_on(voter) for voter in voters[:8]), prolong], processes=4)

    assert waited < 1.5
    assert faults_of(vote) == []
