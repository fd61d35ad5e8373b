"""What is answered when the site itself fails."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string

RETRY_SECONDS = 30


def failed(request):
    """Answer 503 while the database is away, full or too busy, so that the request may be repeated; otherwise 500.

    Django calls it while it handles the exception.
    """
    if isinstance(sys.exception(), (OperationalError, InterfaceError)):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(RETRY_SECONDS)})
    return HttpResponseServerError(render_to_string("500.html"))
