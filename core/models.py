"""Photos, abstract pages and fields that name no notion of the glossary."""

from http import HTTPMethod
from pathlib import PurePosixPath

from django.core.files.storage import storages
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, WagtailImageField, get_upload_to
from wagtail.images.models import Image as WagtailImage
from wagtail.models import Page

from core import text


class PublicIdField(models.CharField):
    """A random public name of a row, for addresses: serial numbers would tell how many there are."""

    def __init__(self, **kwargs):
        kwargs.update(max_length=text.PUBLIC_ID_LENGTH, default=text.public_id, unique=True, editable=False)
        super().__init__(**kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for key in ("max_length", "default", "unique", "editable"):
            kwargs.pop(key, None)
        return name, path, args, kwargs


def private_storage():
    return storages["private"]


class Photo(AbstractImage):
    """A picture that passed the intake (`core.photos`): re-encoded, turned upright, without metadata.

    The master never has an address of its own. What guests see are renditions; a private photo has none and is
    shown by a view of the app that holds it, which checks access.
    """

    public_id = PublicIdField()
    file = WagtailImageField(
        _("file"),
        storage=private_storage,
        upload_to=get_upload_to,
        width_field="width",
        height_field="height",
    )
    is_private = models.BooleanField(_("not published"), default=False)

    admin_form_fields = tuple(name for name in WagtailImage.admin_form_fields if name != "tags")

    class Meta(AbstractImage.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def get_upload_to(self, filename):
        # A name of ours: a person's file name may hold their data.
        return str(PurePosixPath("photos") / self.public_id[:2] / f"{self.public_id}{PurePosixPath(filename).suffix}")


class PhotoRendition(AbstractRendition):
    """A picture made for a screen of one size, in a public folder."""

    image = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter"
            )
        ]


class BasePage(Page):
    """What every page of the site has in common."""

    show_in_menus_default = False
    # A page only shows: whatever is done has an address of its own.
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD]

    class Meta:
        abstract = True
