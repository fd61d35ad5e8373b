"""Pages of sign-in that allauth does not have."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import sessions as signed_in
from accounts.consents import ERASURE_DAYS, VERSIONS, present_version, text_template
from accounts.models import ConsentKind

# The longest window of the limits that one person meets (ACCOUNT_RATE_LIMITS), in seconds.
RETRY_AFTER = 60


@require_safe
def consent(request, kind=ConsentKind.PROCESSING, version=None):
    """A text that people agree to: the present one, or an earlier one that somebody agreed to then."""
    if kind not in VERSIONS or version not in (None, *VERSIONS[kind]):
        raise Http404
    version = version or present_version(kind)
    return render(
        request,
        text_template(kind, version),
        {"version": version, "is_present": version == present_version(kind), "erasure_days": ERASURE_DAYS},
    )


def too_many_requests(request, exception=None):
    """Named as `handler429` in cms.urls: allauth answers with it when a limit is reached."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


@login_required
@never_cache
@require_safe
def sessions(request):
    """Where the person is signed in."""
    rows = signed_in.of(request)
    return render(request, "usersessions/usersession_list.html", {"sessions": rows})


@login_required
@require_POST
def end_session(request, pk):
    """Sign out on another device."""
    if not signed_in.end(request.user, pk=pk, except_key=request.session.session_key):
        raise Http404
    messages.success(request, _("You are signed out on that device."))
    return redirect("usersessions_list")


@login_required
@require_POST
def end_other_sessions(request):
    """Sign out everywhere but here."""
    signed_in.end(request.user, except_key=request.session.session_key)
    messages.success(request, _("You are signed out on all other devices."))
    return redirect("usersessions_list")
