"""Parts of pages kept for all readers: they save queries, and never carry one reader's things to another."""

import threading
from concurrent.futures import ThreadPoolExecutor
from time import sleep
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from core import clock
from core.fragments import remember
from feed.actions import comment
from home import guest_cache
from initiatives.actions import accept, submit, support
from initiatives.actions.draft import create_draft, save_draft
from tests.cast import make_community

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shared_for_seconds(settings):
    settings.SHARED_SECONDS = 5
    caches["pages"].clear()
    guest_cache._generations.clear()
    yield
    caches["pages"].clear()
    guest_cache._generations.clear()


@pytest.fixture
def client():
    return Client(headers={"host": "localhost"})


@pytest.fixture
def bench(lenina, anna, vera):
    """A public initiative of anna's."""
    initiative = create_draft(lenina, by=anna, title="Скамейка у подъезда", category="yard")
    save_draft(initiative, by=anna, problem="Негде сесть.", proposal="Поставить скамейку.", expected_result="Отдых.")
    submit(initiative, by=anna)
    return accept(initiative, by=vera)


def notice_events():
    """What a second of waiting does: the worker looks at the journal again."""
    guest_cache._generations.clear()


def test_a_kept_part_saves_queries(client, bench, django_assert_max_num_queries):
    address = bench.get_absolute_url()
    first = client.get(address)

    with django_assert_max_num_queries(6):
        second = client.get(address)

    assert first.status_code == 200
    assert second.content == first.content


def test_an_event_ends_what_was_kept(client, bench, pavel):
    address = bench.get_absolute_url()
    before = client.get(address).content.decode()

    comment(bench.thread, by=pavel, text="Ставьте под липой.")
    notice_events()

    assert "Ставьте под липой." not in before
    assert "Ставьте под липой." in client.get(address).content.decode()


def test_who_has_acted_sees_it_at_once(client, bench, pavel):
    client.force_login(pavel)
    client.get(bench.get_absolute_url())

    client.post(reverse("initiatives:support", args=[bench.public_id]))
    page = client.get(bench.get_absolute_url()).content.decode()

    assert reverse("initiatives:withdraw_support", args=[bench.public_id]) in page


def test_buttons_of_one_reader_are_not_shown_to_another(client, bench, anna, boris):
    address, change = bench.get_absolute_url(), reverse("initiatives:change_materially", args=[bench.public_id])
    client.force_login(anna)
    own = client.get(address).content.decode()
    client.force_login(boris)
    other = client.get(address).content.decode()
    client.logout()
    guest = client.get(address).content.decode()

    assert change in own
    assert change not in other
    assert change not in guest
    assert "csrfmiddlewaretoken" not in guest


def test_support_of_one_reader_is_not_shown_as_anothers(client, bench, boris, pavel):
    support(bench, by=boris)
    withdraw = reverse("initiatives:withdraw_support", args=[bench.public_id])
    client.force_login(boris)
    mine = client.get(bench.get_absolute_url()).content.decode()
    client.force_login(pavel)

    assert withdraw in mine
    assert withdraw not in client.get(bench.get_absolute_url()).content.decode()


def test_a_draft_is_not_kept(client, lenina, anna, boris):
    draft = create_draft(lenina, by=anna, title="Тайная задумка", category="yard")
    client.force_login(anna)
    own = client.get(draft.get_absolute_url())
    client.force_login(boris)

    assert "Тайная задумка" in own.content.decode()
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_languages_have_parts_of_their_own(client, bench):
    russian = client.get(bench.get_absolute_url()).content.decode()
    english = client.get("/en" + bench.get_absolute_url()).content.decode()

    assert "Что предлагаем" in russian
    assert "What we propose" in english


def test_towns_have_parts_of_their_own(client, town, palana):
    """Two communities of one slug stand in two towns."""
    make_community(town, "ул. Ленина, 7", slug="lenina-7", street="ул. Ленина", house="7")
    make_community(palana, "ул. Обухова, 7", slug="lenina-7", street="ул. Обухова", house="7")
    here = client.get("/communities/lenina-7/", headers={"host": "localhost"}).content.decode()
    there = client.get("/communities/lenina-7/", headers={"host": "palana.localhost"}).content.decode()

    assert "Ленина" in here
    assert "Обухова" in there
    assert "Ленина" not in there


def test_several_who_ask_at_once_wait_for_one_builder(rf, town):
    """Many readers at the moment when a part is out of date cost one building of it, not many."""
    guest_cache._generations.clear()
    request = rf.get("/")
    request.municipality = town
    request.generation = lambda: SimpleNamespace(event=1, turn_at=clock.glance().timestamp() + 60)
    inside, built = threading.Event(), []

    def build():
        built.append(1)
        inside.set()
        sleep(0.2)
        return "part"

    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(remember, request, "slow", build)
        assert inside.wait(5)
        others = [pool.submit(remember, request, "slow", build) for _reader in range(3)]
        answers = [first.result(), *(other.result() for other in others)]

    assert answers == ["part"] * 4
    assert len(built) == 1
