"""The test database as each test wants to find it: empty, with the town, or with a whole world of things.

A town takes a tenth of a second to found and a world a second to fill; each is made once, kept, and brought back for
the tests that want it. What a fixture of `part` would make and the database holds already, is handed out from there,
a fresh copy for every test. A test that commits costs a copy of the database, and no emptying of two hundred tables
(which would lose what migrations put there, and be refused by the triggers that guard ballots and the journal).
"""

import inspect
import pickle
from contextlib import contextmanager
from functools import wraps
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connection, connections, transaction
from django.test import TransactionTestCase

from accounts.models import User
from core import clock

# From the dearest: tests come in this order, so that a stage is entered once.
STAGES = ("other_world", "world", "town", "")
PARTS = {}

_stages = None
_wanted = ""


def part(make):
    """A fixture whose thing may stand in the database already."""
    PARTS[make.__name__] = make

    @wraps(make)
    def fixture(**needs):
        there = _stages.things() if _stages else {}
        return there[make.__name__] if make.__name__ in there else make(**needs)

    return pytest.fixture(fixture)


def stage_of(item) -> str:
    return next((stage for stage in STAGES if stage in item.fixturenames), "")


def enter(name) -> None:
    """Work in the database of that name, in every thread."""
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


class SQLiteCopies:
    """Copies in memory, written over a file beside the one that migrations made: `--reuse-db` finds that as it was."""

    def __init__(self):
        from django.db.backends.sqlite3.base import Database  # the very module the connection is made by

        self.Database = Database
        self.name = connection.settings_dict["NAME"]
        self.work = f"{self.name}.work"

    def take(self):
        copy = self.Database.connect(":memory:", check_same_thread=False)
        connection.ensure_connection()
        connection.connection.backup(copy)
        return copy

    def restore(self, copy):
        connections.close_all()
        enter(self.work)
        connection.ensure_connection()
        copy.backup(connection.connection)
        connections.close_all()

    def forget(self):
        connections.close_all()
        enter(self.name)
        for end in ("", "-wal", "-shm"):
            Path(self.work + end).unlink(missing_ok=True)


class PostgresCopies:
    """Databases made of one another by copying files. Dropping one costs a checkpoint: they are dropped together."""

    AT_ONCE = 25

    def __init__(self):
        self.name = connection.settings_dict["NAME"]
        self.made, self.used = 0, []

    def take(self):
        """The present database becomes a copy; work goes on in another one."""
        copy = connection.settings_dict["NAME"]
        if copy in self.used:
            self.used.remove(copy)
        self.restore(copy)
        return copy

    def restore(self, copy):
        connections.close_all()
        self.made += 1
        fresh = f"{self.name}_{self.made}"
        self.drop(fresh)
        self.run(f'CREATE DATABASE "{fresh}" TEMPLATE "{copy}"')
        if len(self.used) > self.AT_ONCE:
            self.drop(*self.used)
            self.used = []
        self.used.append(fresh)
        enter(fresh)

    def drop(self, *names):
        for name in names:
            self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def run(self, statement):
        with connection._nodb_cursor() as cursor:
            # A slow disk is no reason to fail.
            cursor.execute("SET statement_timeout = 0")
            cursor.execute(statement)

    def forget(self):
        connections.close_all()
        enter(self.name)
        self.drop(*(f"{self.name}_{number}" for number in range(1, self.made + 1)))


class Stages:
    def __init__(self, at):
        self.at = at
        self.copies = SQLiteCopies() if connection.vendor == "sqlite" else PostgresCopies()
        if User.objects.exists():
            pytest.exit("Somebody is in the test database already: run once with --create-db.", returncode=3)
        self.kept = {"": (self.copies.take(), pickle.dumps({}))}
        self.present = None
        self._things = None

    def enter(self):
        """Before every test that uses the database."""
        if self.present != _wanted:
            self._go(_wanted)
        self._things = None
        for cache in caches.all():
            cache.clear()

    def restore(self):
        """After a test that has committed."""
        self.copies.restore(self.kept[self.present][0])

    def things(self) -> dict:
        """What stands in the database, by the name of its fixture: unpickled once for each test."""
        if self._things is None:
            self._things = pickle.loads(self.kept[self.present][1])
        return self._things

    def _go(self, stage):
        self.present = None
        self.copies.restore(self.kept[stage if stage in self.kept else ""][0])
        if stage not in self.kept:
            things = self._build(stage)
            self.kept[stage] = (self.copies.take(), pickle.dumps(things))
        self.present = stage
        # The same for the first test here and for the hundredth: pages are counted by their queries.
        ContentType.objects.clear_cache()
        ContentType.objects.get_for_models(*apps.get_models())

    def _build(self, stage) -> dict:
        made = {}

        def make(name):
            if name in PARTS and name not in made:
                made[name] = PARTS[name](**{need: make(need) for need in inspect.signature(PARTS[name]).parameters})
            return made.get(name)

        with clock.set_to(self.at), transaction.atomic():
            make(stage)
            # As in a test: what waits for the commit is not done.
            connection.run_on_commit = []
        return made


@contextmanager
def staged(at):
    """While this lasts, every test begins at its stage, and every one that has committed ends by restoring it.

    What is kept was made at the moment `at`.
    """
    global _stages
    prepare = TransactionTestCase.__dict__["_pre_setup"]
    emptying = TransactionTestCase._fixture_teardown

    def prepared(cls):
        _stages.enter()
        return prepare.__get__(None, cls)()

    TransactionTestCase._pre_setup = classmethod(prepared)
    TransactionTestCase._fixture_teardown = lambda test_case: _stages.restore()
    _stages = Stages(at)
    yield
    TransactionTestCase._pre_setup = prepare
    TransactionTestCase._fixture_teardown = emptying
    _stages.copies.forget()
    _stages = None


def want(item) -> None:
    """The stage of the next test."""
    global _wanted
    _wanted = stage_of(item)
