"""Changes to a vote that is under way, which two people make in public; and the owners' meeting it prepared."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import PublicIdField
from voting.models.vote import Vote


class AmendmentKind(models.TextChoices):
    EXTEND = "extend", _("Prolong the vote")
    CANCEL = "cancel", _("Cancel the vote")


class AmendmentState(models.TextChoices):
    PROPOSED = "proposed", _("Awaits a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Not confirmed")


class Amendment(models.Model):
    """Prolonging or cancelling an open vote: one person proposes it with a reason, another confirms."""

    public_id = PublicIdField()
    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="amendments")
    kind = models.CharField(max_length=10, choices=AmendmentKind)
    state = models.CharField(max_length=10, choices=AmendmentState, default=AmendmentState.PROPOSED)
    reason = models.CharField(_("reason"), max_length=300)
    closes_at = models.DateTimeField(_("new end"), null=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("change of a vote")
        verbose_name_plural = _("changes of votes")
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="extend", closes_at__isnull=False) | Q(kind="cancel", closes_at=None),
                name="extension_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at=None) | ~Q(state="proposed") & Q(decided_at__isnull=False),
                name="amendment_decided_or_proposed",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="amendment_by_two_people",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="amendment_has_a_reason"),
            models.UniqueConstraint(
                fields=["vote"], condition=Q(state="proposed"), name="one_proposed_amendment_of_a_vote"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.vote}"


class OwnersMeeting(models.Model):
    """The real meeting that a preparation led to, as a record: the site held no part of it."""

    vote = models.OneToOneField(Vote, primary_key=True, on_delete=models.CASCADE, related_name="owners_meeting")
    number = models.CharField(_("number of the minutes"), max_length=60)
    held_on = models.DateField(_("date of the minutes"))
    outcome = models.TextField(_("what the owners decided"), max_length=3000)
    link = models.URLField(_("where the minutes are published"), blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("owners' general meeting")
        verbose_name_plural = _("owners' general meetings")

    def __str__(self):
        return f"№ {self.number}"
