"""The cache of guests' pages: what is kept, for whom, and how soon it is forgotten."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse

from core import clock
from home import guest_cache
from home.models import HomePage
from journal.actions import record
from journal.verbs import Verb
from municipalities.models import Municipality
from tests.cast import NOON
from tests.home.test_front_page import make_vote
from voting.models import Vote, VoteState

HOST = {"host": "localhost"}


@pytest.fixture(autouse=True)
def switched_on(settings):
    settings.GUEST_CACHE_SECONDS = 5
    forget()
    yield
    forget()


def forget():
    caches["pages"].clear()
    guest_cache._generations.clear()


def look_again():
    """As when a second has passed since this worker looked into the journal."""
    guest_cache._generations.clear()


def reworded():
    """Change the front page behind the journal's back, to see whether an answer is kept or made anew."""
    HomePage.objects.update(heading="Новые слова")


def is_new(client, path="/"):
    return "Новые" in client.get(path, headers=HOST).content.decode()


def test_a_second_guest_gets_the_kept_page_without_a_query(client, town, django_assert_num_queries):
    first = client.get("/", headers=HOST)

    with django_assert_num_queries(0):
        second = client.get("/", headers=HOST)

    assert second.content == first.content
    assert second["Content-Type"] == first["Content-Type"]
    assert second["Cache-Control"] == first["Cache-Control"] == "no-cache"
    assert "script-src" in second["Content-Security-Policy"]
    assert second["X-Frame-Options"] == "SAMEORIGIN"


def test_switched_off_nothing_is_kept(client, town, settings):
    settings.GUEST_CACHE_SECONDS = 0
    client.get("/", headers=HOST)

    reworded()

    assert is_new(client)


def test_an_act_of_the_town_makes_pages_new(client, town, operator):
    client.get("/", headers=HOST)
    reworded()
    kept = is_new(client)

    record(Verb.ROLE_GIVEN, operator, by=operator, municipality=town)
    look_again()

    assert (kept, is_new(client)) == (False, True)


def test_an_act_of_another_town_keeps_pages(client, town, palana, operator):
    client.get("/", headers=HOST)
    reworded()

    record(Verb.ROLE_GIVEN, operator, by=operator, municipality=palana)
    look_again()

    assert not is_new(client)


def test_towns_do_not_share_pages(client, town, palana):
    ours = client.get("/", headers=HOST).content.decode()
    theirs = client.get("/", headers={"host": "palana.localhost"}).content.decode()

    assert "Каким будет" in ours
    assert "Палана: решаем" in theirs


@pytest.mark.parametrize("cookie", [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages", "anything"])
def test_any_other_cookie_passes_by(client, town, cookie):
    client.get("/", headers=HOST)
    reworded()

    client.cookies[cookie] = "x"

    assert is_new(client)


def test_a_person_never_gets_nor_leaves_a_kept_page(client, town, anna):
    client.get("/", headers=HOST)
    client.force_login(anna)

    personal = client.get("/", headers=HOST)

    assert "Анна" in personal.content.decode()
    assert personal["Cache-Control"] == "private, no-store"
    client.logout()
    client.cookies.clear()
    assert "Анна" not in client.get("/", headers=HOST).content.decode()


def test_the_display_cookie_has_its_own_page(client, town):
    client.get("/", headers=HOST)

    client.cookies["view"] = "font=2"

    assert 'data-font="2"' in client.get("/", headers=HOST).content.decode()
    client.cookies.clear()
    assert 'data-font="2"' not in client.get("/", headers=HOST).content.decode()


def test_an_invented_display_cookie_makes_no_new_page(client, town):
    client.get("/", headers=HOST)
    reworded()

    client.cookies["view"] = "font=99&x=1"

    assert not is_new(client)


def test_languages_have_their_own_pages(client, town):
    assert '<html lang="ru"' in client.get("/", headers=HOST).content.decode()
    assert '<html lang="en"' in client.get("/en/", headers=HOST).content.decode()
    assert '<html lang="ru"' in client.get("/", headers=HOST).content.decode()


@pytest.mark.parametrize(
    "address",
    ["/search/?q=a", "/accounts/login/", "/accounts/signup/", "/me/", "/admin/", "/initiatives/new/", "/healthz"],
)
def test_addresses_off_the_list_are_never_kept(client, town, address):
    client.get(address, headers=HOST)

    assert not caches["pages"]._cache


def test_a_page_dies_before_the_next_vote_turns(client, town, lenina):
    Vote.objects.bulk_create([make_vote(lenina, 1, state=VoteState.SCHEDULED)])
    Vote.objects.update(opens_at=clock.now() + timedelta(seconds=2), closes_at=clock.now() + timedelta(days=1))

    client.get("/", headers=HOST)

    (expires,) = caches["pages"]._expire_info.values()
    assert 0 < expires - clock.glance().timestamp() <= 2


def test_nothing_is_kept_while_a_vote_is_overdue_to_open(client, town, lenina):
    Vote.objects.bulk_create([make_vote(lenina, 1, state=VoteState.SCHEDULED, at=NOON)])

    client.get("/", headers=HOST)

    assert not caches["pages"]._cache


def test_a_page_lives_five_seconds_at_most(client, town):
    client.get("/", headers=HOST)

    (expires,) = caches["pages"]._expire_info.values()
    assert 0 < expires - clock.glance().timestamp() <= 5


def test_long_queries_fill_no_memory(client, town):
    client.get("/news/?page=" + "1" * 300, headers=HOST)

    assert not caches["pages"]._cache


def test_the_order_of_a_query_makes_no_new_page(client, town):
    client.get("/news/?a=1&b=2", headers=HOST)
    client.get("/news/?b=2&a=1", headers=HOST)

    assert len(caches["pages"]._cache) == 1


def test_missing_pages_are_not_kept(client, town):
    assert client.get("/communities/nowhere/", headers=HOST).status_code == 404

    assert not caches["pages"]._cache


@pytest.mark.parametrize(
    "spoil",
    [
        lambda response: response.set_cookie("a", "b"),
        lambda response: setattr(response, "status_code", 302),
        lambda response: setattr(response, "content", b"<input name=csrfmiddlewaretoken>"),
        lambda response: response.__setitem__("Cache-Control", "no-store"),
    ],
)
def test_an_answer_of_ones_own_is_not_kept(spoil):
    response = HttpResponse("same for all")
    before = guest_cache.may_be_kept(response)

    spoil(response)

    assert (before, guest_cache.may_be_kept(response)) == (True, False)


def test_an_unknown_host_is_not_kept(client, town):
    Municipality.objects.update(brand_name="x")

    response = client.get("/", headers={"host": "testserver"})

    assert response.status_code == 400
    assert not caches["pages"]._cache
