"""Many at the same moment, on real connections, in processes where it matters.

Each race is also run without its guard, to show that it guards.

SQLite lets one writer in at a time and would hide every race, so these run on PostgreSQL only.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from time import sleep

import pytest
from django.db import connection, transaction

from core import clock
from tests.cast import make_members
from tests.races import at_once
from tests.storms import storm
from tests.voting.conftest import CLOSING, announce, nonce
from voting import actions, audit
from voting.actions import casting, closing, locking
from voting.models import Ballot, Participation, Secrecy, Vote, VoteState

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs PostgreSQL"),
]
DEVICES = 16
CHOICES = ["for", "against", "abstain"]


def from_many_devices(vote, voter, forms=None):
    forms = forms or [nonce() for _device in range(DEVICES)]
    return storm(
        [
            lambda form=form, choice=CHOICES[number % 3]: actions.cast_ballot(
                vote, by=voter, choices={0: choice}, nonce=form
            )
            for number, form in enumerate(forms)
        ]
    )


def run_sql(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def no_constraint(monkeypatch):
    """Marks go in whatever stands there; without the constraint `insert_once` itself would refuse to work."""
    run_sql("ALTER TABLE voting_participation DROP CONSTRAINT one_voice_per_entry")
    monkeypatch.setattr(casting, "insert_once", lambda row, *unique: row.save(force_insert=True) or True)


@pytest.mark.parametrize("secrecy", [Secrecy.CLOSED, Secrecy.SECRET])
def test_one_voter_with_many_devices_has_one_voice(lenina, anna, vera, at_noon, secrecy):
    vote = announce(lenina, vera, secrecy=secrecy, replaceable=False)

    answers = from_many_devices(vote, anna)

    receipts = [answer for answer in answers if isinstance(answer, str)]
    assert len(receipts) == 1
    assert {answer.code for answer in answers if not isinstance(answer, str)} == {"already"}
    assert Ballot.objects.get().receipt == receipts[0]
    assert Participation.objects.count() == 1


@pytest.mark.parametrize("secrecy", [Secrecy.CLOSED, Secrecy.SECRET])
def test_without_the_constraint_the_same_voter_has_many(lenina, anna, vera, at_noon, secrecy, no_constraint):
    vote = announce(lenina, vera, secrecy=secrecy, replaceable=False)
    from_many_devices(vote, anna)

    assert Participation.objects.count() == Ballot.objects.count() == DEVICES


def test_many_devices_that_replace_leave_one_paper(vote, anna):
    answers = from_many_devices(vote, anna)

    assert all(isinstance(answer, str) for answer in answers)
    assert Participation.objects.count() == 1
    assert Ballot.objects.get().receipt in answers
    assert sorted([Ballot.objects.get().receipt, *Participation.objects.get().replaced]) == sorted(answers)


def test_a_form_sent_many_times_at_once_has_one_receipt(secret_vote, anna):
    answers = from_many_devices(secret_vote, anna, forms=[nonce()] * DEVICES)

    assert set(answers) == {Ballot.objects.get().receipt}


def close_while_a_vote_is_written(vote, voter, monkeypatch):
    """A voter is let in a moment before the end and writes slowly; meanwhile a worker closes and counts."""
    inside = Barrier(2)
    receipt = audit.receipt

    def slowly(*args):
        inside.wait(timeout=20)
        sleep(1)
        return receipt(*args)

    # The clock has been read, nothing has been written.
    monkeypatch.setattr(audit, "receipt", slowly)

    def cast():
        return actions.cast_ballot(vote, by=voter, choices={0: "for"}, nonce=nonce())

    def close():
        inside.wait(timeout=20)
        with clock.set_to(CLOSING):
            closed = 0
            # A worker passes over a row that is held and comes again.
            for _turn in range(100):
                closed += actions.close_due_votes()
                if closed and actions.count_closed_votes():
                    return closed
                sleep(0.05)
        raise AssertionError("the vote was not closed")

    return at_once([cast, close])


def test_what_was_taken_before_the_closing_is_counted(vote, anna, monkeypatch):
    receipt, closed = close_while_a_vote_is_written(vote, anna, monkeypatch)

    vote.refresh_from_db()
    assert closed == 1
    assert Ballot.objects.get().receipt == receipt
    assert (vote.state, vote.turnout) == (VoteState.COUNTED, 1)


def test_without_the_shared_lock_a_taken_vote_is_lost(vote, anna, monkeypatch):
    """The paper is in, its receipt is given, and the count does not hold it."""
    run_sql(
        "DROP TRIGGER veche_paper_only_while_open ON voting_ballot",
        "DROP TRIGGER veche_mark_only_while_open ON voting_participation",
        "DROP TRIGGER veche_record_only_while_running ON voting_chainrecord",
        "DROP TRIGGER veche_chain_only_grows ON voting_chain",
    )
    monkeypatch.setattr(casting, "locked_for_casting", lambda vote: Vote.objects.get(pk=vote.pk))

    receipt, _closed = close_while_a_vote_is_written(vote, anna, monkeypatch)

    vote.refresh_from_db()
    assert Ballot.objects.get().receipt == receipt
    assert (vote.state, vote.turnout) == (VoteState.COUNTED, 0)


def two_workers(act, monkeypatch, name):
    """Two workers do the same act of the clock together; how often the work was done."""
    done = []
    before = getattr(closing, name)

    def slowly(vote):
        sleep(0.5)
        before(vote)
        done.append(vote.pk)

    slowly.__name__ = name
    monkeypatch.setattr(closing, name, slowly)
    with clock.set_to(CLOSING):
        at_once([act, act])
    return len(done)


@pytest.fixture
def unguarded(monkeypatch):
    """The clock's acts as they would be without a lock."""

    def each(due, act):
        for pk in list(due.values_list("pk", flat=True)):
            with transaction.atomic():
                act(Vote.objects.get(pk=pk))

    monkeypatch.setattr(closing, "each_locked", each)
    run_sql("DROP TRIGGER veche_vote_fixed_at_counting ON voting_vote", "DROP TRIGGER veche_vote_moves ON voting_vote")


def test_two_workers_close_once(vote, monkeypatch):
    assert two_workers(actions.close_due_votes, monkeypatch, "_close") == 1


def test_without_the_lock_two_workers_close_twice(vote, monkeypatch, unguarded):
    assert two_workers(actions.close_due_votes, monkeypatch, "_close") == 2


def test_two_workers_open_once(lenina, anna, vera, at_noon):
    vote = announce(lenina, vera, opens_at=at_noon + timedelta(hours=1))

    with clock.set_to(vote.opens_at):
        assert sum(at_once([actions.open_due_votes] * 4)) == 1

    vote.refresh_from_db()
    assert (vote.state, vote.roll.count()) == (VoteState.OPEN, 2)


def test_the_lock_of_casting_lets_others_cast(vote, anna, vera):
    """Sharers do not wait for one another: a slow voter holds nobody up."""
    with transaction.atomic():
        locking.locked_for_casting(vote)
        [receipt] = at_once([lambda: actions.cast_ballot(vote, by=vera, choices={0: "for"}, nonce=nonce())])
    assert isinstance(receipt, str)


def taken_at():
    """The moment by the database's clock, which nobody has set."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def wait_until_somebody_waits():
    for _turn in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        sleep(0.02)
    raise AssertionError("nobody waits for the vote")


@pytest.mark.parametrize("hold", ["gate", "row"])
def test_the_clock_of_casting_is_read_behind_the_lock(vote, hold):
    """Whoever waited for the vote votes at the moment they got it, also where its holder changed nothing."""

    def take():
        try:
            with transaction.atomic():
                return locking.locked_for_casting(vote).read_at
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            if hold == "gate":
                locking.locked(vote)
            else:
                Vote.objects.select_for_update().get(pk=vote.pk)
            waiting = pool.submit(take)
            wait_until_somebody_waits()
            let_go = taken_at()
        assert waiting.result(timeout=20) >= let_go


def test_who_comes_late_does_not_wait_for_the_closing(vote, anna):
    with transaction.atomic():
        locking.locked(vote)
        with clock.set_to(CLOSING):
            [answer] = at_once([lambda: actions.cast_ballot(vote, by=anna, choices={0: "for"}, nonce=nonce())])
    assert answer.code == "closed"


def order_of(table, column):
    """Values of a table in the order in which PostgreSQL keeps the rows, with the transactions that wrote them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column}, xmin::text FROM {table} ORDER BY ctid")
        return cursor.fetchall()


def test_nothing_joins_roll_and_papers_after_counting(lenina, vera, at_noon):
    voters = make_members(lenina, 12)
    vote = announce(lenina, vera, secrecy=Secrecy.SECRET)
    receipts = [actions.cast_ballot(vote, by=voter, choices={0: "for"}, nonce=nonce()) for voter in voters]
    # While the vote is open the order of casting is there to see, as its notice says.
    assert [name for name, _xmin in order_of("voting_ballot", "receipt")] == receipts
    marks = {xmin for _pk, xmin in order_of("voting_participation", "id")}
    assert len({xmin for _name, xmin in order_of("voting_ballot", "receipt")}) == len(voters)

    with clock.set_to(CLOSING):
        actions.close_due_votes()
        actions.count_closed_votes()

    papers = order_of("voting_ballot", "receipt")
    assert [name for name, _xmin in papers] == sorted(receipts)
    assert len({xmin for _name, xmin in papers}) == 1
    assert not marks & {xmin for _name, xmin in papers}
