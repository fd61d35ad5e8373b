"""Parts of pages that are the same for everybody, kept for seconds in each worker's own memory.

A member's page cannot be kept whole, yet most of it does not depend on who reads it. Such a part, as data or as HTML,
is kept until this worker notices the town's next event, and SHARED_SECONDS at the most (the guests' pages of
`home.guest_cache` follow the same generation). Who has just acted sees the outcome at once.
"""

from collections.abc import Callable
from threading import Lock, RLock
from typing import Any
from weakref import WeakValueDictionary

from django.conf import settings
from django.core.cache import caches
from django.utils.translation import get_language

from core import clock

# Set for a few seconds on whoever sent a form; says nothing about them.
ACTED_COOKIE = "acted"
ACTED_SECONDS = 8
_NOTHING = object()
# A lock for each part that is being built, as long as somebody builds it or waits for it.
_builders = WeakValueDictionary()
_builders_guard = Lock()


def is_fresh(request) -> bool:
    """Whether this reader must see what they have just done."""
    return request.method not in ("GET", "HEAD") or ACTED_COOKIE in request.COOKIES


def remember(request, key: str, build: Callable[[], Any], *, settled: bool = False) -> Any:
    """What `build()` gives, for everybody who asks under this key in this town and language.

    Only for what is public and the same for all readers. The value is pickled, so each caller gets its own copy.
    `settled` is what readers' acts do not change: who has just acted is given it as it is kept, too.
    """
    generation = getattr(request, "generation", None)
    if generation is None or not settings.SHARED_SECONDS or getattr(request, "is_preview", False):
        return build()
    state = generation()
    if state is None:
        return build()
    left = min(settings.SHARED_SECONDS, state.turn_at - clock.glance().timestamp())
    if left <= 0:
        return build()
    name = f"part:{request.municipality.pk}:{state.event}:{get_language()}:{key}"
    cache = caches["pages"]
    if is_fresh(request) and not settled:
        kept = build()
        cache.set(name, kept, left)
        return kept
    kept = cache.get(name, _NOTHING)
    if kept is not _NOTHING:
        return kept
    with _builders_guard:
        builder = _builders.setdefault(name, RLock())
    # One thread builds; who asks meanwhile waits for it: several at once would each take as much longer.
    with builder:
        kept = cache.get(name, _NOTHING)
        if kept is _NOTHING:
            kept = build()
            cache.set(name, kept, left)
    return kept
