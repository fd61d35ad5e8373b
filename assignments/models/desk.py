"""What a member of staff keeps of the control desk."""

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from core.models import PublicIdField
from municipalities.models import Municipality, WithinQuerySet


class SavedFilter(models.Model):
    """A view of the control desk that a member of staff keeps under a name."""

    public_id = PublicIdField()
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=60)
    # Only the desk's own parameters, checked by its form when they are used.
    query = models.CharField(max_length=500)

    objects = WithinQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "user", "name"], name="one_saved_filter_per_name")
        ]

    def __str__(self):
        return self.name
