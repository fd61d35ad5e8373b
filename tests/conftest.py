"""What every test may use."""

import pytest
from django.conf import settings
from django.utils import translation

from tests import speed, stages
from tests.cast import *  # noqa: F403
from tests.cast import NOON


def pytest_sessionstart():
    speed.hurry()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A test begins at its stage, and leaves no trace even if it commits."""
    speed.collect_as_usual()
    with django_db_blocker.unblock(), stages.staged(at=NOON):
        with django_db_blocker.block():
            yield


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """By what they want to find; but the browser's journeys come last: Playwright leaves an event loop and greenlets
    in the worker's thread, with which asyncio.run and the compiler of Python 3.11 cannot work any more."""
    items.sort(key=lambda item: ("browser" in item.path.parts, stages.STAGES.index(stages.stage_of(item))))


def pytest_runtest_setup(item):
    # A request under /en/ leaves its language in the thread, as Django does; each test begins in the main one.
    translation.deactivate()
    stages.want(item)
    if item.get_closest_marker("postgres") and "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        pytest.skip("needs PostgreSQL: SQLite lets writers in one at a time")


def pytest_terminal_summary(terminalreporter):
    """Say loudly that a part of the tests did not run."""
    skipped = [
        report for report in terminalreporter.stats.get("skipped", []) if "no Chromium found" in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.section("browser tests", sep="=", yellow=True)
        terminalreporter.line(f"Browser tests skipped: no Chromium found ({len(skipped)} tests did not run).")
        terminalreporter.line("Install one: apt install chromium, or .venv/bin/playwright install chromium")
