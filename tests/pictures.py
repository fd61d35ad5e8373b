"""Uploads for tests: pictures as phones, editors and attackers make them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(size=(64, 40), mode="RGB", colour="red") -> Image.Image:
    return Image.new(mode, size, colour)


def encoded(image: Image.Image, format: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def upload(content: bytes, name="photo.jpg", content_type="image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=content_type)


def jpeg(size=(64, 40), name="photo.jpg", **options) -> SimpleUploadedFile:
    return upload(encoded(picture(size), "JPEG", **options), name)


class _Unread(SimpleUploadedFile):
    def read(self, *args):
        raise AssertionError("a file too large to be taken was read")


def unread(content: bytes) -> SimpleUploadedFile:
    """An upload that must be refused by its size alone."""
    return _Unread("large.jpg", content)
