"""Who stands behind an initiative: group, supporters, followers, helpers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models import CommunityPage
from initiatives.models.initiative import Initiative


class GroupMember(models.Model):
    """A person of the initiative group: invited by the author, in once they agree."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="group")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="initiative_groups")
    invited_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["initiative", "user"], name="once_in_the_group")]

    def __str__(self):
        return f"{self.user_id} → {self.initiative_id}"


class Support(models.Model):
    """A resident's support. Only members' support counts to the threshold (decision 8)."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="supports")
    # None: somebody who has left the site; the number of supporters does not change by that.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="supports")
    # The concerned community of which the supporter is a verified member; None for other residents.
    community = models.ForeignKey(CommunityPage, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "user"],
                name="one_support_per_person",
                violation_error_message=_("You support this initiative already."),
            )
        ]
        indexes = [models.Index(fields=["user", "-at"], name="support_user")]

    def __str__(self):
        return f"{self.user_id} → {self.initiative_id}"


class Follow(models.Model):
    """A person wants to hear what becomes of an initiative."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="followers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["initiative", "user"], name="one_follow_per_person")]

    def __str__(self):
        return f"{self.user_id} → {self.initiative_id}"


class HelpKind(models.TextChoices):
    HANDS = "hands", _("with my hands")
    TOOLS = "tools", _("with a tool")
    TRANSPORT = "transport", _("with transport")
    MONEY = "money", _("with money")


class HelpOffer(models.Model):
    """An offer of help, and afterwards whether the person came and for how many hours."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="help_offers")
    # None: somebody who has left the site; the hours they gave stay counted.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="help_offers"
    )
    kind = models.CharField(_("how I can help"), max_length=10, choices=HelpKind)
    note = models.CharField(_("details"), max_length=200, blank=True)
    offered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    came = models.BooleanField(null=True)
    # Half-hours, as an integer: 3 is an hour and a half.
    half_hours = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = _("offer of help")
        verbose_name_plural = _("offers of help")
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "user", "kind"], condition=Q(withdrawn_at=None), name="one_offer_per_kind"
            ),
            models.CheckConstraint(condition=Q(half_hours=None) | Q(came=True), name="hours_of_those_who_came"),
        ]

    def __str__(self):
        return f"{self.user_id}: {self.get_kind_display()}"
