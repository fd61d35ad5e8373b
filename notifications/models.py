"""Who is told what, by which channel."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from journal.models import Event


class Channel(models.TextChoices):
    INBOX = "inbox", _("On the site")
    EMAIL = "email", _("E-mail")


class Notification(models.Model):
    """One person told of one event by one channel, once."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="notifications")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", verbose_name=_("to whom")
    )
    channel = models.CharField(max_length=5, choices=Channel)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    # A worker's lease: another one may take it up when this moment has passed.
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [models.UniqueConstraint(fields=["event", "recipient", "channel"], name="told_once_per_channel")]
        indexes = [
            models.Index(fields=["recipient", "channel", "read_at", "-id"], name="inbox"),
            models.Index(
                fields=["channel", "claimed_until"],
                condition=models.Q(sent_at=None, failed_at=None),
                name="to_be_sent",
            ),
        ]

    def __str__(self):
        return f"{self.event} → {self.recipient_id}"
