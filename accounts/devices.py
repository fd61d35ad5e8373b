"""The devices of a person: by a cookie of ours, never by traits of the browser; and what they are called in words."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import KnownDevice
from core import clock

COOKIE_AGE = timedelta(days=400)
# The first word that a browser tells of itself decides: each new one claims to be the older ones, too.
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("YaBrowser", "Yandex Browser"),
    ("SamsungBrowser", "Samsung Internet"),
    ("EdgA", "Edge"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def in_words(user_agent: str) -> str:
    """«Chrome, Windows»: what a person knows their device by."""
    found = [next((name for mark, name in names if mark in user_agent), "") for names in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or _("Unknown device")


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()


def recognise(request, response, user) -> bool:
    """Note the device of a sign-in; True when it is new to somebody who has come from another one before."""
    value = request.COOKIES.get(settings.DEVICE_COOKIE_NAME) or secrets.token_urlsafe(32)
    now = clock.now()
    has_others = KnownDevice.objects.filter(user=user).exists()
    _device, is_new = KnownDevice.objects.update_or_create(
        user=user, digest=_digest(value), defaults={"last_used_at": now}, create_defaults={"last_used_at": now}
    )
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        value,
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return is_new and has_others


def forget_old() -> int:
    """Devices whose cookie is gone by now; how many there were. The clock's act."""
    return KnownDevice.objects.filter(last_used_at__lt=clock.now() - COOKIE_AGE).delete()[0]
