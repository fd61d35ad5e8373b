"""Middleware that concerns every request, whatever the town."""

from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpResponseBadRequest
from django.template.loader import render_to_string
from django.utils.translation import override


def _malformed(raw: str) -> bool:
    octets = unquote_to_bytes(raw)
    if b"\x00" in octets:
        return True
    try:
        octets.decode()
    except UnicodeDecodeError:
        return True
    return False


def refuse_malformed_input(get_response):
    """Answer 400 to a NUL or broken UTF-8 in the address, which a database would answer with an error."""

    def middleware(request):
        path = request.META.get("PATH_INFO", "")
        # WSGI gives the path already unquoted, decoded as UTF-8 with replacement by Django.
        if "\x00" in path or "\ufffd" in request.path_info or _malformed(request.META.get("QUERY_STRING", "")):
            with override(settings.LANGUAGE_CODE):
                return HttpResponseBadRequest(render_to_string("400.html"))
        response = get_response(request)
        if request.path_info.startswith("/admin/") and "Content-Security-Policy" not in response:
            response["Content-Security-Policy"] = settings.ADMIN_CONTENT_SECURITY_POLICY
        return response

    return middleware
