"""What anybody meets first: the front page on a phone, without scripts, in English."""

import pytest


@pytest.fixture
def front(town, lenina, mira):
    """A town with two buildings."""
    return town


def test_front_page_on_a_phone(front, page, axe):
    page.goto("/")

    assert page.locator("html").get_attribute("lang") == "ru"
    assert "Каким будет ваш двор" in page.locator("h1").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    axe(page)


def test_house_is_found_without_scripts(front, no_script_page):
    no_script_page.goto("/")
    no_script_page.locator("main [role=search] input[name=q]").fill("ленина")
    no_script_page.locator("main [role=search] button").click()
    no_script_page.wait_for_url("**/communities/?q=*")

    shown = no_script_page.locator("main").inner_text().replace("\u00a0", " ")
    assert "ул. Ленина, 1" in shown
    assert "пр. Мира, 45" not in shown


def test_front_page_in_english(front, new_page, axe):
    page = new_page(locale="en-GB")
    page.goto("/en/")

    assert page.locator("html").get_attribute("lang") == "en"
    axe(page)
