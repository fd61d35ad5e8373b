"""Pictures made small enough for a document."""

import io

from PIL import Image, UnidentifiedImageError

SIDE, QUALITY = 640, 72


def small(photo) -> bytes | None:
    """A JPEG of a published photo; None when its file is gone."""
    try:
        with photo.file.open("rb") as master:
            picture = Image.open(master, formats=["JPEG"])
            picture.draft("RGB", (SIDE, SIDE))
            picture.thumbnail((SIDE, SIDE))
            out = io.BytesIO()
            picture.convert("RGB").save(out, "JPEG", quality=QUALITY)
    except (FileNotFoundError, UnidentifiedImageError):
        return None
    return out.getvalue()
