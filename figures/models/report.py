"""The annual report of a town, a ТОС or a building."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import CommunityPage
from core.models import PublicIdField, private_storage
from municipalities.models import Municipality, WithinQuerySet


class ReportState(models.TextChoices):
    BUILDING = "building", pgettext_lazy("of a yearly report", "Being made")
    DRAFT = "draft", pgettext_lazy("of a yearly report", "Draft")
    FAILED = "failed", pgettext_lazy("of a yearly report", "Could not be made")
    SIGNED = "signed", pgettext_lazy("of a yearly report", "Signed off")


class ReportFormat(models.TextChoices):
    DOCX = "docx", "DOCX"
    PDF = "pdf", "PDF"
    XLSX = "xlsx", "XLSX"


class AnnualReportQuerySet(WithinQuerySet):
    def visible_to(self, user):
        """Signed ones for all; drafts for the staff of their town and for those who run the community."""
        signed = Q(state=ReportState.SIGNED)
        if not user.is_authenticated:
            return self.filter(signed)
        from communities.permissions import activist_communities
        from municipalities.permissions import staff_towns

        own = Q(municipality__in=staff_towns(user)) | Q(community__in=activist_communities(user))
        return self.filter(signed | own)


class AnnualReport(models.Model):
    """The report of a year: figures, lists and words; frozen, files and all, when it is signed off."""

    public_id = PublicIdField()
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="annual_reports")
    community = models.ForeignKey(
        CommunityPage,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="annual_reports",
        verbose_name=_("community"),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.BUILDING)
    # What contests of municipal practices ask for in words; people complete it before the report is signed off.
    background = models.TextField(_("what made it necessary"), max_length=6000, blank=True)
    aims = models.TextField(_("aims and tasks"), max_length=6000, blank=True)
    stages = models.TextField(_("stages and order of work"), max_length=6000, blank=True)
    informing = models.TextField(_("how residents were told"), max_length=6000, blank=True)
    partners = models.TextField(_("who took part"), max_length=6000, blank=True)
    strengths = models.TextField(_("strong sides"), max_length=6000, blank=True)
    weaknesses = models.TextField(_("weak sides"), max_length=6000, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    ordered_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    # Rows read of those to be read, for whoever waits.
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # The figures as they stand in the files.
    figures = models.JSONField(default=list)
    docx = models.FileField(storage=private_storage, upload_to="reports/", blank=True)
    pdf = models.FileField(storage=private_storage, upload_to="reports/", blank=True)
    xlsx = models.FileField(storage=private_storage, upload_to="reports/", blank=True)
    docx_digest = models.CharField(max_length=64, blank=True)
    pdf_digest = models.CharField(max_length=64, blank=True)
    xlsx_digest = models.CharField(max_length=64, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # The office stands on the report whatever becomes of the account.
    signed_as = models.CharField(_("position"), max_length=160, blank=True)
    signed_at = models.DateTimeField(null=True)

    TEXTS = ("background", "aims", "stages", "informing", "partners", "strengths", "weaknesses")

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="signed", signed_at__isnull=False)
                & ~Q(signed_as="")
                & ~Q(docx_digest="")
                & ~Q(pdf_digest="")
                & ~Q(xlsx_digest="")
                | ~Q(state="signed") & Q(signed_at=None, signed_as=""),
                name="signed_report_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["draft", "signed"]) | Q(made_at__isnull=False), name="made_report_has_moment"
            ),
            # Of a year and a place there is one report, whether it is signed off or not.
            models.UniqueConstraint(
                fields=["municipality", "year"], condition=Q(community=None), name="one_report_of_town"
            ),
            models.UniqueConstraint(
                fields=["community", "year"], condition=Q(community__isnull=False), name="one_report_of_community"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "-year", "-id"], name="report_town_year"),
            models.Index(fields=["ordered_at"], condition=Q(state="building"), name="report_being_made"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("figures:report", args=[self.public_id])

    @property
    def place(self) -> str:
        return self.community.title if self.community_id else self.municipality.name

    @property
    def title(self) -> str:
        return _("Annual report for %(year)s, %(place)s") % {"place": self.place, "year": self.year}

    @property
    def is_signed(self) -> bool:
        return self.state == ReportState.SIGNED

    @property
    def percent(self) -> int:
        """How far the making has come; a hundred only when it is done."""
        if self.state in (ReportState.DRAFT, ReportState.SIGNED):
            return 100
        return min(99, 100 * self.rows_done // self.rows_total) if self.rows_total else 0
