"""Settings shared by every way of running; each value that a town may want to change comes from the environment."""

import dj_database_url
from django.utils.translation import gettext_lazy as _

from cms.settings.accounts import *  # noqa: F403
from cms.settings.content import *  # noqa: F403
from cms.settings.environment import BASE_DIR, DATA_DIR, PORT, env, env_int, env_list  # noqa: F401
from cms.settings.policy import *  # noqa: F403
from cms.settings.providers import *  # noqa: F403
from cms.sqlite import use_safe_library

use_safe_library()


# True only in cms.settings.production: then cms.checks refuses to start with anything unsafe.
PRODUCTION = False
DEBUG = False
SECRET_KEY = env("SECRET_KEY")
# Earlier keys, still good for opening what they sealed.
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
# Only the demo and the tests may set the clock or make invented people (see core.clock, home.demo).
CLOCK_MAY_BE_SET = False
DEMO_ALLOWED = False

# The key that signs counted votes, a PEM file outside the database (voting.signing); but in production it is made at
# first use. Earlier public keys, each with the last day it signed: KEY:2027-03-01.
VOTE_SIGNING_KEY_FILE = env("VOTE_SIGNING_KEY_FILE") or str(DATA_DIR / "vote-signing-key.pem")
VOTE_SIGNING_KEYS_OLD = env_list("VOTE_SIGNING_KEYS_OLD")

INSTALLED_APPS = [
    "core",
    "accounts",
    "municipalities",
    "journal",
    "communities",
    "voting",
    "feed",
    "assignments",
    "appeals",
    "initiatives",
    "meetings",
    "publications",
    "posters",
    "figures",
    "notifications",
    "privacy",
    "home",
    "cms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "privacy.users.UsersAppConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.vk",
    "allauth.socialaccount.providers.yandex",
    "crispy_forms",
    "csp",
    "django_htmx",
    "js_lib_leaflet",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "home.health.on_any_host",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Before whatever refuses: a refusal is a page, too.
    "csp.middleware.CSPMiddleware",
    "core.middleware.admin_policy",
    "core.devices.device_policy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.middleware.known_methods",
    "core.middleware.refuse_malformed_input",
    "municipalities.middleware.canonical_host",
    "home.guest_cache.guest_cache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.sessions.last_seen",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "municipalities.middleware.town",
    "communities.second_factor.SecondFactorMiddleware",
    "municipalities.border.TownBorder",
    # After all that ask who signed in: from here on it may be the resident at the front desk.
    "communities.desk.middleware.DeskMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.display",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database: a file beside the code, or DATABASE_URL.
DATABASES = {
    "default": dj_database_url.parse(
        env("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'veche.sqlite3'}", conn_max_age=None, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # FULL: an acknowledged ballot survives a power loss. IMMEDIATE: writers queue instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;"
            "PRAGMA journal_size_limit=27103364; PRAGMA temp_store=MEMORY"
        ),
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
        "-c lock_timeout=10s -c statement_timeout=30s -c synchronous_commit=on"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL")
CACHES = {
    "default": (
        {
            "BACKEND": "core.caching.SteadyRedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        }
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "veche"}
    ),
    # Pages for guests live in each worker's own memory (docs/adr/0003).
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}
# Sessions outlive a cache flush.
SESSION_ENGINE = "accounts.session_store"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# The queue that `manage.py work` drains.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Guests' pages are kept this long in each worker; 0 switches the cache off (home.guest_cache).
GUEST_CACHE_SECONDS = min(env_int("GUEST_CACHE_SECONDS", 5), 5)
# Parts of pages that are the same for all readers; 0 builds each anew (core.fragments).
SHARED_SECONDS = min(env_int("SHARED_SECONDS", 5), 5)
# /readyz answers 503 when an event has waited longer for the worker.
OUTBOX_OLDEST_SECONDS = env_int("OUTBOX_OLDEST_SECONDS", 900)

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = [("ru", "Russian")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
# var/assets holds what the build makes from installed packages: the typeface's subset.
ASSETS_DIR = DATA_DIR / "assets"
ASSETS_DIR.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static", ASSETS_DIR]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
# Originals and drafts' photos: never served by address, only by views that check access.
PRIVATE_MEDIA_ROOT = DATA_DIR / "private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        # A string: the task that deletes a file carries it as JSON.
        "OPTIONS": {"location": str(PRIVATE_MEDIA_ROOT), "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 12

CRISPY_TEMPLATE_PACK = "veche"
CRISPY_ALLOWED_TEMPLATE_PACKS = "veche"
CRISPY_FAIL_SILENTLY = False

EMAIL_HOST = env("EMAIL_HOST", "localhost")
EMAIL_PORT = env_int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env("EMAIL_USE_TLS") == "1"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "veche@localhost")

_search_backend = (
    "core.search"
    if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
    else "modelsearch.backends.database"
)
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": _search_backend, "SEARCH_CONFIG": "russian"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "INFO")},
    # Wagtail and the queue say aloud what the audit log, the journal and the queue's table keep anyway.
    # The ids of passkeys are nobody's business.
    "loggers": {"wagtail": {"level": "WARNING"}, "django_tasks": {"level": "WARNING"}, "fido2": {"level": "WARNING"}},
}
