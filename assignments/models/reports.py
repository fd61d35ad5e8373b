"""What the executor says was done, and the pictures of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assignments.models.assignment import Assignment


class ReportOutcome(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("of a report", "Being checked")
    ACCEPTED = "accepted", pgettext_lazy("of a report", "Accepted")
    RETURNED = "returned", pgettext_lazy("of a report", "Returned for rework")


class ExecutionReport(models.Model):
    """What the executor says was done; the controller accepts it or returns it."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="reports")
    text = models.TextField(_("what was done"), max_length=3000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=ReportOutcome, default=ReportOutcome.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(_("note"), max_length=500, blank=True)
    # Residents did not agree with what was accepted; their words are read by staff alone.
    disputed_at = models.DateTimeField(null=True)
    dispute_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="waiting", decided_at=None) | ~Q(outcome="waiting") & Q(decided_at__isnull=False),
                name="report_decided_or_waiting",
            ),
            models.CheckConstraint(
                condition=Q(disputed_at=None) | Q(outcome="accepted"), name="disputed_report_was_accepted"
            ),
            models.UniqueConstraint(fields=["assignment"], condition=Q(outcome="waiting"), name="one_waiting_report"),
        ]

    def __str__(self):
        return self.text[:60]


class ReportPhotoKind(models.TextChoices):
    BEFORE = "before", _("Before")
    AFTER = "after", _("After")


class ReportPhoto(models.Model):
    """A picture of the work: how it was, how it is. The digest is of the master as it was taken in, so that later
    changes show."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="photos")
    # None: taken before the work, and not reported yet.
    report = models.ForeignKey(ExecutionReport, null=True, on_delete=models.CASCADE, related_name="photos")
    photo = models.ForeignKey("core.Photo", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=ReportPhotoKind)
    taken_on = models.DateField(_("taken on"), null=True)
    digest = models.CharField(max_length=64)
    # Of the thing the assignment came from, which alone decides who sees it.
    is_borrowed = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-kind", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="after") | Q(report__isnull=False), name="after_photo_is_of_a_report"
            ),
            models.UniqueConstraint(fields=["report", "kind", "photo"], name="one_place_per_report_photo"),
        ]

    def __str__(self):
        return self.photo.description or self.photo.public_id
