"""The verifier as one file for people to download: `python verify.pyz FILE`, with nothing to install.

The bytes are the same on every machine, so that their digest can be published beside them.
"""

import io
import zipfile
from functools import cache
from pathlib import Path

from voting.audit import digest

FOLDER = Path(__file__).resolve().parent
PARTS = ("verify.py", "audit", "counting")
SHEBANG = b"#!/usr/bin/env python3\n"
MAIN = """\
import sys

if sys.version_info < (3, 11):
    sys.exit("Нужен Python 3.11 или новее. Python 3.11 or newer is needed.")

from voting.verify import main

sys.exit(main())
"""
# The earliest that the format knows; a file's own time differs from machine to machine.
EPOCH = (1980, 1, 1, 0, 0, 0)


@cache
def archive() -> bytes:
    """The zip application. Nothing is compressed: how well it is differs between versions of the library."""
    packed = io.BytesIO(SHEBANG)
    packed.seek(0, io.SEEK_END)
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_STORED) as box:
        for name, text in sorted(_files().items()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 3  # otherwise Windows writes another number than the rest
            entry.external_attr = 0o644 << 16
            box.writestr(entry, text)
    return packed.getvalue()


def archive_digest() -> str:
    return digest([archive()])


def _files() -> dict[str, bytes]:
    found = {"__main__.py": MAIN.encode(), "voting/__init__.py": b""}
    for part in PARTS:
        for path in [FOLDER / part] if part.endswith(".py") else sorted((FOLDER / part).rglob("*.py")):
            found[f"voting/{path.relative_to(FOLDER).as_posix()}"] = path.read_bytes().replace(b"\r\n", b"\n")
    return found
