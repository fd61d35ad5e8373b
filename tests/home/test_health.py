"""Health, search and a refused start."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from cms import checks
from core import clock
from home import health
from journal.actions import record
from journal.models import PendingEvent
from journal.verbs import Verb
from voting.signing import make_key


@pytest.mark.parametrize("host", ["localhost", "palana.localhost", "127.0.0.1", "10.0.0.7:8000"])
@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_answers_on_any_host_without_details(client, town, host, address):
    response = client.get(address, headers={"host": host})

    assert (response.status_code, response.content) == (200, b"ok")
    assert response["Cache-Control"] == "no-store"


def test_only_the_health_addresses_answer_on_any_host(client, town):
    assert client.get("/", headers={"host": "10.0.0.7:8000"}).status_code == 400


def test_not_ready_while_an_event_waits_too_long(client, town, operator, settings):
    PendingEvent.objects.all().delete()
    record(Verb.ROLE_GIVEN, operator, by=operator, municipality=town)
    before = client.get("/readyz").status_code

    PendingEvent.objects.update(not_before=clock.now() - timedelta(seconds=settings.OUTBOX_OLDEST_SECONDS + 1))
    response = client.get("/readyz")

    assert (before, response.status_code, response.content) == (200, 503, b"not ready")
    assert response["Retry-After"] == "10"
    assert client.get("/healthz").status_code == 200


def test_not_ready_without_a_migration(client, town, monkeypatch):
    monkeypatch.setattr(health, "_migrated", False)
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: ["missing"])

    assert client.get("/readyz").status_code == 503


def test_not_ready_without_the_database(client, town, monkeypatch):
    def gone():
        raise DatabaseError("gone")

    monkeypatch.setattr(clock, "now", gone)

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"not ready")


SAFE = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": ["dvory.zarechny.ru"],
    "DEBUG": False,
    "CLOCK_MAY_BE_SET": False,
    "DEMO_ALLOWED": False,
    "SECOND_FACTOR_EXEMPT": [],
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
    "PRODUCTION": True,
    "VOTE_SIGNING_KEYS_OLD": ["ab" * 32 + ":2026-12-31"],
}


@pytest.fixture
def production(monkeypatch, tmp_path):
    """Settings of a real town, with a database that waits for the disk and a key to sign votes with."""
    options = {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"options": "-c synchronous_commit=on"}}
    key = tmp_path / "key.pem"
    make_key(key)
    settings = SimpleNamespace(**SAFE, DATABASES={"default": options}, VOTE_SIGNING_KEY_FILE=str(key))
    monkeypatch.setattr(checks, "settings", settings)
    return settings


def test_a_safe_town_starts(production):
    checks.refuse_unsafe_start()

    assert checks.unsafe_settings() == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "only-for-the-demo-never-for-a-town" + "x1" * 20),
        ("DEBUG", True),
        ("ALLOWED_HOSTS", ["*"]),
        ("ALLOWED_HOSTS", [".ru"]),
        ("ALLOWED_HOSTS", []),
        ("CLOCK_MAY_BE_SET", True),
        ("DEMO_ALLOWED", True),
        ("SECOND_FACTOR_EXEMPT", ["@example.org"]),
        ("MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", True),
        ("VOTE_SIGNING_KEY_FILE", ""),
        ("VOTE_SIGNING_KEY_FILE", "/nowhere/key.pem"),
        ("VOTE_SIGNING_KEYS_OLD", ["ab" * 32]),
        ("VOTE_SIGNING_KEYS_OLD", ["ab:2026-12-31"]),
        ("DATABASES", {"default": {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {}}}),
        ("DATABASES", {"default": {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {"init_command": ""}}}),
    ],
)
def test_an_unsafe_town_does_not_start(production, monkeypatch, name, value):
    monkeypatch.setattr(production, name, value)

    with pytest.raises(ImproperlyConfigured):
        checks.refuse_unsafe_start()


def test_a_key_that_others_can_read_does_not_sign(production):
    Path(production.VOTE_SIGNING_KEY_FILE).chmod(0o640)

    assert [problem.id for problem in checks.unsafe_settings()] == ["veche.E010"]


def test_an_old_sqlite_is_refused(production, monkeypatch):
    options = {"init_command": "PRAGMA synchronous=FULL"}
    monkeypatch.setattr(
        production, "DATABASES", {"default": {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": options}}
    )
    monkeypatch.setattr(checks.sqlite3, "sqlite_version_info", (3, 51, 2))

    assert [problem.id for problem in checks.unsafe_settings()] == ["veche.E005"]


def test_accounts_of_the_demo_are_found(anna):
    found = [problem.id for problem in checks.check_demo_accounts(None)]
    anna.email = "anna@zarechny.ru"
    anna.save()
    type(anna).objects.exclude(pk=anna.pk).update(is_active=False)

    assert (found, checks.check_demo_accounts(None)) == (["veche.E008"], [])
