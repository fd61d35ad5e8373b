"""Pages that only the demo and development have."""

import ipaddress
from pathlib import Path

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from home import mailbox


@require_safe
def styleguide(request):
    return render(request, "styleguide.html")


def _is_loopback(request) -> bool:
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@require_safe
@never_cache
def mail(request):
    """The letters of the demo, newest first, for the machine it runs on and nobody else (decision 27)."""
    if not _is_loopback(request):
        raise Http404
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    to = request.GET.get("to", "").strip()[:100]
    letters = mailbox.latest(Path(folder), to=to) if folder else []
    return render(request, "notifications/mailbox.html", {"letters": letters, "to": to})
