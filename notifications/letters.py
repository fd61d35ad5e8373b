"""A notification as a letter."""

from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from core import clock
from journal.verbs import Verb
from notifications.messages import message

# Residents' letters are in Russian, whatever language the worker runs in.
LANGUAGE = "ru"


def message_id(notification, host: str) -> str:
    """The same for every attempt, so that a repeat after a crash is one letter in the mailbox; tells nothing else."""
    return f"<{salted_hmac('veche.notification', str(notification.pk)).hexdigest()[:32]}@{host}>"


def _is_stale(event) -> bool:
    """A call to a vote that has ended would send people to a closed door."""
    return event.verb == Verb.VOTE_OPENED and not event.target.is_open(clock.now())


def letter(notification, address: str, connection) -> EmailMultiAlternatives | None:
    """The letter to one person, or None when there is nothing to say any more.

    The subject holds no personal data and no title; links come from the town's settings.
    """
    event, town = notification.event, notification.event.municipality
    with translation.override(LANGUAGE), timezone.override(town.tz):
        words = message(event)
        if words is None or _is_stale(event):
            return None
        context = {
            "text": words.text,
            "url": town.absolute_url(words.path),
            "brand": town.brand_name,
            "town_url": town.site.root_url,
        }
        mail = EmailMultiAlternatives(
            subject=f"{town.brand_name}: {words.subject}",
            body=render_to_string("notifications/letter.txt", context),
            from_email=formataddr((town.brand_name, settings.DEFAULT_FROM_EMAIL)),
            to=[address],
            connection=connection,
            headers={
                "Message-ID": message_id(notification, town.site.hostname),
                "Auto-Submitted": "auto-generated",
            },
        )
        mail.attach_alternative(render_to_string("notifications/letter.html", context), "text/html")
    return mail
