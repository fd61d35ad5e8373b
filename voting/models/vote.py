"""A vote and what it asks."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import CommunityPage
from core.models import PublicIdField
from municipalities.models import Municipality, WithinQuerySet
from voting.models.kinds import METHODS, CountedBy, Method, Purpose, Secrecy, VoteKind
from voting.models.rules import Rules


class VoteState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Awaits its beginning")
    OPEN = "open", _("Voting is under way")
    CLOSED = "closed", _("Ended")
    COUNTED = "counted", _("Results are in")
    CANCELLED = "cancelled", _("Cancelled")


# The only moves there are; triggers of the database hold them too. Closing and counting are two steps: papers of a
# secret vote are shuffled between them. An open vote is cancelled by two people alone: see Amendment.
ALLOWED = {
    VoteState.DRAFT: {VoteState.SCHEDULED, VoteState.OPEN, VoteState.CANCELLED},
    VoteState.SCHEDULED: {VoteState.OPEN, VoteState.CANCELLED},
    VoteState.OPEN: {VoteState.CLOSED, VoteState.CANCELLED},
    VoteState.CLOSED: {VoteState.COUNTED},
    VoteState.COUNTED: set(),
    VoteState.CANCELLED: set(),
}


class Choice(models.TextChoices):
    FOR = "for", _("For")
    AGAINST = "against", _("Against")
    ABSTAIN = "abstain", _("Abstain")


class VoteQuerySet(WithinQuerySet):
    def visible_to(self, user):
        """Drafts are seen by nobody but through the thing they belong to."""
        return self.exclude(state=VoteState.DRAFT)

    def running(self):
        return self.filter(state=VoteState.OPEN)

    def due_to_open(self, at: datetime):
        return self.filter(state=VoteState.SCHEDULED, opens_at__lte=at)

    def due_to_close(self, at: datetime):
        return self.filter(state=VoteState.OPEN, closes_at__lte=at)

    def awaiting_outcome(self):
        """Counted, and nobody has said what happens next."""
        return self.filter(state=VoteState.COUNTED, outcome="")

    def uncounted(self):
        return self.filter(state=VoteState.CLOSED)


class Vote(Rules):
    """One vote: its question, rules, times, roll and, once counted, its result."""

    public_id = PublicIdField()
    number = models.PositiveIntegerField(_("number"))
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="votes")
    community = models.ForeignKey(CommunityPage, on_delete=models.PROTECT, related_name="votes")
    # Whose verified members are on the roll: one community, or several that share a yard.
    electorate = models.ManyToManyField(CommunityPage, related_name="+")
    kind = models.CharField(max_length=10, choices=VoteKind, default=VoteKind.DECISION)
    method = models.CharField(_("how it is counted"), max_length=12, choices=Method, default=Method.AGENDA)
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.ORDINARY)
    counted_by = models.CharField(_("counted by"), max_length=10, choices=CountedBy, default=CountedBy.PERSON)
    secrecy = models.CharField(_("secrecy"), max_length=10, choices=Secrecy, default=Secrecy.CLOSED)
    replaceable = models.BooleanField(_("a vote may be changed until closing"), default=True)
    turnout_shown = models.BooleanField(_("turnout is shown before closing"), default=True)
    paper_allowed = models.BooleanField(_("paper ballots are taken too"), default=False)
    codes_allowed = models.BooleanField(
        _("the code of a printed ballot is enough to vote on the site, without an account"), default=False
    )
    # Whole roubles that a shared budget has to give.
    budget = models.PositiveBigIntegerField(_("sum to be shared, ₽"), null=True, blank=True)
    title = models.CharField(_("question"), max_length=200)
    description = models.TextField(_("explanation"), blank=True, max_length=3000)
    rules_name = models.CharField(max_length=120)
    rules_source = models.CharField(max_length=200)
    rules_certainty = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=VoteState, default=VoteState.DRAFT)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    opens_at = models.DateTimeField(_("begins"))
    closes_at = models.DateTimeField(_("ends"))
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    # Fixed at opening and hashed.
    roll_size = models.PositiveIntegerField(default=0)
    roll_weight = models.PositiveBigIntegerField(default=0)
    roll_fingerprint = models.CharField(max_length=64, blank=True)
    # Lines of the published roll are made with it; never published itself.
    roll_salt = models.CharField(max_length=64, blank=True)
    manifest = models.JSONField(default=dict)
    manifest_hash = models.CharField(max_length=64, blank=True)
    # Fixed at counting: see voting.counting.
    turnout = models.PositiveIntegerField(null=True)
    quorum_met = models.BooleanField(null=True)
    passed = models.BooleanField(null=True)
    ballots_digest = models.CharField(max_length=64, blank=True)
    result = models.JSONField(default=dict)
    # Of the last record's hash, by the key that stands outside the database: see voting.signing.
    signature = models.CharField(max_length=128, blank=True)
    signature_key = models.CharField(max_length=64, blank=True)
    # The last step, which a person writes: what happens next.
    outcome = models.TextField(_("what happens next"), blank=True, max_length=3000)
    outcome_at = models.DateTimeField(null=True)
    outcome_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # When those on the roll who had not voted were reminded.
    reminded_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)

    objects = VoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="one_vote_per_number"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="vote_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(secrecy="secret") | Q(replaceable=False), name="secret_vote_is_not_replaceable"
            ),
            models.CheckConstraint(
                condition=Q(quorum_denominator__gte=1, quorum_numerator__lte=F("quorum_denominator")),
                name="vote_quorum_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(threshold_denominator__gte=1, threshold_numerator__lte=F("threshold_denominator")),
                name="vote_threshold_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(*(Q(kind=kind, method__in=methods) for kind, methods in METHODS.items()), _connector=Q.OR),
                name="vote_method_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind="budget", budget__gte=1) | ~Q(kind="budget") & Q(budget=None),
                name="budget_vote_has_a_sum",
            ),
            models.CheckConstraint(
                # An empty number would make the comparison unknown, which a check lets through.
                condition=~Q(kind="support") | Q(needed__isnull=False, needed__gte=1),
                name="support_vote_has_a_number",
            ),
            # Areas stand in the published list, and a neighbour knows whose they are.
            models.CheckConstraint(condition=~Q(counted_by="area") | Q(secrecy="named"), name="area_vote_is_named"),
            models.CheckConstraint(
                condition=~Q(purpose="owners") | Q(kind="decision", counted_by="area"), name="owners_vote_by_area"
            ),
            # Who types a paper in would know whose it is.
            models.CheckConstraint(
                condition=~Q(secrecy="secret") | Q(paper_allowed=False), name="secret_vote_has_no_paper"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_at=None)
                | ~Q(outcome="") & Q(outcome_at__isnull=False, state="counted"),
                name="outcome_is_written_once_counted",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["open", "closed", "counted"]) | Q(opened_at__isnull=False),
                name="open_vote_was_opened",
            ),
            models.CheckConstraint(
                condition=~Q(state="counted")
                | Q(closed_at__isnull=False, counted_at__isnull=False, turnout__isnull=False, passed__isnull=False),
                name="counted_vote_has_result",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "state", "closes_at"], name="vote_town_state"),
            models.Index(fields=["community", "state", "closes_at"], name="vote_community_state"),
            models.Index(fields=["state", "opens_at"], name="vote_due_open"),
            models.Index(fields=["state", "closes_at"], name="vote_due_close"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("voting:detail", args=[self.public_id])

    def is_open(self, at: datetime) -> bool:
        """Within [opens, closes): the exact second of closing is too late."""
        return self.state == VoteState.OPEN and self.opens_at <= at < self.closes_at

    @property
    def is_secret(self) -> bool:
        return self.secrecy == Secrecy.SECRET


class AgendaItem(models.Model):
    """One question of the agenda and, once counted, its figures."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("question"), max_length=500)
    # At most so many options on a paper; None for no limit.
    max_choices = models.PositiveSmallIntegerField(_("options at most"), null=True, blank=True)
    votes_for = models.PositiveBigIntegerField(null=True)
    votes_against = models.PositiveBigIntegerField(null=True)
    votes_abstain = models.PositiveBigIntegerField(null=True)
    passed = models.BooleanField(null=True)
    reason = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["vote", "order"], name="one_item_per_place")]

    def __str__(self):
        return self.text


class Option(models.Model):
    """An answer of a poll, or a project of a shared budget. What it came to stands in the vote's result."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="options")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("option"), max_length=200)
    description = models.TextField(_("explanation"), blank=True, max_length=1000)
    # Whole roubles.
    cost = models.PositiveBigIntegerField(_("cost, ₽"), null=True, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["item", "order"], name="one_option_per_place"),
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=1), name="project_costs_something"),
        ]

    def __str__(self):
        return self.text
