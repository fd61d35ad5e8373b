"""The front page, search and health."""

from functools import cache, partial

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.text import one_line
from home import health
from home.front import BLOCKS, front, safe_address
from home.models import HomePage
from home.searching import LONGEST, search_town


@require_safe
def home(request):
    """The front page at its own address; the page tree below it is served by Wagtail."""
    page = HomePage.objects.live().filter(pk=request.municipality.site.root_page_id).first()
    if page is None:
        raise Http404
    return front_page(request, page)


def front_page(request, page):
    """The page of an editor's words, published or in preview, with the town's life around it."""
    town = cache(partial(front, request.municipality, now=request.now))
    context = {name: partial(_block, town, name) for name in BLOCKS}
    context |= {"page": page, "alert_url": safe_address(page.alert_url)}
    return render(request, "home/front_page.html", context)


def _block(town, name):
    """One block of the front page, read when the template first asks: a shared page asks for nothing."""
    return town()[name]


@require_safe
def search(request):
    """What the town has about a few words: communities, initiatives, votes and publications."""
    query = _typed(request.GET.get("q", ""))
    found = search_town(request.municipality, query, user=request.user) if query else None
    context = {"query": query, "longest": LONGEST, "found": found}
    return render(request, "home/search.html", context)


def _typed(raw: str) -> str:
    """One line of at most LONGEST characters; control characters count as spaces."""
    return one_line("".join(char if char.isprintable() else " " for char in raw[:LONGEST]))[:LONGEST]


@require_safe
def healthz(request):
    """The process answers."""
    return _plain(True)


@require_safe
def readyz(request):
    """The database answers, the tables are those of this code, and the outbox is being emptied."""
    return _plain(health.is_ready())


def _plain(ready: bool) -> HttpResponse:
    response = HttpResponse("ok" if ready else "not ready", status=200 if ready else 503, content_type="text/plain")
    response["Cache-Control"] = "no-store"
    if not ready:
        response["Retry-After"] = "10"
    return response
