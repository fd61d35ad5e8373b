"""A controller is led to a second factor, comes back by it, and then by a passkey alone."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from tests.accounts.test_second_factor import code_of_app
from tests.cast import PASSWORD

# The address itself, not one that carries it as `next`.
INITIATIVES = re.compile(r"^[^?]*/initiatives/$")
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def compulsory(settings, transactional_db):
    settings.SECOND_FACTOR_EXEMPT = []
    cache.clear()


def sign_in(page, user):
    page.goto("/accounts/login/?next=/initiatives/")
    page.get_by_label("Электронная почта").fill(user.email)
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Войти", exact=True).click()


def sign_out(page):
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Выйти").click()
    page.wait_for_url("**/")


def set_up_app(page, look) -> str:
    page.goto("/me/")
    page.wait_for_url("**/accounts/2fa/")
    page.get_by_text("Вашей роли нужен второй фактор").wait_for()
    look(page)
    page.get_by_role("link", name="Подключить приложение").click()
    picture = page.get_by_role("img", name="QR-код для приложения")
    picture.wait_for()
    # The whole of it is seen, with its light edge: cut, no camera would read it.
    assert picture.locator("svg").get_attribute("viewBox")
    drawn = picture.locator("svg").bounding_box()
    assert drawn["width"] == drawn["height"] > 150
    look(page)
    secret = page.locator("p.code").inner_text()
    page.get_by_label("Код из приложения").fill("000000")
    page.get_by_role("button", name="Подтвердить").click()
    page.get_by_text("Код не подходит").first.wait_for()
    assert page.locator("p.code").inner_text() == secret, "the app is not set up anew after a slip"
    look(page)
    page.get_by_label("Код из приложения").fill(code_of_app(secret))
    page.get_by_role("button", name="Подтвердить").click()
    page.wait_for_url("**/recovery-codes/")
    assert page.locator("li.code").count() == 10
    look(page)
    page.get_by_role("link", name="Коды сохранены").click()
    page.wait_for_url("**/me/")
    return secret


def test_a_controller_is_led_to_a_second_factor_and_comes_back_by_it(phone, look, nina):
    sign_in(phone, nina)
    # Public pages are open, as to a guest.
    phone.wait_for_url(INITIATIVES)
    secret = set_up_app(phone, look)
    sign_out(phone)

    sign_in(phone, nina)
    phone.wait_for_url("**/2fa/authenticate/")
    look(phone)
    phone.get_by_label("Код из приложения").fill(code_of_app(secret, later=1))
    phone.get_by_role("main").get_by_role("button", name="Войти").click()
    phone.wait_for_url(INITIATIVES)

    phone.goto("/accounts/sessions/")
    phone.get_by_text("Это устройство").wait_for()
    look(phone)
    phone.goto("/me/settings/")
    look(phone)


def test_a_passkey_opens_without_the_password(page, look, nina):
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    key = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]
    sign_in(page, nina)
    page.goto("/me/")
    page.wait_for_url("**/accounts/2fa/")
    page.get_by_role("link", name="Добавить ключ доступа").click()
    page.get_by_label("Название ключа").fill("Мой телефон")
    look(page)
    page.get_by_role("button", name="Добавить ключ доступа").click()
    page.wait_for_url("**/recovery-codes/")
    page.goto("/accounts/2fa/webauthn/")
    page.get_by_text("Мой телефон").first.wait_for()
    assert page.get_by_text("Открывает без пароля").count() == 1
    look(page)
    sign_out(page)

    page.goto("/accounts/login/?next=/initiatives/")
    look(page)
    page.get_by_role("button", name="Войти по ключу доступа").click()
    page.wait_for_url(INITIATIVES)
    page.goto("/me/")
    assert page.url.endswith("/me/")
    sign_out(page)

    # As the second step after the password.
    sign_in(page, nina)
    page.wait_for_url("**/2fa/authenticate/")
    look(page)
    page.get_by_role("button", name="Применить ключ доступа").click()
    page.wait_for_url(INITIATIVES)
    sign_out(page)

    # The device refuses: words, and the other ways stay.
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Войти по ключу доступа").click()
    page.get_by_text("Ключ не сработал").wait_for()
    look(page)
    assert Authenticator.objects.filter(user=nina, type="webauthn").count() == 1
