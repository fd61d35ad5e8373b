"""What production refuses to start with (security standard, part 4, "Configuration"; decisions 21 and 22)."""

import sqlite3

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from cms.sqlite import SAFE_VERSION
from voting.signing import key_problem

SHORTEST_KEY = 50
# The demo's invented people have addresses here (home.demo): a reserved domain that no letter can reach.
DEMO_DOMAINS = (".example", "@example.org", ".example.org")


def unsafe_settings() -> list[Error]:
    """Every setting that a town must not run with; empty when all are safe. Asks the database nothing."""
    found = []
    key = settings.SECRET_KEY
    if len(key) < SHORTEST_KEY or len(set(key)) < 10 or key.startswith(("django-insecure", "only-for-the-demo")):
        found.append(Error("SECRET_KEY is missing, short or a known one: set a random one.", id="veche.E001"))
    if settings.DEBUG:
        found.append(Error("DEBUG shows the inside of the site to everybody.", id="veche.E002"))
    if not settings.ALLOWED_HOSTS or any("*" in host or host.startswith(".") for host in settings.ALLOWED_HOSTS):
        found.append(Error("ALLOWED_HOSTS names each town's host exactly, without wildcards.", id="veche.E003"))
    if settings.CLOCK_MAY_BE_SET or settings.DEMO_ALLOWED:
        found.append(Error("The clock is never set and no demo is made in a real town.", id="veche.E004"))
    if settings.SECOND_FACTOR_EXEMPT or settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN:
        found.append(Error("The second factor has no exemptions in a real town.", id="veche.E009"))
    if problem := key_problem(settings.VOTE_SIGNING_KEY_FILE, settings.VOTE_SIGNING_KEYS_OLD):
        found.append(Error(problem, id="veche.E010"))
    return found + unsafe_database()


def unsafe_database() -> list[Error]:
    """What would lose an acknowledged ballot: an old SQLite, or a database told not to wait for the disk."""
    found, database = [], settings.DATABASES["default"]
    told = str(database.get("OPTIONS", {})).replace(" ", "").lower()
    if database["ENGINE"] == "django.db.backends.sqlite3":
        if sqlite3.sqlite_version_info < SAFE_VERSION:
            wanted = ".".join(map(str, SAFE_VERSION))
            found.append(Error(f"SQLite {sqlite3.sqlite_version} is older than {wanted}.", id="veche.E005"))
        if "synchronous=full" not in told or "mmap_size" in told:
            found.append(Error("SQLite runs with synchronous=FULL and without mmap.", id="veche.E006"))
    elif "synchronous_commit=on" not in told:
        found.append(Error("PostgreSQL runs with synchronous_commit=on.", id="veche.E007"))
    return found


@register(Tags.security, deploy=True)
def check_settings(app_configs, **kwargs):
    return unsafe_settings()


@register(Tags.database, deploy=True)
def check_demo_accounts(app_configs, databases=None, **kwargs):
    """Accounts whose passwords are printed in the documentation must not open a real town."""
    user = apps.get_model("accounts", "User")
    try:
        with connection.cursor() as cursor:
            if user._meta.db_table not in connection.introspection.table_names(cursor):
                return []
        known = [name for name in DEMO_DOMAINS if user.objects.filter(email__iendswith=name, is_active=True).exists()]
    except DatabaseError:
        # The database's own checks speak of this.
        return []
    return [Error("The database holds accounts of the demo.", id="veche.E008")] if known else []


def refuse_unsafe_start() -> None:
    """Raise ImproperlyConfigured, naming everything at once, when production settings are unsafe."""
    problems = unsafe_settings()
    if settings.PRODUCTION and problems:
        raise ImproperlyConfigured("Refusing to start: " + " ".join(problem.msg for problem in problems))
