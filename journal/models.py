"""The record of everything that happened."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from journal.verbs import verb_choices
from municipalities.models import Municipality, WithinQuerySet


class EventQuerySet(WithinQuerySet):
    def about(self, target):
        """The timeline of one thing, oldest first."""
        kind = ContentType.objects.get_for_model(target, for_concrete_model=True)
        return self.filter(target_type=kind, target_id=target.pk).order_by("pk")


class Event(models.Model):
    """One thing that happened: a line of the timeline, an entry of the audit journal, a cause of notifications.

    Holds a pseudonymous key of the actor and no names or free text, so that erasing a person needs no change here
    (decision 15). Never rewritten nor removed: triggers refuse it (journal/guards.py).
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    verb = models.CharField(max_length=60, choices=verb_choices)
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
            # The admin's search, newest first.
            models.Index(fields=["actor_key", "-at", "-id"], name="event_actor_time"),
            models.Index(fields=["municipality", "-at", "-id"], name="event_time"),
            models.Index(fields=["municipality", "verb", "-at", "-id"], name="event_verb"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"


class Seal(models.Model):
    """A block of a town's events and the digest over it and all blocks before it (journal/sealing.py)."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="seals")
    number = models.PositiveIntegerField()
    first_event = models.BigIntegerField()
    last_event = models.BigIntegerField()
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="seal_number"),
            models.UniqueConstraint(fields=["municipality", "last_event"], name="seal_last_event"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, count__gte=1, first_event__lte=models.F("last_event")),
                name="seal_holds_events",
            ),
        ]

    def __str__(self):
        return f"{self.municipality_id}/{self.number}: {self.digest}"


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


class LookReason(models.TextChoices):
    """Why a member of staff saw a record: a code in the event's data."""

    REQUESTS = "requests", _("A request to join was considered")
    ROLES = "roles", _("Roles in a community were given")
    DESK = "desk", _("Help at the front desk")
    REGISTRY = "registry", _("Work with the registry of premises")
    EXPORT = "export", _("A copy of the data was prepared")
    AUDIT = "audit", _("The journal was examined")
    ACCOUNTS = "accounts", _("Accounts were administered")
    BALLOTS = "ballots", _("The scan of a paper ballot was opened")
    VOICES = "voices", _("The names of a named vote were read")
    APPEALS = "appeals", _("A message to the administration was worked on")


class Look(models.Model):
    """Whose record a member of staff saw in an event of `Verb.PERSONAL_DATA_SEEN`; the person reads it on my page."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="looks")
    subject = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="looks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "subject"], name="one_look_per_event")]
        indexes = [models.Index(fields=["subject", "-id"], name="looks_of_person")]

    def __str__(self):
        return f"{self.event_id}: {self.subject_id}"
