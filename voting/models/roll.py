"""Who may vote, frozen at opening."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import CommunityPage
from voting.models.vote import Vote


class RollEntry(models.Model):
    """One right to vote: a pseudonymous key, a weight, and where the right comes from.

    The name stands only in the account that carries the key, so a roll survives the person's erasure.
    """

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="roll")
    voter_key = models.UUIDField()
    community = models.ForeignKey(CommunityPage, on_delete=models.PROTECT, related_name="+")
    entrance = models.PositiveSmallIntegerField(null=True)
    weight = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("entry of the roll")
        verbose_name_plural = _("roll")
        constraints = [
            models.UniqueConstraint(fields=["vote", "voter_key"], name="one_roll_entry_per_voter"),
            models.CheckConstraint(condition=models.Q(weight__gte=1), name="roll_weight_is_positive"),
        ]
        indexes = [models.Index(fields=["voter_key"], name="roll_voter")]

    def __str__(self):
        return f"{self.vote_id}: {self.pk}"
