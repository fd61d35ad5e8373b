"""Production: everything secret or town-specific comes from the environment; `cms.checks` refuses unsafe starts."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import STORAGES, env, env_int

PRODUCTION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
SECURE_SSL_REDIRECT = env("SECURE_SSL_REDIRECT", "1") == "1"
SECURE_HSTS_SECONDS = env_int("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
# Name the proxy's header only when a trusted proxy sets it on every request.
if env("TRUSTED_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXY_COUNT", 1)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
DEVICE_COOKIE_NAME = "__Host-device"
STORAGES["staticfiles"]["BACKEND"] = "whitenoise.storage.CompressedManifestStaticFilesStorage"
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["jpg", "jpeg", "png", "gif", "webp", "avif", "woff2", "map", "gz", "br", "zip"]
# No default: a town knows where its key lies, and that it is not copied with the database.
VOTE_SIGNING_KEY_FILE = env("VOTE_SIGNING_KEY_FILE")
# W019: Wagtail shows previews in a frame of the same origin.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
