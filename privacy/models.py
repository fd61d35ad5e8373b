"""Acts of destruction: that a person's data was erased, and of which kinds it was."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import PublicIdField
from municipalities.models import Municipality, WithinQuerySet


class Cause(models.TextChoices):
    REQUEST = "request", _("The person asked for it on the site")
    WITHDRAWAL = "withdrawal", _("The consent to processing was withdrawn")
    OPERATOR = "operator", _("By the operator, at the person's request or by the law")


class Erasure(models.Model):
    """The act that the law asks for (152-ФЗ, art. 21). It says what was destroyed, when and why, and never whose.

    Its number is known to the person, who may keep it as a proof.
    """

    public_id = PublicIdField()
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="erasures")
    at = models.DateTimeField()
    cause = models.CharField(_("cause"), max_length=12, choices=Cause)
    # The operator's word: a number of a letter, never a name.
    note = models.CharField(_("on what ground"), max_length=300, blank=True)
    # How many of each kind, by the codes of `privacy.wording`.
    gone = models.JSONField(default=dict)
    kept = models.JSONField(default=dict)

    objects = WithinQuerySet.as_manager()

    class Meta:
        verbose_name = _("act of destruction")
        verbose_name_plural = _("acts of destruction")
        indexes = [models.Index(fields=["municipality", "-at"], name="erasures_of_town")]

    def __str__(self):
        return self.public_id

    def get_absolute_url(self):
        return reverse("privacy:act", args=[self.public_id])
