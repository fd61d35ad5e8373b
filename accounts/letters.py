"""Letters of sign-in: queued, because no request waits for a mail server."""

import logging
from datetime import timedelta

from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks import task

logger = logging.getLogger(__name__)

# Seconds between attempts; a code is stale after the last one.
PAUSES = (5, 20, 60, 180)


def post(*, to: str, subject: str, body: str) -> None:
    """Queue one letter to one person."""
    send.enqueue(to, subject, body)


# Somebody waits for the code before the page: first in the queue.
@task(priority=100)
def send(to: str, subject: str, body: str, attempt: int = 0) -> None:
    """Send a letter, or queue it again with a pause. Logs neither the address nor the words."""
    try:
        EmailMessage(subject, body, to=[to]).send()
    except OSError:
        # smtplib's errors are OSErrors too.
        if attempt >= len(PAUSES) or not send.get_backend().supports_defer:
            raise
        logger.warning("A letter of sign-in waits for the mail server: attempt %s", attempt + 1)
        later = timezone.now() + timedelta(seconds=PAUSES[attempt])
        send.using(run_after=later).enqueue(to, subject, body, attempt + 1)
