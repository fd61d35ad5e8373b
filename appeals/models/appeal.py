"""A message to the administration, by whichever door it came in."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appeals.models.categories import AppealCategory
from communities.models import CommunityPage
from core.models import PublicIdField
from core.text import folded
from municipalities.models import Department, Municipality, WithinQuerySet


class AppealState(models.TextChoices):
    NEW = "new", pgettext_lazy("of a message", "New")
    CLARIFYING = "clarifying", pgettext_lazy("of a message", "Asking the author")
    ANSWERED = "answered", pgettext_lazy("of a message", "Answered")
    UNDER_CONTROL = "under_control", pgettext_lazy("of a message", "Under control")
    IN_PROGRESS = "in_progress", pgettext_lazy("of a message", "In progress")
    DONE = "done", pgettext_lazy("of a message", "Done")
    CONFIRMED = "confirmed", pgettext_lazy("of a message", "Confirmed by the author")
    REOPENED = "reopened", pgettext_lazy("of a message", "Reopened")
    FORWARDED = "forwarded", pgettext_lazy("of a message", "Forwarded")
    DUPLICATE = "duplicate", pgettext_lazy("of a message", "Joined to another")
    DECLINED = "declined", pgettext_lazy("of a message", "Declined")


State = AppealState
# The only moves there are; `actions._move` asks this table.
ALLOWED = {
    State.NEW: {
        State.CLARIFYING,
        State.ANSWERED,
        State.UNDER_CONTROL,
        State.FORWARDED,
        State.DUPLICATE,
        State.DECLINED,
    },
    # When the author has said what was asked, it is what it was before.
    State.CLARIFYING: {State.NEW, State.REOPENED, State.ANSWERED, State.DUPLICATE, State.DECLINED},
    State.UNDER_CONTROL: {State.IN_PROGRESS, State.DONE, State.DECLINED, State.REOPENED},
    State.IN_PROGRESS: {State.DONE, State.DECLINED, State.REOPENED},
    State.ANSWERED: {State.CONFIRMED, State.REOPENED},
    State.DONE: {State.CONFIRMED, State.REOPENED},
    State.DECLINED: {State.REOPENED},
    State.REOPENED: {
        State.CLARIFYING,
        State.ANSWERED,
        State.UNDER_CONTROL,
        State.FORWARDED,
        State.DUPLICATE,
        State.DECLINED,
    },
    State.CONFIRMED: set(),
    State.FORWARDED: set(),
    State.DUPLICATE: set(),
}
# Somebody in the administration owes the author a word.
WAITING = (State.NEW, State.REOPENED)


class AppealSource(models.TextChoices):
    SITE = "site", _("Site")
    POST = "post", _("Post in the feed")
    MEETING = "meeting", _("Meeting")
    RECEPTION = "reception", _("Reception of citizens")
    PHONE = "phone", _("Telephone call")


class AppealQuerySet(WithinQuerySet):
    def visible_to(self, user):
        """Public ones for all; private ones for the author, for whoever typed it in, and for the town's officials."""
        if not user.is_authenticated:
            return self.filter(is_public=True)
        from municipalities.permissions import official_towns

        mine = Q(author=user) | Q(entered_by=user) | Q(municipality__in=official_towns(user))
        return self.filter(Q(is_public=True) | mine)

    def awaiting_answer(self):
        """What the administration has not answered yet, the most urgent first."""
        return self.filter(state__in=WAITING).order_by("answer_due", "pk")


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
    # The promise to the author; it stands still during a clarification.
    answer_due = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    # Until when the author may say that it is not so; silence confirms.
    dispute_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reopened_count = models.PositiveSmallIntegerField(default=0)
    # Neighbours who joined instead of repeating, the author not among them.
    joined_count = models.PositiveIntegerField(default=0)
    duplicate_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="duplicates")
    assignment = models.OneToOneField(
        "assignments.Assignment", null=True, on_delete=models.PROTECT, related_name="appeal"
    )
    post = models.OneToOneField("feed.Post", null=True, on_delete=models.SET_NULL, related_name="appeal")
    forwarded_to = models.CharField(_("to which body"), max_length=200, blank=True)
    # A statutory one (59-ФЗ): number and day of registration, and the three clocks of the law.
    is_statutory = models.BooleanField(_("official appeal"), default=False)
    registration_number = models.CharField(_("registration number"), max_length=60, blank=True)
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    statutory_due = models.DateField(null=True)
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
        ]
        indexes = [
            models.Index(fields=["municipality", "-created_at", "-id"], name="appeal_town_new"),
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
            models.Index(fields=["state", "dispute_until"], name="appeal_dispute"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("appeals:detail", args=[self.public_id])

    def save(self, *args, **kwargs):
        self.search_text = folded(f"{self.title} {self.text} {self.place}")
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text"}
        super().save(*args, **kwargs)
