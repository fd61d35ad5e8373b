"""The activist's page: who waits, what expires, which entrance is silent, what to print."""

from datetime import date, timedelta

import pytest

from communities.actions import issue_codes, propose_chair, request_membership
from communities.models import ActivistRole, Premises
from core import clock
from initiatives.models import Initiative
from tests.cast import NOON, make_member, make_members, make_person
from tests.initiatives.making import make_many
from tests.voting.conftest import announce, finish
from voting import actions as voting
from voting.models import Choice
from voting.turnout import by_entrance

TOWN = {"host": "localhost"}
PAGE = "/communities/lenina-1/run/"


@pytest.fixture(autouse=True)
def noon():
    with clock.set_to(NOON):
        yield


def flats(community, numbers, entrance) -> list[Premises]:
    return Premises.objects.bulk_create(
        Premises(community=community, number=str(number), key=str(number), entrance=entrance) for number in numbers
    )


def newcomers(community, count):
    return [
        request_membership(community, by=make_person("Зоя", f"Новая{number}"), flat="77ж", entrance=1)
        for number in range(count)
    ]


def in_review(lenina, author, count, **fields):
    made = make_many(count, lenina, author=author, **fields)
    Initiative.objects.filter(pk__in=[row.pk for row in made]).update(state="review", published_at=None, number=None)


def read(client, user):
    client.force_login(user)
    return client.get(PAGE, headers=TOWN)


def test_the_page_says_who_waits_and_since_when(client, lenina, anna, vera):
    assert "Сейчас вас никто не ждёт" in read(client, vera).text
    with clock.set_to(NOON - timedelta(days=3)):
        newcomers(lenina, 2)
    in_review(lenina, anna, 1, title="Лавочки")
    make_many(1, lenina, author=anna, title="Фонари", support_count=9, verified_support_count=9, support_needed=9)
    make_many(1, lenina, author=anna, title="Рано", support_count=8, verified_support_count=8, support_needed=9)

    page = read(client, vera).text

    assert "2 заявки на вступление" in page
    assert "9 октября" in page
    assert "Лавочки" in page
    assert "Фонари" in page
    assert "Рано" not in page
    # Names and flats stand on the page of requests, where looking at them is an act.
    assert "Новая" not in page
    assert "77ж" not in page


def test_an_entrance_is_silent_or_nearly_so(client, lenina, vera):
    first = flats(lenina, range(1, 21), 1)
    flats(lenina, range(21, 41), 2)
    make_member(make_person("Иван", "Первый"), lenina, entrance=3)
    lenina.memberships.filter(user=vera).update(premises=first[0])

    page = read(client, vera)

    rows = {entrance.number: entrance for entrance in page.context["entrances"]}
    assert [(row.flats, row.joined, row.members) for row in rows.values()] == [
        (20, 1, 1), (20, 0, 0), (None, 0, 1), (None, 0, 0),
    ]  # fmt: skip
    assert page.context["silent"] == [2, 4]
    assert (rows[1].is_quiet, rows[2].is_quiet, rows[3].is_quiet) == (True, False, False)
    for flat in Premises.objects.all():
        assert f">{flat.number}<" not in page.text.replace(">20<", "").replace(">1<", "").replace(">0<", "")


def voters(lenina, count, entrance):
    users = make_members(lenina, count)
    lenina.memberships.filter(user__in=users).update(entrance=entrance)
    return users


def test_turnout_is_told_by_quarters_and_never_of_a_few(lenina, vera):
    lenina.memberships.update(entrance=1)
    groups = {entrance: voters(lenina, count, entrance) for entrance, count in ((1, 20), (2, 40), (3, 4), (4, 16))}
    vote = announce(lenina, vera)
    for entrance, count in ((1, 15), (2, 8), (3, 4), (4, 7)):
        for number, user in enumerate(groups[entrance][:count]):
            voting.cast_ballot(vote, by=user, choices={0: Choice.FOR}, nonce=f"{entrance}{number:031x}")
    assert by_entrance(lenina) == {}
    finish(vote)

    shares = {entrance: str(words) for entrance, words in by_entrance(lenina).items()}

    # The third entrance is too small to be told apart from the fourth, so neither is.
    assert shares == {1: "проголосовало больше половины", 2: "проголосовало меньше четверти"}


def test_what_expires_is_told_in_time(client, lenina, vera, olga):
    flats(lenina, [1, 2], 1)
    issue_codes(lenina, by=vera, days=7)
    ActivistRole.objects.update(term_ends_on=NOON.date() + timedelta(days=60))
    announce(lenina, vera)

    page = read(client, vera).text

    for words in ("Ставим новую детскую площадку?", "11 декабря", "2 не использованы", "попросите администрацию"):
        assert words in page
    ActivistRole.objects.update(term_ends_on=NOON.date() + timedelta(days=61))
    assert "12 декабря" not in read(client, vera).text


def test_my_page_leads_there_and_reminds_of_the_term(client, lenina, anna, vera, olga, nina):
    ActivistRole.objects.update(term_ends_on=NOON.date() + timedelta(days=15))
    client.force_login(vera)
    page = client.get("/me/", headers=TOWN).text
    assert PAGE in page
    assert "Ваша роль" not in page
    with clock.set_to(NOON + timedelta(days=1)):
        assert "Ваша роль заканчивается 27 октября" in client.get("/me/", headers=TOWN).text

    proposal = propose_chair(
        lenina, user=anna, title="council_chair", by=olga, protocol_number="1", protocol_date=date(2026, 10, 1)
    )
    client.force_login(nina)
    assert proposal.public_id in client.get("/me/", headers=TOWN).text
    client.force_login(olga)
    assert proposal.public_id not in client.get("/me/", headers=TOWN).text


@pytest.mark.parametrize("many", [1, 12])
def test_the_page_costs_the_same_at_any_size(client, lenina, anna, vera, django_assert_num_queries, many):
    lenina.entrances = many
    lenina.save()
    for entrance in range(1, many + 1):
        flats(lenina, range(entrance * 100, entrance * 100 + many), entrance)
        voters(lenina, many, entrance)
    newcomers(lenina, many)
    in_review(lenina, anna, many)
    for number in range(min(many, 5)):
        announce(lenina, vera, title=f"Голосование {number}")
    ActivistRole.objects.update(term_ends_on=NOON.date())
    issue_codes(lenina, by=vera, days=7)
    read(client, vera)

    with django_assert_num_queries(QUERIES):
        page = client.get(PAGE, headers=TOWN)

    assert page.context["requests"].count == many


# Session, town and rights; queues, meetings, terms, codes, votes with turnout, entrances, the last vote, posters.
QUERIES = 23
