"""An initiative: what is wrong, what to do, and where it stands."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import CommunityPage
from core.models import PublicIdField
from core.text import folded
from municipalities.models import Municipality, WithinQuerySet


class InitiativeState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("Being reviewed")
    DISCUSSION = "discussion", _("Discussion and gathering of support")
    VOTING = "voting", _("Voting")
    CONSIDERATION = "consideration", _("Considered by the administration")
    REWORK = "rework", _("Returned for rework")
    APPROVED = "approved", _("Approved by the administration")
    DECLINED = "declined", _("Declined")
    IN_PROGRESS = "in_progress", _("Being carried out")
    DONE = "done", _("Carried out")
    WITHDRAWN = "withdrawn", _("Withdrawn by the author")
    ARCHIVED = "archived", _("In the archive")


S = InitiativeState
# The whole life of an initiative: no other move exists (decision 4 for what follows a vote).
ALLOWED = {
    S.DRAFT: {S.REVIEW, S.WITHDRAWN},
    S.REVIEW: {S.DISCUSSION, S.DRAFT, S.WITHDRAWN},
    S.DISCUSSION: {S.VOTING, S.CONSIDERATION, S.WITHDRAWN, S.ARCHIVED},
    S.VOTING: {S.CONSIDERATION, S.DISCUSSION, S.ARCHIVED},
    S.CONSIDERATION: {S.APPROVED, S.DECLINED, S.REWORK, S.WITHDRAWN},
    S.REWORK: {S.CONSIDERATION, S.DISCUSSION, S.WITHDRAWN, S.ARCHIVED},
    S.APPROVED: {S.IN_PROGRESS, S.WITHDRAWN},
    S.DECLINED: {S.ARCHIVED},
    S.IN_PROGRESS: {S.DONE},
    S.DONE: set(),
    S.WITHDRAWN: set(),
    S.ARCHIVED: set(),
}
del S


class Category(models.TextChoices):
    YARD = "yard", _("Yard")
    PLAYGROUND = "playground", _("Playground")
    LIGHTING = "lighting", _("Lighting")
    ROADS = "roads", _("Roads and pavements")
    GREENERY = "greenery", _("Greenery")
    SPORT = "sport", _("Sport")
    OTHER = "other", _("Other")


class InitiativeQuerySet(WithinQuerySet):
    def public(self):
        """Past review. A draft that was withdrawn never becomes public."""
        return self.filter(published_at__isnull=False)

    def visible_to(self, user):
        """Public ones for all; private ones for the author, the group, the activists, the administrator."""
        if not user.is_authenticated:
            return self.public()
        from communities.permissions import activist_communities
        from municipalities.permissions import administered_towns

        mine = Q(author=user) | Q(group__user=user)
        reviewed = Q(state=InitiativeState.REVIEW) & (
            Q(community__in=activist_communities(user)) | Q(municipality__in=administered_towns(user))
        )
        return self.filter(Q(published_at__isnull=False) | Q(pk__in=Initiative.objects.filter(mine | reviewed)))

    def matching(self, query: str):
        found = self
        for word in folded(query).split()[:8]:
            found = found.filter(search_text__contains=word)
        return found

    def for_cards(self):
        """All that a card of a list shows, in one query."""
        return self.select_related("community", "municipality", "cover", "vote")


class Initiative(models.Model):
    """A proposal of residents. Its items and their order are those of an initiative project (33-ФЗ, art. 49)."""

    public_id = PublicIdField()
    # Given at publication: a draft has no number.
    number = models.PositiveIntegerField(_("number"), null=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="initiatives")
    community = models.ForeignKey(
        CommunityPage, on_delete=models.PROTECT, related_name="initiatives", verbose_name=_("community")
    )
    # Buildings that share the yard; the leading community is not among them.
    neighbours = models.ManyToManyField(
        CommunityPage, blank=True, related_name="shared_initiatives", verbose_name=_("also concerns")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="initiatives"
    )
    state = models.CharField(max_length=15, choices=InitiativeState, default=InitiativeState.DRAFT)
    category = models.CharField(_("category"), max_length=12, choices=Category, default=Category.OTHER)
    title = models.CharField(_("in short: what do you propose"), max_length=90)
    problem = models.TextField(_("what is the problem"), max_length=3000, blank=True)
    proposal = models.TextField(_("what we propose"), max_length=3000, blank=True)
    expected_result = models.TextField(_("expected result"), max_length=2000, blank=True)
    place = models.CharField(_("landmark"), max_length=200, blank=True)
    latitude = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)])
    # Roubles, the sum of the items of cost; kept here because lists sort by it.
    cost_estimate = models.PositiveBigIntegerField(_("preliminary cost, ₽"), default=0)
    wanted_by = models.DateField(_("when you would like to see the result"), null=True, blank=True)
    labour_note = models.CharField(_("how residents will help"), max_length=500, blank=True)
    cover = models.ForeignKey("core.Photo", null=True, on_delete=models.SET_NULL, related_name="+")
    thread = models.OneToOneField("feed.Thread", null=True, on_delete=models.PROTECT, related_name="initiative")
    # The running or latest vote; the earlier ones stay findable.
    vote = models.OneToOneField(
        "voting.Vote", null=True, on_delete=models.PROTECT, related_name="initiative", verbose_name=_("vote")
    )
    past_votes = models.ManyToManyField("voting.Vote", related_name="past_initiatives")
    # What the administration promised to do for it, once it was approved.
    assignments = models.ManyToManyField("assignments.Assignment", related_name="initiatives")
    failed_votes = models.PositiveSmallIntegerField(default=0)
    # Counted anew in the act that changes them, under the row's lock, so that lists need no counting.
    support_count = models.PositiveIntegerField(default=0)
    verified_support_count = models.PositiveIntegerField(default=0)
    # Copied at publication: later changes of the setting do not move the goal.
    support_needed = models.PositiveSmallIntegerField(default=10)
    review_note = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    support_ends_at = models.DateTimeField(null=True)
    consideration_due = models.DateField(null=True)
    state_changed_at = models.DateTimeField()
    preliminary_opinion = models.TextField(_("preliminary opinion"), max_length=1500, blank=True)
    opinion_at = models.DateTimeField(null=True)
    search_text = models.TextField(editable=False, default="")

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="one_initiative_per_number"),
            models.CheckConstraint(
                condition=Q(published_at=None, number=None) | Q(published_at__isnull=False, number__isnull=False),
                name="published_initiative_has_number",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "review", "withdrawn"]) | Q(published_at__isnull=False),
                name="public_initiative_was_published",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="place_has_both_coordinates",
            ),
            models.CheckConstraint(
                condition=Q(verified_support_count__lte=F("support_count")), name="verified_among_supporters"
            ),
            models.CheckConstraint(
                condition=~Q(state="consideration") | Q(consideration_due__isnull=False),
                name="consideration_has_a_term",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "state", "-published_at"], name="initiative_town_state"),
            models.Index(fields=["municipality", "-published_at"], name="initiative_town_new"),
            models.Index(fields=["municipality", "-support_count"], name="initiative_town_support"),
            models.Index(fields=["community", "-published_at"], name="initiative_community"),
            models.Index(fields=["author", "state"], name="initiative_author"),
            models.Index(fields=["state", "support_ends_at"], name="initiative_due"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("initiatives:detail", args=[self.public_id])

    def save(self, *args, **kwargs):
        self.search_text = folded(f"{self.title} {self.problem} {self.proposal} {self.place}")
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text"}
        super().save(*args, **kwargs)

    @property
    def is_public(self) -> bool:
        return self.published_at is not None

    @property
    def has_enough_support(self) -> bool:
        return self.verified_support_count >= self.support_needed
