"""Pages that concern every town: how the site is shown."""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from core.display import COOKIE, COOKIE_AGE, write_cookie


@require_safe
def display(request):
    """Keep the choice of the accessible-version panel and go back to the page it was made on.

    A GET, because the cookie names nobody and cached pages carry no CSRF token (decision 24).
    """
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = reverse("home")
    response = HttpResponseRedirect(target)
    value = "" if "reset" in request.GET else write_cookie(request.GET)
    if value:
        # Readable by scripts, so that the panel can show a choice before it is sent.
        response.set_cookie(COOKIE, value, max_age=COOKIE_AGE, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    response["Cache-Control"] = "no-store"
    return response
