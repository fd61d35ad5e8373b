"""What happens on the way: steps, and terms that move."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assignments.models.assignment import Assignment
from core.models import PublicIdField


class Step(models.Model):
    """One step of an assignment, with its own date."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("step"), max_length=160)
    due_on = models.DateField(_("until"))
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self):
        return self.title


class Extension(models.Model):
    """A term moved, with the reason; asked for and given before the term ends."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="extensions")
    was_due_at = models.DateTimeField()
    due_at = models.DateTimeField(_("new term"))
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(due_at__gt=F("was_due_at")), name="extension_is_later"),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_reason"),
        ]

    def __str__(self):
        return self.reason


class RequestOutcome(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("of a request", "Waits for a decision")
    GRANTED = "granted", pgettext_lazy("of a request", "Granted")
    REFUSED = "refused", pgettext_lazy("of a request", "Refused")
    # The term ended, or the work did, before anybody decided.
    LAPSED = "lapsed", pgettext_lazy("of a request", "Came to nothing")


class ExtensionRequest(models.Model):
    """The executor asks for more time; the controller decides while the term lasts."""

    public_id = PublicIdField()
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="extension_requests")
    due_at = models.DateTimeField(_("new term"))
    reason = models.CharField(_("reason"), max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=RequestOutcome, default=RequestOutcome.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(outcome="waiting"), name="one_waiting_extension_request"
            ),
            models.CheckConstraint(
                condition=Q(outcome="waiting", decided_at=None) | ~Q(outcome="waiting") & Q(decided_at__isnull=False),
                name="term_request_decided_or_not",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(asked_by=None) | ~Q(decided_by=F("asked_by")),
                name="term_request_decided_by_other",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="term_request_has_reason"),
        ]

    def __str__(self):
        return self.reason
