"""A rude comment: a neighbour complains, the elder hides it with a reason, the author asks the town to look again."""

import re

import pytest

from feed.actions import comment
from feed.models import Comment, HideReason
from initiatives import actions
from tests.initiatives.conftest import make_draft

RUDE = "Кто против, тот ничего в жизни не понимает."
TOMBSTONE = "Комментарий скрыт модератором"


@pytest.fixture
def initiative(lenina, anna, vera, boris):
    """Open to discussion; boris has been rude under it."""
    draft = make_draft(lenina, anna)
    actions.submit(draft, by=anna)
    opened = actions.accept(draft, by=vera)
    comment(opened.thread, by=boris, text=RUDE)
    return opened


def complain(page, look, initiative):
    page.goto(initiative.get_absolute_url())
    page.get_by_role("link", name="Пожаловаться").click()
    page.wait_for_url("**/report/")
    look(page)
    page.get_by_role("button", name="Отправить жалобу").click()
    page.locator(".errs a").first.wait_for()
    look(page)
    page.get_by_label(str(HideReason.INSULT.label)).check()
    page.get_by_role("button", name="Отправить жалобу").click()
    page.wait_for_url(re.compile(r"/initiatives/|/comments/\w+/$"))


def hide(page, look, initiative):
    page.goto("/me/")
    page.get_by_role("link", name=initiative.title).first.click()
    page.wait_for_url("**/comments/reports/")
    assert RUDE in page.get_by_role("main").inner_text()
    look(page)
    page.get_by_role("link", name="Скрыть комментарий").click()
    page.wait_for_url("**/hide/**")
    look(page)
    page.get_by_label(str(HideReason.INSULT.label)).check()
    page.get_by_role("button", name="Скрыть комментарий").click()
    page.wait_for_url("**/comments/reports/")
    page.get_by_text("Ничто не ждёт вашего решения").wait_for()


def dispute(page, look, initiative):
    page.goto(initiative.get_absolute_url())
    page.get_by_text("Ваш скрытый комментарий").click()
    page.get_by_role("link", name="Оспорить скрытие").click()
    page.wait_for_url("**/appeal/")
    look(page)
    page.get_by_label("Почему это надо показать").fill("Я никого не назвал.")
    page.get_by_role("button", name="Отправить администратору").click()
    page.wait_for_url(re.compile(r"/initiatives/|/comments/\w+/$"))


def test_a_complaint_is_heard_and_the_hiding_disputed(
    phone, new_page, sign_in, look, initiative, anna, boris, vera, olga
):
    other = new_page(javascript=phone.has_scripts)
    guest = new_page(javascript=phone.has_scripts)

    sign_in(phone, anna)
    complain(phone, look, initiative)
    sign_in(other, vera)
    hide(other, look, initiative)

    guest.goto(initiative.get_absolute_url())
    text = guest.get_by_role("main").inner_text()
    assert TOMBSTONE in text and str(HideReason.INSULT.label) in text
    assert RUDE not in guest.content()
    look(guest)

    sign_in(phone, boris)
    dispute(phone, look, initiative)
    sign_in(other, olga)
    other.goto("/comments/reports/")
    look(other)
    other.get_by_role("button", name="Показать снова").click()
    other.get_by_text("Ничто не ждёт вашего решения").wait_for()

    assert not Comment.objects.get().is_hidden
    guest.reload()
    assert RUDE in guest.get_by_role("main").inner_text()
