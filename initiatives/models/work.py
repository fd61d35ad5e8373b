"""Carrying out: stages and the report."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from initiatives.models.initiative import Initiative


class StageState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    DONE = "done", _("Done")


class Stage(models.Model):
    """One stage of the work."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="stages")
    title = models.CharField(_("what will be done"), max_length=120)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    state = models.CharField(max_length=8, choices=StageState, default=StageState.PLANNED)
    report = models.TextField(_("what was done"), max_length=2000, blank=True)
    done_on = models.DateField(_("done on"), null=True)

    class Meta:
        verbose_name = _("stage of work")
        verbose_name_plural = _("stages of work")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="stage_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(state="planned", done_on=None) | Q(state="done", done_on__isnull=False),
                name="done_stage_has_date",
            ),
        ]

    def __str__(self):
        return self.title


class CompletionReport(models.Model):
    """What was done in the end, when and for how much."""

    initiative = models.OneToOneField(Initiative, on_delete=models.CASCADE, related_name="completion")
    text = models.TextField(_("what was done"), max_length=3000)
    actual_cost = models.PositiveBigIntegerField(_("actual cost, ₽"))
    completed_on = models.DateField(_("completed on"))
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reported_at = models.DateTimeField()

    class Meta:
        verbose_name = _("report on the realisation")
        verbose_name_plural = _("reports on the realisation")

    def __str__(self):
        return str(self.initiative_id)
