"""Pages of communities: what they show, to whom, and at what price."""

import pytest
from django.urls import reverse

from communities.actions import request_membership
from communities.models import CommunityKind, CommunityPage, Membership, MembershipState
from communities.views.pages import by_entrance
from journal.models import Event
from journal.verbs import Verb
from tests.cast import make_community, make_members

TOWN = {"host": "localhost"}
PALANA = {"host": "palana.localhost"}


def text(response):
    return response.content.decode()


@pytest.fixture
def asked(lenina, pavel):
    return request_membership(lenina, by=pavel, tenure="owner", flat="1777", entrance=1, note="сосед Веры")


@pytest.mark.parametrize("query", ["ленина 1", "ЛЕНИНА", "Ул. Ленина, 1"])
def test_directory_finds_an_address_in_any_case(client, lenina, mira, query):
    page = text(client.get("/communities/", {"q": query}, headers=TOWN))

    assert "Ленина" in page
    assert "Мира" not in page


def test_directory_reads_yo_as_ye(client, town, mira):
    make_community(town, "ул. Зелёная, 12", slug="zelenaya-12", street="ул. Зелёная", house="12")

    page = text(client.get("/communities/", {"q": "зеленая"}, headers=TOWN))

    assert "zelenaya-12" in page
    assert "mira-45" not in page


def test_directory_filters_by_kind(client, town, lenina):
    make_community(town, "ТОС «Юбилейный»", slug="tos-yubileyny", kind=CommunityKind.TOS)

    page = text(client.get("/communities/", {"kind": "tos"}, headers=TOWN))

    assert "tos-yubileyny" in page
    assert "lenina-1" not in page


def test_directory_says_what_to_do_when_nothing_is_found(client, lenina):
    page = text(client.get("/communities/", {"q": "Невский 500"}, headers=TOWN))

    assert "lenina-1" not in page
    assert 'class="empty"' in page


def test_directory_orders_houses_by_number(client, town):
    for house in ("10", "9", "9а"):
        make_community(town, f"ул. Мира, {house}", slug=f"m-{house.replace('а', 'a')}", street="ул. Мира", house=house)

    page = text(client.get("/communities/", headers=TOWN)).split('class="list card"')[1]

    assert page.index("/m-9/") < page.index("/m-9a/") < page.index("/m-10/")


@pytest.mark.parametrize("query", [{"q": "я" * 5000}, {"page": "99999999999999999999"}, {"kind": "'"}, {"page": "-1"}])
def test_directory_survives_nonsense(client, lenina, query):
    assert client.get("/communities/", query, headers=TOWN).status_code == 200


def test_directory_fragment_equals_the_page(client, lenina, mira):
    page = text(client.get("/communities/", {"q": "мира"}, headers=TOWN))
    part = text(client.get("/communities/", {"q": "мира"}, headers={**TOWN, "HX-Request": "true"}))

    assert part.strip().startswith('<div id="found"')
    assert part.strip() in page


@pytest.mark.parametrize("rows", [10, 1000])
def test_directory_costs_the_same_at_any_size(client, town, lenina, rows, django_assert_max_num_queries):
    index = lenina.get_parent()
    pages = [
        CommunityPage(
            title=f"ул. Новая, {number}", slug=f"novaya-{number}", street="ул. Новая", house=str(number),
            municipality=town, depth=index.depth + 1, path=f"{index.path}{number:04}", latitude=53.2, longitude=45.1,
            search_text=f"ул новая {number}", draft_title="x", locale=index.locale,
            content_type=lenina.content_type, url_path=f"{index.url_path}novaya-{number}/",
        )
        for number in range(1001, 1001 + min(rows, 60))
    ]  # fmt: skip
    for page in pages:
        page.save_base(raw=False)
    make_members(lenina, rows)

    with django_assert_max_num_queries(7):
        response = client.get("/communities/", headers=TOWN)

    assert text(response).count('class="plate') >= 11


def test_community_of_another_town_is_not_found(client, lenina, palana):
    for name in ("detail", "people", "join", "requests", "roles"):
        assert client.get(reverse(f"communities:{name}", args=[lenina.slug]), headers=PALANA).status_code in (302, 404)
    assert client.get("/communities/lenina-1/", headers=PALANA).status_code == 404
    assert "/communities/lenina-1/" not in text(client.get("/communities/", headers=PALANA))


def test_unpublished_community_is_not_found(client, lenina):
    lenina.unpublish()

    assert client.get("/communities/lenina-1/", headers=TOWN).status_code == 404


def test_community_page_shows_the_passport_and_who_runs_it(client, lenina, vera):
    page = text(client.get("/communities/lenina-1/", headers=TOWN))

    assert "1961" in page
    assert "Вера С." in page
    assert "Сорокина" not in page


@pytest.mark.parametrize("rows", [10, 1000])
def test_community_page_costs_the_same_at_any_size(client, lenina, vera, anna, rows, django_assert_max_num_queries):
    make_members(lenina, rows)

    with django_assert_max_num_queries(12):
        client.get("/communities/lenina-1/", headers=TOWN)
    client.force_login(anna)
    with django_assert_max_num_queries(18):
        response = client.get("/communities/lenina-1/", headers=TOWN)

    assert response.status_code == 200


def test_people_are_counted_by_entrance_only_in_groups(lenina):
    for entrance, size in ((1, 7), (2, 5), (3, 4), (4, 1)):
        for user in make_members(lenina, size):
            Membership.objects.filter(user=user).update(entrance=entrance, flat=f"{entrance}0")

    assert by_entrance(lenina) == [{"entrance": 1, "members": 7}, {"entrance": 2, "members": 5}]


def test_one_small_entrance_is_not_found_by_subtraction(lenina):
    for entrance, size in ((1, 7), (2, 5), (3, 2)):
        for user in make_members(lenina, size):
            Membership.objects.filter(user=user).update(entrance=entrance)

    assert [row["entrance"] for row in by_entrance(lenina)] == [2]


@pytest.mark.parametrize("name", ["anna", "vera", "olga", "pavel", None])
@pytest.mark.parametrize("tab", ["", "people/"])
def test_flats_and_names_of_neighbours_stay_private(request, client, lenina, asked, anna, name, tab):
    Membership.objects.filter(user=anna).update(flat="3131")
    if name:
        client.force_login(request.getfixturevalue(name))

    page = text(client.get(f"/communities/lenina-1/{tab}", headers=TOWN))

    assert "3131" not in page
    assert "1777" not in page
    assert "Ильина" not in page.replace("Анна Ильина", "")


def test_join_makes_a_request_and_shows_its_state(client, lenina, pavel):
    client.force_login(pavel)
    answers = {"tenure": "owner", "flat": "17", "entrance": "2", "adult": "on", "note": "этаж 3"}

    response = client.post("/communities/lenina-1/join/", answers, headers=TOWN)

    membership = Membership.objects.get(user=pavel)
    assert response.headers["Location"] == "/communities/lenina-1/join/"
    assert (membership.state, membership.flat, membership.entrance, membership.declared_age) == (
        "pending",
        "17",
        2,
        18,
    )
    assert '<form class="mt5"' not in text(client.get("/communities/lenina-1/join/", headers=TOWN))


def test_join_keeps_what_was_typed(client, lenina, pavel):
    client.force_login(pavel)

    response = client.post(
        "/communities/lenina-1/join/",
        {"tenure": "owner", "flat": "17", "entrance": "9", "note": "Мы из 17-й"},
        headers=TOWN,
    )

    page = text(response)
    assert "Мы из 17-й" in page
    assert 'href="#id_entrance"' in page
    assert not Membership.objects.filter(user=pavel).exists()


def test_join_ignores_what_the_server_decides(client, lenina, pavel, vera):
    client.force_login(pavel)
    forged = {"tenure": "owner", "flat": "1", "state": "verified", "decided_by": vera.pk, "user": vera.pk}

    client.post("/communities/lenina-1/join/", forged, headers=TOWN)

    assert Membership.objects.get(user=pavel).state == MembershipState.PENDING


def test_refused_resident_reads_the_reason_and_may_ask_again(client, lenina, pavel, vera, asked):
    client.force_login(vera)
    client.post(f"/communities/lenina-1/requests/{asked.public_id}/refuse/", {"reason": "wrong_address"}, headers=TOWN)
    client.force_login(pavel)

    page = text(client.get("/communities/lenina-1/join/", headers=TOWN))

    assert asked.get_rejection_reason_display() == ""
    assert str(Membership.objects.get(pk=asked.pk).get_rejection_reason_display()) in page
    assert '<form class="mt5"' in page


def test_requests_show_the_flat_to_those_who_decide(client, lenina, asked, vera):
    client.force_login(vera)

    page = text(client.get("/communities/lenina-1/requests/", headers=TOWN))

    assert "1777" in page
    assert "Павел Гостев" in page
    assert not Event.objects.filter(verb=Verb.PERSONAL_DATA_SEEN).exists()


def test_a_look_of_staff_at_personal_data_is_recorded(client, lenina, asked, olga):
    client.force_login(olga)

    client.get("/communities/lenina-1/requests/", headers=TOWN)

    seen = Event.objects.get(verb=Verb.PERSONAL_DATA_SEEN)
    assert seen.data == {"reason": "requests"}
    assert [look.subject for look in seen.looks.all()] == [asked.user]


@pytest.mark.parametrize("name", ["anna", "boris", "gleb", "nina", "egor", "pavel", "semyon"])
def test_requests_are_refused_to_everybody_else(request, client, lenina, asked, name):
    client.force_login(request.getfixturevalue(name))

    for path in ("", f"{asked.public_id}/confirm/", f"{asked.public_id}/refuse/"):
        method = client.post if path else client.get
        response = method(f"/communities/lenina-1/requests/{path}", headers=TOWN)
        assert response.status_code == 403
        assert "1777" not in text(response)
    assert Membership.objects.get(pk=asked.pk).state == MembershipState.PENDING


def test_a_request_of_another_community_is_not_found(client, lenina, mira, asked, olga, vera):
    client.force_login(olga)

    response = client.post(f"/communities/mira-45/requests/{asked.public_id}/confirm/", headers=TOWN)

    assert response.status_code == 404
    assert Membership.objects.get(pk=asked.pk).state == MembershipState.PENDING


def test_confirm_needs_a_post(client, lenina, asked, vera):
    client.force_login(vera)

    assert client.get(f"/communities/lenina-1/requests/{asked.public_id}/confirm/", headers=TOWN).status_code == 405


def test_confirm_lets_a_neighbour_in(client, lenina, asked, vera):
    client.force_login(vera)

    client.post(f"/communities/lenina-1/requests/{asked.public_id}/confirm/", headers=TOWN)

    assert Membership.objects.get(pk=asked.pk).is_verified


@pytest.mark.parametrize("rows", [10, 1000])
def test_requests_cost_the_same_at_any_size(client, lenina, vera, rows, django_assert_max_num_queries):
    users = make_members(lenina, rows)
    Membership.objects.filter(user__in=users).update(state="pending", decided_at=None)
    client.force_login(vera)

    with django_assert_max_num_queries(11):
        response = client.get("/communities/lenina-1/requests/", headers=TOWN)
    with django_assert_max_num_queries(11):
        client.get("/communities/requests/", headers=TOWN)

    assert text(response).count('class="card mt"') == min(rows, 20)


def test_administrator_gives_and_takes_a_role(client, lenina, anna, olga):
    client.force_login(olga)
    member = Membership.objects.get(user=anna)

    client.post("/communities/lenina-1/roles/", {"member": member.public_id, "title": "house_elder"}, headers=TOWN)
    role = lenina.activists.get(user=anna)
    client.post(f"/communities/lenina-1/roles/{role.public_id}/revoke/", headers=TOWN)

    role.refresh_from_db()
    assert role.title == "house_elder"
    assert role.revoked_at is not None


@pytest.mark.parametrize("name", ["vera", "egor", "semyon"])
def test_roles_page_is_refused_to_everybody_else(request, client, lenina, anna, name):
    client.force_login(request.getfixturevalue(name))

    response = client.get("/communities/lenina-1/roles/", headers=TOWN)

    assert response.status_code == 403
    assert "Ильина" not in text(response)


def test_leave_asks_once_more(client, lenina, anna):
    client.force_login(anna)

    client.get("/communities/lenina-1/leave/", headers=TOWN)
    assert Membership.objects.get(user=anna).is_verified
    client.post("/communities/lenina-1/leave/", headers=TOWN)

    assert Membership.objects.get(user=anna).state == MembershipState.REVOKED
