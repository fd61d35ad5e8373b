"""Flat codes: single-use codes printed for the mailboxes of a building, and what neighbours say of who used them."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.models.membership import Membership
from communities.models.page import CommunityPage
from communities.models.premises import Premises
from core.models import PublicIdField
from municipalities.models import WithinQuerySet


class CodeBatchQuerySet(WithinQuerySet):
    town_path = "community__municipality"


class CodeBatch(models.Model):
    """Codes printed together: the slips of one entrance or of the whole building."""

    public_id = PublicIdField()
    community = models.ForeignKey(CommunityPage, on_delete=models.CASCADE, related_name="code_batches")
    # None: all entrances.
    entrance = models.PositiveSmallIntegerField(_("entrance"), null=True, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = CodeBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("print of flat codes")
        verbose_name_plural = _("prints of flat codes")
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="codes_expire_after_issue")
        ]
        indexes = [models.Index(fields=["community", "-issued_at"], name="code_batches")]

    def __str__(self):
        return f"{self.community}: {self.issued_at:%Y-%m-%d}"

    @property
    def last_day(self):
        """«До 30 ноября»: the codes end when the next day begins in the town."""
        return self.expires_at - timedelta(seconds=1)


class VerificationCode(models.Model):
    """A code of one flat. Only a keyed digest is kept: the code itself is known to the slip alone."""

    batch = models.ForeignKey(CodeBatch, on_delete=models.CASCADE, related_name="codes")
    premises = models.ForeignKey(Premises, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64, unique=True)
    max_uses = models.PositiveSmallIntegerField(default=1)
    uses = models.PositiveSmallIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("flat code")
        verbose_name_plural = _("flat codes")
        constraints = [
            models.CheckConstraint(
                condition=Q(max_uses__gte=1, uses__lte=F("max_uses")), name="code_used_as_often_as_allowed"
            )
        ]

    def __str__(self):
        return f"{self.premises}"


class CodeRedemption(models.Model):
    """One use of a code: the number of the use is unique, so that a race cannot use it twice."""

    code = models.ForeignKey(VerificationCode, on_delete=models.CASCADE, related_name="redemptions")
    number = models.PositiveSmallIntegerField()
    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="redemption")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "number"], name="one_redemption_per_use")]

    def __str__(self):
        return f"{self.code_id}/{self.number}"


class MembershipObjection(models.Model):
    """A member of the same flat says that a newcomer does not live there; the activist decides."""

    public_id = PublicIdField()
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="objections")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    note = models.CharField(_("what is wrong"), max_length=300, blank=True)
    raised_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Whether the activist agreed that the person does not belong to the flat; None while undecided.
    upheld = models.BooleanField(null=True)

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = [
            models.UniqueConstraint(fields=["membership", "by"], name="one_objection_per_neighbour"),
            models.CheckConstraint(
                condition=Q(decided_at=None, upheld=None) | Q(decided_at__isnull=False, upheld__isnull=False),
                name="objection_decided_or_open",
            ),
        ]

    def __str__(self):
        return f"{self.membership_id}: {self.raised_at:%Y-%m-%d}"
