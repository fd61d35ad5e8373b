"""Looking for a person in everything the site keeps: each column of each table, and each file."""

import json
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core import mail
from django.db import connection

from accounts.models import User


def spellings(mark: str) -> set[str]:
    """As people write it and as JSON does."""
    return {mark.lower(), json.dumps(mark)[1:-1].lower()}


def in_database(marks) -> set[tuple[str, str]]:
    """(table, mark) of each mark found in any column, whatever its type; the search index included."""
    wanted = {mark: spellings(mark) for mark in marks}
    found, cells = set(), 0
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            for row in cursor.fetchall():
                cells += len(row)
                words = " ".join(_text(value) for value in row).lower()
                found |= {(table, mark) for mark, forms in wanted.items() if any(form in words for form in forms)}
    assert cells > 1000, "the search has to read something"
    return found


def _text(value) -> str:
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).decode("utf-8", errors="replace")
    return str(value)


def folders() -> list[Path]:
    return [Path(settings.MEDIA_ROOT), Path(settings.STORAGES["private"]["OPTIONS"]["location"])]


def files() -> set[Path]:
    return {path for folder in folders() for path in folder.rglob("*") if path.is_file()}


def in_files(marks, paths) -> set[tuple[str, str]]:
    """(file, mark) of each mark in a name or in the bytes of a file."""
    found = set()
    for path in paths:
        if path.exists():
            words = path.read_bytes() + str(path).encode()
            found |= {(path.name, mark) for mark in marks if mark.encode() in words}
    return found


def in_outbox(marks) -> set[str]:
    return {mark for mark in marks for letter in mail.outbox if mark in f"{letter.subject} {letter.body} {letter.to}"}


def pointers_to(pk: int) -> set[str]:
    """Fields of any model that still point to the account with this number."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if field.related_model is User and model._base_manager.filter(**{field.attname: pk}).exists():
                found.add(f"{model._meta.label}.{field.name}")
    return found
