"""Posting an initiative: the steps of its form and the acts behind them."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from initiatives.actions.draft import (
    DRAFTS_PER_PERSON,
    agree_to_join,
    create_draft,
    delete_draft,
    invite,
    leave_group,
    remove_from_group,
    save_draft,
)
from initiatives.models import FundingSource, GroupMember, Initiative, InitiativeState
from journal.models import Event
from journal.verbs import Verb
from tests.cast import make_community, make_member, make_person
from tests.initiatives.making import make_published

HOST = {"host": "localhost"}
PROBLEM = "Сиденье качелей держится на одной цепи, зимой упал первоклассник, мы писали об этом дважды."
PROPOSAL = "Убрать старые качели и поставить игровой городок с мягким покрытием."
RESULT = "Дети играют во дворе, и за них не страшно."


@pytest.fixture
def draft(anna, lenina):
    return create_draft(lenina, by=anna, title="Новая площадка вместо качелей", category="playground")


@pytest.fixture
def member(client, anna):
    client.force_login(anna)
    return client


def edit_url(initiative, step):
    return reverse("initiatives:edit", args=[initiative.public_id, step])


def send(client, initiative, step, **data):
    data.setdefault("go", "next")
    return client.post(edit_url(initiative, step), data, headers=HOST)


START = {"title": "Новая площадка вместо качелей", "category": "playground", "go": "next"}


# --- acts


def test_create_draft_by_a_stranger_is_refused(pavel, boris, lenina):
    for stranger in (pavel, boris):
        with pytest.raises(PermissionDenied):
            create_draft(lenina, by=stranger, title="Чужая", category="yard")

    assert not Initiative.objects.exists()


def test_create_draft_twice_with_one_key_gives_one_draft(anna, lenina):
    first = create_draft(lenina, by=anna, title="Одна", category="yard", key="bcdfghjkmn")
    second = create_draft(lenina, by=anna, title="Одна", category="yard", key="bcdfghjkmn")

    assert first.pk == second.pk
    assert first.public_id == "bcdfghjkmn"


def test_create_draft_with_somebody_elses_key_gives_an_id_of_its_own(anna, vera, lenina):
    create_draft(lenina, by=anna, title="Первая", category="yard", key="bcdfghjkmn")
    other = create_draft(lenina, by=vera, title="Вторая", category="yard", key="bcdfghjkmn")

    assert other.author == vera
    assert other.public_id != "bcdfghjkmn"


def test_create_draft_has_a_limit(anna, lenina):
    for number in range(DRAFTS_PER_PERSON):
        create_draft(lenina, by=anna, title=f"Черновик {number}", category="yard")

    with pytest.raises(ValidationError) as refusal:
        create_draft(lenina, by=anna, title="Ещё один", category="yard")

    assert refusal.value.code == "quota"


def test_save_draft_replaces_costs_and_sums_them(draft, anna):
    save_draft(draft, by=anna, cost_items=[("Городок", 900_000), ("Покрытие", 400_000)], funding={"residents": 50_000})
    save_draft(draft, by=anna, cost_items=[("Городок", 920_000)], funding={"labour": 40, "sponsors": 0})

    draft.refresh_from_db()
    assert draft.cost_estimate == 920_000
    assert [(item.title, item.amount) for item in draft.cost_items.all()] == [("Городок", 920_000)]
    assert [(line.source, line.planned) for line in draft.funding.all()] == [(FundingSource.LABOUR, 40)]


def test_save_draft_sets_nothing_that_is_the_servers(draft, anna):
    with pytest.raises(TypeError):
        save_draft(draft, by=anna, state="done")


def test_save_draft_after_sending_is_refused(draft, anna):
    Initiative.objects.filter(pk=draft.pk).update(state=InitiativeState.REVIEW)

    with pytest.raises(ValidationError) as refusal:
        save_draft(draft, by=anna, problem="Поздно")

    assert refusal.value.code == "not_now"


def test_save_draft_is_not_for_neighbours_of_the_author(draft, vera):
    with pytest.raises(PermissionDenied):
        save_draft(draft, by=vera, problem="Не моё")


def test_draft_cannot_be_shared_with_another_town(draft, anna, mira, palana):
    far = make_community(palana, "ул. Обухова, 4", slug="obuhova-4")

    save_draft(draft, by=anna, neighbours=[mira, far, draft.community])

    assert list(draft.neighbours.all()) == [mira]


def test_invite_makes_a_row_only_for_a_neighbour_with_an_account(draft, anna, vera, boris, pavel):
    for email in (vera.email.upper(), boris.email, pavel.email, "nobody@example.org", anna.email):
        assert invite(draft, by=anna, email=email) is None

    assert [row.user for row in GroupMember.objects.all()] == [vera]


def test_an_invitation_is_told_once(draft, anna, vera):
    for _again in range(2):
        invite(draft, by=anna, email=vera.email)

    event = Event.objects.get(verb=Verb.INITIATIVE_INVITED)
    assert (event.actor_key, event.target.user, event.data) == (anna.actor_key, vera, {})


def test_group_grows_by_consent_alone(draft, anna, vera, pavel):
    invite(draft, by=anna, email=vera.email)
    with pytest.raises(PermissionDenied):
        save_draft(draft, by=vera, problem="Ещё не согласилась")

    agree_to_join(draft, by=vera)

    assert save_draft(draft, by=vera, problem="Согласилась").problem == "Согласилась"
    with pytest.raises(PermissionDenied):
        agree_to_join(draft, by=pavel)


def test_leaving_the_group_takes_the_right_to_write(draft, anna, vera):
    invite(draft, by=anna, email=vera.email)
    agree_to_join(draft, by=vera)

    leave_group(draft, by=vera)

    assert not draft.group.exists()
    with pytest.raises(PermissionDenied):
        save_draft(draft, by=vera, problem="Уже нет")


def test_author_removes_from_the_group(draft, anna, vera):
    invite(draft, by=anna, email=vera.email)
    row = agree_to_join(draft, by=vera)

    remove_from_group(draft, by=anna, member=row)

    assert not draft.group.exists()


def test_delete_draft_is_for_its_author_and_for_drafts(draft, anna, vera):
    invite(draft, by=anna, email=vera.email)
    agree_to_join(draft, by=vera)
    with pytest.raises(PermissionDenied):
        delete_draft(draft, by=vera)
    Initiative.objects.update(state=InitiativeState.REVIEW)
    with pytest.raises(ValidationError):
        delete_draft(draft, by=anna)
    Initiative.objects.update(state=InitiativeState.DRAFT)

    delete_draft(draft, by=anna)

    assert not Initiative.objects.exists()


# --- the form


def test_guest_is_asked_to_sign_in(client, town):
    response = client.get("/initiatives/new/", headers=HOST)

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_resident_without_a_house_is_told_how_to_join(client, town, pavel):
    client.force_login(pavel)

    response = client.get("/initiatives/new/", headers=HOST)

    assert response.status_code == 403
    assert 'href="/communities/"' in response.text


def test_member_of_another_town_has_no_house_here(client, anna, palana):
    client.force_login(anna)

    assert client.get("/initiatives/new/", headers={"host": "palana.localhost"}).status_code == 403


def test_whole_way_through_the_form(member, anna, lenina):
    response = member.post("/initiatives/new/", {**START, "community": lenina.pk, "key": "bcdfghjkmn"}, headers=HOST)
    draft = Initiative.objects.get()
    assert response["Location"] == edit_url(draft, "text")

    response = send(
        member, draft, "text", problem=PROBLEM, proposal=PROPOSAL, expected_result=RESULT, place="у подъезда 3"
    )
    assert response["Location"] == edit_url(draft, "money")

    response = send(
        member,
        draft,
        "money",
        **{
            "cost-TOTAL_FORMS": 2,
            "cost-INITIAL_FORMS": 0,
            "cost-0-title": "Городок",
            "cost-0-amount": "920 000",
            "cost-1-title": "",
            "cost-1-amount": "",
            "from_local_budget": "900\u00a0000 ₽",
            "from_labour": "40",
            "labour_note": "Выйдем на субботник",
        },
    )
    assert response["Location"] == edit_url(draft, "group")
    assert send(member, draft, "group")["Location"] == edit_url(draft, "check")

    shown = member.get(edit_url(draft, "check"), headers=HOST).text
    assert "920\u00a0000\u00a0₽" in shown
    assert PROPOSAL in shown
    response = member.post(edit_url(draft, "check"), {"confirmed": "on"}, headers=HOST)

    draft.refresh_from_db()
    assert response["Location"] == f"/initiatives/{draft.public_id}/"
    assert draft.state == InitiativeState.REVIEW
    assert draft.cost_estimate == 920_000
    assert {line.source: line.planned for line in draft.funding.all()} == {"local_budget": 900_000, "labour": 40}


def test_check_without_the_box_or_with_gaps_sends_nothing(member, draft):
    unconfirmed = member.post(edit_url(draft, "check"), {}, headers=HOST)
    with_gaps = member.post(edit_url(draft, "check"), {"confirmed": "on"}, headers=HOST)

    draft.refresh_from_db()
    assert draft.state == InitiativeState.DRAFT
    assert unconfirmed.status_code == with_gaps.status_code == 200
    assert 'href="#id_confirmed"' in unconfirmed.text
    assert 'class="errs"' in with_gaps.text


def test_errors_name_fields_and_lose_nothing(member, draft):
    response = send(member, draft, "text", problem="Коротко <b>", proposal=PROPOSAL, latitude="5", longitude="")

    assert response.status_code == 200
    for name in ("problem", "expected_result", "place"):
        assert f'href="#id_{name}"' in response.text
    assert "Коротко &lt;b&gt;" in response.text
    draft.refresh_from_db()
    assert draft.proposal == PROPOSAL
    assert draft.problem == "Коротко <b>"


def test_draft_button_asks_for_nothing(member, draft):
    response = send(member, draft, "text", go="draft", problem="Начало")

    draft.refresh_from_db()
    assert response["Location"] == edit_url(draft, "text")
    assert draft.problem == "Начало"


def test_mark_on_the_map_is_enough_for_a_place(member, draft):
    send(
        member, draft, "text", problem=PROBLEM, proposal=PROPOSAL, expected_result=RESULT,
        latitude="53.2015", longitude="45.1712",
    )  # fmt: skip

    draft.refresh_from_db()
    assert (draft.latitude, draft.longitude) == (53.2015, 45.1712)


@pytest.mark.parametrize("value", ["1e400", "nan", "95", "5" * 400])
def test_wrong_coordinates_are_refused_not_failed(member, draft, value):
    response = send(member, draft, "text", problem=PROBLEM, latitude=value, longitude="45")

    draft.refresh_from_db()
    assert response.status_code == 200
    assert draft.latitude is None


def test_rows_of_costs_are_added_and_removed_by_buttons(member, draft):
    rows = {
        "cost-TOTAL_FORMS": 2,
        "cost-INITIAL_FORMS": 0,
        "cost-0-title": "Городок",
        "cost-0-amount": "много",
        "cost-1-title": "Скамейки",
        "cost-1-amount": "150 000",
        "labour_note": "Поможем",
    }

    more = send(member, draft, "money", **rows, go="add").text
    fewer = send(member, draft, "money", **rows, go="remove-0").text

    assert 'name="cost-2-title"' in more
    assert 'value="много"' in more
    assert 'value="Скамейки"' in fewer
    assert "Городок" not in fewer
    assert "Поможем" in more and "Поможем" in fewer


@pytest.mark.parametrize("total", ["", "-1", "x", "9" * 30, "1000000"])
@pytest.mark.parametrize("go", ["next", "add", "remove-5", "remove-", "remove-999999999999999999999"])
def test_broken_rows_never_fail(member, draft, total, go):
    response = send(member, draft, "money", go=go, **{"cost-TOTAL_FORMS": total, "cost-INITIAL_FORMS": "0"})

    assert response.status_code in (200, 302)


def test_sources_may_not_bring_more_than_is_needed(member, draft):
    response = send(
        member, draft, "money",
        **{"cost-TOTAL_FORMS": 1, "cost-INITIAL_FORMS": 0, "cost-0-title": "Городок", "cost-0-amount": "100"},
        from_residents="60", from_sponsors="41",
    )  # fmt: skip

    assert response.status_code == 200
    assert 'href="#id_from_local_budget"' in response.text
    assert not draft.cost_items.exists()


def test_huge_sum_is_refused(member, draft):
    response = send(
        member, draft, "money",
        **{"cost-TOTAL_FORMS": 1, "cost-INITIAL_FORMS": 0, "cost-0-title": "Луна", "cost-0-amount": "9" * 5000},
    )  # fmt: skip

    assert response.status_code == 200
    assert 'href="#id_cost-0-amount"' in response.text


def test_invitation_answers_the_same_to_every_address(member, draft, vera):
    pages = []
    for email in (vera.email, "nobody@example.org"):
        response = send(member, draft, "group", go="invite", email=email)
        assert response["Location"] == edit_url(draft, "group")
        pages.append(member.get(edit_url(draft, "group"), headers=HOST).text)

    strip = [_without_token(page) for page in pages]
    assert GroupMember.objects.count() == 1
    assert strip[0] == strip[1]
    assert vera.public_name not in pages[0]


def _without_token(page):
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


def test_invited_neighbour_finds_the_invitation_and_agrees(client, draft, anna, vera):
    invite(draft, by=anna, email=vera.email)
    client.force_login(vera)
    agree = reverse("initiatives:group_agree", args=[draft.public_id])
    assert agree in client.get("/initiatives/", headers=HOST).text

    client.post(agree, headers=HOST)

    assert GroupMember.objects.get().agreed_at is not None
    assert client.get(edit_url(draft, "text"), headers=HOST).status_code == 200


def test_group_acts_need_an_invitation_and_a_post(client, draft, pavel, vera):
    agree = reverse("initiatives:group_agree", args=[draft.public_id])
    client.force_login(pavel)
    assert client.post(agree, headers=HOST).status_code == 404
    client.force_login(vera)
    assert client.get(agree, headers=HOST).status_code == 405


def test_draft_of_another_is_not_found(client, draft, vera, boris):
    for stranger in (vera, boris):
        client.force_login(stranger)
        response = client.get(edit_url(draft, "text"), headers=HOST)

        assert response.status_code == 404
        assert draft.title not in response.text


def test_invited_but_not_agreed_does_not_write(client, draft, anna, vera):
    invite(draft, by=anna, email=vera.email)
    client.force_login(vera)

    assert client.get(edit_url(draft, "text"), headers=HOST).status_code == 403


def test_draft_is_not_found_in_another_town(member, draft, palana):
    address = edit_url(draft, "text")

    assert member.get(address, headers={"host": "palana.localhost"}).status_code == 404


def test_sent_initiative_is_not_edited_here(member, draft):
    Initiative.objects.update(state=InitiativeState.REVIEW)

    response = send(member, draft, "text", problem="Поздно")

    draft.refresh_from_db()
    assert response["Location"] == draft.get_absolute_url()
    assert draft.problem == ""


def test_unknown_step_is_not_found(member, draft):
    assert member.get(edit_url(draft, "money")[:-6] + "gold/", headers=HOST).status_code == 404


def test_similar_nearby_is_shown_once_before_going_on(member, anna, lenina):
    make_published("Починить качели во дворе", lenina)
    begun = {**START, "community": lenina.pk, "key": "bcdfghjkmn", "title": "Заменить качели"}

    shown = member.post("/initiatives/new/", begun, headers=HOST)
    draft = Initiative.objects.get(title="Заменить качели")
    assert shown.status_code == 200
    assert "Починить качели во дворе" in shown.text

    seen = Initiative.objects.exclude(pk=draft.pk).get().public_id
    response = send(member, draft, "start", **{**begun, "seen": seen})
    assert response["Location"] == edit_url(draft, "text")


def test_similar_fragment_knows_words_and_distance(member, lenina, town):
    far = make_community(town, "ул. Дальняя, 9", slug="far", latitude=53.4, longitude=45.5)
    make_published("Починить качели во дворе", lenina)
    make_published("Качели у дома", far)
    make_published("Фонари вдоль дорожки", lenina)

    text = member.get(
        "/initiatives/similar/", {"title": "Опасные качели, горки нет", "community": lenina.pk}, headers=HOST
    ).text

    assert "Починить качели" in text
    assert "Качели у дома" not in text
    assert "Фонари" not in text


@pytest.mark.parametrize("query", [{}, {"title": "а"}, {"title": "к" * 5000}, {"title": "качели", "community": "x"}])
def test_similar_fragment_takes_anything(member, query):
    assert member.get("/initiatives/similar/", query, headers=HOST).status_code == 200


def test_neighbouring_houses_are_offered(client, anna, lenina, town):
    make_community(town, "ул. Ленина, 3", slug="lenina-3", latitude=53.2012, longitude=45.1715)
    make_community(town, "ул. Дальняя, 9", slug="far", latitude=53.4, longitude=45.5)
    client.force_login(anna)

    text = client.get("/initiatives/new/", headers=HOST).text.replace("\u00a0", " ")

    assert "ул. Ленина, 3" in text
    assert "ул. Дальняя, 9" not in text


def test_deleting_asks_first(member, draft):
    address = reverse("initiatives:delete", args=[draft.public_id])

    assert member.get(address, headers=HOST).status_code == 200
    assert Initiative.objects.count() == 1
    assert member.post(address, headers=HOST)["Location"] == "/initiatives/"
    assert Initiative.objects.count() == 0


def test_steps_cost_a_fixed_number_of_queries(client, town, lenina, django_assert_max_num_queries):
    person = make_person("Мария", "Рогова")
    make_member(person, lenina)
    draft = create_draft(lenina, by=person, title="Новая площадка", category="yard")
    client.force_login(person)
    for step in ("start", "text", "money", "group", "check"):
        with django_assert_max_num_queries(18):
            assert client.get(edit_url(draft, step), headers=HOST).status_code == 200
