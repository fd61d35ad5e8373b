"""Who may vote, frozen at opening."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import CommunityPage
from voting.models.vote import Vote


class Basis(models.TextChoices):
    MEMBER = "member", _("confirmed member of the community")
    REGISTRY = "registry", _("unit of the registry of premises")


class RollEntry(models.Model):
    """One right to vote: of a person, a flat or a share, with its weight and where the right comes from.

    No name stands here: a person's entry leads to them through the key of their account alone, so that a roll
    survives their erasure. What the registry said of a flat is copied, for the registry goes on changing.
    """

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="roll")
    # Of a person the actor key, of a flat its public id, of a share the flat's id and the share's number.
    key = models.CharField(max_length=40)
    # As the entry stands in the published roll: nobody but the town can tell whose it is.
    line = models.CharField(max_length=32)
    community = models.ForeignKey(CommunityPage, on_delete=models.PROTECT, related_name="+")
    household = models.CharField(max_length=10, blank=True)
    flat = models.CharField(max_length=20, blank=True)
    share = models.CharField(max_length=20, blank=True)
    entrance = models.PositiveSmallIntegerField(null=True)
    # One, or hundredths of m².
    weight = models.PositiveIntegerField(default=1)
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.MEMBER)

    class Meta:
        verbose_name = _("entry of the roll")
        verbose_name_plural = _("roll")
        constraints = [
            models.UniqueConstraint(fields=["vote", "key"], name="one_roll_entry_per_right"),
            models.UniqueConstraint(fields=["vote", "line"], name="one_roll_entry_per_line"),
            models.CheckConstraint(condition=models.Q(weight__gte=1), name="roll_weight_is_positive"),
        ]
        indexes = [models.Index(fields=["vote", "entrance", "flat"], name="roll_entrance")]

    def __str__(self):
        return f"{self.vote_id}: {self.pk}"


class RollVoter(models.Model):
    """A person who may cast an entry's vote on the site, by the key of their account; several of one flat may."""

    entry = models.ForeignKey(RollEntry, on_delete=models.CASCADE, related_name="voters")
    voter_key = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voter_key", "entry"], name="one_roll_voter_per_entry")]

    def __str__(self):
        return str(self.entry_id)
