"""Tests: fast hashing, mail in memory, a database file of one's own."""

import os
import tempfile
from pathlib import Path

from cms.settings.base import *  # noqa: F403
from cms.settings.base import DATABASES, STORAGES

SECRET_KEY = "tests"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "palana.localhost", "testserver", "127.0.0.1"]
CLOCK_MAY_BE_SET = True
DEMO_ALLOWED = True
SECOND_FACTOR_EXEMPT = ["@example.org"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# The cache of pages is switched on by the tests that are about it.
GUEST_CACHE_SECONDS = SHARED_SECONDS = 0

_folder = Path(tempfile.gettempdir()) / "veche-tests"
MEDIA_ROOT = _folder / "media"
VOTE_SIGNING_KEY_FILE = str(_folder / "vote-signing-key.pem")
STORAGES["private"]["OPTIONS"]["location"] = str(_folder / "private")
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: the live server's threads and `--reuse-db` share it.
    DATABASES["default"]["TEST"] = {"NAME": os.environ.get("TEST_DB") or str(_folder / "test.sqlite3")}
    # A power cut during a test costs nothing.
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF"
_folder.mkdir(exist_ok=True)
