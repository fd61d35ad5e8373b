"""Middleware that concerns every request, whatever the town."""

from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpResponseBadRequest, HttpResponseNotAllowed, UnreadablePostError
from django.template.loader import render_to_string
from django.utils.translation import override

ADMIN = "/admin/"
# Reading and doing: no page has another method, and a form would take it for reading.
METHODS = ("GET", "HEAD", "POST")
URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"


def _malformed(octets: bytes) -> bool:
    """A NUL, or bytes that are not UTF-8, plain or escaped with percent signs."""
    octets = unquote_to_bytes(octets)
    if b"\x00" in octets:
        return True
    try:
        octets.decode()
    except UnicodeDecodeError:
        return True
    return False


def _malformed_form(request) -> bool:
    if request.content_type == URLENCODED:
        return _malformed(request.body)
    if request.content_type == MULTIPART:
        # Django itself takes what is not printable out of the names of files.
        return any("\x00" in text for name, values in request.POST.lists() for text in (name, *values))
    return False


def _is_malformed(request) -> bool:
    # Django writes what it cannot read in a path with percent signs again. WSGI passes the query as Latin-1.
    address = (request.path_info.encode(), request.META.get("QUERY_STRING", "").encode("latin-1", "replace"))
    try:
        return any(map(_malformed, address)) or (request.method == "POST" and _malformed_form(request))
    except UnreadablePostError:
        return True


def refuse_malformed_input(get_response):
    """Answer 400 to a NUL or broken UTF-8 in an address or a form, which a database would answer with an error."""

    def middleware(request):
        if _is_malformed(request):
            with override(settings.LANGUAGE_CODE):
                return HttpResponseBadRequest(render_to_string("400.html"))
        return get_response(request)

    return middleware


def known_methods(get_response):
    """Answer 405 to whatever is neither reading nor sending a form; Wagtail's admin knows its own methods."""

    def middleware(request):
        if request.method not in METHODS and not request.path_info.startswith(ADMIN):
            return HttpResponseNotAllowed(METHODS)
        return get_response(request)

    return middleware


def admin_policy(get_response):
    """Give Wagtail's admin a policy of its own: its editor needs what no page of the site may do."""

    def middleware(request):
        response = get_response(request)
        if request.path_info.startswith(ADMIN) and "Content-Security-Policy" not in response:
            response["Content-Security-Policy"] = settings.ADMIN_CONTENT_SECURITY_POLICY
        return response

    return middleware
