"""The journal is append-only in the database itself. Each refusal stands beside the same act without the triggers."""

from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from core import guards
from journal.guards import GUARDS
from journal.models import Event, Look, LookReason, PendingEvent, Seal
from journal.sealing import seal_journal
from tests.cast import NOON


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def sql(statement):
    def act():
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.rowcount

    return act


def refused(act):
    """The act does something without the triggers, and is refused with them."""
    with undone():
        for _create, drop in guards.statements(GUARDS, connection.vendor):
            sql(drop)()
        assert act() not in (0, (0, {}))
    with pytest.raises(IntegrityError, match="veche_"), undone():
        act()


@pytest.fixture
def sealed(town, happen):
    happen(town, 3)
    seal_journal()
    return town


def test_every_trigger_is_installed(db):
    assert guards.missing(GUARDS) == []


def test_a_dropped_trigger_is_missed(unguarded):
    assert len(guards.missing(GUARDS)) == len(GUARDS)


def test_an_event_is_not_changed(sealed):
    refused(lambda: Event.objects.update(at=NOON))
    refused(lambda: Event.objects.first().save() or 1)
    refused(sql("UPDATE journal_event SET actor_key = NULL"))
    refused(sql("UPDATE journal_event SET id = id + 1000"))


def test_an_event_is_not_deleted(sealed):
    PendingEvent.objects.all().delete()
    refused(lambda: Event.objects.all().delete())
    refused(sql("DELETE FROM journal_event"))


def test_an_event_is_not_slipped_in_among_sealed_ones(sealed):
    event = Event.objects.first()
    fields = {name: getattr(event, name) for name in ("municipality", "at", "verb", "target_type", "target_id")}
    Event.objects.bulk_create([Event(pk=event.pk + 10_000, **fields)])
    seal_journal()
    refused(lambda: Event.objects.bulk_create([Event(pk=event.pk + 5_000, **fields)]))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="words of SQLite")
def test_an_event_is_not_replaced(sealed, happen):
    happen(sealed)
    refused(sql("INSERT OR REPLACE INTO journal_event SELECT * FROM journal_event ORDER BY id DESC LIMIT 1"))


def test_a_seal_stands(sealed):
    seal = Seal.objects.get()
    refused(lambda: Seal.objects.update(digest="0" * 64))
    refused(lambda: Seal.objects.all().delete())
    refused(sql("DELETE FROM journal_seal"))
    earlier = {"municipality": sealed, "first_event": seal.last_event, "last_event": seal.last_event + 1, "count": 2}
    refused(lambda: Seal.objects.create(number=2, digest="0" * 64, at=NOON, **earlier).pk)


def test_a_town_with_a_journal_stays(sealed):
    with pytest.raises(ProtectedError):
        sealed.delete()


def test_looks_and_the_outbox_may_go(sealed, operator):
    Look.objects.create(event=Event.objects.first(), subject=operator)

    assert LookReason.AUDIT.label
    assert Look.objects.all().delete()[0] == 1
    assert PendingEvent.objects.all().delete()[0] >= 3
