"""Marks on the roll, and papers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voting.models.roll import RollEntry
from voting.models.vote import Vote


class Channel(models.TextChoices):
    SITE = "site", _("on the site")
    PAPER = "paper", _("on paper")


class Participation(models.Model):
    """A mark on the roll that this voter has voted. One per entry, whatever races: the database's constraint.

    In a secret vote the mark has no time, and nothing ties it to a paper. The mark is itself the record that a
    person voted: no event of the journal repeats it, in any mode, so that no list tells an order of voters.
    """

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="participations")
    entry = models.ForeignKey(RollEntry, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=5, choices=Channel, default=Channel.SITE)
    at = models.DateTimeField(null=True)
    # Who cast it, where several may; not kept of a secret vote, of a paper, or of who came with a code.
    by_key = models.UUIDField(null=True)
    # Receipts of papers that the voter has since replaced: a late repeat of an old request must not bring one back.
    replaced = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vote", "entry"], name="one_voice_per_entry")]

    def __str__(self):
        return f"{self.vote_id}: {self.entry_id}"


class Ballot(models.Model):
    """A paper: its receipt is its name, so that no serial number tells an order.

    `choices` is the whole paper, {agenda item's order as text: choice}: see voting.counting for each kind.
    """

    receipt = models.CharField(max_length=32, primary_key=True)
    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="ballots")
    # None in a secret vote, by constraint.
    participation = models.OneToOneField(Participation, null=True, on_delete=models.CASCADE, related_name="ballot")
    is_secret = models.BooleanField()
    channel = models.CharField(max_length=5, choices=Channel, default=Channel.SITE)
    weight = models.PositiveIntegerField(default=1)
    choices = models.JSONField()

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_secret=True, participation=None) | Q(is_secret=False, participation__isnull=False),
                name="secret_ballot_has_no_voter",
            ),
            models.CheckConstraint(condition=Q(is_secret=False) | Q(weight=1), name="secret_ballot_has_no_weight"),
        ]
        indexes = [models.Index(fields=["vote", "receipt"], name="ballots_by_receipt")]

    def __str__(self):
        return self.receipt


class ReplacedReceipt(models.Model):
    """A receipt whose paper its voter has since changed: who checks it is told so, without reading the whole chain."""

    receipt = models.CharField(max_length=32, primary_key=True)
    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="replaced_receipts")

    def __str__(self):
        return self.receipt


class VoteKey(models.Model):
    """The key receipts are made with; destroyed at closing, so that afterwards no nonce leads to a paper."""

    vote = models.OneToOneField(Vote, primary_key=True, on_delete=models.CASCADE, related_name="key")
    secret = models.BinaryField(max_length=32)

    def __str__(self):
        return str(self.vote_id)


class Chain(models.Model):
    """The head of a vote's chain: how many records it has, and the hash of the last one."""

    vote = models.OneToOneField(Vote, primary_key=True, on_delete=models.CASCADE, related_name="chain")
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    def __str__(self):
        return f"{self.vote_id}: {self.length}"


class ChainRecord(models.Model):
    """A link of the chain: canonical JSON and its SHA-256. Only ever added."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="records")
    seq = models.PositiveIntegerField()
    body = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vote", "seq"], name="one_record_per_place")]

    def __str__(self):
        return f"{self.vote_id}: {self.seq}"
