#!/usr/bin/env python
"""Take the README's pictures of a demo town made for them: docs/screenshots/NAME-{phone,desktop}.jpg."""

import json
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

BASE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE))

from scripts.bench.server import Town  # noqa: E402

TARGET = BASE / "docs" / "screenshots"
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 860}}
SETTINGS = "cms.settings.dev"


def pages(town):
    """Names and addresses; the things of one kind are those that measuring chooses."""
    chosen = json.loads(town.run("-m", "scripts.bench.prepare", "--look"))
    return {
        "town": "/",
        "community": chosen["community"],
        "initiative": chosen["initiative"],
        "vote": chosen["vote"],
        "message": chosen["message"],
        "meetings": "/meetings/",
        "results": "/results/",
        "figures": "/figures/",
        "english": "/en/",
    }


def main():
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    town = Town("screenshots")
    town.build()
    addresses = pages(town)
    TARGET.mkdir(parents=True, exist_ok=True)
    with town.served(SETTINGS), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for size, viewport in SIZES.items():
            page = browser.new_page(viewport=viewport, locale="ru-RU", base_url=f"http://localhost:{town.port}")
            for name, address in addresses.items():
                page.goto(address, wait_until="networkidle")
                file = TARGET / f"{name}-{size}.jpg"
                page.screenshot(path=file, type="jpeg", quality=82)
                print(file.relative_to(BASE))
        browser.close()


if __name__ == "__main__":
    main()
