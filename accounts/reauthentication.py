"""Asking who it is once more before roles, exports and other acts that an open session alone should not do."""

import time
from functools import wraps

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate, suspend_request
from django.contrib.auth.decorators import login_required
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

SIGNED_IN_AT = "signed_in_at"


@receiver(user_logged_in)
def note_sign_in(request, **kwargs):
    """Whoever has just signed in said who they are."""
    request.session[SIGNED_IN_AT] = int(time.time())


def has_just_signed_in(request) -> bool:
    return time.time() - request.session.get(SIGNED_IN_AT, 0) < app_settings.REAUTHENTICATION_TIMEOUT


def is_recent(request) -> bool:
    """Whether the person proved within the last minutes that it is them.

    Whoever has neither a password nor a second factor came in by a letter, and there is nothing to ask: staff and
    chairs always have one (`second_factor`).
    """
    return has_just_signed_in(request) or did_recently_reauthenticate(request) or not _methods(request)


def _methods(request) -> list[dict]:
    return get_adapter().get_reauthentication_methods(request.user)


def ask_again(request):
    """Lead to the page that asks for the password or the second factor; what was sent is kept and goes on after it."""
    return suspend_request(request, _methods(request)[0]["url"])


def recently_authenticated(view):
    """A view for those who proved within the last minutes that it is them; others are asked first."""

    @login_required
    @wraps(view)
    def asking(request, *args, **kwargs):
        return view(request, *args, **kwargs) if is_recent(request) else ask_again(request)

    return asking
