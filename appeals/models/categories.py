"""Whose job what is: the routing table of a town, and its templates of answers."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import PublicIdField
from municipalities.models import Department, Municipality, WithinQuerySet


class TermUnit(models.TextChoices):
    HOURS = "hours", _("working hours")
    DAYS = "days", _("working days")
    CALENDAR_DAYS = "calendar_days", _("calendar days")


class AppealCategory(models.Model):
    """One line of the routing table: what a message is about, whose job that is, and how soon it is answered."""

    public_id = PublicIdField()
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="appeal_categories")
    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=120)
    # None: not the administration's job; the guidance says whose it is.
    department = models.ForeignKey(
        Department,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appeal_categories",
        verbose_name=_("department"),
    )
    guidance = models.TextField(_("whose job it is, and what to do first"), max_length=1000, blank=True)
    emergency_phone = models.CharField(_("emergency number"), max_length=60, blank=True)
    # Violations of the rules of landscaping, housing and land, for municipal control.
    is_violation = models.BooleanField(_("about a violation of rules"), default=False)
    answer_amount = models.PositiveSmallIntegerField(_("answer within"), default=9, validators=[MinValueValidator(1)])
    answer_unit = models.CharField(_("counted in"), max_length=14, choices=TermUnit, default=TermUnit.HOURS)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("offered to residents"), default=True)

    objects = WithinQuerySet.as_manager()

    class Meta:
        verbose_name = _("category of messages")
        verbose_name_plural = _("categories of messages")
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="one_appeal_category_per_name"),
            models.CheckConstraint(condition=Q(answer_amount__gte=1), name="appeal_category_has_a_term"),
        ]

    def __str__(self):
        return self.name


class AnswerTemplate(models.Model):
    """Words that a department often answers with; whoever answers completes them."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="answer_templates")
    department = models.ForeignKey(
        Department,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="answer_templates",
        verbose_name=_("department"),
    )
    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=80)
    text = models.TextField(_("text"), max_length=3000)

    objects = WithinQuerySet.as_manager()

    class Meta:
        verbose_name = _("template of an answer")
        verbose_name_plural = _("templates of answers")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="one_answer_template_per_name")]

    def __str__(self):
        return self.name


class AppealSettings(models.Model):
    """What a town has settled about messages; the days of a dispute stand among the settings of the town itself."""

    municipality = models.OneToOneField(Municipality, on_delete=models.CASCADE, related_name="appeal_settings")
    pos_url = models.URLField(
        _("where official appeals are sent"),
        default="https://pos.gosuslugi.ru/",
        help_text=_("The state's channel: the page of «Госуслуги. Решаем вместе» of the town"),
    )

    class Meta:
        verbose_name = _("settings of messages")
        verbose_name_plural = _("settings of messages")

    def __str__(self):
        return str(self.municipality)

    @classmethod
    def of(cls, municipality):
        """The town's settings; those of a town that has settled nothing are the usual ones."""
        return cls.objects.filter(municipality=municipality).first() or cls(municipality=municipality)
