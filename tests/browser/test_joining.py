"""From a stranger to a neighbour: an account, a house, confirmation, and the first words said."""

import re

import pytest
from django.core import mail
from django.core.cache import cache

from communities.models import Membership, MembershipState
from feed.models import Comment
from initiatives import actions
from initiatives.models import Follow, Support
from tests.initiatives.conftest import make_draft

WORDS = "Дочке три года, возить её через проспект страшно."


@pytest.fixture(autouse=True)
def fresh_limits(transactional_db):
    cache.clear()


@pytest.fixture
def initiative(lenina, anna, vera):
    """Proposed by anna, open to the neighbours."""
    draft = make_draft(lenina, anna)
    actions.submit(draft, by=anna)
    return actions.accept(draft, by=vera)


def sign_up(page, look):
    page.goto("/")
    page.get_by_role("link", name="Войти", exact=True).first.click()
    page.wait_for_url("**/accounts/login/**")
    look(page)
    page.get_by_role("main").get_by_role("link", name="Зарегистрироваться").click()
    page.wait_for_url("**/accounts/signup/**")
    look(page)
    page.get_by_label("Имя", exact=True).fill("Мария")
    page.get_by_label("Фамилия").fill("Ветрова")
    page.get_by_label("Электронная почта").fill("maria@example.org")
    page.get_by_label("Пароль").fill("рябина у крыльца")
    page.get_by_role("main").get_by_role("button", name="Зарегистрироваться").click()

    # Without the consent there is no account, and nothing typed is lost.
    page.get_by_role("link", name="Отметьте согласие").wait_for()
    assert page.get_by_label("Имя", exact=True).input_value() == "Мария"
    look(page)
    page.get_by_label("Я согласен").check()
    page.get_by_label("Пароль").fill("рябина у крыльца")
    page.get_by_role("main").get_by_role("button", name="Зарегистрироваться").click()

    page.wait_for_url("**/accounts/confirm-email/")
    look(page)
    (letter,) = mail.outbox
    assert letter.to == ["maria@example.org"]
    page.get_by_label("Код").fill(re.search(r"^[\d-]{9}$", letter.body, re.M)[0])
    page.get_by_role("button", name="Подтвердить").click()
    page.wait_for_url("**/me/")


def ask_to_join(page, look):
    look(page)
    page.get_by_label("Улица и дом").fill("ленина 1")
    page.get_by_role("button", name="Найти дом").click()
    page.wait_for_url("**/communities/?q=*")
    look(page)
    page.get_by_role("heading", name="Ленина").get_by_role("link").click()
    page.wait_for_url("**/communities/lenina-1/")
    look(page)
    page.get_by_role("link", name="Вступить в сообщество").click()
    page.wait_for_url("**/join/")
    look(page)
    page.get_by_label("Собственник", exact=True).check()
    page.get_by_label("Квартира").fill("14")
    page.get_by_label("Подъезд").fill("7")
    page.get_by_role("button", name="Отправить заявку").click()
    page.get_by_text("Подъездов в доме — 4").first.wait_for()
    look(page)
    page.get_by_label("Подъезд").fill("1")
    page.get_by_label("Мне исполнилось 18 лет").check()
    page.get_by_role("button", name="Отправить заявку").click()
    page.get_by_text("Ваша заявка на проверке").first.wait_for()
    look(page)


def confirm(page, look):
    page.goto("/me/")
    look(page)
    page.get_by_role("link", name="Мария В.").click()
    page.wait_for_url("**/requests/")
    assert "Мария Ветрова" in page.get_by_role("main").inner_text()
    look(page)
    page.get_by_role("button", name="Подтвердить Мария В.").click()
    page.get_by_text("Никто не ждёт решения").wait_for()
    look(page)


def take_part(page, look, initiative):
    page.goto("/communities/lenina-1/")
    page.get_by_text("Вы участник").wait_for()
    page.get_by_role("link", name=initiative.title.split()[0]).first.click()
    page.wait_for_url("**/initiatives/*/")
    look(page)
    page.get_by_role("button", name="Поддержать").click()
    page.get_by_text("Вы поддержали", exact=True).wait_for()
    page.get_by_role("button", name="Следить").click()
    page.get_by_role("button", name="Не следить").wait_for()
    page.get_by_label("Ваше мнение или вопрос").fill(WORDS)
    page.get_by_role("button", name="Опубликовать комментарий").click()
    page.get_by_text(WORDS).wait_for()
    look(page)


def test_a_stranger_becomes_a_neighbour(phone, new_page, sign_in, look, initiative, vera):
    sign_up(phone, look)
    ask_to_join(phone, look)
    request = Membership.objects.get(user__email="maria@example.org")
    before = request.state

    elders = new_page(javascript=phone.has_scripts)
    sign_in(elders, vera)
    confirm(elders, look)
    take_part(phone, look, initiative)

    request.refresh_from_db()
    assert (before, request.state) == (MembershipState.PENDING, MembershipState.VERIFIED)
    assert Support.objects.get(initiative=initiative).user == request.user
    assert Follow.objects.filter(initiative=initiative, user=request.user).exists()
    assert Comment.objects.get(thread=initiative.thread).text == WORDS
