"""Pictures of the demo: masters in `pictures/`, turned and tinted by code so that no two houses are the same."""

import io
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageEnhance, ImageOps

from core import photos

FOLDER = Path(__file__).parent / "pictures"

DESCRIPTIONS = {
    "playground-before": "Старая площадка: ржавые качели с оборванным сиденьем, вокруг лужи",
    "playground-after": "Новая площадка: домик с горкой, качели, мягкое покрытие, скамейка",
    "sidewalk-before": "Разбитая дорожка с большой лужей, фонарь не горит",
    "sidewalk-after": "Дорожка из плитки, новые фонари, скамейка",
    "square-before": "Пустырь с протоптанными тропами и сухим деревом",
    "square-after": "Сквер с клумбой, скамейками и фонарями",
    "meeting": "Жители собрались во дворе",
    "house": "Дом с улицы",
}


def upload(name: str, *, variant: int = 0) -> SimpleUploadedFile:
    """A file as a phone would send it; `variant` mirrors, crops and tints the same scene."""
    picture = Image.open(FOLDER / f"{name}.jpg")
    if variant % 2:
        picture = ImageOps.mirror(picture)
    if variant:
        width, height = picture.size
        edge = (variant * 7) % 60
        picture = picture.crop((edge, edge // 2, width - edge, height - edge // 3))
        picture = ImageEnhance.Color(picture).enhance(0.75 + (variant % 5) * 0.12)
        picture = ImageEnhance.Brightness(picture).enhance(0.92 + (variant % 4) * 0.05)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return SimpleUploadedFile(f"{name}.jpg", out.getvalue(), content_type="image/jpeg")


def of_work(name: str, *, by, municipality, variant: int = 0):
    """A photo that a worker took for a report, through the real intake."""
    return photos.take_in(
        upload(name, variant=variant),
        by=by,
        description=DESCRIPTIONS[name],
        collection=municipality.collection,
        is_private=True,
    )
