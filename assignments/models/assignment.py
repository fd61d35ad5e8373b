"""What was promised: to whom it was given, by when, and where it stands."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import CommunityPage
from core.models import PublicIdField
from core.text import folded
from municipalities.models import Department, Municipality, WithinQuerySet


class AssignmentState(models.TextChoices):
    ISSUED = "issued", pgettext_lazy("of an assignment", "Given")
    ACCEPTED = "accepted", pgettext_lazy("of an assignment", "Accepted")
    IN_PROGRESS = "in_progress", pgettext_lazy("of an assignment", "In progress")
    REPORTED = "reported", pgettext_lazy("of an assignment", "Being checked")
    RETURNED = "returned", pgettext_lazy("of an assignment", "Returned for rework")
    DONE = "done", pgettext_lazy("of an assignment", "Done")
    CANCELLED = "cancelled", pgettext_lazy("of an assignment", "Cancelled")


S = AssignmentState
# The only moves there are; `actions.moves._move` asks this table.
ALLOWED = {
    S.ISSUED: {S.ACCEPTED, S.IN_PROGRESS, S.REPORTED, S.CANCELLED},
    # Given to another department, it is new there.
    S.ACCEPTED: {S.ISSUED, S.IN_PROGRESS, S.REPORTED, S.CANCELLED},
    S.IN_PROGRESS: {S.ISSUED, S.REPORTED, S.CANCELLED},
    S.REPORTED: {S.RETURNED, S.DONE, S.CANCELLED},
    S.RETURNED: {S.ISSUED, S.IN_PROGRESS, S.REPORTED, S.CANCELLED},
    # A resident who disputes the outcome sends the work back.
    S.DONE: {S.RETURNED},
    S.CANCELLED: set(),
}
OPEN = (S.ISSUED, S.ACCEPTED, S.IN_PROGRESS, S.REPORTED, S.RETURNED)
CLOSED = (S.DONE, S.CANCELLED)
del S
# The same by the constraint below. SQLite takes a partial index only where the condition holds no parameters.
IS_OPEN = Q(closed_at=None)


class AssignmentSource(models.TextChoices):
    APPEAL = "appeal", _("Message")
    MEETING = "meeting", _("Meeting")
    INITIATIVE = "initiative", _("Initiative")
    OTHER = "other", pgettext_lazy("of an assignment", "Other")


class AssignmentQuerySet(WithinQuerySet):
    def visible_to(self, user):
        """Public ones for all; the rest for those who speak for the administration."""
        from municipalities.permissions import official_towns

        return self.filter(Q(is_public=True) | Q(municipality__in=official_towns(user)))

    def open(self):
        return self.filter(IS_OPEN)

    def closed(self):
        return self.filter(closed_at__isnull=False)

    def overdue(self, now):
        """Open ones whose term is over; what waits for acceptance is late too."""
        return self.open().filter(due_at__lte=now)

    def for_cards(self):
        """All that a line of a list shows, in one query."""
        return self.select_related("department", "community", "executor", "municipality")

    def for_lines(self):
        """The same for a long table, with the name of the place: a page of the tree is the dearest part of a row."""
        return self.select_related("department", "executor").annotate(where=F("community__title"))

    def matching(self, query: str):
        """Its number, or all of the words."""
        found = self
        number = query.strip().removeprefix("№").strip()
        if number.isdecimal() and len(number) < 9:
            return found.filter(number=int(number))
        for word in folded(query).split()[:8]:
            found = found.filter(search_text__contains=word)
        return found


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
    # Whether the journal says already that the present term is over.
    is_overdue_noted = models.BooleanField(default=False)
    accepted_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Words of the controller: on acceptance, or why it was cancelled.
    closing_note = models.CharField(_("note of the controller"), max_length=500, blank=True)
    search_text = models.TextField(editable=False, default="")

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
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(closing_note=""), name="cancelled_assignment_has_why"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["reported", "done"]) | Q(reported_at__isnull=False),
                name="reported_assignment_has_moment",
            ),
        ]
        indexes = [
            # The control desk: open ones by urgency, of a town or of what a filter names.
            models.Index(fields=["municipality", "due_at", "id"], condition=IS_OPEN, name="assignment_urgency"),
            models.Index(fields=["department", "due_at", "id"], condition=IS_OPEN, name="assignment_department"),
            models.Index(fields=["community", "due_at", "id"], condition=IS_OPEN, name="assignment_community"),
            models.Index(
                fields=["municipality", "source", "due_at", "id"], condition=IS_OPEN, name="assignment_source"
            ),
            models.Index(
                fields=["municipality", "due_at", "id"],
                condition=IS_OPEN & Q(is_personal=True),
                name="assignment_personal",
            ),
            models.Index(fields=["municipality", "state", "due_at", "id"], name="assignment_state"),
            models.Index(fields=["department", "state", "due_at"], name="assignment_of_department"),
            models.Index(fields=["municipality", "closed_at", "id"], name="assignment_closed"),
            models.Index(fields=["community", "state", "due_at"], name="assignment_of_community"),
            models.Index(fields=["executor", "state", "due_at"], name="assignment_executor"),
            models.Index(
                fields=["due_at"], condition=IS_OPEN & Q(is_overdue_noted=False), name="assignment_not_noted"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("assignments:detail", args=[self.public_id])

    # Django's own translate every label of the field to show one of them: a fifth of the time of a long table.
    def get_state_display(self):
        return str(AssignmentState(self.state).label)

    def get_source_display(self):
        return str(AssignmentSource(self.source).label)

    def save(self, *args, **kwargs):
        self.fold_words()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text"}
        super().save(*args, **kwargs)

    def fold_words(self) -> None:
        """What search looks into; rows that are inserted at once are not saved one by one."""
        self.search_text = folded(f"{self.title} {self.place} {self.text}")

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def was_extended(self) -> bool:
        return self.due_at != self.first_due_at

    def is_overdue(self, now) -> bool:
        return self.is_open and self.due_at <= now
