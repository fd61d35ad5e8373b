"""The administrator looks for a member by name and gives the role of an activist."""

from urllib.parse import urlencode

import pytest

from communities.models import Membership
from journal.models import Event
from journal.verbs import Verb
from tests.cast import make_member, make_members, make_person

TOWN = {"host": "localhost"}


@pytest.mark.parametrize(
    "query", ["семё", "СЕМЕ", "алё", "семёнова алена", "петрова", "  алёна\u202e ", "семёнова-петрова"]
)
def test_member_is_found_by_the_beginning_of_a_name(client, lenina, anna, olga, query):
    alyona = make_person("Алёна", "Семёнова-Петрова")
    member = make_member(alyona, lenina)
    make_member(make_person("Иван", "Кузнецов"), lenina)
    client.force_login(olga)

    page = client.get("/communities/lenina-1/roles/", {"q": query}, headers=TOWN)

    assert page.text.count('name="member"') == 1
    assert member.public_id in page.text
    seen = Event.objects.get(verb=Verb.PERSONAL_DATA_SEEN)
    assert [look.subject for look in seen.looks.all()] == [alyona]

    client.post(
        f"/communities/lenina-1/roles/?{urlencode({'q': query})}",
        {"member": member.public_id, "title": "house_elder"},
        headers=TOWN,
    )
    assert lenina.activists.get().user == alyona


@pytest.mark.parametrize("query", ["Никого", "еменова", ".*", "[", "(", "\\", "x" * 500])
def test_search_of_members_takes_nothing_for_a_pattern(client, lenina, anna, olga, query):
    make_member(make_person("Алёна", "Семёнова"), lenina)
    client.force_login(olga)

    page = client.get("/communities/lenina-1/roles/", {"q": query}, headers=TOWN)

    assert page.status_code == 200
    # What holds no letter, or is too long, is as good as nothing typed.
    assert page.text.count('name="member"') == (0 if query in ("Никого", "еменова") else 2)


def test_a_forged_choice_of_a_member_is_refused(client, lenina, mira, boris, vera, olga):
    client.force_login(olga)
    for user in (boris, vera):
        member = Membership.objects.get(user=user)
        answer = client.post(
            "/communities/lenina-1/roles/", {"member": member.public_id, "title": "activist"}, headers=TOWN
        )
        assert answer.status_code == 200

    assert [role.user for role in lenina.activists.all()] == [vera]


@pytest.mark.parametrize("rows", [30, 1000])
def test_roles_cost_the_same_at_any_size(client, lenina, olga, rows, django_assert_max_num_queries):
    make_members(lenina, rows)
    client.force_login(olga)
    client.get("/communities/lenina-1/roles/", headers=TOWN)

    with django_assert_max_num_queries(14):
        page = client.get("/communities/lenina-1/roles/", headers=TOWN)

    assert page.text.count('name="member"') == 20
