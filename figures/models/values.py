"""What was counted and kept, so that a page of figures costs the same whatever the size of the town."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from appeals.models import Appeal
from communities.models import CommunityPage
from municipalities.models import Department, Municipality, WithinQuerySet


class YearTotal(models.Model):
    """A figure of a year before the site, entered by hand and shown as such."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="year_totals")
    community = models.ForeignKey(
        CommunityPage,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="year_totals",
        verbose_name=_("community"),
        help_text=_("Empty: of the whole town"),
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)])
    # A code of figures.definitions.
    figure = models.CharField(_("figure"), max_length=40)
    value = models.PositiveBigIntegerField(_("value"))
    source = models.CharField(
        _("where it is from"), max_length=200, help_text=_("Shown beside the figure: a report, a protocol, a letter")
    )

    objects = WithinQuerySet.as_manager()

    class Meta:
        verbose_name = _("total of an earlier year")
        verbose_name_plural = _("totals of earlier years")
        ordering = ["-year", "figure"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "figure"],
                condition=Q(community=None),
                name="one_total_of_town",
                violation_error_message=_("This figure of that year is entered already."),
            ),
            models.UniqueConstraint(
                fields=["community", "year", "figure"],
                condition=Q(community__isnull=False),
                name="one_total_of_community",
                violation_error_message=_("This figure of that year is entered already."),
            ),
            models.CheckConstraint(condition=~Q(source=""), name="total_says_where_it_is_from"),
        ]
        indexes = [models.Index(fields=["municipality", "community", "year"], name="total_of_place")]

    def __str__(self):
        return f"{self.year}: {self.figure_name}"

    def clean(self):
        from figures.definitions import ENTERED

        super().clean()
        if self.figure and self.figure not in ENTERED:
            raise ValidationError({"figure": _("There is no such figure.")})
        if self.figure and self.community_id and not ENTERED[self.figure].community:
            raise ValidationError({"community": _("This figure is counted for the whole town only.")})

    @property
    def figure_name(self):
        from figures.definitions import ENTERED

        return ENTERED[self.figure].name if self.figure in ENTERED else self.figure


class FigureValue(models.Model):
    """A figure as it was counted at the last refresh, of a town, a community or a department."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    community = models.ForeignKey(CommunityPage, null=True, on_delete=models.CASCADE, related_name="+")
    department = models.ForeignKey(Department, null=True, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    # None: of the whole year.
    month = models.PositiveSmallIntegerField(null=True)
    figure = models.CharField(max_length=40)
    value = models.BigIntegerField()
    # How many it was made of, where that is not the value itself: of a median.
    sample = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(community=None) | Q(department=None), name="figure_of_community_or_department"
            ),
            models.CheckConstraint(condition=Q(month=None) | Q(month__range=(1, 12)), name="figure_of_a_real_month"),
            *(
                models.UniqueConstraint(
                    fields=[whose, "year", "figure", *(["month"] if monthly else [])],
                    condition=Q(community__isnull=whose != "community", department__isnull=whose != "department")
                    & Q(month__isnull=not monthly),
                    name=f"one_figure_of_{whose[:10]}_{'month' if monthly else 'year'}",
                )
                for whose in ("municipality", "community", "department")
                for monthly in (False, True)
            ),
        ]

    def __str__(self):
        return f"{self.year}: {self.figure} = {self.value}"


class FigureRefresh(models.Model):
    """When the figures of a town were counted, and what of its journal they have seen."""

    municipality = models.OneToOneField(
        Municipality, primary_key=True, on_delete=models.CASCADE, related_name="figure_refresh"
    )
    at = models.DateTimeField(null=True)
    # Years before the last one seldom change: they are counted anew once a day.
    all_years_on = models.DateField(null=True)
    last_event = models.BigIntegerField(default=0)
    # While a worker counts, the others leave the town alone; a worker that died is waited for no longer than this.
    claimed_until = models.DateTimeField(null=True)

    def __str__(self):
        return f"{self.municipality_id}: {self.at}"


class ResponseTime(models.Model):
    """How long a message waited for its first answer, in the working minutes of the town, measured once.

    A later change of the calendar does not rewrite what people have lived through.
    """

    appeal = models.OneToOneField(Appeal, primary_key=True, on_delete=models.CASCADE, related_name="response_time")
    answered_at = models.DateTimeField()
    minutes = models.PositiveIntegerField()
    in_time = models.BooleanField()

    def __str__(self):
        return f"{self.appeal_id}: {self.minutes}"
