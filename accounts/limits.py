"""How often something may be tried: counted in the database, so that a flushed cache or a restart forgets nothing.

Count before the act and outside its transaction: a refused attempt must not be rolled back with the refusal.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models import AttemptCounter
from core import clock

# Longer than the longest window.
KEPT = timedelta(days=8)
TOO_MANY = _("Too many attempts. Wait a little and try again.")

# Every limit by its scope, for `manage.py limits`.
known: dict[str, "Limit"] = {}


@dataclass(frozen=True)
class Limit:
    """At most `most` attempts of one subject within a window of `seconds`."""

    scope: str
    most: int
    seconds: int

    def __post_init__(self):
        known.setdefault(self.scope, self)


def _window(limit: Limit) -> datetime:
    now = int(clock.now().timestamp())
    return datetime.fromtimestamp(now - now % limit.seconds, UTC)


def _key(subject: str) -> str:
    return salted_hmac("accounts.limits", subject, algorithm="sha256").hexdigest()


def count(limit: Limit, subject: str) -> int:
    """One more attempt of a subject (an account, a network, "everybody"); how many there are in this window now."""
    row = {"scope": limit.scope, "key": _key(subject), "window_start": _window(limit)}
    with transaction.atomic():
        counter, _created = AttemptCounter.objects.get_or_create(**row)
        AttemptCounter.objects.filter(pk=counter.pk).update(count=F("count") + 1)
        return AttemptCounter.objects.values_list("count", flat=True).get(pk=counter.pk)


def forgive(limit: Limit, subject: str) -> None:
    """Forget a subject's attempts of this window, after a success that proves who it is."""
    AttemptCounter.objects.filter(scope=limit.scope, key=_key(subject), window_start=_window(limit)).delete()


def spend(limit: Limit, subject: str) -> None:
    """Count an attempt. Raises ValidationError with code `too_many` once there were more than the limit allows."""
    if count(limit, subject) > limit.most:
        raise ValidationError(TOO_MANY, code="too_many")


def give_back(limit: Limit, subject: str) -> None:
    """Take back one counted attempt that was no guess: what was tried was right.

    Unlike `forgive` it never makes more room than there was before, so a right answer pays for no wrong ones.
    """
    row = {"scope": limit.scope, "key": _key(subject), "window_start": _window(limit)}
    AttemptCounter.objects.filter(**row, count__gt=0).update(count=F("count") - 1)


def forget_old_counters() -> int:
    """Counters of windows long past, which limit nothing any more; how many there were. The clock's act."""
    return AttemptCounter.objects.filter(window_start__lt=clock.now() - KEPT).delete()[0]
