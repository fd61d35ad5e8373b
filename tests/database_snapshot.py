"""Bring the test database back to its first state after a test that commits.

Django would empty every table instead, which loses what migrations put there (Wagtail's root page, the locale, the
search index), is refused by the triggers that guard ballots and the journal, and takes seconds.
"""

from contextlib import contextmanager

from django.core.cache import caches
from django.db import connection, connections
from django.test import TransactionTestCase


class SQLiteSnapshot:
    """A copy in memory."""

    def __init__(self):
        from django.db.backends.sqlite3.base import Database  # the very module the connection is made by

        self.copy = Database.connect(":memory:", check_same_thread=False)
        connection.ensure_connection()
        connection.connection.backup(self.copy)

    def restore(self):
        connections.close_all()
        connection.ensure_connection()
        self.copy.backup(connection.connection)
        connections.close_all()

    def forget(self):
        self.copy.close()


class PostgresSnapshot:
    """A template database: a new one is made from it by copying files, whatever the triggers say."""

    def __init__(self):
        self.name = connection.settings_dict["NAME"]
        self.template = f"{self.name}_snapshot"
        self.copy(self.name, self.template)

    def copy(self, source, target):
        connections.close_all()
        self.run(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
        self.run(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    def run(self, statement):
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement)

    def restore(self):
        self.copy(self.template, self.name)

    def forget(self):
        self.run(f'DROP DATABASE IF EXISTS "{self.template}" WITH (FORCE)')


@contextmanager
def restored_after_commits():
    """While this lasts, every TransactionTestCase (so every `transactional_db`) ends by restoring the first state."""
    snapshot = SQLiteSnapshot() if connection.vendor == "sqlite" else PostgresSnapshot()

    def restore(test_case):
        snapshot.restore()
        for cache in caches.all():
            cache.clear()

    emptying = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = restore
    yield
    TransactionTestCase._fixture_teardown = emptying
    snapshot.forget()
