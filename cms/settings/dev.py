"""The demo town and development: an embedded database, mail in a folder, addresses on localhost."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import DATA_DIR, env

DEBUG = env("DEBUG") == "1"
SECRET_KEY = env("SECRET_KEY", "only-for-the-demo-never-for-a-town")
ALLOWED_HOSTS = ["localhost", "palana.localhost", "127.0.0.1", "[::1]"]
CLOCK_MAY_BE_SET = True
DEMO_ALLOWED = True
# The invented people of the demo and of the tests.
SECOND_FACTOR_EXEMPT = [".example", "@example.org", ".example.org"]
# Passkeys on plain http, which browsers allow on localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# Read straight from the source folders, so that a fresh machine needs no collectstatic.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
# Mail is kept as files and shown at /demo/mail/ to this machine only.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
