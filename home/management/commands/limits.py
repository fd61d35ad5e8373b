"""The limits and guarantees in force, as this installation runs (security standard, part 8)."""

import json
import sqlite3
from importlib import import_module

from allauth.account import app_settings as account
from allauth.mfa import app_settings as mfa
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from accounts import limits

# What the database was told about an acknowledged write, as the database itself says it.
ASKED = {
    "sqlite": ("journal_mode", "synchronous", "mmap_size", "busy_timeout"),
    "postgresql": (
        "server_version",
        "synchronous_commit",
        "fsync",
        "full_page_writes",
        "lock_timeout",
        "statement_timeout",
    ),
}
SHOWN = (
    "DATA_UPLOAD_MAX_MEMORY_SIZE",
    "DATA_UPLOAD_MAX_NUMBER_FIELDS",
    "DATA_UPLOAD_MAX_NUMBER_FILES",
    "SESSION_COOKIE_AGE",
    "GUEST_CACHE_SECONDS",
    "SECOND_FACTOR_EXEMPT",
)


def database() -> dict:
    """How safe an acknowledged ballot is."""
    word = "PRAGMA" if connection.vendor == "sqlite" else "SHOW"
    told = {"engine": connection.vendor}
    if connection.vendor == "sqlite":
        told["library"] = sqlite3.sqlite_version
    with connection.cursor() as cursor:
        for name in ASKED[connection.vendor]:
            cursor.execute(f"{word} {name}")
            told[name] = str(cursor.fetchone()[0])
    return told


def effective() -> dict:
    # The addresses import every module that sets a limit.
    import_module(settings.ROOT_URLCONF)
    return {
        "attempts, kept in the database": {
            scope: f"{limit.most} in {limit.seconds} s" for scope, limit in sorted(limits.known.items())
        },
        "first line, kept in the cache": {
            name: rate for name, rate in sorted((account.RATE_LIMITS | mfa.RATE_LIMITS).items()) if rate
        },
        "asked again after": {"seconds": account.REAUTHENTICATION_TIMEOUT},
        "database": database(),
        "settings": {name: getattr(settings, name) for name in SHOWN},
    }


class Command(BaseCommand):
    help = "List the limits of attempts and the database's guarantees that are in force."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="For a program to read")

    def handle(self, **options):
        told = effective()
        if options["json"]:
            self.stdout.write(json.dumps(told, indent=1, default=str))
            return
        for heading, rows in told.items():
            self.stdout.write(self.style.MIGRATE_HEADING(heading))
            for name, value in rows.items():
                self.stdout.write(f"  {name}: {value}")
