"""What was said and done about a message: answers, internal notes, pauses of its clock, pictures, neighbours."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appeals.models.appeal import Appeal
from core.models import PublicIdField
from municipalities.models import Department


class ReplyKind(models.TextChoices):
    ANSWER = "answer", pgettext_lazy("of a reply", "Answer")
    QUESTION = "question", pgettext_lazy("of a reply", "Question to the author")
    CLARIFICATION = "clarification", pgettext_lazy("of a reply", "The author's details")
    FORWARDING = "forwarding", pgettext_lazy("of a reply", "Forwarded")
    REFUSAL = "refusal", pgettext_lazy("of a reply", "Declined")
    DISPUTE = "dispute", pgettext_lazy("of a reply", "Disagreement")


class Reply(models.Model):
    """A word in the course of a message, read by all who may read the message."""

    public_id = PublicIdField()
    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="replies")
    kind = models.CharField(max_length=14, choices=ReplyKind)
    text = models.TextField(_("text"), max_length=3000)
    # Of a refusal: what the author can do instead.
    next_step = models.CharField(_("what the author can do"), max_length=500, blank=True)
    # Official words stand under the department and the position, set by the server.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    is_official = models.BooleanField(default=False)
    department = models.ForeignKey(Department, null=True, on_delete=models.SET_NULL, related_name="+")
    position = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="reply_has_words")]

    def __str__(self):
        return self.text[:60]


class InternalNote(models.Model):
    """What staff write for each other: never on a page that residents read, nor in their exports."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(_("internal note"), max_length=2000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.text[:60]


class ClockPause(models.Model):
    """While the author is asked for details, the clock of the answer stands."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="pauses")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appeal"], condition=Q(until=None), name="one_running_pause"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="pause_ends_after_start"),
        ]

    def __str__(self):
        return f"{self.appeal_id}: {self.since:%Y-%m-%d %H:%M}"


class Joined(models.Model):
    """A neighbour who has the same trouble and did not repeat the message."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="joined")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="joined_appeals")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appeal", "user"], name="one_joining_per_person")]

    def __str__(self):
        return f"{self.user_id} → {self.appeal_id}"


class AppealPhoto(models.Model):
    """A picture of what is wrong."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="photos")
    photo = models.ForeignKey("core.Photo", on_delete=models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return self.photo.description or self.photo.public_id
