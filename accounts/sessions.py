"""Where a person is signed in: when it was last seen, and ending it."""

import time

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

SEEN_AT = "seen_at"
# Signed in by a password that is too short for staff.
SHORT_PASSWORD = "short_password"  # noqa: S105
STAFF_PASSWORD_LENGTH = 12
# A mark at each request would cost each page a write.
SEEN_EVERY = 15 * 60


@receiver(user_logged_in)
def note_begin(request, **kwargs):
    request.session[SEEN_AT] = int(time.time())


def last_seen(get_response):
    """Mark a quarter of an hour at most when a session is used, and forget one whose person may not come in."""

    def middleware(request):
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return get_response(request)
        session = request.session
        if SEEN_AT in session and session[SEEN_AT] < time.time() - SEEN_EVERY:
            if request.user.is_authenticated:
                UserSession.objects.create_from_request(request)
                session[SEEN_AT] = int(time.time())
            else:
                # An account that was closed: opened again, it opens no old session with it.
                session.flush()
        return get_response(request)

    return middleware


def of(request) -> list[UserSession]:
    """The person's sessions, the present one first, then the one seen last."""
    # The present one may be older than this list.
    UserSession.objects.create_from_request(request)
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    rows = UserSession.objects.filter(user=request.user, session_key__in=alive).order_by("-last_seen_at", "-pk")
    return sorted(rows, key=lambda row: row.session_key != request.session.session_key)


@transaction.atomic
def end(user, *, pk: int | None = None, except_key: str | None = None) -> int:
    """End the person's sessions, or the one; how many there were."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=except_key)
    if pk is not None:
        rows = rows.filter(pk=pk)
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    return rows.delete()[0]


@receiver([password_changed, password_set, password_reset])
def end_others(request, user, **kwargs):
    """A new password: whoever knew the old one is out."""
    request.session.pop(SHORT_PASSWORD, None)
    end(user, except_key=request.session.session_key)
