"""The secret address of a person's own calendar."""

import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.models import User
from core import clock
from meetings.models import CalendarLink

TOKEN_BYTES = 24


def digest_of(token: str) -> str:
    """All that is kept of the address: whoever reads the database finds no calendar by it."""
    return salted_hmac("meetings.calendars", token, algorithm="sha256").hexdigest()


@transaction.atomic
def make_link(municipality, *, by) -> str:
    """A new address, shown once; the former one leads nowhere from now on."""
    if not by.is_authenticated or not by.is_active:
        raise PermissionDenied
    # Two tabs at once: the later address is the one that works.
    User.objects.select_for_update().get(pk=by.pk)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    CalendarLink.objects.update_or_create(
        municipality=municipality, user=by, defaults={"digest": digest_of(token), "made_at": clock.now()}
    )
    return token


@transaction.atomic
def revoke_link(municipality, *, by) -> None:
    """Let the address lead nowhere; a repeat changes nothing."""
    CalendarLink.objects.filter(municipality=municipality, user=by).delete()
