"""The house order: an app imports only from apps above it."""

import ast
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# From the ground up; a later issue adds api after notifications.
ORDER = [
    "core",
    "accounts",
    "municipalities",
    "journal",
    "communities",
    "voting",
    "feed",
    "assignments",
    "appeals",
    "initiatives",
    "meetings",
    "publications",
    "posters",
    "figures",
    "notifications",
    "privacy",
    "home",
    "cms",
]
MAX_LINES = 300


def _sources():
    for app in ORDER:
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" not in path.parts:
                yield app, path


def _imported_apps(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module or ""]
        else:
            continue
        for name in names:
            app = name.partition(".")[0]
            if app in ORDER:
                yield node.lineno, app


def test_apps_import_only_from_apps_above_them():
    wrong, seen = [], 0
    for app, path in _sources():
        for line, imported in _imported_apps(ast.parse(path.read_text())):
            seen += 1
            if ORDER.index(imported) > ORDER.index(app):
                wrong.append(f"{path.relative_to(ROOT)}:{line} imports {imported}")

    assert seen > 100
    assert wrong == []


def test_every_local_app_has_its_place_in_the_order():
    local = {name for name in settings.INSTALLED_APPS if (ROOT / name).is_dir()}

    assert local == set(ORDER)


def test_modules_stay_readable():
    long = {str(path.relative_to(ROOT)): count for _app, path in _sources() if (count := _lines(path)) > MAX_LINES}

    assert long == {}


def _lines(path):
    return len(path.read_text().splitlines())


def test_no_receivers_of_post_save():
    guilty = [str(path.relative_to(ROOT)) for _app, path in _sources() if "post_save" in path.read_text()]

    assert guilty == []
