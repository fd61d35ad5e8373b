"""What was promised: to whom it was given, by when, in which steps, and what was reported."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import CommunityPage
from core.models import PublicIdField
from municipalities.models import Department, Municipality, WithinQuerySet


class AssignmentState(models.TextChoices):
    ISSUED = "issued", pgettext_lazy("of an assignment", "Given")
    ACCEPTED = "accepted", pgettext_lazy("of an assignment", "Accepted")
    IN_PROGRESS = "in_progress", pgettext_lazy("of an assignment", "In progress")
    REPORTED = "reported", pgettext_lazy("of an assignment", "Being checked")
    RETURNED = "returned", pgettext_lazy("of an assignment", "Returned for rework")
    DONE = "done", pgettext_lazy("of an assignment", "Done")
    CANCELLED = "cancelled", pgettext_lazy("of an assignment", "Cancelled")


State = AssignmentState
# The only moves there are; `actions._move` asks this table.
ALLOWED = {
    State.ISSUED: {State.ACCEPTED, State.IN_PROGRESS, State.REPORTED, State.CANCELLED},
    State.ACCEPTED: {State.IN_PROGRESS, State.REPORTED, State.CANCELLED},
    State.IN_PROGRESS: {State.REPORTED, State.CANCELLED},
    State.REPORTED: {State.RETURNED, State.DONE, State.CANCELLED},
    State.RETURNED: {State.IN_PROGRESS, State.REPORTED, State.CANCELLED},
    # A resident who disputes the outcome sends the work back.
    State.DONE: {State.RETURNED},
    State.CANCELLED: set(),
}
OPEN = (State.ISSUED, State.ACCEPTED, State.IN_PROGRESS, State.REPORTED, State.RETURNED)


class AssignmentSource(models.TextChoices):
    APPEAL = "appeal", _("Message")
    MEETING = "meeting", _("Meeting")
    INITIATIVE = "initiative", _("Initiative")
    OTHER = "other", pgettext_lazy("of an assignment", "Other")


class AssignmentQuerySet(WithinQuerySet):
    def open(self):
        return self.filter(state__in=OPEN)

    def overdue(self, now):
        """Open ones whose term is over; what waits for acceptance is late too."""
        return self.open().filter(due_at__lte=now)


class Assignment(models.Model):
    """A promise with a department and a date."""

    public_id = PublicIdField()
    # Displayed as «№ 14»; counted within the town.
    number = models.PositiveIntegerField(_("number"))
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="assignments")
    community = models.ForeignKey(
        CommunityPage, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    title = models.CharField(_("what has to be done"), max_length=200)
    text = models.TextField(_("details"), max_length=3000, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    source = models.CharField(max_length=12, choices=AssignmentSource, default=AssignmentSource.OTHER)
    # The page of what it came from; that thing sets both, so that a list knows them without asking whose they are.
    origin_url = models.CharField(max_length=200, blank=True)
    origin_title = models.CharField(max_length=200, blank=True)
    # Whether residents see it: an assignment on a private message is nobody's to read.
    is_public = models.BooleanField(default=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("executor")
    )
    executor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assignments",
        verbose_name=_("person in charge"),
    )
    co_executors = models.ManyToManyField(
        Department, blank=True, related_name="co_assignments", verbose_name=_("co-executors")
    )
    # Under the personal control of the head of the town.
    is_personal = models.BooleanField(_("under the head's personal control"), default=False)
    state = models.CharField(max_length=12, choices=AssignmentState, default=AssignmentState.ISSUED)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    issued_at = models.DateTimeField()
    due_at = models.DateTimeField(_("due"))
    # The first promise; `due_at` moves by extensions only.
    first_due_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    closing_note = models.CharField(_("note of the controller"), max_length=500, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="one_assignment_per_number"),
            models.CheckConstraint(condition=Q(first_due_at__gt=F("issued_at")), name="assignment_due_after_issue"),
            models.CheckConstraint(
                condition=Q(state__in=["done", "cancelled"], closed_at__isnull=False)
                | ~Q(state__in=["done", "cancelled"]) & Q(closed_at=None),
                name="closed_assignment_has_moment",
            ),
        ]
        indexes = [
            # The control desk: open ones of a town by urgency; the same of a department.
            models.Index(
                fields=["municipality", "due_at", "id"],
                condition=Q(state__in=["issued", "accepted", "in_progress", "reported", "returned"]),
                name="assignment_urgency",
            ),
            models.Index(
                fields=["department", "due_at", "id"],
                condition=Q(state__in=["issued", "accepted", "in_progress", "reported", "returned"]),
                name="assignment_department",
            ),
            models.Index(fields=["municipality", "state", "due_at", "id"], name="assignment_state"),
            models.Index(fields=["municipality", "-closed_at"], name="assignment_closed"),
            models.Index(fields=["community", "state", "due_at"], name="assignment_community"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("assignments:detail", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def is_overdue(self, now) -> bool:
        return self.is_open and self.due_at <= now


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

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="waiting", decided_at=None) | ~Q(outcome="waiting") & Q(decided_at__isnull=False),
                name="report_decided_or_waiting",
            ),
            models.UniqueConstraint(fields=["assignment"], condition=Q(outcome="waiting"), name="one_waiting_report"),
        ]

    def __str__(self):
        return self.text[:60]


class ReportPhotoKind(models.TextChoices):
    BEFORE = "before", _("Before")
    AFTER = "after", _("After")


class ReportPhoto(models.Model):
    """A picture of a report. The digest is of the master as it was taken in, so that later changes show."""

    report = models.ForeignKey(ExecutionReport, on_delete=models.CASCADE, related_name="photos")
    photo = models.ForeignKey("core.Photo", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=ReportPhotoKind)
    taken_on = models.DateField(_("taken on"), null=True)
    digest = models.CharField(max_length=64)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["kind", "order", "pk"]

    def __str__(self):
        return self.photo.description or self.photo.public_id


class SavedFilter(models.Model):
    """A view of the control desk that a member of staff keeps under a name."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=60)
    # Only the desk's own parameters, checked by its form when they are used.
    query = models.CharField(max_length=500)

    objects = WithinQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "user", "name"], name="one_saved_filter_per_name")
        ]

    def __str__(self):
        return self.name
