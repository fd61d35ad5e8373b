"""The short address on a poster: whither it leads, and what is counted."""

import re
from datetime import date, timedelta

import pytest
from django.db.models import Sum
from django.template import Context, Template
from django.test import RequestFactory

from core import clock
from initiatives.models import Initiative, InitiativeState
from posters.actions import count_scan
from posters.models import Poster, PosterScan
from tests.cast import NOON
from tests.races import at_once

HERE = {"host": "localhost"}


def scans() -> int:
    return PosterScan.objects.aggregate(all=Sum("count"))["all"] or 0


@pytest.fixture
def poster(print_pack, make):  # noqa: F811
    """Of the first entrance, about a running vote."""
    return print_pack(about=make(InitiativeState.VOTING).vote).posters.get(entrance=1)


def test_it_leads_a_guest_to_the_vote_and_counts(client, poster):
    answer = client.get(poster.get_absolute_url(), headers=HERE)

    assert (answer.status_code, answer.url) == (302, poster.pack.vote.get_absolute_url())
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert list(PosterScan.objects.values_list("poster", "day", "count")) == [(poster.pk, date(2026, 10, 12), 1)]


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("head", {}),
        ("get", {"Sec-Purpose": "prefetch;prerender"}),
        ("get", {"Purpose": "prefetch"}),
        ("get", {"X-Moz": "prefetch"}),
        ("get", {"User-Agent": "TelegramBot (like TwitterBot)"}),
        ("get", {"User-Agent": "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)"}),
        ("get", {"User-Agent": "WhatsApp/2.23 A"}),
    ],
)
def test_robots_and_pages_fetched_ahead_are_led_but_not_counted(client, poster, method, headers):
    answer = getattr(client, method)(poster.get_absolute_url(), headers=HERE | headers)

    assert answer.status_code == 302
    assert scans() == 0


def test_a_phone_is_counted(client, poster):
    phone = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
    for _time in range(3):
        client.get(poster.get_absolute_url(), headers=HERE | {"User-Agent": phone})

    assert scans() == 3
    assert PosterScan.objects.count() == 1


def test_a_day_is_the_towns_day(client, poster):
    # 23:30 in Moscow, and half an hour past midnight.
    for moment in (NOON.replace(hour=20, minute=30), NOON.replace(hour=21, minute=30)):
        with clock.set_to(moment):
            client.get(poster.get_absolute_url(), headers=HERE)

    assert sorted(PosterScan.objects.values_list("day", "count")) == [(date(2026, 10, 12), 1), (date(2026, 10, 13), 1)]


def test_it_leads_on_after_its_term_and_in_english(client, poster):
    with clock.set_to(NOON + timedelta(days=300)):
        late = client.get(poster.get_absolute_url(), headers=HERE)
    vote, short = poster.pack.vote.get_absolute_url(), poster.get_absolute_url()

    assert late.url == vote
    assert client.get("/en" + short, headers=HERE).url == "/en" + vote


def test_what_is_not_to_be_seen_leads_to_the_community(client, print_pack, make):  # noqa: F811
    initiative = make(InitiativeState.DISCUSSION)
    poster = print_pack(about=initiative).posters.first()
    assert client.get(poster.get_absolute_url(), headers=HERE).url == initiative.get_absolute_url()

    Initiative.objects.filter(pk=initiative.pk).update(published_at=None, number=None, state="withdrawn")

    assert client.get(poster.get_absolute_url(), headers=HERE).url == poster.pack.community.get_absolute_url()


def test_unknown_and_other_towns_are_not_found(client, poster, palana):
    assert client.get("/q/2222222222/", headers=HERE).status_code == 404
    assert client.get(poster.get_absolute_url(), headers={"host": "palana.localhost"}).status_code == 404
    poster.pack.community.unpublish()
    assert client.get(poster.get_absolute_url(), headers=HERE).status_code == 404
    assert scans() == 0


def test_following_costs_a_handful_of_queries(client, poster, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        client.get(poster.get_absolute_url(), headers=HERE)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_all_counted(poster):
    count = 12

    at_once(
        [lambda: count_scan(Poster.objects.select_related("pack__municipality").get(pk=poster.pk), at=NOON)] * count
    )

    assert scans() == count


def test_the_activists_page_shows_what_hangs_now(print_pack, lenina, vera, django_assert_num_queries):
    gone = print_pack(key="gone234567", days=1, what="Снято")
    for number in range(4):
        pack = print_pack(key=f"key234567{number + 2}", days=3 + number)
    PosterScan.objects.create(poster=pack.posters.get(entrance=2), day=NOON.date(), count=7)
    request = RequestFactory().get("/")
    request.user, request.now = vera, NOON + timedelta(days=2)
    request.municipality = lenina.municipality

    with django_assert_num_queries(2):
        html = Template("{% load poster_tags %}{% community_posters community %}").render(
            Context({"request": request, "community": lenina})
        )

    assert html.count("Напечатать ещё раз") == 3
    assert gone.get_absolute_url() not in html
    assert [int(day) for day in re.findall(r"до\s(\d+)\sоктября", html)] == [15, 16, 17]
