"""Printed ballots and their way into the count."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import PublicIdField, private_storage
from voting.models.roll import RollEntry
from voting.models.vote import Vote


class Slip(models.Model):
    """A printed ballot of one entry of the roll. Only a keyed digest of its code is kept: the paper alone knows it.

    Printed anew, an entry has several; all of them stand for the same single voice.
    """

    public_id = PublicIdField()
    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="slips")
    entry = models.ForeignKey(RollEntry, on_delete=models.CASCADE, related_name="slips")
    digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("printed ballot")
        verbose_name_plural = _("printed ballots")

    def __str__(self):
        return self.public_id


class PaperState(models.TextChoices):
    WAITING = "waiting", _("Awaits a second person")
    DIFFERS = "differs", _("Two people read it differently")
    COUNTED = "counted", pgettext_lazy("a paper ballot", "Counted")
    REFUSED = "refused", _("Not counted")


class PaperRefusal(models.TextChoices):
    """Why a reading is not counted."""

    SITE_FIRST = "site_first", _("The vote was given on the site first")
    CORRECTED = "corrected", _("Corrected: a later reading is counted")
    DECIDED = "decided", _("A third person decided by the scan")
    WITHDRAWN = "withdrawn", _("Taken back before it was counted")
    UNCONFIRMED = "unconfirmed", _("No second person confirmed it before the end")


class PaperEntry(models.Model):
    """What was read off a paper ballot: with a scan by one person, or by two people independently."""

    public_id = PublicIdField()
    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="papers")
    entry = models.ForeignKey(RollEntry, on_delete=models.CASCADE, related_name="papers")
    # Which print it was, by whose stub the voter checks; None where the code was neither scanned nor typed.
    slip = models.ForeignKey(Slip, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=PaperState, default=PaperState.WAITING)
    choices = models.JSONField()
    scan = models.FileField(_("scan"), storage=private_storage, upload_to="ballots/", blank=True)
    # Of the scan's bytes: it stays when the file itself is past its term.
    scan_digest = models.CharField(max_length=64, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    entered_at = models.DateTimeField()
    # What the second person read, kept until both agree.
    second_choices = models.JSONField(null=True)
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    second_at = models.DateTimeField(null=True)
    # A `PaperRefusal`.
    refusal = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = _("paper ballot")
        verbose_name_plural = _("paper ballots")
        constraints = [
            # Beside the counted one there may be one being read that will correct it.
            models.UniqueConstraint(
                fields=["vote", "entry"], condition=Q(state__in=["waiting", "differs"]), name="one_paper_being_read"
            ),
            models.UniqueConstraint(
                fields=["vote", "entry"], condition=Q(state="counted"), name="one_paper_counted_per_entry"
            ),
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(second_by=F("entered_by")), name="paper_read_by_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state="counted") | ~Q(scan_digest="") | Q(second_at__isnull=False),
                name="counted_paper_has_scan_or_second_reader",
            ),
        ]
        indexes = [models.Index(fields=["vote", "state", "entered_at"], name="papers_in_state")]

    def __str__(self):
        return self.public_id

    @property
    def refusal_words(self) -> str:
        return PaperRefusal(self.refusal).label if self.refusal else ""
