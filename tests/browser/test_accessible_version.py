"""The version for the visually impaired: letters of 200 %, black on white, no pictures, a screen 320 px wide."""

from datetime import timedelta

import pytest

from core import clock
from initiatives import actions
from tests.initiatives.conftest import make_draft, make_photo
from tests.voting.conftest import announce

NARROW = {"width": 320, "height": 640}


@pytest.fixture
def addresses(lenina, anna, vera):
    """The four screens of the town that most people see."""
    draft = make_draft(lenina, anna, place="между домами 1 и 3")
    draft.photos.create(photo=make_photo(anna, lenina.municipality))
    actions.submit(draft, by=anna)
    initiative = actions.accept(draft, by=vera)
    now = clock.now()
    vote = announce(lenina, vera, opens_at=now, closes_at=now + timedelta(days=14))
    return ["/", lenina.get_url(), initiative.get_absolute_url(), vote.get_absolute_url()]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_scripts"])
def test_the_version_for_the_visually_impaired(new_page, sign_in, look, addresses, anna, scripts):
    page = new_page(javascript=scripts, viewport=NARROW)
    sign_in(page, anna)
    page.goto("/")
    panel = page.locator("#a11y")
    panel.locator("summary").click()
    for choice in ("Очень крупный, 200 %", "Чёрным по белому", "Заменить описанием"):
        panel.get_by_label(choice).check()
    panel.get_by_role("button", name="Применить").click()
    page.wait_for_load_state()

    shown = []
    for address in addresses:
        page.goto(address)
        look(page)
        root = page.locator("html")
        shown.append([root.get_attribute(f"data-{name}") for name in ("font", "scheme", "images")])
        assert page.locator("main img:not([alt='']):visible").count() == 0
        size = float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"))
        assert size >= 32, f"{address}: letters of {size} px"
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert shown == [["3", "bw", "off"]] * len(addresses)
    page.goto(addresses[2])
    assert "Двор" in page.locator(".img-off").first.inner_text()

    page.locator("#a11y summary").click()
    page.get_by_role("button", name="Вернуть обычную версию").click()
    page.locator("html:not([data-font])").wait_for(state="attached")
    page.goto(addresses[2])
    assert page.locator("main img:not([alt='']):visible").count() > 0
