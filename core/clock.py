"""The one seam of time.

Acts decide by `now()`, the database's clock, read after the row is locked, so that several servers whose
clocks differ still agree on when a vote closed. Pages that only show time use `glance()`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

_set: datetime | None = None


def now(read: datetime | None = None) -> datetime:
    """The database's present moment in UTC, not the start of the transaction.

    `read` is what a query has just read of that clock together with a row, if it has.
    """
    if _set is not None:
        return _set
    if read is not None:
        return read
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            return cursor.fetchone()[0]
    # SQLite runs inside this process and has this process's clock.
    return datetime.now(UTC)


def glance() -> datetime:
    """The present moment by this process's clock, in UTC: to show, never to decide."""
    return _set if _set is not None else datetime.now(UTC)


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Let the whole process live at `moment`, for the demo town and for tests.

    Raises ImproperlyConfigured in production.
    """
    global _set
    if not settings.CLOCK_MAY_BE_SET:
        raise ImproperlyConfigured("The clock of a real town cannot be set.")
    before, _set = _set, moment
    try:
        yield
    finally:
        _set = before
