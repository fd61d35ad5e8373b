"""A neighbour asks in the feed of the building on a phone; a specialist answers in time; the author sees it."""

import pytest

from communities.models import CommunityPage
from core import clock
from feed.actions import publish
from feed.models import Post, PostKind
from tests.browser.conftest import DESKTOP
from tests.cast import NOON

FEED = "/communities/lenina-1/feed/"
QUESTION = "Когда включат фонарь у второго подъезда?"


@pytest.fixture(autouse=True)
def noon():
    """A Monday noon: the office is open."""
    with clock.set_to(NOON):
        yield


def ask(phone, look):
    phone.goto(FEED)
    look(phone)
    phone.get_by_role("link", name="Задать вопрос").click()
    phone.wait_for_url("**/feed/new/question/")
    look(phone)
    phone.get_by_label("О чём вопрос").fill(QUESTION)
    phone.get_by_label("Подробнее").fill("Темно второй вечер, звоните 8 912 000-11-22")
    phone.get_by_role("button", name="Опубликовать").click()
    phone.get_by_label("Опубликовать как есть").wait_for()
    look(phone)
    phone.get_by_label("Подробнее").fill("Темно второй вечер.")
    phone.get_by_role("button", name="Опубликовать").click()
    phone.get_by_role("heading", name=QUESTION).wait_for()
    look(phone)


def answer(page, look):
    page.goto("/me/")
    page.get_by_role("link", name=QUESTION).click()
    page.get_by_role("heading", name=QUESTION).wait_for()
    look(page)
    page.get_by_label("Ваше мнение или вопрос").fill("Бригада заменит лампу сегодня до 18:00.")
    page.get_by_role("button", name="Опубликовать комментарий").click()
    page.get_by_text("Бригада заменит лампу").first.wait_for()


def test_a_question_is_answered_in_time(phone, new_page, sign_in, look, lenina, anna, gleb):
    desk = new_page(javascript=phone.has_scripts, viewport=DESKTOP)
    sign_in(phone, anna)
    ask(phone, look)
    assert "тветим до" in phone.get_by_role("main").inner_text()

    sign_in(desk, gleb)
    answer(desk, look)

    post = Post.objects.get()
    assert post.answered_at == NOON <= post.answer_due
    phone.goto(FEED)
    text = phone.get_by_role("main").inner_text()
    assert "Бригада заменит лампу" in text
    assert "Отдел дорог" in text
    assert "тветим до" not in text
    look(phone)


def test_new_posts_come_without_a_reload_and_can_be_paused(page, sign_in, look, lenina, anna, vera):
    CommunityPage.objects.filter(pk=lenina.pk).update(photo=None)
    with clock.set_to(NOON):
        publish(lenina, by=anna, kind=PostKind.QUESTION, title="Первый вопрос")
    sign_in(page, anna)
    page.goto(FEED)
    pause = page.get_by_role("button", name="Приостановить новые записи")
    pause.wait_for()

    pause.click()
    page.reload()
    go_on = page.get_by_role("button", name="Показывать новые записи")
    go_on.wait_for()
    look(page)
    with clock.set_to(NOON.replace(hour=10)):
        publish(lenina, by=vera, kind=PostKind.ANNOUNCEMENT, title="Новое объявление")
    go_on.click()
    page.get_by_role("link", name="Показать 1 новую запись").click()

    page.get_by_role("link", name="Новое объявление").wait_for()
    look(page)
