"""Totals of earlier years, and annual reports."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import CommunityPage
from core.models import PublicIdField, private_storage
from municipalities.models import Municipality, WithinQuerySet


class YearTotal(models.Model):
    """A figure of a year before the site, entered by hand and shown as such."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="year_totals")
    community = models.ForeignKey(
        CommunityPage, null=True, blank=True, on_delete=models.CASCADE, related_name="year_totals"
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)])
    # A code of figures/definitions.py.
    figure = models.CharField(_("figure"), max_length=40)
    value = models.PositiveBigIntegerField(_("value"))
    source = models.CharField(_("where it is from"), max_length=200, blank=True)

    objects = WithinQuerySet.as_manager()

    class Meta:
        verbose_name = _("total of an earlier year")
        verbose_name_plural = _("totals of earlier years")
        ordering = ["-year", "figure"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "figure"], condition=Q(community=None), name="one_total_of_town"
            ),
            models.UniqueConstraint(
                fields=["community", "year", "figure"],
                condition=Q(community__isnull=False),
                name="one_total_of_community",
            ),
        ]

    def __str__(self):
        return f"{self.year}: {self.figure}"


class ReportState(models.TextChoices):
    BUILDING = "building", pgettext_lazy("of a yearly report", "Being made")
    DRAFT = "draft", pgettext_lazy("of a yearly report", "Draft")
    SIGNED = "signed", pgettext_lazy("of a yearly report", "Signed off")


class AnnualReport(models.Model):
    """The report of a year, of the town or of one community; frozen when it is signed off."""

    public_id = PublicIdField()
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="annual_reports")
    community = models.ForeignKey(
        CommunityPage, null=True, blank=True, on_delete=models.CASCADE, related_name="annual_reports"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.BUILDING)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    progress = models.PositiveSmallIntegerField(default=0)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    signed_at = models.DateTimeField(null=True)
    docx = models.FileField(storage=private_storage, upload_to="reports/", blank=True)
    pdf = models.FileField(storage=private_storage, upload_to="reports/", blank=True)
    xlsx = models.FileField(storage=private_storage, upload_to="reports/", blank=True)

    objects = WithinQuerySet.as_manager()

    class Meta:
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="signed", signed_at__isnull=False) | ~Q(state="signed") & Q(signed_at=None),
                name="signed_report_has_moment",
            ),
            models.UniqueConstraint(
                fields=["municipality", "year"],
                condition=Q(state="signed", community=None),
                name="one_signed_report_of_town",
            ),
            models.UniqueConstraint(
                fields=["community", "year"],
                condition=Q(state="signed", community__isnull=False),
                name="one_signed_report_of_community",
            ),
        ]

    def __str__(self):
        return f"{self.year}"
