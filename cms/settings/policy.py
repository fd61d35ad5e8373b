"""What a browser may load, the map whose tiles it may load, and how long data is kept."""

from csp.constants import NONE, SELF

from cms.settings.environment import env, env_list

# Map tiles: an address with {z}/{x}/{y}, or nothing for the schematic map. Its host is let into the policy.
MAP_TILES = env("MAP_TILES")
MAP_ATTRIBUTION = env("MAP_ATTRIBUTION")

_tile_hosts = [MAP_TILES.split("/{")[0]] if MAP_TILES else []
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        # The desk of a meeting opens without a signal.
        "worker-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *_tile_hosts],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    },
}
# Wagtail's editor needs inline scripts and styles; only editors and administrators enter it.
ADMIN_CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; frame-ancestors 'self'; base-uri 'self'; form-action 'self'"
)
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"

# Other terms than those of privacy.retention, in days: RETENTION_DAYS="notifications=90,looks=365".
RETENTION_DAYS = dict(pair.split("=", 1) for pair in env_list("RETENTION_DAYS"))
