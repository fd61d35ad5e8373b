"""Production settings, over plain HTTP on this machine, with the two reference addresses and a count of queries."""

from pathlib import Path

from cms.settings.production import *  # noqa: F403
from cms.settings.production import MIDDLEWARE, TEMPLATES

ROOT_URLCONF = "scripts.bench.urls"
MIDDLEWARE = ["scripts.bench.counting.count_queries", *MIDDLEWARE]
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], Path(__file__).resolve().parent / "templates"]
# There is no proxy with TLS in front here.
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "session", "csrf"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
