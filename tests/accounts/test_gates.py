"""Limits of attempts hold when the cache forgets: by account, by network and for everybody."""

import re
from dataclasses import replace

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import RequestFactory

from accounts import gates
from accounts.gates import CODE, LETTERS, PASSWORD, SECOND_FACTOR, SIGN_UP, Gate
from accounts.limits import Limit
from accounts.models import AttemptCounter, User
from core import clock
from tests.accounts.test_second_factor import code_of_app, set_up_app, sign_in
from tests.accounts.test_signing_in import HOST, TYPED, is_in, post
from tests.cast import NOON
from tests.cast import PASSWORD as RIGHT
from tests.races import at_once

FAR = Limit("far", 10_000, 3600)


@pytest.fixture(autouse=True)
def forgetful_cache(town, monkeypatch):
    """The cache is flushed at each request: allauth's own limits do not count."""
    cache.clear()
    monkeypatch.setattr("allauth.core.internal.ratelimit.cache.get", lambda key, default=None, **kwargs: default)


@pytest.fixture(autouse=True)
def noon(town):
    with clock.set_to(NOON):
        yield


def narrow(gate, part, most=3) -> Gate:
    """Only one of the three limits is near."""
    parts = {"account": FAR, "network": FAR, "everybody": FAR}
    return replace(gate, **parts | {part: replace(getattr(gate, part), most=most)})


def guess(client, email, password="wrong", address="10.0.0.1"):
    return client.post("/accounts/login/", {"login": email, "password": password}, headers=HOST, REMOTE_ADDR=address)


def test_a_password_is_guessed_ten_times_at_most(client, pavel):
    for number in range(PASSWORD.account.most):
        guess(client, pavel.email, address=f"10.0.0.{number}")

    answer = guess(client, pavel.email, RIGHT)

    assert "Слишком много попыток" in answer.content.decode()
    assert not is_in(client)


def test_without_the_gate_the_eleventh_guess_would_open(client, pavel, monkeypatch):
    """The counterpart: it is the database's count that stopped it."""
    monkeypatch.setattr("accounts.gates.count", lambda *args: 0)
    for number in range(PASSWORD.account.most):
        guess(client, pavel.email, address=f"10.0.0.{number}")

    guess(client, pavel.email, RIGHT)

    assert is_in(client)


def test_an_account_that_is_guessed_at_stays_open_by_a_code(client, pavel):
    for _time in range(PASSWORD.account.most + 1):
        guess(client, pavel.email)

    post(client, "/accounts/login/code/", email=pavel.email)
    code = re.search(r"^[\d-]{9}$", mail.outbox[-1].body, re.M)[0]
    post(client, "/accounts/login/code/confirm/", code=code, action="verify")

    assert is_in(client)


def test_one_network_does_not_try_many_accounts(client, pavel, anna, monkeypatch):
    monkeypatch.setattr("accounts.adapter.PASSWORD", narrow(PASSWORD, "network"))
    for number in range(3):
        guess(client, f"nobody{number}@example.org")

    refused = guess(client, anna.email, RIGHT)
    assert "Слишком много попыток" in refused.content.decode()
    guess(client, anna.email, RIGHT, address="10.0.0.2")

    assert is_in(client)


def test_many_networks_do_not_try_together(client, pavel, monkeypatch):
    monkeypatch.setattr("accounts.adapter.PASSWORD", narrow(PASSWORD, "everybody"))
    for number in range(3):
        guess(client, f"nobody{number}@example.org", address=f"10.0.0.{number}")

    guess(client, pavel.email, RIGHT, address="10.0.1.1")

    assert not is_in(client)


def test_right_passwords_count_against_nobody(client, pavel, monkeypatch):
    monkeypatch.setattr("accounts.adapter.PASSWORD", narrow(PASSWORD, "network"))
    for _time in range(5):
        guess(client, pavel.email, RIGHT)
        assert is_in(client)
        post(client, "/accounts/logout/")


def test_a_right_password_does_not_pay_for_wrong_ones(client, pavel, anna, monkeypatch):
    monkeypatch.setattr("accounts.adapter.PASSWORD", narrow(PASSWORD, "network"))
    for _time in range(2):
        guess(client, pavel.email)
        guess(client, anna.email, RIGHT)
        post(client, "/accounts/logout/")
    guess(client, pavel.email)

    guess(client, anna.email, RIGHT)

    assert not is_in(client)


def test_the_window_passes(client, pavel):
    for _time in range(PASSWORD.account.most + 1):
        guess(client, pavel.email)

    with clock.set_to(NOON.replace(minute=20)):
        guess(client, pavel.email, RIGHT)

    assert is_in(client)


def test_the_present_password_is_guessed_no_more_often_in_an_open_session(client, pavel):
    client.force_login(pavel)
    fresh = {"password1": "рябина у крыльца", "password2": "рябина у крыльца"}
    for number in range(PASSWORD.account.most):
        post(client, "/accounts/password/change/", oldpassword=f"wrong{number}", **fresh)

    post(client, "/accounts/password/change/", oldpassword=RIGHT, **fresh)

    pavel.refresh_from_db()
    assert pavel.check_password(RIGHT)


@pytest.mark.parametrize("path", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_letters_to_one_address_end(client, pavel, path):
    answers = []
    for number in range(LETTERS.account.most + 1):
        client.cookies.clear()
        answers.append(client.post(path, {"email": pavel.email}, headers=HOST, REMOTE_ADDR=f"10.0.0.{number}"))

    assert [answer.status_code for answer in answers] == [302] * LETTERS.account.most + [200]
    page = answers[-1].content.decode()
    assert "Слишком много попыток" in page and pavel.email in page
    assert len(mail.outbox) == LETTERS.account.most


def test_sign_ups_of_one_network_end(client, monkeypatch):
    monkeypatch.setattr("accounts.forms.SIGN_UP", narrow(SIGN_UP, "network"))
    before = User.objects.count()
    for number in range(4):
        client.cookies.clear()
        answer = post(client, "/accounts/signup/", **TYPED | {"email": f"new{number}@example.org"})

    assert "Слишком много попыток" in answer.content.decode()
    assert User.objects.count() == before + 3


def test_guesses_of_a_code_at_the_same_moment_share_one_count(client, pavel):
    """allauth counts three in the session, which requests sent at once each read before the other wrote."""
    post(client, "/accounts/login/code/", email=pavel.email)
    session = client.session
    kept = session["account_login"]
    code = re.search(r"^[\d-]{9}$", mail.outbox[-1].body, re.M)[0]
    for _guess in range(CODE.account.most):
        post(client, "/accounts/login/code/confirm/", code="00000000", action="verify")
        session["account_login"] = kept
        session.save()

    post(client, "/accounts/login/code/confirm/", code=code, action="verify")

    assert not is_in(client)


def test_the_second_factor_is_guessed_ten_times_at_most(client, anna):
    sign_in(client, anna)
    secret = set_up_app(client)
    post(client, "/accounts/logout/")
    for _guess in range(SECOND_FACTOR.account.most):
        sign_in(client, anna)
        post(client, "/accounts/2fa/authenticate/", code="000000")
    sign_in(client, anna)

    answer = post(client, "/accounts/2fa/authenticate/", code=code_of_app(secret, later=1))

    assert "Слишком много попыток" in answer.content.decode()
    assert not is_in(client)


def test_the_table_of_attempts_names_nobody(client, pavel):
    guess(client, pavel.email)

    kept = str(list(AttemptCounter.objects.values()))

    assert AttemptCounter.objects.count() == 3
    assert pavel.email not in kept and "10.0.0.1" not in kept


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_twenty_attempts_at_once_three_pass(monkeypatch):
    gate = narrow(PASSWORD, "account")
    request = RequestFactory().get("/")

    outcomes = at_once([lambda: gate.knock(request, "anna@example.org")] * 20)

    assert outcomes.count(None) == 3
    assert [outcome.code for outcome in outcomes if outcome] == ["too_many"] * 17


def test_every_gate_has_its_own_counters():
    scopes = [limit.scope for gate in vars(gates).values() if isinstance(gate, Gate) for limit in vars(gate).values()]

    assert len(scopes) == len(set(scopes)) == 15
