"""Signing in through ЕСИА, VK ID and Yandex ID, against a provider on the loopback."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.socialaccount.providers.vk.views import VKOAuth2Adapter
from allauth.socialaccount.providers.yandex.views import YandexOAuth2Adapter
from django.core import mail
from django.core.cache import cache

from accounts.identity import confirmed_name
from accounts.models import Consent, User
from communities.staff import give_role
from municipalities.models import StaffRole
from tests.accounts.local_provider import SECRET, running
from tests.accounts.test_signing_in import HOST, is_in, post

ANNA = {
    "sub": "1000301",
    "given_name": "Мария",
    "family_name": "Ветрова",
    "email": "maria@mail.example",
    "email_verified": True,
    "trusted": True,
    "snils": "000-000-600 06",
    "birthdate": "01.01.1980",
}
KEYS = {"client_id": "town", "secret": SECRET}


@pytest.fixture
def provider(settings, town, monkeypatch):
    cache.clear()
    with running() as provider:
        provider.person = dict(ANNA)
        esia = KEYS | {"provider_id": "esia", "name": "Госуслуги", "settings": {"server_url": provider.url}}
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [esia]},
            "vk": {"APPS": [KEYS]},
            "yandex": {"APPS": [KEYS]},
        }
        for adapter, profile in ((VKOAuth2Adapter, "user_info"), (YandexOAuth2Adapter, "info")):
            monkeypatch.setattr(adapter, "authorize_url", f"{provider.url}/authorize")
            monkeypatch.setattr(adapter, "access_token_url", f"{provider.url}/token")
            monkeypatch.setattr(adapter, "profile_url", f"{provider.url}/{profile}")
        yield provider


def go(client, provider, name="oidc/esia", process="login", code="right", challenge=None):
    """There and back, as a browser would."""
    page = post(client, f"/accounts/{name}/login/?process={process}").content.decode()
    there = html.unescape(re.search(r'content="0;url=([^"]+)"', page)[1])
    asked = {key: value[0] for key, value in parse_qs(urlsplit(there).query).items()}
    assert there.startswith(f"{provider.url}/authorize?")
    assert asked["redirect_uri"] == f"http://localhost/accounts/{name}/login/callback/"
    provider.challenge = challenge or asked.get("code_challenge", "")
    back = {"code": code, "state": asked["state"], "device_id": "x"}
    return client.get(f"/accounts/{name}/login/callback/", back, headers=HOST)


def agree(client, **changes):
    typed = {"first_name": "Мария", "last_name": "Ветрова", "email": ANNA["email"], "consent": "on"}
    return post(client, "/accounts/3rdparty/signup/", **typed | changes)


def sign_up(client, provider, **changes):
    assert go(client, provider)["Location"] == "/accounts/3rdparty/signup/"
    return agree(client, **changes)


def test_a_stranger_from_esia_gets_an_account_after_the_consent(client, provider):
    go(client, provider)
    page = client.get("/accounts/3rdparty/signup/", headers=HOST).content.decode()
    assert 'value="Мария"' in page and 'value="Ветрова"' in page
    assert not User.objects.filter(email=ANNA["email"]).exists()
    refused = agree(client, consent="")
    assert refused.status_code == 200 and not is_in(client)

    # The refusal forgot nothing.
    answer = agree(client)

    user = User.objects.get(email=ANNA["email"])
    assert answer["Location"] == "/me/" and is_in(client)
    assert Consent.objects.filter(user=user).exists()
    assert EmailAddress.objects.get(user=user).verified, "ЕСИА vouches for it"
    assert confirmed_name(user) == ("Мария", "Ветрова")


def test_the_next_time_it_is_a_sign_in(client, provider):
    sign_up(client, provider)
    client.logout()

    go(client, provider)

    assert is_in(client)
    assert SocialAccount.objects.count() == 1


def test_of_what_esia_tells_only_the_name_is_kept(client, provider):
    sign_up(client, provider)
    client.logout()
    go(client, provider)

    kept = SocialAccount.objects.get()
    assert kept.extra_data == {"given_name": "Мария", "family_name": "Ветрова", "trusted": True}
    assert not SocialToken.objects.exists()


def test_a_name_is_confirmed_by_a_confirmed_account_of_esia_only(client, provider):
    provider.person["trusted"] = False
    sign_up(client, provider)
    user = User.objects.get(email=ANNA["email"])
    assert confirmed_name(user) is None

    account = SocialAccount.objects.get()
    account.extra_data["trusted"] = True
    account.save()
    assert confirmed_name(user) == ("Мария", "Ветрова")
    account.provider = "vk"
    account.save()
    assert confirmed_name(user) is None


@pytest.mark.parametrize("verified", [True, False])
def test_an_address_that_a_provider_names_opens_nobody_s_account(client, provider, pavel, verified):
    provider.person |= {"email": pavel.email, "email_verified": verified}

    answer = sign_up(client, provider, email=pavel.email)

    assert answer["Location"] == "/accounts/confirm-email/", "as if it were new"
    assert not is_in(client)
    assert not SocialAccount.objects.exists()
    assert [letter.to for letter in mail.outbox] == [[pavel.email]]
    assert "учётная запись" in mail.outbox[0].body


def test_an_address_nobody_vouches_for_needs_a_code(client, provider):
    provider.person["email_verified"] = False

    answer = sign_up(client, provider)

    assert answer["Location"] == "/accounts/confirm-email/"
    assert not is_in(client)


def test_an_account_is_joined_by_its_owner(client, provider, pavel):
    client.force_login(pavel)

    answer = go(client, provider, process="connect")

    assert answer["Location"] == "/accounts/3rdparty/"
    assert SocialAccount.objects.get().user == pavel
    assert mail.outbox[-1].to == [pavel.email]
    page = client.get("/accounts/3rdparty/", headers=HOST).content.decode()
    assert "Госуслуги" in page
    client.logout()
    go(client, provider)
    assert client.session["_auth_user_id"] == str(pavel.pk)


def test_what_is_joined_to_one_account_is_not_joined_to_another(client, provider, pavel, anna):
    client.force_login(pavel)
    go(client, provider, process="connect")
    client.force_login(anna)

    go(client, provider, process="connect")

    assert SocialAccount.objects.get().user == pavel


@pytest.mark.parametrize("keys", ["there", "taken away"])
def test_an_account_is_parted(client, provider, pavel, settings, keys):
    client.force_login(pavel)
    go(client, provider, process="connect")
    if keys == "taken away":
        settings.SOCIALACCOUNT_PROVIDERS = {}
    assert client.get("/accounts/3rdparty/", headers=HOST).status_code == 200

    answer = post(client, "/accounts/3rdparty/", account=SocialAccount.objects.get().pk)

    assert answer.status_code == 302
    assert not SocialAccount.objects.exists()


def test_the_second_factor_is_asked_for_whoever_vouches(client, provider, nina, settings):
    settings.SECOND_FACTOR_EXEMPT = []
    SocialAccount.objects.create(user=nina, provider="esia", uid=ANNA["sub"])

    go(client, provider)

    assert is_in(client)
    assert client.get("/me/", headers=HOST)["Location"] == "/accounts/2fa/"


@pytest.mark.parametrize(
    ("name", "person", "trusted"),
    [
        ("yandex", {"id": "7", "default_email": "maria@yandex.ru"}, True),
        ("yandex", {"id": "7", "default_email": "maria@mail.example"}, False),
        ("vk", {"user_id": "9", "email": "maria@mail.example"}, False),
    ],
)
def test_vk_and_yandex_vouch_for_their_own_mailboxes_only(client, provider, name, person, trusted):
    provider.person = person | {"first_name": "Мария", "last_name": "Ветрова"}
    email = person.get("email") or person["default_email"]

    assert go(client, provider, name)["Location"] == "/accounts/3rdparty/signup/"
    agree(client, email=email)

    assert is_in(client) is trusted
    assert EmailAddress.objects.get(email=email).verified is trusted
    assert SocialAccount.objects.get().extra_data == {}


@pytest.mark.parametrize("spoil", ["code", "secret", "issuer", "audience", "expired", "proof", "down", "nameless"])
def test_what_the_provider_does_not_confirm_lets_nobody_in(client, provider, settings, spoil):
    sign_up(client, provider)
    client.logout()
    code = "wrong" if spoil == "code" else "right"
    if spoil == "secret":
        settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["secret"] = "other"
    provider.person |= {
        "issuer": {"iss": "https://evil.example"},
        "audience": {"aud": "somebody"},
        "expired": {"exp": 1},
    }.get(spoil, {})
    if spoil == "nameless":
        del provider.person["sub"]
    if spoil == "down":
        page = post(client, "/accounts/oidc/esia/login/")
        provider.broken = True
        page = post(client, "/accounts/oidc/esia/login/")
    else:
        page = go(client, provider, code=code, challenge="another browser's" if spoil == "proof" else None)

    assert page.status_code == 401
    assert "Войти не получилось" in page.content.decode()
    assert not is_in(client)


def test_an_answer_that_nobody_asked_for_is_refused(client, provider):
    page = client.get("/accounts/oidc/esia/login/callback/?code=right&state=forged", headers=HOST)

    assert page.status_code == 401
    assert not is_in(client)


def test_who_changes_their_mind_is_told_of_other_ways(client, provider):
    page = post(client, "/accounts/oidc/esia/login/").content.decode()
    state = re.search(r"state=(\w+)", page)[1]

    answer = client.get(
        f"/accounts/oidc/esia/login/callback/?error=access_denied&state={state}", headers=HOST, follow=True
    )

    assert "передумали" in answer.content.decode()


def test_only_configured_providers_are_shown_and_answer(client, settings, town):
    paths = ["oidc/esia", "oidc/other", "vk", "yandex"]
    shown = client.get("/accounts/login/", headers=HOST).content.decode()
    assert not any(f"/accounts/{path}/" in shown for path in paths)
    for path in paths:
        for address in (f"/accounts/{path}/login/", f"/accounts/{path}/login/callback/"):
            assert client.get(address, headers=HOST).status_code == 404
            assert post(client, address).status_code == 404

    settings.SOCIALACCOUNT_PROVIDERS = {"yandex": {"APPS": [KEYS]}}

    shown = client.get("/accounts/login/", headers=HOST).content.decode()
    assert "Яндекс ID" in shown and "Госуслуги" not in shown
    assert client.get("/accounts/yandex/login/", headers=HOST).status_code == 200
    assert client.get("/accounts/vk/login/", headers=HOST).status_code == 404


def test_a_role_is_no_matter_of_the_provider(client, provider, operator, town):
    """An account from ЕСИА becomes staff by the act alone, and then needs a second factor like all."""
    sign_up(client, provider)
    user = User.objects.get(email=ANNA["email"])
    assert not user.is_staff and not user.is_superuser

    give_role(user, StaffRole.SPECIALIST, municipality=town, by=operator)

    assert client.get("/me/", headers=HOST)["Location"] == "/accounts/2fa/"
