"""Finds the town of a request by its host and lives in its time zone."""

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import DisallowedHost
from django.http import HttpResponsePermanentRedirect
from django.utils import timezone
from wagtail.models import Site

from core import clock
from core.fragments import ACTED_COOKIE
from municipalities.models import Municipality

HEALTH = ("/healthz", "/readyz")


def canonical_host(get_response):
    """Send `127.0.0.1` to `localhost`: each town has exactly one host (health addresses answer on any)."""

    def middleware(request):
        host, _, port = request.META.get("HTTP_HOST", "").rpartition(":")
        if (host or port) == "127.0.0.1" and request.method in ("GET", "HEAD") and request.path_info not in HEALTH:
            address = f"{request.scheme}://localhost{':' + port if host else ''}{request.get_full_path()}"
            return HttpResponsePermanentRedirect(address)
        return get_response(request)

    return middleware


def town(get_response):
    """Set `request.municipality`, `request.now` and `request.is_guest`."""

    def middleware(request):
        request.now = clock.glance()
        request.is_guest = settings.SESSION_COOKIE_NAME not in request.COOKIES
        request.municipality = None
        if request.path_info in HEALTH or request.path_info.startswith(settings.STATIC_URL):
            return get_response(request)
        request.municipality = _kept(request)
        if request.municipality is None:
            if request.path_info.startswith("/admin/"):
                return get_response(request)
            raise DisallowedHost("No town has this host name.")
        with timezone.override(request.municipality.tz):
            return get_response(request)

    return middleware


def _kept(request) -> Municipality | None:
    """The town of the request's host; each worker keeps it for seconds, but for who may have changed it just now."""
    seconds = settings.SHARED_SECONDS
    if not seconds or request.path_info.startswith("/admin/") or ACTED_COOKIE in request.COOKIES:
        return _found(request)
    name = f"town:{request.get_host()}"
    town = caches["pages"].get(name)
    if town is None:
        town = _found(request)
        if town is not None:
            caches["pages"].set(name, town, seconds)
    else:
        # Where Wagtail looks for it.
        request._wagtail_site = town.site
    return town


def _found(request) -> Municipality | None:
    site = Site.find_for_request(request)
    return Municipality.objects.select_related("site", "coat_of_arms").filter(site=site).first() if site else None
