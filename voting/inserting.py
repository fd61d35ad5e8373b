# ruff: noqa: S608 (the words are names of our own tables and columns)
"""Rows of which there may be one only, put in by one statement: a savepoint and an error cost four."""

from functools import cache

from django.db import connection


def insert_once(row, *unique: str) -> bool:
    """Insert a new row unless one stands under the same unique columns; whether it went in.

    Waits for whoever is putting the same row in at this moment. Sets the row's primary key; sends no signals.
    """
    fields = [field for field in row._meta.concrete_fields if getattr(row, field.attname) is not None]
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    names = tuple(field.column for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(_statement(row._meta.db_table, names, unique, row._meta.pk.column), values)
        found = cursor.fetchone()
    if found is None:
        return False
    row.pk, row._state.adding = found[0], False
    return True


@cache
def _statement(table: str, names: tuple[str, ...], unique: tuple[str, ...], key: str) -> str:
    columns = ", ".join(connection.ops.quote_name(name) for name in names)
    places = ", ".join(["%s"] * len(names))
    return (
        f"INSERT INTO {table} ({columns}) VALUES ({places}) "
        f"ON CONFLICT ({', '.join(unique)}) DO NOTHING RETURNING {key}"
    )
