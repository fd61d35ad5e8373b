"""The clock's acts of telling: from the outbox to inboxes and letters.

An event's row in the outbox is deleted in the transaction that wrote everybody's notifications, so nothing is lost
and nobody is told twice, whoever dies when. A letter is claimed by a conditional update for some minutes.
"""

import logging
import smtplib
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F, Q

from accounts.models import User
from core import clock
from journal.models import PendingEvent
from notifications.audience import audience
from notifications.inbox import load_targets
from notifications.letters import letter
from notifications.models import Channel, Notification
from notifications.permissions import can_hear
from notifications.told import TOLD
from notifications.words import WORDS

logger = logging.getLogger(__name__)

BATCH = 500
# Longer than a mail server may take for one letter (EMAIL_TIMEOUT for each of its answers).
LEASE = timedelta(minutes=5)
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)


def pause(attempts: int) -> timedelta:
    """How long to wait after so many failures: 30 s, 1 min, 2 min … an hour, without end."""
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, 10), LONGEST_PAUSE)


def spread_events(limit: int = 100) -> int:
    """Work out whom the waiting events concern; the number of events handled. Safe in several workers."""
    tried = set()
    while len(tried) < limit and (event_id := _spread_next(tried)) is not None:
        tried.add(event_id)
    return len(tried)


def _spread_next(tried) -> int | None:
    """Handle one event and name it; None when no more are due. A failing one waits and holds up nobody."""
    with transaction.atomic():
        pending = (
            PendingEvent.objects.select_for_update(skip_locked=True, of=["self"])
            .filter(not_before__lte=clock.now())
            .exclude(pk__in=tried)
            .order_by("pk")
            .first()
        )
        if pending is None:
            return None
        event_id = pending.event_id
        try:
            with transaction.atomic():
                _spread(pending.event)
                pending.delete()
        except Exception:
            logger.exception("Event %s could not be spread", event_id)
            attempts = pending.attempts + 1
            PendingEvent.objects.filter(pk=event_id).update(
                attempts=attempts, not_before=clock.now() + pause(attempts)
            )
        return event_id


def _spread(event) -> None:
    """Write everybody's notifications of one event."""
    people = audience(event)
    if people is None:
        return
    recipients = User.objects.filter(people, is_active=True)
    if event.actor_key:
        recipients = recipients.exclude(actor_key=event.actor_key)
    mailed = (TOLD.get(event.verb) or WORDS[event.verb]).mailed
    channels = [Channel.INBOX, Channel.EMAIL] if mailed else [Channel.INBOX]
    now = clock.now()
    rows = [
        Notification(event=event, recipient_id=pk, channel=channel, created_at=now)
        for pk in recipients.distinct().values_list("pk", flat=True)
        for channel in channels
    ]
    Notification.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def _due(now):
    return Notification.objects.filter(
        Q(claimed_until=None) | Q(claimed_until__lte=now), channel=Channel.EMAIL, sent_at=None, failed_at=None
    )


def claim(pk: int) -> bool:
    """Take a letter for `LEASE`. Of several workers exactly one gets it."""
    now = clock.now()
    return bool(_due(now).filter(pk=pk).update(claimed_until=now + LEASE, attempts=F("attempts") + 1))


def send_letters(limit: int = 100) -> int:
    """Send what waits, oldest first; the number sent. Stops when the mail server does not answer."""
    sent = 0
    connection = get_connection()
    try:
        for pk in list(_due(clock.now()).order_by("pk").values_list("pk", flat=True)[:limit]):
            if not claim(pk):
                continue
            notification = Notification.objects.select_related("event__municipality__site", "recipient").get(pk=pk)
            try:
                sent += _send(notification, connection)
            except smtplib.SMTPRecipientsRefused as refusal:
                _give_up_or_wait(notification, refusal)
            except OSError as failure:
                # smtplib's errors are OSErrors too. No address and no words go to the log.
                logger.warning("The mail server fails: %s; letters wait", type(failure).__name__)
                _wait(notification)
                break
            except Exception:
                logger.exception("Letter %s could not be written", pk)
                _wait(notification)
    finally:
        connection.close()
    return sent


def _wait(notification) -> None:
    until = clock.now() + pause(notification.attempts)
    Notification.objects.filter(pk=notification.pk).update(claimed_until=until)


def _give_up_or_wait(notification, refusal) -> None:
    """A mailbox that does not exist (5xx) is not asked again."""
    if all(code >= 500 for code, _words in refusal.recipients.values()):
        Notification.objects.filter(pk=notification.pk).update(failed_at=clock.now(), claimed_until=None)
    else:
        _wait(notification)


def _send(notification, connection) -> int:
    """Send one letter, or drop it when the person may no longer hear of it or has no confirmed address."""
    event, user = notification.event, notification.recipient
    load_targets([event])
    address = (
        EmailAddress.objects.filter(user=user, primary=True, verified=True).values_list("email", flat=True).first()
    )
    mail = letter(notification, address, connection) if address and can_hear(user, event.target) else None
    if mail is None:
        Notification.objects.filter(pk=notification.pk).update(failed_at=clock.now(), claimed_until=None)
        return 0
    mail.send()
    Notification.objects.filter(pk=notification.pk).update(sent_at=clock.now(), claimed_until=None)
    return 1
