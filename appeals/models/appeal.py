"""A message to the administration, by whichever door it came in."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appeals.models.categories import AppealCategory, TermUnit
from appeals.models.states import CLOSED, DISPUTABLE, IS_WAITING, OPEN, WAITING, AppealSource, AppealState
from communities.models import CommunityPage
from core.models import PublicIdField
from core.text import folded
from feed.models import HideReason
from municipalities.models import Department, Municipality, WithinQuerySet

LONGEST_NUMBER = 9


class AppealQuerySet(WithinQuerySet):
    def visible_to(self, user):
        """Public ones for all; private ones for the author, for whoever typed it in, and for the town's officials.

        What a moderator has hidden, the administrator sees too, who may show it again.
        """
        if not user.is_authenticated:
            return self.filter(is_public=True)
        from municipalities.permissions import administered_towns, official_towns

        shown = Q(is_public=True) | Q(author=user) | Q(entered_by=user)
        if official_towns(user):
            shown |= Q(municipality__in=official_towns(user))
        if administered_towns(user):
            shown |= Q(hidden_at__isnull=False, municipality__in=administered_towns(user))
        return self.filter(shown)

    def public(self):
        return self.filter(is_public=True)

    def open(self):
        return self.filter(state__in=OPEN)

    def matching(self, query: str):
        """Messages with every word of the query, or the one with this number."""
        query = folded(query)
        if query.isdecimal() and len(query) <= LONGEST_NUMBER:
            return self.filter(number=int(query))
        found = self
        for word in query.split()[:8]:
            found = found.filter(search_text__contains=word)
        return found

    def for_cards(self):
        """All that a card of a list shows, in one query: each further join costs its planner more than the rows do."""
        return self.select_related("community", "category", "assignment")

    def awaiting_answer(self):
        """What the administration has not answered yet, the most urgent first."""
        return self.filter(IS_WAITING).order_by("answer_due", "pk")

    def under_law(self):
        """Official appeals that are not answered, the most urgent first.

        Neither a question to the author nor control stops the clock of the law, and a disputed answer counts as none.
        """
        # What is open is not closed: said for the index, which cannot see it in the states.
        return self.filter(is_statutory=True, closed_at=None, state__in=OPEN).order_by("statutory_due", "pk")


class Appeal(models.Model):
    """A problem or a request. What the public reads (`text`) and who asks are separate fields with separate rules."""

    public_id = PublicIdField()
    number = models.PositiveIntegerField(_("number"))
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="appeals")
    community = models.ForeignKey(
        CommunityPage, null=True, blank=True, on_delete=models.PROTECT, related_name="appeals"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="appeals")
    # Who typed it for somebody else: at the reception, by telephone, at a meeting.
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Of an author without an account: never public, gone with the term of keeping.
    applicant_name = models.CharField(_("name of the applicant"), max_length=120, blank=True)
    applicant_contact = models.CharField(_("telephone or address of the applicant"), max_length=120, blank=True)
    source = models.CharField(max_length=10, choices=AppealSource, default=AppealSource.SITE)
    category = models.ForeignKey(
        AppealCategory, null=True, on_delete=models.PROTECT, related_name="appeals", verbose_name=_("category")
    )
    title = models.CharField(_("in short: what is wrong"), max_length=120)
    text = models.TextField(_("what happened"), max_length=3000, blank=True)
    rule_broken = models.CharField(_("which rule is broken"), max_length=300, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    latitude = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)])
    is_public = models.BooleanField(_("neighbours may read it"), default=True)
    state = models.CharField(max_length=14, choices=AppealState, default=AppealState.NEW)
    department = models.ForeignKey(
        Department,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appeals",
        verbose_name=_("department"),
    )
    created_at = models.DateTimeField()
    state_changed_at = models.DateTimeField()
    # The term that was promised, and since when it runs: kept here, for the category's may change.
    term_started_at = models.DateTimeField()
    term_amount = models.PositiveSmallIntegerField(default=9)
    term_unit = models.CharField(max_length=14, choices=TermUnit, default=TermUnit.HOURS)
    # The promise to the author; it stands still during a clarification.
    answer_due = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    # Until when the author, or the neighbours of what nobody signed, may say that it is not so; silence confirms.
    dispute_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # Confirmed because nobody said anything in time.
    is_silent = models.BooleanField(default=False)
    reopened_count = models.PositiveSmallIntegerField(default=0)
    # Neighbours who joined instead of repeating, the author not among them.
    joined_count = models.PositiveIntegerField(default=0)
    duplicate_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="duplicates")
    assignment = models.OneToOneField(
        "assignments.Assignment", null=True, on_delete=models.PROTECT, related_name="appeal"
    )
    post = models.OneToOneField("feed.Post", null=True, on_delete=models.SET_NULL, related_name="appeal")
    forwarded_to = models.CharField(_("to which body"), max_length=200, blank=True)
    # The clock of that body, which is no longer ours.
    forwarded_due = models.DateField(_("that body answers by"), null=True, blank=True)
    # A statutory one (59-ФЗ): number and day of registration, and the three clocks of the law.
    is_statutory = models.BooleanField(_("official appeal"), default=False)
    registration_number = models.CharField(_("registration number"), max_length=60, blank=True)
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    statutory_due = models.DateField(null=True)
    # The law lets the term be prolonged once, with notice to the author.
    statutory_extended_at = models.DateTimeField(null=True)
    statutory_extension_reason = models.CharField(_("reason of the extension"), max_length=500, blank=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_reason = models.CharField(max_length=20, choices=HideReason, blank=True)
    search_text = models.TextField(editable=False, default="")

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="one_appeal_per_number"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="appeal_place_has_both_coordinates",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["new", "reopened"]) | Q(answer_due__isnull=False), name="appeal_has_a_term"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["under_control", "in_progress"]) | Q(assignment__isnull=False),
                name="appeal_under_control_has_assignment",
            ),
            models.CheckConstraint(
                condition=Q(state="duplicate", duplicate_of__isnull=False)
                | ~Q(state="duplicate") & Q(duplicate_of=None),
                name="duplicate_has_its_original",
            ),
            models.CheckConstraint(
                condition=~Q(state="forwarded") | ~Q(forwarded_to=""), name="forwarded_appeal_says_whereto"
            ),
            models.CheckConstraint(
                condition=Q(is_statutory=False)
                | ~Q(registration_number="") & Q(registered_on__isnull=False, statutory_due__isnull=False),
                name="statutory_appeal_is_registered",
            ),
            models.CheckConstraint(
                condition=Q(statutory_extended_at=None, statutory_extension_reason="")
                | Q(is_statutory=True, statutory_extended_at__isnull=False) & ~Q(statutory_extension_reason=""),
                name="statutory_extension_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(CLOSED), closed_at__isnull=False)
                | ~Q(state__in=list(CLOSED)) & Q(closed_at=None),
                name="closed_appeal_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "done"]) | Q(dispute_until__isnull=False),
                name="answered_appeal_is_disputable",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_reason="")
                | Q(hidden_at__isnull=False, is_public=False) & ~Q(hidden_reason=""),
                name="hidden_appeal_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "-created_at", "-id"], name="appeal_town_new"),
            # The list that everybody reads.
            models.Index(
                fields=["municipality", "-created_at", "-id"], condition=Q(is_public=True), name="appeal_public_new"
            ),
            models.Index(fields=["municipality", "state", "-created_at", "-id"], name="appeal_town_state"),
            models.Index(
                fields=["municipality", "answer_due", "id"],
                condition=Q(state__in=["new", "reopened"]),
                name="appeal_awaiting",
            ),
            models.Index(
                fields=["department", "answer_due", "id"],
                condition=Q(state__in=["new", "reopened"]),
                name="appeal_department_awaiting",
            ),
            models.Index(fields=["community", "-created_at"], name="appeal_community"),
            models.Index(fields=["author", "-created_at"], name="appeal_author"),
            models.Index(fields=["dispute_until"], condition=Q(state__in=["answered", "done"]), name="appeal_dispute"),
            models.Index(
                fields=["municipality", "statutory_due", "id"],
                condition=Q(is_statutory=True, closed_at=None),
                name="appeal_under_law",
            ),
            # The term of keeping what applicants without an account left.
            models.Index(
                fields=["closed_at"],
                condition=~Q(applicant_name="", applicant_contact="") & Q(closed_at__isnull=False),
                name="appeal_applicant_kept",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("appeals:detail", args=[self.public_id])

    # Django's own translate every label of the field to show one of them: that tells on a long list.
    def get_state_display(self):
        """The state; of an outcome that no author could confirm, who did or that nobody objected."""
        if self.state == AppealState.CONFIRMED and self.author_id is None:
            return str(_("Nobody objected") if self.is_silent else _("Confirmed by residents"))
        return str(AppealState(self.state).label)

    def get_source_display(self):
        return str(AppealSource(self.source).label)

    def save(self, *args, **kwargs):
        self.search_text = folded(f"{self.title} {self.text} {self.place}")
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text"}
        super().save(*args, **kwargs)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_waiting(self) -> bool:
        """The administration owes a word, and its clock runs."""
        return self.state in WAITING

    def is_overdue(self, now) -> bool:
        return self.is_waiting and self.answer_due <= now

    @property
    def is_under_law(self) -> bool:
        """The same as `under_law` tells of many."""
        return self.is_statutory and self.is_open

    def is_disputable(self, now) -> bool:
        return self.state in DISPUTABLE and self.dispute_until is not None and self.dispute_until > now
