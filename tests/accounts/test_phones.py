"""Accounts with a telephone: signing in where the town has a gateway, and living without an e-mail anywhere."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError

from accounts import sms
from accounts.gates import LETTERS, PASSWORD
from accounts.models import User
from accounts.phones import clean_phone
from tests.accounts.test_signing_in import HOST, is_in, post

NUMBER = "+79123456789"
sent = []


def keep(to, text):
    """A gateway that keeps what it was given."""
    sent.append((to, text))


@pytest.fixture(autouse=True)
def fresh(town):
    cache.clear()
    sent.clear()


@pytest.fixture
def gateway(settings):
    settings.SMS_GATEWAY = "tests.accounts.test_phones.keep"
    settings.ACCOUNT_LOGIN_METHODS = {"email", "phone"}


@pytest.fixture
def zoya(db):
    """Came to the front desk without a mailbox."""
    user = User(first_name="Зоя", last_name="Телефонова", phone=NUMBER)
    user.set_password("рябина у крыльца")
    user.save()
    return user


def ask(client, number):
    client.cookies.clear()
    return post(client, "/accounts/login/code/", phone=number)


@pytest.mark.parametrize(
    "typed",
    ["+79123456789", "8 (912) 345-67-89", "8-912-345-67-89", "79123456789", "9123456789", " 8 912\u00a0345 67 89 "],
)
def test_a_number_is_one_however_it_is_written(typed):
    assert clean_phone(typed) == NUMBER


@pytest.mark.parametrize("typed", ["", "12345", "8912345678", "891234567890", "phone", "+7 912 345 6x", "٨٩١٢٣٤٥٦٧٨٩"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValidationError):
        clean_phone(typed)


def test_without_a_gateway_nothing_speaks_of_telephones(client, zoya):
    page = client.get("/accounts/login/code/", headers=HOST).content.decode()
    assert 'name="phone"' not in page

    post(client, "/accounts/login/", login=NUMBER, password="рябина у крыльца")

    assert not is_in(client)


def test_sign_in_by_a_code_to_the_telephone(client, gateway, zoya):
    answer = ask(client, "8 (912) 345-67-89")
    assert answer["Location"] == "/accounts/login/code/confirm/"
    page = client.get(answer["Location"], headers=HOST).content.decode()
    assert NUMBER in page
    ((to, text),) = sent
    assert to == NUMBER and "Дворы Заречного" in text

    code = re.search(r"[\d-]{9}", text)[0]
    answer = post(client, "/accounts/login/code/confirm/", code=code, action="verify")

    assert answer["Location"] == "/me/" and is_in(client)
    zoya.refresh_from_db()
    assert zoya.phone_verified_at
    assert mail.outbox == []


@pytest.mark.parametrize("typed", [NUMBER, "8 (912) 345-67-89"])
def test_sign_in_by_the_telephone_and_the_password(client, gateway, zoya, typed):
    post(client, "/accounts/login/", login=typed, password="рябина у крыльца")

    assert is_in(client)


def test_an_unknown_number_looks_the_same_and_gets_no_message(client, gateway, zoya):
    known = ask(client, NUMBER)
    page = client.get(known["Location"], headers=HOST).content.decode()
    unknown = ask(client, "+79990000000")
    other = client.get(unknown["Location"], headers=HOST).content.decode()

    token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert token.sub("", page) == token.sub("", other).replace("+79990000000", NUMBER)
    assert [to for to, _text in sent] == [NUMBER]


def test_one_account_is_counted_however_the_number_is_typed(client, gateway, zoya):
    for number in range(PASSWORD.account.most):
        cache.clear()
        post(client, "/accounts/login/", login=["8 912 345-67-89", "9123456789"][number % 2], password="wrong")
    cache.clear()

    post(client, "/accounts/login/", login=NUMBER, password="рябина у крыльца")

    assert not is_in(client)


def test_messages_to_one_number_end(client, gateway, zoya):
    for _time in range(LETTERS.account.most + 2):
        cache.clear()
        answer = ask(client, NUMBER)

    assert answer.status_code == 200
    assert len(sent) == LETTERS.account.most


@pytest.mark.parametrize("typed", [{}, {"email": "a@example.org", "phone": NUMBER}, {"phone": "12"}])
def test_a_form_that_names_nobody_says_so(client, gateway, typed):
    answer = post(client, "/accounts/login/code/", **typed)

    assert answer.status_code == 200
    assert "field--bad" in answer.content.decode() or "errs" in answer.content.decode()


def test_pages_live_without_an_email(client, zoya):
    client.force_login(zoya)

    for path in ("/me/", "/me/settings/", "/accounts/email/", "/accounts/2fa/", "/accounts/sessions/",
                 "/accounts/2fa/totp/activate/", "/accounts/password/change/", "/accounts/3rdparty/"):  # fmt: skip
        assert client.get(path, headers=HOST).status_code == 200, path


def test_a_new_device_is_told_to_nobody_without_an_email(client, gateway, zoya):
    for _device in range(2):
        client.cookies.clear()
        post(client, "/accounts/login/", login=NUMBER, password="рябина у крыльца")
        assert is_in(client)

    assert Session.objects.count() == 2
    assert mail.outbox == []


class Gateway(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.headers["Authorization"], json.loads(body)))
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.mark.parametrize(("status", "works"), [(200, True), (202, True), (302, False), (403, False), (500, False)])
def test_the_gateway_over_http(settings, status, works):
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    server.got, server.status = [], status
    threading.Thread(target=server.handle_request, daemon=True).start()
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN = f"http://127.0.0.1:{server.server_port}/send", "token"
    try:
        sms.over_http(NUMBER, "1234-5678")
    except OSError as error:
        assert not works
        assert NUMBER not in str(error) and "1234" not in str(error)
    else:
        assert works
    finally:
        server.server_close()

    assert server.got == [("Bearer token", {"phone": NUMBER, "text": "1234-5678"})]


def test_a_silent_gateway_breaks_no_request(client, settings, zoya, gateway):
    settings.SMS_GATEWAY = "accounts.sms.over_http"
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN = "http://127.0.0.1:9/", "token"

    assert ask(client, NUMBER).status_code == 302
