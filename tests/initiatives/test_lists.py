"""Lists of initiatives: what is found, in which order, and at what cost."""

from datetime import timedelta

import pytest

from initiatives.actions.draft import create_draft
from initiatives.models import Initiative, InitiativeState
from tests.cast import NOON, make_community
from tests.initiatives.making import make_many, make_photo, make_published

HOST = {"host": "localhost"}


def titles(response):
    return [initiative.title for initiative in response.context["page"]()]


def found(client, **query):
    response = client.get("/initiatives/", query, headers=HOST)
    assert response.status_code == 200
    return titles(response)


def test_list_shows_public_ones_of_this_town(client, anna, lenina, palana):
    far = make_community(palana, "ул. Обухова, 4", slug="obuhova-4")
    make_published("Фонари", lenina)
    make_published("Чужая", far)
    create_draft(lenina, by=anna, title="Черновик", category="yard")

    assert found(client) == ["Фонари"]
    assert client.get("/initiatives/", headers={"host": "palana.localhost"}).context["page"]()[0].title == "Чужая"


def test_own_drafts_stand_above_the_list(client, anna, vera, lenina):
    create_draft(lenina, by=anna, title="Мой черновик", category="yard")
    client.force_login(anna)
    assert "Мой черновик" in client.get("/initiatives/", headers=HOST).text
    client.force_login(vera)
    assert "Мой черновик" not in client.get("/initiatives/", headers=HOST).text


def test_filters_by_stage_rubric_house_and_words(client, lenina, mira):
    make_published("Фонари у школы", lenina, category="lighting")
    make_published("Ёлка во дворе", mira, category="greenery", state=InitiativeState.DONE)

    assert found(client, state="done") == ["Ёлка во дворе"]
    assert found(client, category="lighting") == ["Фонари у школы"]
    assert found(client, where="МИРА 45") == ["Ёлка во дворе"]
    assert found(client, q="фонари ШКОЛЫ") == ["Фонари у школы"]
    assert found(client, q="фонари", where="мира") == []


def test_tabs_count_what_the_other_filters_leave(client, lenina, mira):
    make_many(3, lenina)
    make_many(2, mira, state=InitiativeState.DONE)

    tabs = client.get("/initiatives/", {"where": "Мира"}, headers=HOST).context["tabs"]()

    assert [tab["count"] for tab in tabs] == [2, 2]
    assert tabs[1]["url"] == "/initiatives/?state=done&where=%D0%9C%D0%B8%D1%80%D0%B0"


def test_orders(client, lenina):
    make_published("Первая", lenina, support_count=5, support_ends_at=NOON + timedelta(days=3))
    make_published("Вторая", lenina, support_count=9, support_ends_at=NOON + timedelta(days=9))
    make_published("Готовая", lenina, state=InitiativeState.DONE, support_count=7)

    assert found(client) == ["Готовая", "Вторая", "Первая"]
    assert found(client, sort="support") == ["Вторая", "Готовая", "Первая"]
    assert found(client, sort="ending") == ["Первая", "Вторая"]


def test_pages(client, lenina):
    make_many(13, lenina)

    first = client.get("/initiatives/", headers=HOST)
    last = client.get("/initiatives/", {"page": 2, "category": "yard"}, headers=HOST)

    assert (len(titles(first)), len(titles(last))) == (12, 1)
    assert 'rel="next"' in first.text
    assert "?category=yard&amp;page=1" in last.text


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=-1", "page=x", "page=" + "9" * 400, "state=none", "category=%27", "sort=-password", "view=3d",
        "q=" + "а" * 5000, "q=%25_%5C", "where=%E2%80%AE", "state=done&state=vote", "q=%F0%9F%8F%A0",
    ],
)  # fmt: skip
def test_odd_parameters_are_ignored(client, lenina, query):
    make_many(1, lenina)

    assert client.get(f"/initiatives/?{query}", headers=HOST).status_code == 200
    assert client.get(f"/communities/lenina-1/initiatives/?{query}", headers=HOST).status_code == 200


@pytest.mark.parametrize("query", ["q=%00", "q=%FF%FE", "page=%00"])
def test_malformed_parameters_are_refused(client, lenina, query):
    assert client.get(f"/initiatives/?{query}", headers=HOST).status_code == 400


def test_map_shows_own_place_or_that_of_the_house(client, lenina, mira, town):
    nowhere = make_community(town, "Предприниматели", slug="business", kind="topic")
    make_published("Сама", lenina, latitude=53.3, longitude=45.3)
    make_published("У дома", mira)
    make_published("Нигде", nowhere)

    response = client.get("/initiatives/?view=map", headers=HOST)

    markers = {marker["label"]: (marker["lat"], marker["lon"]) for marker in response.context["markers"]()}
    assert markers == {"Сама": (53.3, 45.3), "У дома": (53.205, 45.175)}
    assert len(titles(response)) == 3
    assert client.get("/initiatives/", headers=HOST).context["markers"] is None


def test_fragment_is_the_part_of_the_page(client, lenina):
    make_many(2, lenina)

    page = client.get("/initiatives/?q=инициатива", headers=HOST).text
    part = client.get("/initiatives/?q=инициатива", headers={**HOST, "hx-request": "true"}).text

    assert "<html" not in part
    assert part.strip() in page


def test_empty_lists_say_what_to_do(client, lenina):
    assert "/initiatives/new/" in client.get("/initiatives/", headers=HOST).text
    make_many(1, lenina)
    assert found(client, q="жираф") == []


def test_community_tab_has_its_own_and_shared(client, lenina, mira, anna):
    make_published("Своя", lenina)
    make_published("Общая", mira).neighbours.add(lenina)
    make_published("Соседская", mira)

    response = client.get("/communities/lenina-1/initiatives/", headers=HOST)
    client.force_login(anna)
    mine = client.get("/communities/lenina-1/initiatives/", headers=HOST)

    assert titles(response) == ["Общая", "Своя"]
    assert "?community=lenina-1" not in response.text
    assert "?community=lenina-1" in mine.text


def test_community_of_another_town_is_not_found(client, lenina, palana):
    assert client.get("/communities/lenina-1/initiatives/", headers={"host": "palana.localhost"}).status_code == 404


@pytest.mark.parametrize("rows", [10, 1000])
@pytest.mark.parametrize("address", ["/initiatives/", "/initiatives/?view=map", "/communities/lenina-1/initiatives/"])
def test_cost_does_not_grow(client, anna, lenina, town, rows, address, django_assert_max_num_queries):
    photo = make_photo(town)
    make_many(rows, lenina, cover=photo, support_count=3)

    with django_assert_max_num_queries(9):
        client.get(address, headers=HOST)
    client.force_login(anna)
    with django_assert_max_num_queries(16):
        response = client.get(address, headers=HOST)

    assert len(titles(response)) == min(rows, 12)
    assert Initiative.objects.count() == rows
