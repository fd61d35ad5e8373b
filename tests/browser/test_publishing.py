"""The press service shows a result: begun from an initiative, moderated, compared by keyboard."""

import re
from datetime import date

import pytest

from initiatives import actions
from initiatives.models import Initiative
from publications.models import ResultPage
from tests.browser.conftest import DESKTOP
from tests.initiatives.conftest import make_draft, make_photo

TITLE = "Новый городок вместо качелей"


@pytest.fixture
def finished(lenina, anna, vera, nina) -> Initiative:
    """Carried out, with real pictures of before and after."""
    draft = make_draft(lenina, anna)
    actions.submit(draft, by=anna)
    opened = actions.accept(draft, by=vera)
    Initiative.objects.filter(pk=opened.pk).update(support_needed=1)
    actions.support(opened, by=anna)
    actions.approve(actions.send_to_administration(opened, by=anna), by=nina, text="Сделаем.")
    started = actions.start_work(opened, by=vera)
    actions.complete(
        started,
        by=vera,
        text="Площадка открыта.",
        actual_cost=1_400_000,
        completed_on=date(2026, 9, 1),
        before=[make_photo(anna, lenina.municipality, "gray")],
        after=[make_photo(anna, lenina.municipality, "green")],
    )
    started.refresh_from_db()
    return started


def write(page, initiative):
    """The editor begins from the initiative, in Wagtail's editor, and sends the page to moderation."""
    page.goto(initiative.get_absolute_url())
    page.get_by_role("button", name="Написать результат для публикации").click()
    page.wait_for_url("**/admin/pages/*/edit/")
    page.locator("#id_title").fill(TITLE)
    page.locator("footer [data-w-dropdown-target=toggle]").last.click()
    page.get_by_role("button", name="Отправить в").click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/$"))


def approve(page, result):
    """The administrator reads and approves."""
    page.goto("/admin/")
    page.get_by_role("link", name=TITLE).first.click()
    page.wait_for_url("**/edit/")
    page.locator("footer [data-w-dropdown-target=toggle]").last.click()
    page.get_by_role("button", name="Одобрить", exact=True).click()
    page.wait_for_url(re.compile(r"/admin/(pages/\d+/)?$"))


def test_an_editor_publishes_a_result(phone, new_page, sign_in, look, finished, egor, olga):
    desk = new_page(viewport=DESKTOP)
    sign_in(desk, egor)
    write(desk, finished)
    result = ResultPage.objects.get(initiative=finished)
    phone.goto("/results/")
    assert TITLE not in phone.content()
    sign_in(desk, olga)
    approve(desk, result)

    phone.goto("/results/")
    look(phone)
    phone.get_by_role("heading", name=TITLE).get_by_role("link").click()
    phone.wait_for_url("**/results/*/")
    look(phone)

    result.refresh_from_db()
    assert result.live
    assert phone.locator(".ba img").count() == 2
    slider = phone.get_by_role("slider")
    if not phone.has_scripts:
        # Two pictures one after the other, each with its caption.
        assert slider.count() == 0
        assert phone.locator(".ba figcaption").all_inner_texts() == ["Было", "Стало"]
        return
    slider.focus()
    before = slider.input_value()
    for _press in range(10):
        phone.keyboard.press("ArrowLeft")
    assert int(slider.input_value()) < int(before)
    assert slider.get_attribute("aria-valuetext").split()[0]
    assert phone.locator(".ba").evaluate("box => box.style.getPropertyValue('--pos')") == f"{slider.input_value()}%"
