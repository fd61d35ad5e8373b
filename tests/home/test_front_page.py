"""The front page: true figures, each block only where there is something to show, a fixed number of queries."""

from datetime import timedelta

import pytest

from communities.models import CommunityKind, CommunityPage
from core import clock
from home.front import figures, safe_address
from home.models import HomePage
from initiatives.models import Initiative, InitiativeState
from tests.cast import NOON, make_community, make_members
from tests.publications.making import make_decision, make_news, make_result
from voting.models import QuorumBase, Vote, VoteState

HOST = {"host": "localhost"}


def make_initiative(community, number, *, state=InitiativeState.DISCUSSION, at=NOON, **fields):
    return Initiative(
        municipality=community.municipality,
        community=community,
        number=number if state not in ("draft", "review") else None,
        state=state,
        title=fields.pop("title", f"Инициатива {number}"),
        created_at=at,
        published_at=at if state not in ("draft", "review") else None,
        state_changed_at=at,
        consideration_due=at.date() if state == InitiativeState.CONSIDERATION else None,
        **fields,
    )


def make_vote(community, number, *, closes_in=3, state=VoteState.OPEN, at=None, **fields):
    at = at or clock.now()
    return Vote(
        number=number,
        municipality=community.municipality,
        community=community,
        title=fields.pop("title", f"Голосование {number}"),
        rules_name="Правила",
        rules_source="Устав",
        state=state,
        opens_at=at - timedelta(days=1),
        closes_at=at + timedelta(days=closes_in),
        opened_at=at - timedelta(days=1),
        roll_size=156,
        roll_weight=156,
        quorum_base=QuorumBase.ROLL,
        manifest_hash="0" * 64,
        roll_fingerprint="0" * 64,
        **fields,
    )


def fill(town, community, count):
    """Many rows of everything the front page reads."""
    Initiative.objects.bulk_create(make_initiative(community, number) for number in range(1, count + 1))
    Vote.objects.bulk_create(make_vote(community, number) for number in range(1, count + 1))
    for number in range(min(count, 6)):
        make_news(town, f"Новость {number}")
        make_decision(town, f"Решение {number}")
        make_result(town, f"Результат {number}")


def page_of(client, path="/"):
    return client.get(path, headers=HOST).content.decode()


def test_a_new_town_has_a_heading_a_search_and_nothing_invented(client, town):
    text = page_of(client)

    assert "Каким будет ваш двор" in text
    assert 'action="/communities/"' in text
    assert "Как это работает" in text or "How it works" in text
    for block in ('id="votes"', 'id="places"', 'id="figures"', 'id="ba"', 'id="news"', 'class="kpi'):
        assert block not in text


def test_every_block_appears_with_its_data(client, town, lenina, anna):
    fill(town, lenina, 1)

    text = page_of(client)

    for block in ('id="votes"', 'id="places"', 'id="figures"', 'id="ba"', 'id="news"', "data-veche-ba"):
        assert block in text
    assert "Голосование 1" in text
    assert "52" in text  # a third of 156


def test_the_alert_is_shown_with_its_link(client, town):
    HomePage.objects.update(alert="Завтра субботник", alert_url="/news/")

    text = page_of(client)

    assert "Завтра субботник" in text
    assert '<a href="/news/">' in text


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//evil.example", "/\\evil.example", "data:text/html,x", ""]
)
def test_an_alert_leads_nowhere_dangerous(address):
    assert safe_address(address) == ""


@pytest.mark.parametrize("address", ["/news/", "https://gosuslugi.ru/x"])
def test_an_alert_leads_to_pages(address):
    assert safe_address(address) == address


def test_figures_count_what_is_public(town, lenina, anna, vera):
    states = [InitiativeState.DONE, InitiativeState.IN_PROGRESS, InitiativeState.DRAFT, InitiativeState.REVIEW]
    Initiative.objects.bulk_create(make_initiative(lenina, n, state=state) for n, state in enumerate(states, 1))
    Vote.objects.bulk_create([make_vote(lenina, 1)])

    assert figures(town) == {
        "houses": 1,
        "others": 0,
        "residents": 2,
        "running": 1,
        "held": 0,
        "proposed": 2,
        "working": 1,
        "done": 1,
    }


def test_a_person_of_two_communities_is_one_resident(town, lenina, mira, anna):
    from tests.cast import make_member

    make_member(anna, mira)

    assert figures(town)["residents"] == 1


def test_nothing_of_another_town_is_shown(client, town, palana):
    street = make_community(palana, "ул. Поротова, 20", slug="porotova-20")
    fill(palana, street, 2)

    text = page_of(client)

    assert "Инициатива" not in text
    assert "Голосование 1" not in text
    assert "Поротова" not in text
    assert "Новость" not in text


def test_drafts_are_not_shown(client, town, lenina):
    make_news(town, "Черновик", live=False)
    Initiative.objects.bulk_create([make_initiative(lenina, 1, state=InitiativeState.DRAFT, title="Личное")])

    text = page_of(client)

    assert "Черновик" not in text
    assert "Личное" not in text
    assert 'id="places"' not in text


def test_turnout_is_not_told_where_the_vote_hides_it(client, town, lenina):
    Vote.objects.bulk_create([make_vote(lenina, 1, turnout_shown=False)])

    text = page_of(client)

    assert "Голосование 1" in text
    assert 'class="facade"' not in text


def test_a_vote_past_its_end_is_not_offered(client, town, lenina):
    Vote.objects.bulk_create([make_vote(lenina, 1, at=clock.now() - timedelta(days=10))])

    assert 'id="votes"' not in page_of(client)


def test_groups_of_the_town_stand_apart_with_their_members(client, town, lenina):
    group = make_community(town, "Предприниматели", slug="business", kind=CommunityKind.TOPIC)
    make_members(group, 3)

    response = client.get("/", headers=HOST)

    assert [(shown.title, shown.members) for shown in response.context["groups"]()] == [("Предприниматели", 3)]


def test_the_liveliest_community_comes_first(client, town, lenina, mira):
    Initiative.objects.bulk_create([make_initiative(lenina, 1), make_initiative(mira, 2), make_initiative(mira, 3)])

    response = client.get("/", headers=HOST)

    assert [shown.title for shown in response.context["communities"]()] == ["пр. Мира, 45", "ул. Ленина, 1"]


@pytest.mark.parametrize("count", [10, 1000])
def test_a_guest_costs_the_same_in_a_large_town(client, town, lenina, django_assert_max_num_queries, count):
    fill(town, lenina, count)
    CommunityPage.objects.filter(pk=lenina.pk).update(latitude=53.2, longitude=45.1)
    page_of(client)

    with django_assert_max_num_queries(12):
        response = client.get("/", headers=HOST)

    assert len(response.context["votes"]()) == 4
    assert len(response.context["news"]()) == 5


def test_an_unpublished_front_page_is_not_served(client, town):
    HomePage.objects.update(live=False)

    assert client.get("/", headers=HOST).status_code == 404


def test_only_reading(client, town):
    assert client.post("/", headers=HOST).status_code == 405
