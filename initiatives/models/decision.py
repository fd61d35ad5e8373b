"""What the administration said."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import private_storage
from initiatives.models.initiative import Initiative
from municipalities.models import Department


class Outcome(models.TextChoices):
    APPROVED = "approved", pgettext_lazy("decision", "Approved")
    DECLINED = "declined", _("Declined")
    REWORK = "rework", _("Returned for rework")


class DeclineReason(models.TextChoices):
    """Grounds of refusal that the law names for initiative projects (33-ФЗ, art. 49; certainty M in the rules)."""

    ORDER_BROKEN = "order_broken", _("The order of submission was not kept")
    AGAINST_LAW = "against_law", _("It contradicts the law")
    NO_POWER = "no_power", _("The town has no such powers")
    NO_MONEY = "no_money", _("The budget has no money for it")
    BETTER_WAY = "better_way", _("There is a more effective way to solve the problem")
    LOST_CONTEST = "lost_contest", _("It did not win the contest")
    OTHER = "other", _("Other")


class Decision(models.Model):
    """The administration's decision on an initiative, with its words and document."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(_("reason"), max_length=20, choices=DeclineReason, blank=True)
    text = models.TextField(_("words of the decision"), max_length=3000)
    next_step = models.CharField(_("what happens next"), max_length=300, blank=True)
    document_number = models.CharField(_("number of the document"), max_length=60, blank=True)
    document = models.FileField(_("document"), storage=private_storage, upload_to="decisions/", blank=True)
    document_size = models.PositiveIntegerField(default=0)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    position = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="decision_has_words"),
            models.CheckConstraint(
                condition=Q(outcome="declined") & ~Q(reason="") | ~Q(outcome="declined") & Q(reason=""),
                name="refusal_has_a_reason",
            ),
        ]

    def __str__(self):
        return self.get_outcome_display()


class Conclusion(models.Model):
    """A specialist's conclusion, which the decider reads (decision 9)."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="conclusions")
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(_("conclusion"), max_length=3000)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.text[:60]
