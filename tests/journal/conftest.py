"""A journal of a few blocks, and a way to change what cannot be changed."""

import pytest
from django.db import connection

from core import guards
from journal import sealing
from journal.actions import record
from journal.guards import GUARDS
from journal.verbs import Verb


@pytest.fixture
def unguarded(db):
    """Somebody with the keys of the database has dropped the triggers; they come back with the test's end."""
    with connection.cursor() as cursor:
        for _create, drop in guards.statements(GUARDS, connection.vendor):
            cursor.execute(drop)


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(sealing, "BLOCK", 3)


@pytest.fixture
def happen(operator):
    def happen(town, count=1, **data):
        return [
            record(Verb.MEMBERSHIP_LEFT, town, by=operator, municipality=town, number=number, **data)
            for number in range(count)
        ]

    return happen
