"""Codes by telephone: queued like letters, and handed to the gateway that SMS_GATEWAY names."""

import logging
from datetime import timedelta

import requests
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

from accounts.letters import PAUSES

logger = logging.getLogger(__name__)
TIMEOUT_SECONDS = 10


def post(*, to: str, text: str) -> None:
    """Queue one message. An empty one is queued and dropped: known and unknown numbers cost the same work."""
    send.enqueue(to, text)


# Somebody waits for the code before the page.
@task(priority=100)
def send(to: str, text: str, attempt: int = 0) -> None:
    """Hand a message to the gateway, or queue it again with a pause. Logs neither the number nor the words."""
    if not text:
        return
    try:
        import_string(settings.SMS_GATEWAY)(to, text)
    except OSError:
        # The errors of requests are OSErrors too.
        if attempt >= len(PAUSES) or not send.get_backend().supports_defer:
            raise
        logger.warning("A code by telephone waits for the gateway: attempt %s", attempt + 1)
        later = timezone.now() + timedelta(seconds=PAUSES[attempt])
        send.using(run_after=later).enqueue(to, text, attempt + 1)


def over_http(to: str, text: str) -> None:
    """A gateway that takes JSON by POST: {"phone": "+7…", "text": "…"}, with a token in the header."""
    answer = requests.post(
        settings.SMS_GATEWAY_URL,
        json={"phone": to, "text": text},
        headers={"Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}"},
        timeout=TIMEOUT_SECONDS,
        allow_redirects=False,
    )
    if answer.status_code >= 300:
        # Without the address and the answer, which may repeat the number and the code.
        raise requests.HTTPError(f"The gateway answered {answer.status_code}.")
