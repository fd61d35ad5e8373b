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
from voting.models.rules import Rules


class VoteKind(models.TextChoices):
    """Kinds that the tables can carry; this issue offers decisions."""

    SUPPORT = "support", _("Gathering of support")
    POLL = "poll", _("Poll")
    DECISION = "decision", _("Vote on an agenda")
    BUDGET = "budget", _("Shared budget")


class CountedBy(models.TextChoices):
    PERSON = "person", _("one resident, one vote")
    FLAT = "flat", _("one flat, one vote")
    AREA = "area", _("by the area of premises")


class Secrecy(models.TextChoices):
    NAMED = "named", _("Named")
    CLOSED = "closed", _("Closed to neighbours")
    SECRET = "secret", _("Secret")


class VoteState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Awaits its beginning")
    OPEN = "open", _("Voting is under way")
    CLOSED = "closed", _("Ended")
    COUNTED = "counted", _("Results are in")
    CANCELLED = "cancelled", _("Cancelled")


# The only moves there are; triggers of the database hold them too. Closing and counting are two steps: papers of a
# secret vote are shuffled between them. An open vote cannot be cancelled: that would need two people (standard, 7).
ALLOWED = {
    VoteState.DRAFT: {VoteState.SCHEDULED, VoteState.OPEN, VoteState.CANCELLED},
    VoteState.SCHEDULED: {VoteState.OPEN, VoteState.CANCELLED},
    VoteState.OPEN: {VoteState.CLOSED},
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
    counted_by = models.CharField(max_length=10, choices=CountedBy, default=CountedBy.PERSON)
    secrecy = models.CharField(_("secrecy"), max_length=10, choices=Secrecy, default=Secrecy.CLOSED)
    replaceable = models.BooleanField(_("a vote may be changed until closing"), default=True)
    turnout_shown = models.BooleanField(_("turnout is shown before closing"), default=True)
    title = models.CharField(_("question"), max_length=200)
    description = models.TextField(_("explanation"), blank=True, max_length=3000)
    rules_name = models.CharField(max_length=120)
    rules_source = models.CharField(max_length=200)
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
    manifest = models.JSONField(default=dict)
    manifest_hash = models.CharField(max_length=64, blank=True)
    # Fixed at counting: see voting.counting.
    turnout = models.PositiveIntegerField(null=True)
    quorum_met = models.BooleanField(null=True)
    passed = models.BooleanField(null=True)
    ballots_digest = models.CharField(max_length=64, blank=True)
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
