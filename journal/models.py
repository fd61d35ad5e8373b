"""The record of everything that happened."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from journal.verbs import Verb
from municipalities.models import Municipality, WithinQuerySet


class EventQuerySet(WithinQuerySet):
    def about(self, target):
        """The timeline of one thing, oldest first."""
        kind = ContentType.objects.get_for_model(target, for_concrete_model=True)
        return self.filter(target_type=kind, target_id=target.pk).order_by("pk")


class Event(models.Model):
    """One thing that happened: a line of the timeline, an entry of the audit journal, a cause of notifications.

    Holds a pseudonymous key of the actor and no names or free text, so that erasing a person needs no change here
    (decision 15). Never rewritten.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    verb = models.CharField(max_length=60, choices=Verb)
    actor_key = models.UUIDField(null=True)
    target_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    target_id = models.BigIntegerField()
    target = GenericForeignKey("target_type", "target_id")
    data = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        indexes = [
            models.Index(fields=["target_type", "target_id", "id"], name="event_target"),
            models.Index(fields=["municipality", "-id"], name="event_town"),
            models.Index(fields=["actor_key", "-id"], name="event_actor"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"


class PendingEvent(models.Model):
    """The outbox: an event whose consequences (letters, inbox) are still to be worked out.

    Written in the event's transaction and deleted by the worker that has told everybody, so the journal itself
    stays untouched.
    """

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="pending")
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["not_before"], name="pending_due")]

    def __str__(self):
        return str(self.event)
