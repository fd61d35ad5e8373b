"""Making faces and number plates in a picture unrecognisable, for good.

Nothing here looks for faces: people mark them. Of each marked area four colours are left, so nothing can be computed
back.
"""

import base64
import io
import re
from dataclasses import dataclass

from PIL import Image

# Places in a picture are told in thousandths of its sides: a mark on a small copy fits the large one.
WHOLE = 1000
COLUMNS = 12
FEWEST_ROWS, MOST_ROWS = 3, 24
MOST_AREAS = 60
# Colours that are left of an area, along each of its sides.
SAMPLES = 2
PREVIEW_SIDE = 960
QUALITY = 88
_AREAS = re.compile(r"(?:\d{1,4},\d{1,4},\d{1,4},\d{1,4}(?:;|$))*")
_CELL = re.compile(r"(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True)
class Area:
    """A rectangle of a picture, in thousandths of its width and height."""

    left: int
    top: int
    right: int
    bottom: int

    def __post_init__(self):
        if not (0 <= self.left < self.right <= WHOLE and 0 <= self.top < self.bottom <= WHOLE):
            raise ValueError("The area lies outside of the picture.")

    def box(self, size: tuple[int, int]) -> tuple[int, int, int, int]:
        """In pixels of a picture of that size: whole ones, and none less than is marked."""
        width, height = size
        return (
            self.left * width // WHOLE,
            self.top * height // WHOLE,
            -(-self.right * width // WHOLE),
            -(-self.bottom * height // WHOLE),
        )


def rows_for(width: int, height: int) -> int:
    """How many rows of about square cells cover a picture that is COLUMNS wide."""
    return min(MOST_ROWS, max(FEWEST_ROWS, round(COLUMNS * height / width)))


def of_cells(names, rows: int) -> list[Area]:
    """Areas of the cells named «row-column», from 1. Raises ValueError."""
    found = []
    for name in names:
        match = _CELL.fullmatch(name)
        if not match or not (1 <= int(match[1]) <= rows and 1 <= int(match[2]) <= COLUMNS):
            raise ValueError(f"There is no cell {name[:10]!r}.")
        row, column = int(match[1]) - 1, int(match[2]) - 1
        found.append(
            Area(
                column * WHOLE // COLUMNS,
                row * WHOLE // rows,
                (column + 1) * WHOLE // COLUMNS,
                (row + 1) * WHOLE // rows,
            )
        )
    return found


def of_text(text: str) -> list[Area]:
    """Areas written «left,top,right,bottom;…», as the script sends them. Raises ValueError."""
    if not _AREAS.fullmatch(text) or text.count(";") > MOST_AREAS:
        raise ValueError("These are not areas.")
    return [Area(*map(int, part.split(","))) for part in text.split(";") if part]


def blurred(picture: Image.Image, areas: list[Area]) -> Image.Image:
    """A copy in which the marked areas are smooth patches."""
    result = picture.copy()
    for area in areas:
        box = area.box(picture.size)
        region = picture.crop(box)
        few = region.resize((min(SAMPLES, region.width), min(SAMPLES, region.height)), Image.Resampling.BOX)
        result.paste(few.resize(region.size, Image.Resampling.BICUBIC), box)
    return result


def blurred_file(file, areas: list[Area], *, side: int | None = None) -> bytes:
    """A JPEG made anew from a master of ours, with the areas blurred; with `side`, a small one."""
    picture = Image.open(file, formats=["JPEG"])
    if side is not None:
        picture.draft("RGB", (side, side))
        picture.thumbnail((side, side))
    out = io.BytesIO()
    blurred(picture.convert("RGB"), areas).save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def preview(file, areas: list[Area]) -> str:
    """The blurred picture as an address that holds it whole: nothing is kept before it is confirmed."""
    return "data:image/jpeg;base64," + base64.b64encode(blurred_file(file, areas, side=PREVIEW_SIDE)).decode()
