"""Rules of counting: dated presets with their source, never constants of the code."""

from fractions import Fraction

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from voting import counting


class QuorumBase(models.TextChoices):
    ROLL = "roll", _("of all on the roll")
    NONE = "none", _("no quorum")


class Majority(models.TextChoices):
    SIMPLE = "simple", _("more than half of those taking part")
    ABSOLUTE = "absolute", _("more than half of all votes")
    TWO_THIRDS = "two_thirds", _("at least two thirds of all votes")


class Rules(models.Model):
    """What decides a vote. A vote copies these at opening, so that editing a preset changes no vote."""

    quorum_base = models.CharField(_("quorum"), max_length=10, choices=QuorumBase, default=QuorumBase.ROLL)
    quorum_numerator = models.PositiveSmallIntegerField(_("quorum, numerator"), default=1)
    quorum_denominator = models.PositiveSmallIntegerField(
        _("quorum, denominator"), default=3, validators=[MinValueValidator(1)]
    )
    quorum_strict = models.BooleanField(
        _("more than this share"), default=False, help_text=_("Otherwise exactly this share is enough")
    )
    majority = models.CharField(_("majority"), max_length=12, choices=Majority, default=Majority.SIMPLE)
    min_age = models.PositiveSmallIntegerField(_("age from"), default=18, validators=[MaxValueValidator(120)])

    class Meta:
        abstract = True

    @property
    def quorum(self) -> Fraction | None:
        """The share of the roll that has to take part; None when any number will do."""
        if self.quorum_base == QuorumBase.NONE:
            return None
        return Fraction(self.quorum_numerator, self.quorum_denominator)

    @property
    def rules(self) -> counting.Rules:
        return counting.Rules(self.quorum, self.quorum_strict, self.majority)


class RulePresetQuerySet(models.QuerySet):
    def in_force(self, municipality, on):
        """Presets of the law and of this town that are valid on a date."""
        return self.filter(
            Q(municipality=None) | Q(municipality=municipality),
            Q(valid_until=None) | Q(valid_until__gte=on),
            valid_from__lte=on,
        )


class RulePreset(Rules):
    """A named set of rules with the act it comes from and how certain we are of it."""

    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.CASCADE, related_name="rule_presets"
    )
    name = models.CharField(_("name"), max_length=120)
    source = models.CharField(_("by which act"), max_length=200)
    certainty = models.CharField(_("certainty"), max_length=200, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects = RulePresetQuerySet.as_manager()

    class Meta:
        verbose_name = _("rules of a vote")
        verbose_name_plural = _("rules of votes")
        ordering = ["-valid_from", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum_denominator__gte=1, quorum_numerator__lte=models.F("quorum_denominator")),
                name="preset_quorum_is_a_share",
                violation_error_message=_("The quorum cannot be more than the whole roll."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
                name="preset_dates_in_order",
                violation_error_message=_("Rules have to end after they begin."),
            ),
        ]

    def __str__(self):
        return self.name
