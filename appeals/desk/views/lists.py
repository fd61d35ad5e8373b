"""The desk: what awaits an answer, the most urgent first."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from appeals.desk.frame import official
from appeals.desk.queue import MOST, counts_of, page_of
from appeals.desk.wish import TABS, WHAT, WHOSE, Wish
from municipalities.permissions import is_decider


def _tabs(wish, counts):
    return [
        {
            "label": label,
            "url": wish.address(tab=name),
            "icon": icon,
            "count": (f"{MOST}+" if counts[name] > MOST else counts[name]) if name in counts else "",
            "current": wish.tab == name,
        }
        for name, (label, icon) in TABS.items()
    ]


@official
@require_safe
def desk(request):
    """Messages and questions of the feed in one list."""
    wish = Wish.of(request)
    counts = counts_of(wish, request.user, request.now)
    context = {
        "wish": wish,
        "tabs": _tabs(wish, counts),
        "page": page_of(wish, request.user, request.now, request.GET.get("page"), counts),
        "most": MOST if counts[wish.tab] > MOST else 0,
        "whats": WHAT.items(),
        "whoses": WHOSE.items(),
        "promises": bool(wish.mine) or is_decider(request.user, request.municipality),
    }
    results = request.htmx and not request.htmx.history_restore_request
    return render(request, "appeals/desk/_results.html" if results else "appeals/desk/desk.html", context)
