"""Journeys in a real Chromium: a phone by default, in Russian, against the live server."""

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import sync_playwright

# Playwright keeps an event loop in this thread; the ORM is called from it between the clicks.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TIMEOUT_MS = 10_000


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium_path(playwright):
    """The system's Chromium, else Playwright's own; without either the test is skipped and the summary says so."""
    for name in SYSTEM_NAMES:
        if path := shutil.which(name):
            return path
    own = playwright.chromium.executable_path
    if own and Path(own).exists():
        return own
    pytest.skip("no Chromium found")


@pytest.fixture(scope="session")
def browser(playwright, chromium_path):
    browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
    yield browser
    browser.close()


class Complaints(list):
    """What went wrong in a page without being seen: script errors, broken policy, missing files, foreign requests."""

    def listen(self, page, origin):
        page.on("pageerror", lambda error: self.append(f"script error: {error}"))
        page.on("console", self.hear)
        page.on("request", lambda request: self.check_origin(request, origin))
        page.on("response", self.check_status)

    def hear(self, message):
        # "Failed to load resource" repeats what check_status tells better.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.append(f"console: {message.text}")

    def check_origin(self, request, origin):
        if not request.url.startswith((origin, "data:", "blob:", "about:")):
            self.append(f"foreign request: {request.url}")

    def check_status(self, response):
        # Pages may refuse on purpose; what a page is made of may not be missing.
        limit = 500 if response.request.resource_type in {"document", "xhr", "fetch"} else 400
        if response.status >= limit:
            self.append(f"{response.status}: {response.url}")


@pytest.fixture
def new_page(browser, live_server, transactional_db):
    """Open a page in a context of its own: new_page(javascript=False), new_page(locale="en-GB", viewport=DESKTOP).

    Addresses are relative to the live server. The test fails in the end if the page complained of anything;
    `page.complaints` holds the complaints.
    """
    contexts, complaints = [], Complaints()

    def open_page(*, javascript=True, locale="ru-RU", viewport=PHONE, **options):
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            locale=locale,
            viewport=viewport,
            has_touch=viewport == PHONE,
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(TIMEOUT_MS)
        page = context.new_page()
        complaints.listen(page, live_server.url)
        page.complaints = complaints
        page.has_scripts = javascript
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page):
    """A phone."""
    return new_page()


@pytest.fixture
def desktop_page(new_page):
    return new_page(viewport=DESKTOP)


@pytest.fixture
def no_script_page(new_page):
    """A phone whose browser runs no scripts."""
    return new_page(javascript=False)


@pytest.fixture(params=[True, False], ids=["scripts", "no_scripts"])
def phone(request, new_page):
    """A phone, and once more a phone whose browser runs no scripts."""
    return new_page(javascript=request.param)


@pytest.fixture
def sign_in(client, live_server):
    """sign_in(page, user): the user's session in the page's cookies, past the sign-in form."""

    def sign_in(page, user):
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])

    return sign_in


@pytest.fixture
def axe():
    """axe(page): no violation of any axe rule, WCAG 2.2 AA and best practice, in the page as it stands."""

    def axe(page):
        violations = Axe().run(page).response["violations"]
        found = [
            f"{violation['id']} ({violation['impact']}): {violation['help']}\n    "
            + "\n    ".join(node["html"][:200] for node in violation["nodes"])
            for violation in violations
        ]
        assert not found, f"{page.url}\n" + "\n".join(found)

    return axe


@pytest.fixture
def look(axe):
    """look(page): the screen fits its width and, where scripts run, axe finds nothing."""

    def look(page):
        sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(sideways) <= 0, f"{page.url} scrolls sideways"
        if page.has_scripts:
            axe(page)

    return look
