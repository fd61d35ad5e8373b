"""What an initiative is shown with: photos, documents, costs, and the history of its text."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import PublicIdField, private_storage
from feed.models import HideReason
from initiatives.models.initiative import Initiative


class PhotoKind(models.TextChoices):
    NOW = "now", _("As it is now")
    SKETCH = "sketch", _("Sketch")
    STAGE = "stage", _("During the work")
    BEFORE = "before", _("Before")
    AFTER = "after", _("After")


class InitiativePhotoQuerySet(models.QuerySet):
    def shown(self):
        """Those that no moderator has hidden."""
        return self.filter(hidden_at=None)

    def disputed(self):
        """Hidden ones whose author asks the town to show them again."""
        return self.filter(hidden_at__isnull=False, appealed_at__isnull=False, appeal_decided_at=None)


class InitiativePhoto(models.Model):
    """A picture of an initiative, private until the initiative is public."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="photos")
    photo = models.ForeignKey("core.Photo", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=PhotoKind, default=PhotoKind.NOW)
    stage = models.ForeignKey("initiatives.Stage", null=True, on_delete=models.CASCADE, related_name="photos")
    order = models.PositiveSmallIntegerField(default=0)
    taken_on = models.DateField(null=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_reason = models.CharField(max_length=20, choices=HideReason, blank=True)
    # One appeal to the town against the hiding (decision 12).
    appealed_at = models.DateTimeField(null=True)
    appeal_text = models.CharField(max_length=500, blank=True)
    appeal_decided_at = models.DateTimeField(null=True)

    objects = InitiativePhotoQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="stage", stage__isnull=False) | ~Q(kind="stage") & Q(stage=None),
                name="stage_photo_has_stage",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_reason="") | Q(hidden_at__isnull=False) & ~Q(hidden_reason=""),
                name="hidden_photo_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(appeal_decided_at=None) | Q(appealed_at__isnull=False), name="photo_appeal_was_made"
            ),
        ]

    def __str__(self):
        return self.photo.description or self.photo.public_id


class InitiativeDocument(models.Model):
    """A file: minutes, estimate, plan. Given out as an attachment by a view that checks access."""

    public_id = PublicIdField()
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=120)
    file = models.FileField(storage=private_storage, upload_to="documents/")
    extension = models.CharField(max_length=5)
    size = models.PositiveIntegerField(help_text=_("bytes"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.title


class CostItem(models.Model):
    """One line of the preliminary cost, in roubles."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="cost_items")
    title = models.CharField(_("what for"), max_length=120)
    amount = models.PositiveBigIntegerField(_("sum, ₽"))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["initiative", "order"], name="one_cost_item_per_place")]

    def __str__(self):
        return self.title


class FundingSource(models.TextChoices):
    LOCAL_BUDGET = "local_budget", _("Local budget")
    REGIONAL_BUDGET = "regional_budget", _("Regional budget")
    RESIDENTS = "residents", _("Residents' money")
    SPONSORS = "sponsors", _("Sponsors")
    LABOUR = "labour", _("Residents' labour")


class FundingLine(models.Model):
    """How much comes from one source, planned and, once done, actual: roubles, or hours for labour."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="funding")
    source = models.CharField(max_length=16, choices=FundingSource)
    planned = models.PositiveBigIntegerField(default=0)
    actual = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["initiative", "source"], name="one_line_per_source")]

    def __str__(self):
        return self.get_source_display()


class Addition(models.Model):
    """What the author visibly added after discussion began (decision 7)."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="additions")
    text = models.TextField(_("what you add"), max_length=1500)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.text[:60]


class TextRevision(models.Model):
    """The text as it was before a correction or a material change."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="text_revisions")
    title = models.CharField(max_length=90)
    problem = models.TextField()
    proposal = models.TextField()
    expected_result = models.TextField()
    is_material = models.BooleanField()
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return self.title
