"""Sign-up, sign-in by password and by code, a new password, a new e-mail."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import Consent, User
from tests.cast import PASSWORD

HOST = {"host": "localhost"}
TYPED = {
    "first_name": "Анна",
    "last_name": "Ильина",
    "email": "new@example.org",
    "password1": "крыльцо и рябина",
    "consent": "on",
}


@pytest.fixture(autouse=True)
def fresh_limits(town):
    cache.clear()


def post(client, path, **data):
    return client.post(path, data, headers=HOST)


def code_of(letter):
    return re.search(r"^[\d-]{9}$", letter.body, re.M)[0]


def sign_up(client, **changes):
    return post(client, "/accounts/signup/", **TYPED | changes)


def is_in(client):
    return "_auth_user_id" in client.session


def grow_old(client):
    """As if the person had signed in long ago."""
    session = client.session
    session["signed_in_at"] = 0
    session.save()


def test_sign_up_by_code_leads_to_my_page(client):
    answer = sign_up(client)
    assert answer.status_code == 302 and answer["Location"] == "/accounts/confirm-email/"
    assert not is_in(client)

    answer = post(client, "/accounts/confirm-email/", code=code_of(mail.outbox[0]), action="verify")

    user = User.objects.get(email="new@example.org")
    assert answer["Location"] == "/me/"
    assert is_in(client)
    assert user.public_name == "Анна И."
    page = client.get("/me/", headers=HOST)
    assert page.status_code == 200
    assert "Найдите свой дом" in page.content.decode()


def test_consent_is_separate_and_kept(client):
    page = client.get("/accounts/signup/", headers=HOST).content.decode()
    box = re.search(r"<input[^>]*name=\"consent\"[^>]*>", page)[0]
    assert "checked" not in box

    refused = sign_up(client, consent="")
    assert refused.status_code == 200
    assert "Анна" in refused.content.decode(), "what was typed stays"
    assert not User.objects.filter(email="new@example.org").exists()

    sign_up(client)
    consent = Consent.objects.get(user__email="new@example.org")
    assert consent.version == "2026-11-22"
    text = client.get("/accounts/consent/", headers=HOST)
    assert consent.version in text.content.decode()


def test_reserved_name_is_refused_with_a_link_to_the_field(client):
    page = sign_up(client, first_name="Адми", last_name="нистрация").content.decode()

    assert 'href="#id_first_name"' in page
    assert not User.objects.filter(email="new@example.org").exists()


def test_sign_up_with_a_known_address_looks_the_same_and_tells_its_owner(client, pavel):
    known = sign_up(client, email=pavel.email)
    client.logout()
    unknown = sign_up(client)

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert "/accounts/password/reset/" in letters[pavel.email].body
    assert User.objects.filter(email=pavel.email).get().first_name == "Павел"


def test_known_address_costs_the_same_hashing_at_sign_up(client, pavel, monkeypatch):
    hashed = []
    monkeypatch.setattr("accounts.forms.make_password", lambda raw: hashed.append(raw))

    sign_up(client, email=pavel.email)

    assert hashed == [TYPED["password1"]]


def test_sign_in_by_password(client, pavel):
    wrong = post(client, "/accounts/login/", login=pavel.email, password="wrong")
    unknown = post(client, "/accounts/login/", login="nobody@example.org", password="wrong")
    assert wrong.status_code == unknown.status_code == 200
    words = "Почта или пароль не подходят"
    assert words in wrong.content.decode() and words in unknown.content.decode()
    assert not is_in(client)

    right = post(client, "/accounts/login/", login=pavel.email.upper(), password=PASSWORD)

    assert right["Location"] == "/me/"
    assert is_in(client)


def test_sign_in_by_code(client, pavel):
    answer = post(client, "/accounts/login/code/", email=pavel.email)
    assert answer["Location"] == "/accounts/login/code/confirm/"
    page = client.get("/accounts/login/code/confirm/", headers=HOST)
    assert "Код из письма" in page.content.decode()
    wrong = post(client, "/accounts/login/code/confirm/", code="00000000", action="verify")
    assert wrong.status_code == 200 and not is_in(client)

    answer = post(client, "/accounts/login/code/confirm/", code=code_of(mail.outbox[-1]), action="verify")

    assert answer["Location"] == "/me/"
    assert is_in(client)


def test_code_for_an_unknown_address_looks_the_same(client, pavel):
    known = post(client, "/accounts/login/code/", email=pavel.email)
    client.cookies.clear()
    unknown = post(client, "/accounts/login/code/", email="nobody@example.org")

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [letter.to[0] for letter in mail.outbox] == [pavel.email, "nobody@example.org"]
    assert not re.search(r"^[\d-]{9}$", mail.outbox[1].body, re.M)


def test_three_wrong_codes_end_the_attempt(client, pavel):
    post(client, "/accounts/login/code/", email=pavel.email)
    code = code_of(mail.outbox[-1])
    for _attempt in range(3):
        post(client, "/accounts/login/code/confirm/", code="00000000", action="verify")

    post(client, "/accounts/login/code/confirm/", code=code, action="verify")

    assert not is_in(client)


def test_new_password_by_code(client, pavel):
    answer = post(client, "/accounts/password/reset/", email=pavel.email)
    assert answer["Location"] == "/accounts/password/reset/confirm/"
    assert client.get(answer["Location"], headers=HOST).status_code == 200
    answer = post(client, "/accounts/password/reset/confirm/", code=code_of(mail.outbox[-1]))
    assert answer["Location"] == "/accounts/password/reset/complete/"
    assert client.get(answer["Location"], headers=HOST).status_code == 200

    fresh = "рябина у крыльца"
    answer = post(client, "/accounts/password/reset/complete/", password1=fresh, password2=fresh)

    assert answer["Location"] == "/accounts/password/reset/done/"
    assert client.get(answer["Location"], headers=HOST).status_code == 200
    pavel.refresh_from_db()
    assert pavel.check_password(fresh)


def test_changing_the_password_ends_other_sessions(client, pavel):
    other = Client()
    for one in (client, other):
        post(one, "/accounts/login/", login=pavel.email, password=PASSWORD)
    assert other.get("/me/", headers=HOST).status_code == 200
    fresh = "рябина у крыльца"

    answer = post(client, "/accounts/password/change/", oldpassword=PASSWORD, password1=fresh, password2=fresh)

    assert answer["Location"] == "/me/settings/"
    assert client.get("/me/", headers=HOST).status_code == 200
    assert other.get("/me/", headers=HOST).status_code == 302
    assert "пароль" in mail.outbox[-1].body.lower()


def test_new_address_replaces_the_old_one_when_confirmed(client, pavel):
    old = pavel.email
    client.force_login(pavel)
    grow_old(client)
    asked = post(client, "/accounts/email/", email="fresh@example.org", action_add="")
    assert asked["Location"].startswith("/accounts/reauthenticate/"), "an open session is not enough"
    assert "Это вы?" in client.get(asked["Location"], headers=HOST).content.decode()
    assert mail.outbox == []

    # What was asked before the password goes on by itself.
    answer = post(client, asked["Location"], password=PASSWORD)
    assert answer["Location"] == "/accounts/confirm-email/"
    pavel.refresh_from_db()
    assert pavel.email == old
    assert "fresh@example.org" in client.get("/accounts/email/", headers=HOST).content.decode()

    code = code_of(next(letter for letter in mail.outbox if letter.to == ["fresh@example.org"]))
    post(client, "/accounts/confirm-email/", code=code, action="verify")

    pavel.refresh_from_db()
    assert pavel.email == "fresh@example.org"
    assert EmailAddress.objects.get(user=pavel).verified
    assert [old] in [letter.to for letter in mail.outbox], "the old address is told"


def test_sign_out_needs_a_post(client, pavel):
    client.force_login(pavel)
    assert client.get("/accounts/logout/", headers=HOST).status_code == 200
    assert is_in(client)

    post(client, "/accounts/logout/")

    assert not is_in(client)


def test_closed_account_cannot_sign_in(client, pavel):
    pavel.is_active = False
    pavel.save()

    post(client, "/accounts/login/", login=pavel.email, password=PASSWORD)

    assert not is_in(client)
    assert client.get("/accounts/inactive/", headers=HOST).status_code == 200


def test_guessing_is_limited(client, pavel):
    answers = [post(client, "/accounts/login/", login=pavel.email, password=f"wrong{n}") for n in range(6)]
    assert "Слишком много попыток" in answers[-1].content.decode()

    post(client, "/accounts/login/", login=pavel.email, password=PASSWORD)

    assert not is_in(client)


def test_too_many_requests_get_the_town_s_page(client):
    answers = [post(client, "/accounts/signup/", email="x") for _attempt in range(21)]

    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert answers[-1]["Retry-After"] == "60"
    assert "Слишком часто" in answers[-1].content.decode()


def test_next_leads_nowhere_else(client, pavel):
    good = post(client, "/accounts/login/", login=pavel.email, password=PASSWORD, next="/initiatives/")
    assert good["Location"] == "/initiatives/"
    client.logout()

    bad = post(client, "/accounts/login/", login=pavel.email, password=PASSWORD, next="https://evil.example/")

    assert bad["Location"] == "/me/"


def test_letters_carry_the_town_and_no_foreign_host(client, pavel):
    post(client, "/accounts/signup/", **TYPED | {"email": pavel.email})

    letter = mail.outbox[0]
    assert letter.subject.startswith("Дворы Заречного: ")
    assert "http://localhost/accounts/password/reset/" in letter.body
    assert "example.com" not in letter.body


def test_a_dead_mail_server_breaks_no_sign_up(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    answer = sign_up(client)

    assert answer.status_code == 302
    assert User.objects.filter(email="new@example.org").exists()


@pytest.mark.parametrize(
    "path", ["login/", "login/code/", "signup/", "password/reset/", "inactive/", "consent/", "password/reset/done/"]
)
@pytest.mark.parametrize("language", ["", "/en"])
def test_pages_are_whole_in_both_languages(client, path, language):
    page = client.get(f"{language}/accounts/{path}", headers=HOST)
    html = page.content.decode()

    assert page.status_code == 200
    assert "<h1>" in html
    assert bool(re.search(r"<h1>[^<]*[а-я]", html)) is (language == "")
    assert "style=" not in html and "<script>" not in html
