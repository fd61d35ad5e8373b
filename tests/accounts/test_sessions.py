"""Where one is signed in, a new device, and a password that was changed."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts import devices
from accounts.models import KnownDevice
from communities.staff import give_role
from core import clock
from municipalities.models import StaffRole
from tests.accounts.test_second_factor import set_up_app
from tests.accounts.test_signing_in import HOST, is_in, post
from tests.cast import NOON, PASSWORD

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
YANDEX = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/138.0 YaBrowser/25.8 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def fresh_limits(town):
    cache.clear()


def come_in(user, browser=CHROME):
    client = Client(headers={"user-agent": browser})
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD}, headers=HOST)
    assert is_in(client)
    return client


def shown(client):
    return client.get("/accounts/sessions/", headers=HOST).content.decode()


def is_let_in(client):
    return client.get("/me/", headers=HOST).status_code == 200


def test_sessions_are_named_by_the_device(pavel):
    client, _phone = come_in(pavel), come_in(pavel, YANDEX)

    page = shown(client)

    assert "Chrome, Windows" in page and "Yandex Browser, Android" in page
    assert page.count("Это устройство") == 1
    assert "127.0.0.1" not in page


def test_one_session_is_ended(pavel, anna):
    client, phone, other, foreign = come_in(pavel), come_in(pavel), come_in(pavel), come_in(anna)
    victim = UserSession.objects.get(session_key=phone.session.session_key)

    post(client, f"/accounts/sessions/{victim.pk}/end/")

    assert [is_let_in(one) for one in (client, phone, other, foreign)] == [True, False, True, True]


def test_nobody_ends_the_session_of_another(pavel, anna):
    client, foreign = come_in(pavel), come_in(anna)
    victim = UserSession.objects.get(session_key=foreign.session.session_key)

    answer = post(client, f"/accounts/sessions/{victim.pk}/end/")

    assert answer.status_code == 404
    assert is_let_in(foreign)


def test_all_other_sessions_are_ended(pavel, anna):
    client, phone, foreign = come_in(pavel), come_in(pavel), come_in(anna)

    post(client, "/accounts/sessions/end/")

    assert [is_let_in(one) for one in (client, phone, foreign)] == [True, False, True]


@pytest.mark.parametrize("rows", [1, 10])
def test_the_list_costs_the_same(pavel, rows, django_assert_num_queries):
    client = come_in(pavel)
    for _row in range(rows):
        come_in(pavel)
    shown(client)

    with django_assert_num_queries(10):
        shown(client)


def test_a_changed_password_leaves_no_other_session(pavel):
    client, phone = come_in(pavel), come_in(pavel)
    fresh = "рябина у крыльца"

    post(client, "/accounts/password/change/", oldpassword=PASSWORD, password1=fresh, password2=fresh)

    assert [is_let_in(client), is_let_in(phone)] == [True, False]
    assert Session.objects.filter(session_key=client.session.session_key).exists()
    assert not UserSession.objects.filter(user=pavel).exclude(session_key=client.session.session_key).exists()


def test_a_closed_account_opened_again_opens_no_old_session(pavel):
    client = come_in(pavel)
    pavel.is_active = False
    pavel.save()
    assert not is_let_in(client)
    session = client.session
    session["seen_at"] = 0
    session.save()
    assert not is_let_in(client)

    pavel.is_active = True
    pavel.save()

    assert not is_let_in(client)


def test_a_session_is_marked_once_in_a_quarter_of_an_hour(pavel, django_assert_max_num_queries):
    client = come_in(pavel)
    first = UserSession.objects.get().last_seen_at

    with django_assert_max_num_queries(50) as queries:
        client.get("/accounts/consent/", headers=HOST)
    assert not [query for query in queries if "usersessions" in query["sql"]]
    session = client.session
    session["seen_at"] -= 16 * 60
    session.save()
    client.get("/accounts/consent/", headers=HOST)

    assert UserSession.objects.get().last_seen_at > first


def test_the_first_device_is_told_to_nobody_and_a_new_one_is(pavel):
    client = come_in(pavel)
    assert mail.outbox == []
    post(client, "/accounts/logout/")
    post(client, "/accounts/login/", login=pavel.email, password=PASSWORD)
    assert mail.outbox == [], "the same device"

    come_in(pavel, YANDEX)

    (letter,) = mail.outbox
    assert letter.to == [pavel.email]
    assert letter.subject == "Дворы Заречного: Вход с нового устройства"
    assert "Yandex Browser, Android" in letter.body and "/accounts/password/reset/" in letter.body
    for secret in (pavel.first_name, pavel.last_name, pavel.email, "127.0.0.1"):
        assert secret not in letter.body


def test_one_browser_serves_two_people_and_its_cookie_names_neither(pavel, anna):
    client = come_in(pavel)
    cookie = client.cookies["device"]
    post(client, "/accounts/logout/")
    post(client, "/accounts/login/", login=anna.email, password=PASSWORD)

    assert client.cookies["device"].value == cookie.value
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert KnownDevice.objects.count() == 2
    assert not KnownDevice.objects.filter(digest=cookie.value).exists()


def test_a_guessed_cookie_makes_no_device_known(pavel):
    come_in(pavel)
    client = Client()
    client.cookies["device"] = "guessed"

    client.post("/accounts/login/", {"login": pavel.email, "password": PASSWORD}, headers=HOST)

    assert len(mail.outbox) == 1


def test_devices_not_seen_for_long_are_forgotten(pavel):
    come_in(pavel)
    KnownDevice.objects.update(last_used_at=NOON)
    with clock.set_to(NOON + devices.COOKIE_AGE):
        assert devices.forget_old() == 0
    with clock.set_to(NOON + devices.COOKIE_AGE * 2):
        assert devices.forget_old() == 1


@pytest.mark.parametrize(
    ("browser", "words"),
    [(CHROME, "Chrome, Windows"), ("", "Неизвестное устройство"), ("curl", "Неизвестное устройство")],
)
def test_devices_in_words(browser, words):
    assert devices.in_words(browser) == words


def test_staff_choose_longer_passwords(pavel, town, operator, settings):
    short, long = "рябина1", "рябина у крыльца"
    client = come_in(pavel)

    def change(fresh):
        return post(client, "/accounts/password/change/", oldpassword=PASSWORD, password1=fresh, password2=fresh)

    give_role(pavel, StaffRole.SPECIALIST, municipality=town, by=operator)
    refused = change(short + "23")

    assert "не короче 12 знаков" in refused.content.decode()
    assert change(long)["Location"] == "/me/settings/"


def test_a_resident_whose_password_is_short_for_staff_is_asked_for_another(pavel, town, operator, settings):
    settings.SECOND_FACTOR_EXEMPT = []
    pavel.set_password("рябина12")
    pavel.save()
    client = Client()
    post(client, "/accounts/login/", login=pavel.email, password="рябина12")
    assert is_let_in(client)
    give_role(pavel, StaffRole.SPECIALIST, municipality=town, by=operator)
    set_up_app(client)

    asked = client.get("/me/", headers=HOST)
    assert asked["Location"] == "/accounts/password/change/"
    assert "Вашей роли нужен пароль длиннее" in client.get(asked["Location"], headers=HOST).content.decode()
    fresh = "рябина у крыльца"
    post(client, "/accounts/password/change/", oldpassword="рябина12", password1=fresh, password2=fresh)

    assert is_let_in(client)


def test_a_password_may_be_very_long(pavel):
    client, fresh = come_in(pavel), "рябина 🌳 " * 20

    post(client, "/accounts/password/change/", oldpassword=PASSWORD, password1=fresh, password2=fresh)

    pavel.refresh_from_db()
    assert pavel.check_password(fresh)
