"""Rules of counting: dated presets with their source, never constants of the code."""

from fractions import Fraction

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from municipalities.models import Municipality
from voting.models.kinds import CountedBy, VoteKind


class QuorumBase(models.TextChoices):
    ROLL = "roll", _("of all on the roll")
    NONE = "none", _("no quorum")


class ThresholdBase(models.TextChoices):
    """Of what a share has to be “for”, and so what abstaining means."""

    CAST = "cast", _("of those taking part: abstaining weighs against")
    DECIDED = "decided", _("of votes for and against: abstaining does not count")
    ROLL = "roll", _("of the whole roll")


class TieRule(models.TextChoices):
    NONE = "none", _("nobody wins")
    LISTED = "listed", _("the one listed first wins")


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
    threshold_base = models.CharField(
        _("a decision needs a share"), max_length=8, choices=ThresholdBase, default=ThresholdBase.CAST
    )
    threshold_numerator = models.PositiveSmallIntegerField(_("share, numerator"), default=1)
    threshold_denominator = models.PositiveSmallIntegerField(
        _("share, denominator"), default=2, validators=[MinValueValidator(1)]
    )
    threshold_strict = models.BooleanField(
        _("more than this share"), default=True, help_text=_("Otherwise exactly this share is enough")
    )
    tie = models.CharField(
        _("if options are level"),
        max_length=8,
        choices=TieRule,
        default=TieRule.NONE,
        help_text=_("For polls. An agenda's question with as many votes for as against is not accepted."),
    )
    needed = models.PositiveIntegerField(
        _("signatures needed"), null=True, blank=True, help_text=_("For gathering support")
    )
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
    def threshold(self) -> Fraction:
        return Fraction(self.threshold_numerator, self.threshold_denominator)


class RulePresetQuerySet(models.QuerySet):
    def in_force(self, municipality, on):
        """Presets of the law and of this town that are valid on a date."""
        return self.filter(
            Q(municipality=None) | Q(municipality=municipality),
            Q(valid_until=None) | Q(valid_until__gte=on),
            valid_from__lte=on,
        )

    def suiting(self, kind, counted_by):
        return self.filter(Q(counted_by="") | Q(counted_by=counted_by), kind=kind)


class RulePreset(Rules):
    """A named set of rules with the act it comes from and how certain we are of it."""

    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.CASCADE, related_name="rule_presets"
    )
    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=120)
    kind = models.CharField(_("for which votes"), max_length=10, choices=VoteKind, default=VoteKind.DECISION)
    counted_by = models.CharField(
        _("counted by"), max_length=10, choices=CountedBy, blank=True, help_text=_("Empty: by anything")
    )
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
                condition=Q(threshold_denominator__gte=1, threshold_numerator__lte=models.F("threshold_denominator")),
                name="preset_threshold_is_a_share",
                violation_error_message=_("The share cannot be more than the whole."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="support") | Q(needed__isnull=False, needed__gte=1),
                name="preset_of_support_has_a_number",
                violation_error_message=_("Say how many signatures are needed."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
                name="preset_dates_in_order",
                violation_error_message=_("Rules have to end after they begin."),
            ),
        ]

    def __str__(self):
        return self.name
