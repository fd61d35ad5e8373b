"""From the square on a slip to a member of the house: how many taps it takes on a phone."""

import re

import pytest
from django.core import mail
from django.core.cache import cache

from communities import actions
from communities.codes import shown
from communities.models import Membership
from tests.cast import make_person
from tests.communities.conftest import make_flat

# First name, surname, e-mail, who one is, age, consent, send; the letter's code, sign in.
TAPS_OF_A_NEWCOMER = 9
# Who one is, age, join.
TAPS_OF_A_RESIDENT = 3


@pytest.fixture(autouse=True)
def fresh_limits(transactional_db):
    cache.clear()


@pytest.fixture
def code(lenina, vera):
    make_flat(lenina, "14")
    _batch, ((_flat, code),) = actions.issue_codes(lenina, by=vera)
    return shown(code)


class Thumb:
    """Counts taps: a field is tapped before it is typed into."""

    def __init__(self, page):
        self.page = page
        self.taps = 0

    def tap(self, target):
        self.taps += 1
        target.tap()

    def type(self, label, words):
        field = self.page.get_by_label(label, exact=True)
        self.tap(field)
        field.fill(words)

    def tick(self, label, exact=False):
        self.tap(self.page.get_by_label(label, exact=exact))

    def press(self, name):
        self.tap(self.page.get_by_role("main").get_by_role("button", name=name))


def test_from_the_slip_to_a_member(phone, look, code, live_server):
    thumb = Thumb(phone)
    phone.goto(f"/k/{code}/")
    assert phone.url == f"{live_server.url}/k/"
    phone.get_by_text("Вы входите в дом ул. Ленина, 1, подъезд 1").wait_for()
    look(phone)

    thumb.type("Имя", "Мария")
    thumb.type("Фамилия", "Ветрова")
    thumb.type("Электронная почта", "maria@example.org")
    thumb.tick("Собственник", exact=True)
    thumb.tick("Мне исполнилось 18 лет")
    thumb.tick("Я согласен")
    thumb.press("Получить код на почту")

    phone.wait_for_url("**/accounts/login/code/confirm/**")
    look(phone)
    (letter,) = mail.outbox
    thumb.type("Код", re.search(r"^[\d-]{9}$", letter.body, re.M)[0])
    thumb.press("Войти")

    phone.wait_for_url("**/communities/lenina-1/")
    phone.get_by_text("Добро пожаловать!").wait_for()
    phone.get_by_text("Вы участник", exact=True).wait_for()
    look(phone)
    membership = Membership.objects.get(user__email="maria@example.org")
    assert (membership.is_verified, membership.flat) == (True, "14")
    assert thumb.taps <= TAPS_OF_A_NEWCOMER


def test_a_resident_with_an_account_types_the_code(phone, look, sign_in, code):
    person = make_person("Павел", "Гостев")
    sign_in(phone, person)
    phone.goto("/communities/lenina-1/join/")
    look(phone)
    phone.get_by_label("Код с листка").fill("22222-22222")
    phone.get_by_role("button", name="Продолжить").tap()
    phone.get_by_text("Такого кода нет").first.wait_for()
    look(phone)

    phone.get_by_label("Код с листка").fill(code.lower())
    phone.get_by_role("button", name="Продолжить").tap()
    phone.get_by_text("Вы входите в дом").wait_for()
    look(phone)
    thumb = Thumb(phone)
    thumb.tick("Наниматель")
    thumb.tick("Мне исполнилось 18 лет")
    thumb.press("Вступить")

    phone.wait_for_url("**/communities/lenina-1/")
    phone.get_by_text("Добро пожаловать!").wait_for()
    assert Membership.objects.get(user=person).tenure == "tenant"
    assert thumb.taps <= TAPS_OF_A_RESIDENT


def test_the_activist_prints_slips_on_a_phone(phone, look, sign_in, lenina, vera):
    make_flat(lenina, "14")
    sign_in(phone, vera)
    phone.goto("/communities/lenina-1/codes/")
    look(phone)
    with phone.expect_download() as download:
        phone.get_by_role("button", name="Скачать листки (PDF)").tap()
    assert download.value.suggested_filename == "slips-lenina-1.pdf"

    phone.goto("/communities/lenina-1/codes/")
    phone.get_by_role("link", name="Отменить коды").tap()
    phone.wait_for_url("**/revoke/")
    look(phone)
    phone.get_by_role("button", name="Отменить коды").tap()
    phone.get_by_text("Коды отменены").wait_for()
    look(phone)
