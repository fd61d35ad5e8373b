"""Whether this process can serve the town; the answer has no details, the reason goes to the log."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from core import clock
from journal.models import PendingEvent

log = logging.getLogger(__name__)

# Called by a balancer or a container's own check: by a number, over http, with no town's name.
ADDRESSES = ("/healthz", "/readyz")

_migrated = False


def on_any_host(get_response):
    """Let the health addresses be asked by any host name (decision 17); every other address names a town's host.

    The host is replaced before the rest of Django refuses it: nothing in these answers depends on it.
    """

    def middleware(request):
        if request.path_info in ADDRESSES and settings.ALLOWED_HOSTS:
            request.META["HTTP_HOST"] = settings.ALLOWED_HOSTS[0]
            request.META.pop("HTTP_X_FORWARDED_HOST", None)
        return get_response(request)

    return middleware


def is_ready() -> bool:
    """True when the database answers, has every migration, and no event waits longer than OUTBOX_OLDEST_SECONDS."""
    try:
        if not _tables_are_current():
            log.error("Not ready: migrations are missing.")
            return False
        limit = clock.now() - timedelta(seconds=settings.OUTBOX_OLDEST_SECONDS)
        if PendingEvent.objects.filter(not_before__lt=limit).exists():
            log.error("Not ready: events wait in the outbox for too long. Is `manage.py work` running?")
            return False
    except DatabaseError:
        log.exception("Not ready: the database does not answer.")
        return False
    return True


def _tables_are_current() -> bool:
    # Tables do not go back while a process lives, so a yes is kept.
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated
