"""Pages for guests, kept for seconds in each worker's own memory (decision 23).

A page is kept only when nothing in it can belong to one person: a GET of a listed public address without any cookie
but the display panel's and the device's, answered 200 without a Set-Cookie and without a CSRF token. It lives at most
GUEST_CACHE_SECONDS, never past the next opening or closing of a vote in the town, and no longer than until this
worker notices a new event in the town's journal, for which it looks once a second at most.
"""

import re
import time
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

from core import clock
from core.display import COOKIE, read_cookie, write_cookie
from core.fragments import ACTED_COOKIE, ACTED_SECONDS
from journal.models import Event
from municipalities.models import Municipality
from voting.models import Vote, VoteState

# Addresses whose answer to a guest is the same for all guests, without the language's prefix.
PUBLIC = re.compile(
    r"^/(?:"
    r"|communities/(?:[-\w]+/(?:(?:people|initiatives|votes|meetings|results|feed|feed/[2-9b-z]{10})/)?)?"
    r"|initiatives/(?:[2-9b-z]{10}/)?"
    r"|appeals/(?:[2-9b-z]{10}/)?"
    r"|votes/(?:[2-9b-z]{10}/)?"
    r"|figures/(?:list/[a-z_]{1,40}/)?"
    r"|meetings/(?:past/|[2-9b-z]{10}/)?"
    r"|(?:news|decisions|results)/(?:[-\w]+/)?"
    r")$"
)
# Longer queries are somebody trying to fill the memory.
LONGEST_QUERY = 200
# Pages larger than this are not worth a worker's memory.
LARGEST = 400_000
POLL_SECONDS = 1.0
# A form with a token belongs to one session, whoever asked for it.
TOKEN = b"csrfmiddlewaretoken"
KEPT_HEADERS = ("Content-Type", "Content-Language", "Vary", "Cache-Control")


@dataclass
class Generation:
    """What this worker last saw of a town: its newest event, and when a vote will open or close."""

    looked_at: float
    event: int
    turn_at: float


_generations: dict[str, Generation] = {}


def guest_cache(get_response):
    def middleware(request):
        # For the parts of pages that are shared by all readers (core.fragments).
        request.generation = lambda: generation_of(request.get_host())
        seconds = settings.GUEST_CACHE_SECONDS
        key = key_of(request) if seconds else None
        if key is None:
            return marked(request, get_response(request))
        generation = generation_of(request.get_host())
        if generation is None:
            return marked(request, get_response(request))
        key = f"{generation.event}:{key}"
        kept = caches["pages"].get(key)
        if kept is not None:
            return restored(kept)
        response = marked(request, get_response(request))
        left = min(seconds, generation.turn_at - clock.glance().timestamp())
        if left > 0 and may_be_kept(response):
            headers = {name: response[name] for name in KEPT_HEADERS if name in response}
            caches["pages"].set(key, (response.content, headers), left)
        return response

    return middleware


def key_of(request) -> str | None:
    """The name under which the answer may be kept; None when it may not be the same for every guest."""
    # The mark of a known device is read at sign-in only.
    foreign = set(request.COOKIES) - {COOKIE, settings.DEVICE_COOKIE_NAME}
    if request.method != "GET" or foreign or "Authorization" in request.headers:
        return None
    if request.headers.get("HX-Request"):
        return None
    path, query = request.path_info, request.META.get("QUERY_STRING", "")
    bare = path[3:] if path.startswith("/en/") else path
    if not PUBLIC.match(bare) or len(query) > LONGEST_QUERY:
        return None
    pairs = sorted(parse_qsl(query, keep_blank_values=True))
    view = write_cookie(read_cookie(request.COOKIES.get(COOKIE, "")))
    return "|".join((request.scheme, request.get_host().lower(), path, urlencode(pairs), view))


def generation_of(host: str) -> Generation | None:
    """What is known of the town of a host, at most a second old; None for a host that serves no town."""
    known = _generations.get(host)
    now = time.monotonic()
    if known is not None and 0 <= now - known.looked_at < POLL_SECONDS:
        return known
    name, _colon, port = host.partition(":")
    towns = Municipality.objects.filter(site__hostname=name)
    town = towns.filter(site__port=port or 80).first() or towns.first()
    if town is None:
        return None
    newest = Event.objects.within(town).order_by("-id").values_list("id", flat=True).first() or 0
    turns = [
        *Vote.objects.within(town).filter(state=VoteState.SCHEDULED).order_by("opens_at").values_list("opens_at")[:1],
        *Vote.objects.within(town)
        .filter(state=VoteState.OPEN, closes_at__gt=clock.glance())
        .order_by("closes_at")
        .values_list("closes_at")[:1],
    ]
    turn_at = min((turn.timestamp() for (turn,) in turns), default=float("inf"))
    _generations[host] = Generation(now, newest, turn_at)
    return _generations[host]


def may_be_kept(response) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "no-store" not in response.get("Cache-Control", "")
        and len(response.content) <= LARGEST
        and TOKEN not in response.content
    )


def restored(kept) -> HttpResponse:
    content, headers = kept
    return HttpResponse(content, headers=headers)


def marked(request, response):
    """Tell caches on the way: a signed-in person's page is kept by nobody, a guest's is asked for anew each time."""
    if request.method == "POST":
        response.set_cookie(
            ACTED_COOKIE, "1", max_age=ACTED_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    if request.path_info.startswith(settings.STATIC_URL) or "Cache-Control" in response:
        return response
    if request.path_info.startswith(settings.MEDIA_URL):
        return response
    personal = settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies
    response["Cache-Control"] = "private, no-store" if personal else "no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response
