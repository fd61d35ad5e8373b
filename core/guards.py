"""Triggers that refuse changes, in the words of both databases, made of one table of conditions.

The application's own acts never meet them; they stop mistakes, scripts and hands in the database. SQLite drops a
table's triggers when a later migration rebuilds the table (any AlterField), so such a migration must end with
`RunPython(*migration(guards))`; tests count the triggers. TRUNCATE and DROP fire no row triggers, so a test database
can still be emptied.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import connection


class Guard(NamedTuple):
    name: str
    table: str
    event: str  # INSERT, UPDATE or DELETE
    condition: str  # under which it is refused; the row is OLD and NEW
    when: str = "BEFORE"

    @property
    def full_name(self) -> str:
        return f"veche_{self.name}"


def changed(*columns: str) -> str:
    return "(" + " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns) + ")"


def statements(guards: Iterable[Guard], vendor: str) -> Iterator[tuple[str, str]]:
    """(create, drop) of each trigger in the database's own words."""
    for guard in guards:
        name = guard.full_name
        if vendor == "postgresql":
            row = "OLD" if guard.event == "DELETE" else "NEW"
            yield (
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {guard.condition} THEN RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation'; END IF; "
                f"RETURN {row}; END $$; "
                f"CREATE TRIGGER {name} {guard.when} {guard.event} ON {guard.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {name}();",
                f"DROP TRIGGER IF EXISTS {name} ON {guard.table}; DROP FUNCTION IF EXISTS {name}();",
            )
        else:
            # Older libraries know only this spelling of IS DISTINCT FROM.
            condition = guard.condition.replace("IS DISTINCT FROM", "IS NOT")
            yield (
                f"CREATE TRIGGER {name} {guard.when} {guard.event} ON {guard.table} FOR EACH ROW WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{name}'); END;",
                f"DROP TRIGGER IF EXISTS {name};",
            )


def migration(guards: Iterable[Guard]):
    """The two functions of a `RunPython`: install and remove.

    A table that is made by a later migration gets its triggers after that one.
    """

    def standing(connection):
        tables = set(connection.introspection.table_names())
        return statements([guard for guard in guards if guard.table in tables], connection.vendor)

    def install(apps, schema_editor):
        for create, drop in standing(schema_editor.connection):
            for statement in (drop, create):
                schema_editor.execute(statement, params=None)

    def remove(apps, schema_editor):
        for _create, drop in standing(schema_editor.connection):
            schema_editor.execute(drop, params=None)

    return install, remove


def missing(guards: Iterable[Guard]) -> list[str]:
    """Names of those that are not installed, or are switched off."""
    query = (
        # A: also in a replica's session; O: in an ordinary one; D is switched off.
        "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'veche\\_%%' AND tgenabled IN ('A', 'O')"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'veche\\_%%' ESCAPE '\\'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [])
        found = {name for (name,) in cursor.fetchall()}
    return [guard.full_name for guard in guards if guard.full_name not in found]
