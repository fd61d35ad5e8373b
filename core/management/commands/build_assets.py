"""What the site serves but does not keep in the repository: the typeface cut down to what it writes with."""

import logging
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from fontTools import subset
from fontTools.ttLib import TTFont

# Latin and Cyrillic, with the letters of the peoples of Russia and the signs that texts and components use.
RANGES = [(0x20, 0x7E), (0xA0, 0xFF), (0x400, 0x45F), (0x2010, 0x2015)]
PEOPLES = "ҐґҒғҖҗҚқҢңҤҥҮүҰұҺһӐӑӒӓӘәӦӧӨөӰӱӲӳӴӵӸӹ"
SIGNS = "№₽«»—…•✓→←‹›„“”‘’−×²³°·≥≤\u202f\u2009"
FEATURES = ["kern", "liga", "calt", "locl", "ccmp", "mark", "mkmk", "tnum", "lnum"]


class Command(BaseCommand):
    """Write `fonts/onest.woff2` (variable weight) into settings.ASSETS_DIR; a newer file is left alone."""

    help = "Builds the files that come from installed packages: the typeface's subset."
    # Run before there is a database, on a fresh machine.
    requires_system_checks = []

    def handle(self, *args, **options):
        package = find_spec("fontpkg_onest")
        if package is None:
            raise CommandError("Install the requirements first: the package fontpkg-onest is missing.")
        source = next((Path(package.submodule_search_locations[0]) / "files").glob("Onest*.ttf"))
        target = Path(settings.ASSETS_DIR) / "fonts" / "onest.woff2"
        if target.exists() and target.stat().st_mtime > max(source.stat().st_mtime, Path(__file__).stat().st_mtime):
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        # The tool tells of every glyph.
        logging.getLogger("fontTools").setLevel(logging.WARNING)
        build_font(source, target)
        self.stdout.write(f"{target}: {target.stat().st_size} bytes")


def build_font(source: Path, target: Path) -> None:
    """Cut the typeface at `source` down to RANGES, SIGNS and FEATURES and save it as WOFF2."""
    options = subset.Options(flavor="woff2", layout_features=FEATURES, hinting=False, name_IDs=[1, 2, 13, 14])
    letters = {code for first, last in RANGES for code in range(first, last + 1)} | {
        ord(sign) for sign in PEOPLES + SIGNS
    }
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    with TTFont(source) as font:
        cutter.subset(font)
        # A server may be reading the old file: the new one replaces it at once.
        part = target.with_suffix(".part")
        font.flavor = "woff2"
        font.save(part)
    part.replace(target)
