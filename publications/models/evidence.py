"""That a picture is the one that was taken in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class KeptPicture(models.Model):
    """The original of a picture that proves something: its digest as it came in, and whether it still fits.

    A row and not a field of the page: what is found at a check must not be undone by publishing an older draft.
    """

    photo = models.OneToOneField("core.Photo", on_delete=models.CASCADE, related_name="kept")
    # SHA-256 of the master as it was taken in.
    digest = models.CharField(max_length=64)
    kept_at = models.DateTimeField()
    taken_on = models.DateField(_("taken on"), null=True)
    # The public name of the master last seen; making faces unrecognisable gives a new master and a new name.
    master = models.CharField(max_length=10)
    blurred_digest = models.CharField(max_length=64, blank=True)
    blurred_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField()
    # Since when the file is not the one whose digest is kept.
    broken_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("original of a picture")
        verbose_name_plural = _("originals of pictures")
        constraints = [
            models.CheckConstraint(
                condition=Q(blurred_digest="", blurred_at=None) | ~Q(blurred_digest="") & Q(blurred_at__isnull=False),
                name="blurred_original_has_moment",
            )
        ]
        indexes = [models.Index(fields=["checked_at"], name="kept_picture_checked")]

    def __str__(self):
        return self.digest

    @property
    def is_blurred(self) -> bool:
        """Faces or plates were made unrecognisable after it was taken in, also if the new master is not read yet."""
        return bool(self.blurred_digest) or self.master != self.photo.public_id
