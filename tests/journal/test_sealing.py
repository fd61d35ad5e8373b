"""Seals show every change of the journal, and never leave an event out."""

import json
from datetime import timedelta
from io import StringIO
from threading import Event as Flag
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import clock
from journal import sealing
from journal.models import Event, PendingEvent, Seal
from journal.sealing import seal_journal, settled, verify
from tests.races import at_once


def verified(*arguments) -> tuple[int, dict]:
    """Exit code and what was said."""
    out = StringIO()
    try:
        call_command("verify_journal", "--json", *arguments, stdout=out)
    except SystemExit as end:
        return end.code, json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


@pytest.fixture
def sealed(town, palana, happen, small_blocks):
    """Two towns whose events came in turns, in blocks of three."""
    for _round in range(5):
        happen(town)
        happen(palana)
    seal_journal()
    return town


def test_blocks_follow_each_other_in_each_town(sealed, palana):
    blocks = list(Seal.objects.filter(municipality=sealed).order_by("number"))
    events = Event.objects.within(sealed)

    assert [block.number for block in blocks] == [1, 2]
    assert sum(block.count for block in blocks) == events.count() == 5
    assert (blocks[0].first_event, blocks[-1].last_event) == (events.earliest("pk").pk, events.latest("pk").pk)
    assert Seal.objects.filter(municipality=palana).count() == 2
    assert verified() == (0, {"towns": [vars(verify(sealed)), vars(verify(palana))], "missing_triggers": []})


def test_sealing_goes_on_where_it_stopped(sealed, happen):
    assert seal_journal() == 0
    before = verify(sealed)
    happen(sealed, 4)
    waiting = verify(sealed)

    assert (waiting.unsealed, waiting.head) == (4, before.head)
    assert seal_journal() == 2
    assert verify(sealed).events == 9
    assert verify(sealed, expect=before.head).fault == ""


def test_events_hash_alike_whatever_the_order_of_their_keys(sealed):
    rows = list(Event.objects.order_by("pk").values_list(*sealing.FIELDS)[:2])
    data = {"b": 1, "a": "ё"}
    one, other = (rows[0][:-1] + (turned,) for turned in (data, dict(reversed(data.items()))))

    assert sealing.chained(sealing.BEGINNING, [one]) == sealing.chained(sealing.BEGINNING, [other])
    assert sealing.chained(sealing.BEGINNING, rows) != sealing.chained(sealing.BEGINNING, reversed(rows))


def change(event):
    Event.objects.filter(pk=event).update(data={"number": 77})


def shift_by_a_moment(event):
    moment = Event.objects.get(pk=event).at + timedelta(microseconds=1)
    Event.objects.filter(pk=event).update(at=moment)


def lay_on_nobody(event):
    Event.objects.filter(pk=event).update(actor_key=None)


def remove(event):
    PendingEvent.objects.filter(event=event).delete()
    Event.objects.filter(pk=event).delete()


def renumber(event):
    PendingEvent.objects.filter(event=event).delete()
    Event.objects.filter(pk=event).update(id=event + 100_000)


def move_to_another_town(event):
    row = Event.objects.get(pk=event)
    Event.objects.filter(pk=event).update(
        municipality=Event.objects.exclude(municipality=row.municipality).first().municipality
    )


@pytest.mark.parametrize("tamper", [change, shift_by_a_moment, lay_on_nobody, remove, renumber, move_to_another_town])
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_change_of_any_event_is_found_in_its_block(tamper, sealed, unguarded, data):
    event = data.draw(st.sampled_from(sorted(Event.objects.within(sealed).values_list("pk", flat=True))))
    block = Seal.objects.filter(municipality=sealed, first_event__lte=event, last_event__gte=event).get()
    with transaction.atomic():
        tamper(event)
        verdict = verify(sealed)
        transaction.set_rollback(True)

    assert verdict.broken_block == block.number
    assert verdict.fault.startswith(f"block {block.number} ")
    assert verify(sealed).fault == ""


def test_an_event_put_into_a_gap_between_blocks_is_found(sealed, unguarded):
    first, second = Seal.objects.filter(municipality=sealed).order_by("number")
    gap = first.last_event + 1  # the other town's
    PendingEvent.objects.filter(event=gap).delete()
    row = Event.objects.get(pk=gap)
    row.municipality = sealed
    row.save()

    assert verify(sealed).broken_block == second.number


def test_a_removed_and_a_forged_seal_are_found(sealed, unguarded):
    with transaction.atomic():
        Seal.objects.filter(municipality=sealed, number=1).delete()
        assert verify(sealed).fault == "block 1 is missing"
        transaction.set_rollback(True)
    Seal.objects.filter(municipality=sealed, number=1).update(digest="f" * 64)
    code, said = verified("--town", "localhost")

    assert code == 1
    assert said["towns"][0]["broken_block"] == 1


def test_a_journal_written_anew_does_not_have_the_head_that_was_kept(sealed, unguarded):
    head = verify(sealed).head
    assert verify(sealed, expect=head).fault == ""
    Seal.objects.filter(municipality=sealed).delete()
    change(Event.objects.within(sealed).first().pk)
    seal_journal()

    assert verify(sealed).fault == ""
    code, said = verified("--town", "localhost", "--expect", head)
    assert code == 1
    assert "older copy" in said["towns"][0]["fault"]


def test_missing_triggers_and_a_worker_that_sleeps_are_told(sealed, happen):
    with clock.set_to(clock.now() - timedelta(days=2)):
        happen(sealed)
    assert verified()[0] == 2
    seal_journal()
    assert verified()[0] == 0


def test_dropped_triggers_are_told(sealed, unguarded):
    code, said = verified()

    assert code == 2
    assert "veche_event_kept" in said["missing_triggers"]


def test_it_says_in_words_what_is_broken(sealed, unguarded, happen):
    happen(sealed)
    event = Event.objects.within(sealed).first().pk
    out = StringIO()
    with pytest.raises(SystemExit):
        change(event)
        call_command("verify_journal", stdout=out)

    assert "localhost: 0 blocks, 0 events are whole; then BROKEN: block 1 (events" in out.getvalue()
    assert "palana.localhost: 2 blocks, 5 events, whole. Head: " in out.getvalue()


def test_verifying_reads_a_block_at_a_time(sealed, django_assert_num_queries, happen):
    with django_assert_num_queries(1 + 2 + 2):  # seals, a block each, what is not sealed yet
        verify(sealed)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_number_that_comes_to_light_late_is_waited_for(town, happen, monkeypatch):
    """The first act has drawn its number and not committed when a later one is there to be seen."""
    monkeypatch.setattr(sealing, "PATIENCE", 0.2)
    seal_journal()
    before = verify(town).events
    drawn, go = Flag(), Flag()

    def slow_act():
        try:
            with transaction.atomic():
                happen(town)
                drawn.set()
                go.wait(20)
        finally:
            connection.close()

    thread = Thread(target=slow_act)
    thread.start()
    drawn.wait(20)
    (later,) = happen(town)

    assert settled() is None
    assert seal_journal() == 0
    go.set()
    thread.join()
    assert settled() == later.pk
    assert seal_journal() == 1
    assert verify(town).events == before + 2
    assert verified() == (0, {"towns": [vars(verify(town))], "missing_triggers": []})


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_acts_and_sealers_at_once_leave_nothing_out(town, happen, small_blocks):
    def acts():
        for _act in range(10):
            with transaction.atomic():
                happen(town)

    def seals():
        return [seal_journal() for _round in range(5)]

    at_once([acts, acts, acts, seals, seals])
    seal_journal()

    assert verify(town).events == Event.objects.within(town).count()
    assert verify(town).fault == ""
