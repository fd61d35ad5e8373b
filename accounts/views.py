"""Pages of sign-in that allauth does not have."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.actions import CONSENT_VERSION

# The longest window of the limits that one person meets (ACCOUNT_RATE_LIMITS), in seconds.
RETRY_AFTER = 60


@require_safe
def consent(request):
    """The text that the box at sign-up stands for."""
    return render(request, "accounts/consent.html", {"version": CONSENT_VERSION})


def too_many_requests(request, exception=None):
    """Named as `handler429` in cms.urls: allauth answers with it when a limit is reached."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(RETRY_AFTER)
    return response
