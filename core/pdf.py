"""PDF with real text, made by Typst from a template of `templates/pdf` and data that cannot become markup."""

import json
import os
import shutil
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import segno
import typst
from django.conf import settings
from fontTools.ttLib import TTFont

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "pdf"
# Of the package's styles only the static ones: beside its variable file Typst would set everything in ExtraLight.
STYLES = ("Regular", "Medium", "SemiBold", "Bold", "ExtraBold")


@cache
def _fonts() -> typst.Fonts:
    """The typeface, from a folder of ours: Typst takes folders whole."""
    folder = Path(settings.DATA_DIR) / "pdf-fonts"
    folder.mkdir(parents=True, exist_ok=True)
    for style in STYLES:
        name = f"Manrope-{style}.ttf"
        if not (folder / name).exists():
            part = folder / f"{name}.{os.getpid()}"
            part.write_bytes((resources.files("font_manrope") / "files" / name).read_bytes())
            part.replace(folder / name)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


@cache
def _signs() -> frozenset[int]:
    """What the typeface can show; a PDF/UA with any other sign is refused as a whole."""
    path = resources.files("font_manrope") / "files" / f"Manrope-{STYLES[0]}.ttf"
    with path.open("rb") as handle:
        return frozenset(TTFont(handle, lazy=True).getBestCmap()) | {ord("\n")}


def showable(value: Any) -> Any:
    """The same data with a question mark for each sign that the typeface lacks, such as pictures in people's words."""
    if isinstance(value, str):
        return "".join(_showable(sign) for sign in unicodedata.normalize("NFC", value))
    if isinstance(value, dict):
        return {name: showable(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [showable(part) for part in value]
    return value


def _showable(sign: str) -> str:
    if ord(sign) in _signs():
        return sign
    return " " if sign.isspace() else "?"


def render(template: str, data: dict[str, Any], files: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF/UA document that `templates/pdf/<template>.typ` makes of `data`, which must be JSON.

    The template reads it by `json(bytes(sys.inputs.data))`, so people's words come out as they were written. It sets
    the document's title and language. `files` are pictures that it names, beside it in a folder of its own. Raises
    typst.TypstError for a faulty template.
    """
    if not files:
        return _compiled(TEMPLATES, template, data)
    with TemporaryDirectory() as folder:
        for path in TEMPLATES.glob("*.typ"):
            shutil.copy(path, folder)
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        return _compiled(Path(folder), template, data)


def _compiled(root: Path, template: str, data: dict[str, Any]) -> bytes:
    return typst.compile(
        root / f"{template}.typ",
        root=root,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(showable(data), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        # Nothing of the machine gets into the file.
        package_path=TEMPLATES,
        package_cache_path=TEMPLATES,
    )


def qr(text: str) -> str:
    """A QR code of an address as SVG without colours of its own, for `image(bytes(data.qr))` in a template."""
    return segno.make(text, error="m", micro=False).svg_inline(border=0, scale=1, omitsize=True)
