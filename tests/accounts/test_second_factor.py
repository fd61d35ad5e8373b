"""The second factor: for whom it is compulsory, setting it up, signing in by it."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured

from accounts.models import User
from cms.checks import refuse_unsafe_start
from communities.models import ActivistRole, ActivistTitle
from communities.second_factor import must_have_second_factor
from communities.staff import give_role, take_role
from municipalities.models import StaffRole
from tests.accounts.test_signing_in import HOST, grow_old, is_in, post
from tests.cast import NOON, PASSWORD

SET_UP = "/accounts/2fa/"


@pytest.fixture(autouse=True)
def compulsory(settings, town):
    settings.SECOND_FACTOR_EXEMPT = []
    cache.clear()


def get(client, path):
    return client.get(path, headers=HOST)


def code_of_app(secret, later=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def set_up_app(client) -> str:
    """Through the pages; the secret that the app now holds."""
    page = get(client, "/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'<p class="code">(\w+)</p>', page)[1]
    answer = post(client, "/accounts/2fa/totp/activate/", code=code_of_app(secret))
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    return secret


def recovery_codes(client) -> list[str]:
    page = get(client, "/accounts/2fa/recovery-codes/").content.decode()
    return re.findall(r'<li class="code">(\d+)</li>', page)


def sign_in(client, user):
    return post(client, "/accounts/login/", login=user.email, password=PASSWORD)


@pytest.mark.parametrize("role", StaffRole.values)
def test_every_role_of_staff_needs_a_second_factor(pavel, town, operator, role):
    before = must_have_second_factor(pavel)

    give_role(pavel, role, municipality=town, by=operator)

    assert (before, must_have_second_factor(pavel)) == (False, True)


@pytest.mark.parametrize(("title", "needed"), [(title, title.endswith("chair")) for title in ActivistTitle.values])
def test_of_activists_only_chairs_need_it(anna, lenina, title, needed):
    ActivistRole.objects.create(community=lenina, user=anna, title=title, granted_at=NOON)

    assert must_have_second_factor(anna) is needed


def test_operators_need_it_and_residents_do_not(operator, anna, pavel):
    assert [must_have_second_factor(user) for user in (operator, anna, pavel)] == [True, False, False]


def test_printed_accounts_of_the_demo_are_exempt(settings, nina):
    settings.SECOND_FACTOR_EXEMPT = ["@example.org"]

    assert not must_have_second_factor(nina)


def test_a_real_town_exempts_nobody(settings):
    settings.PRODUCTION = True
    settings.SECOND_FACTOR_EXEMPT = ["@example.org"]

    with pytest.raises(ImproperlyConfigured, match="second factor"):
        refuse_unsafe_start()


@pytest.mark.parametrize("path", ["/me/", "/me/settings/", "/initiatives/new/", "/accounts/sessions/", "/admin/"])
def test_without_it_staff_are_led_to_set_it_up(client, egor, path):
    client.force_login(egor)

    answer = get(client, path)

    assert (answer.status_code, answer["Location"]) == (302, SET_UP)
    page = get(client, SET_UP).content.decode()
    assert "Вашей роли нужен второй фактор" in page


def test_without_it_no_act_is_taken(client, nina, lenina):
    client.force_login(nina)

    answer = post(client, "/communities/lenina-1/join/")

    assert answer["Location"] == SET_UP


def test_without_it_public_pages_are_read_as_by_a_guest(client, gleb, lenina):
    guest = get(client, "/communities/lenina-1/people/").content.decode()
    client.force_login(gleb)

    page = get(client, "/communities/lenina-1/people/")

    assert page.status_code == 200
    main = re.compile(r"<main.*</main>", re.S)
    assert main.search(page.content.decode())[0] == main.search(guest)[0]


def test_a_role_given_now_acts_at_the_next_request_and_taken_away_too(client, pavel, town, operator):
    client.force_login(pavel)
    before = get(client, "/me/").status_code
    member = give_role(pavel, StaffRole.EDITOR, municipality=town, by=operator)
    during = get(client, "/me/").status_code, get(client, "/admin/").status_code

    take_role(member, by=operator)

    assert (before, during, get(client, "/me/").status_code) == (200, (302, 302), 200)


def test_groups_of_the_admin_open_it_to_nobody_without_it(client, pavel, egor):
    pavel.groups.add(*egor.groups.all())
    client.force_login(pavel)

    assert get(client, "/me/").status_code == 200
    assert get(client, "/admin/")["Location"] == SET_UP


def test_staff_of_another_town_need_it_here_too(client, semyon):
    client.force_login(semyon)

    assert get(client, "/me/")["Location"] == SET_UP


def test_the_app_is_set_up_and_asked_for(client, nina, django_capture_on_commit_callbacks):
    sign_in(client, nina)
    with django_capture_on_commit_callbacks(execute=True):
        secret = set_up_app(client)
    codes = recovery_codes(client)
    assert len(set(codes)) == 10
    assert recovery_codes(client) == [], "shown once"
    assert get(client, "/me/").status_code == 200
    assert [letter.subject for letter in mail.outbox] == ["Дворы Заречного: Приложение с кодами подключено"]
    post(client, "/accounts/logout/")

    assert sign_in(client, nina)["Location"] == "/accounts/2fa/authenticate/"
    assert not is_in(client)
    post(client, "/accounts/2fa/authenticate/", code=code_of_app(secret, later=1))

    assert is_in(client)
    assert get(client, "/me/").status_code == 200


def test_a_recovery_code_opens_once(client, nina):
    sign_in(client, nina)
    set_up_app(client)
    code = recovery_codes(client)[0]
    for _time in range(2):
        post(client, "/accounts/logout/")
        sign_in(client, nina)
        post(client, "/accounts/2fa/authenticate/", code=code)
        opened = is_in(client)
        if _time == 0:
            assert opened

    assert not opened


def test_a_code_of_the_app_opens_once_though_the_cache_is_flushed(client, nina):
    sign_in(client, nina)
    secret = set_up_app(client)
    code, opened = code_of_app(secret, later=1), []

    for _time in range(2):
        cache.clear()
        post(client, "/accounts/logout/")
        sign_in(client, nina)
        post(client, "/accounts/2fa/authenticate/", code=code)
        opened.append(is_in(client))

    assert opened == [True, False]


def test_a_code_by_letter_asks_for_the_second_factor_too(client, nina):
    sign_in(client, nina)
    set_up_app(client)
    post(client, "/accounts/logout/")
    mail.outbox.clear()
    post(client, "/accounts/login/code/", email=nina.email)
    code = re.search(r"^[\d-]{9}$", mail.outbox[0].body, re.M)[0]

    answer = post(client, "/accounts/login/code/confirm/", code=code, action="verify")

    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert not is_in(client)


def test_the_secret_is_sealed_in_the_database(client, nina, settings):
    sign_in(client, nina)
    secret = set_up_app(client)
    kept = Authenticator.objects.get(user=nina, type="totp")

    assert secret not in str(Authenticator.objects.values_list("data", flat=True))
    assert kept.wrap().validate_code(code_of_app(secret, later=1))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "x" * 50
    cache.clear()
    assert kept.wrap().validate_code(code_of_app(secret, later=1)), "a key that was changed still opens it"


def test_an_old_session_is_asked_who_it_is_before_a_change(client, nina):
    sign_in(client, nina)
    set_up_app(client)
    grow_old(client)

    asked = get(client, "/accounts/2fa/totp/deactivate/")
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    page = get(client, asked["Location"]).content.decode()
    assert "/accounts/2fa/reauthenticate/" in page, "the second factor will do as well"
    post(client, asked["Location"], password=PASSWORD)

    assert get(client, "/accounts/2fa/totp/deactivate/").status_code == 200


def test_switching_it_off_sends_a_letter_and_leads_staff_to_another(client, nina):
    sign_in(client, nina)
    set_up_app(client)

    post(client, "/accounts/2fa/totp/deactivate/")

    assert not Authenticator.objects.filter(user=nina).exists()
    assert "отключено" in mail.outbox[-1].subject
    assert get(client, "/me/")["Location"] == SET_UP


def test_residents_may_have_it_and_need_not(client, anna):
    sign_in(client, anna)
    assert get(client, "/me/").status_code == 200
    secret = set_up_app(client)
    post(client, "/accounts/logout/")

    sign_in(client, anna)
    assert not is_in(client)
    post(client, "/accounts/2fa/authenticate/", code=code_of_app(secret, later=1))

    assert is_in(client)


@pytest.mark.parametrize("role", ["guest", "anna", "nina"])
def test_the_rule_costs_no_query(client, request, role, django_assert_max_num_queries):
    """A person is read together with what the rule asks about them."""
    user = None if role == "guest" else request.getfixturevalue(role)
    if user:
        Authenticator.objects.create(user=user, type="webauthn", data={})
        client.force_login(user)

    with django_assert_max_num_queries(20) as seen:
        get(client, "/accounts/consent/")

    about = [query["sql"] for query in seen if "mfa_authenticator" in query["sql"]]
    people = [query["sql"] for query in seen if 'FROM "accounts_user"' in query["sql"]]
    assert about == people
    assert len(people) == (0 if role == "guest" else 1)


def check_page(client, address):
    page = get(client, address)
    html = page.content.decode()

    assert page.status_code == 200
    assert "<h1>" in html
    assert bool(re.search(r"<h1>[^<]*[а-я]", html)) is not address.startswith("/en/")
    assert "style=" not in html and "<script>" not in html


@pytest.mark.parametrize("language", ["", "/en"])
def test_pages_are_whole_in_both_languages(client, anna, language):
    client.force_login(anna)
    for path in ("", "totp/activate/", "webauthn/add/", "webauthn/"):
        check_page(client, f"{language}/accounts/2fa/{path}")

    TOTP.activate(anna, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(anna)

    for path in ("", "totp/deactivate/", "recovery-codes/generate/", "recovery-codes/", "recovery-codes/"):
        check_page(client, f"{language}/accounts/2fa/{path}")


def test_every_signed_in_person_is_read_with_their_duties(client, nina):
    client.force_login(nina)

    request = get(client, "/me/").wsgi_request

    assert User.objects.get(pk=nina.pk) == request.user
    assert request.user.works_for_a_town and not request.user.chairs
