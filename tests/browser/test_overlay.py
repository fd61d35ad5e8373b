"""The picture "after" is taken with the picture "before" over the camera, which here is a fake one."""

from datetime import timedelta

import pytest

from assignments import actions
from assignments.models import AssignmentSource, AssignmentState, ReportPhoto, ReportPhotoKind
from core import clock, photos
from tests.browser.conftest import ARGUMENTS
from tests.pictures import jpeg

FAKE_CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
FIELD = "[data-veche-overlay]"


@pytest.fixture(scope="module")
def browser(playwright, chromium_path):
    browser = playwright.chromium.launch(executable_path=chromium_path, args=[*ARGUMENTS, *FAKE_CAMERA])
    yield browser
    browser.close()


@pytest.fixture
def begun(town, roads, lenina, gleb, nina):
    """Work begun with a picture of how it was."""
    assignment = actions.issue(
        by=nina,
        municipality=town,
        department=roads,
        community=lenina,
        due_at=clock.now() + timedelta(days=5),
        title="Засыпать яму",
        source=AssignmentSource.OTHER,
    )
    before = photos.take_in(jpeg(), by=gleb, description="Яма", collection=town.collection, is_private=True)
    return actions.start(assignment, by=gleb, before=[before], taken_on=town.today())


def expect_picture(page):
    """Wait until the camera shows something; the page's policy forbids waiting by a script of ours."""
    for _try in range(100):
        if page.evaluate("document.querySelector('dialog.overlay video').videoWidth") > 0:
            return
        page.wait_for_timeout(100)
    raise AssertionError("The camera shows nothing.")


def test_the_new_picture_is_taken_over_the_old_one(page, begun, gleb, sign_in, look):
    sign_in(page, gleb)
    page.goto(f"/assignments/{begun.public_id}/report/")
    page.locator(f"{FIELD} + button").click()
    dialog = page.locator("dialog.overlay")
    expect_picture(page)
    shown = page.evaluate("getComputedStyle(document.querySelector('dialog.overlay img')).opacity")
    look(page)

    dialog.locator("button").first.click()
    dialog.wait_for(state="hidden")

    assert float(shown) == 0.45
    assert page.evaluate(f"document.querySelector('{FIELD}').files.length") == 1
    assert page.evaluate("document.querySelector('dialog.overlay video').srcObject") is None
    page.locator("textarea[name=text]").fill("Засыпали и утрамбовали.")
    page.locator("form[data-veche-module] .btn--full").click()
    page.wait_for_url(f"**/assignments/{begun.public_id}/")
    begun.refresh_from_db()
    assert begun.state == AssignmentState.REPORTED
    assert ReportPhoto.objects.filter(kind=ReportPhotoKind.AFTER).count() == 1


def test_without_a_camera_or_scripts_the_file_field_is_there(no_script_page, begun, gleb, sign_in, look):
    sign_in(no_script_page, gleb)
    no_script_page.goto(f"/assignments/{begun.public_id}/report/")

    assert no_script_page.locator(FIELD).is_visible()
    assert no_script_page.locator("figure.shot img").is_visible()
    look(no_script_page)


def test_only_the_page_of_the_report_may_use_the_camera(client, begun, gleb):
    client.force_login(gleb)

    report = client.get(f"/assignments/{begun.public_id}/report/", headers={"host": "localhost"})
    other = client.get("/", headers={"host": "localhost"})

    assert "camera=(self), microphone=()" in report["Permissions-Policy"]
    assert "camera=(), microphone=()" in other["Permissions-Policy"]
