"""The intake of pictures in Wagtail's admin: the same cleaning as everywhere."""

from functools import partial

from django.db import transaction
from wagtail.images.forms import BaseImageForm

from core import photos
from core.renditions import prepare


class PhotoForm(BaseImageForm):
    """Every upload of an editor, single or of many files, becomes a master without metadata."""

    def clean_file(self):
        upload = self.cleaned_data["file"]
        return photos.cleaned(upload) if "file" in self.changed_data else upload

    def save(self, commit=True):
        photo = super().save(commit=commit)
        if "file" in self.changed_data and not photo.is_private:
            # The picture gets its key later when the caller saves it.
            transaction.on_commit(partial(_prepare, photo))
        return photo


def _prepare(photo):
    if photo.pk:
        prepare.enqueue(photo.pk)
