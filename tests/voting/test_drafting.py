"""An activist draws up a vote, looks at it with others' eyes and announces it; nobody else sees the draft."""

from datetime import timedelta

import pytest

from communities.models import Premises
from core import clock
from tests.cast import NOON, make_member, make_members, make_person
from tests.voting.conftest import announce, finish, neighbours_rules
from voting import actions
from voting.models import Method, Option, Purpose, RulePreset, Secrecy, Vote, VoteKind, VoteState

TOWN = {"host": "localhost"}
NEW = "/communities/lenina-1/votes/new/"


@pytest.fixture(autouse=True)
def noon():
    with clock.set_to(NOON):
        yield


def preset(name):
    return RulePreset.objects.get(name=name).pk


def terms(**changed):
    """A filled form of a poll with one option; `changed` by name, None to leave out."""
    typed = {
        "title": "Какого цвета будет забор?",
        "description": "Красим в субботу.",
        "row-TOTAL_FORMS": "3",
        "row-INITIAL_FORMS": "0",
        "row-0-text": "Зелёный",
        "row-0-description": "Как у соседей",
        "row-1-text": "Синий",
        "row-1-description": "",
        "row-2-text": "",
        "row-2-description": "",
        "counted_by": "person",
        "preset": preset("Опрос соседей"),
        "secrecy": "closed",
        "opens_day": "2026-10-15",
        "opens_time": "09:00",
        "closes_day": "2026-10-29",
        "closes_time": "20:00",
        "turnout_shown": "on",
        "replaceable": "on",
    } | changed
    return {name: value for name, value in typed.items() if value is not None}


def agenda(*questions, **changed):
    rows = {f"row-{number}-text": words for number, words in enumerate(questions)}
    return terms(**{"row-TOTAL_FORMS": str(len(questions)), "preset": neighbours_rules().pk, **rows, **changed})


@pytest.fixture
def post(client, vera):
    client.force_login(vera)

    def send(shape, data, **others):
        return client.post(f"{NEW}{shape}/", data, headers=TOWN, **others)

    return send


def errors(response):
    """{field: its errors} of the form and of the rows together."""
    found = dict(response.context["form"].errors)
    for number, row in enumerate(response.context["rows"] or []):
        found |= {f"{number}-{name}": words for name, words in row.errors.items()}
    return found


def test_an_activist_draws_up_a_poll_and_announces_it(client, post, lenina, anna, vera):
    response = post("single", terms())

    vote = Vote.objects.get()
    assert response.headers["Location"] == f"/votes/{vote.public_id}/preview/"
    assert (vote.state, vote.kind, vote.method, vote.created_by) == ("draft", VoteKind.POLL, Method.SINGLE, vera)
    assert (vote.rules_name, vote.secrecy, vote.replaceable) == ("Опрос соседей", Secrecy.CLOSED, True)
    assert [item.text for item in vote.items.all()] == ["Какого цвета будет забор?"]
    assert list(Option.objects.values_list("text", "description")) == [("Зелёный", "Как у соседей"), ("Синий", "")]
    # By the town's clock, three hours ahead of UTC.
    assert (vote.opens_at.isoformat(), vote.closes_at.isoformat()) == (
        "2026-10-15T06:00:00+00:00", "2026-10-29T17:00:00+00:00",
    )  # fmt: skip
    assert list(vote.electorate.values_list("slug", flat=True)) == ["lenina-1"]

    page = client.get(response.headers["Location"], headers=TOWN)
    assert (page.context["check"].size, page.context["check"].refusals) == (2, [])
    assert "Зелёный" in page.text and "disabled" in page.text
    client.post(f"/votes/{vote.public_id}/announce/", headers=TOWN)

    vote.refresh_from_db()
    assert vote.state == VoteState.SCHEDULED
    # Pressed twice, it leads to the vote; nothing of it can be changed any more.
    again = client.post(f"/votes/{vote.public_id}/announce/", headers=TOWN)
    assert again.headers["Location"] == f"/votes/{vote.public_id}/"
    assert client.get(f"/votes/{vote.public_id}/edit/", headers=TOWN).status_code == 404


@pytest.mark.parametrize(
    ("shape", "changed", "kept"),
    [
        ("multiple", {"max_choices": "2"}, {"kind": "poll", "method": "multiple"}),
        ("ranking", {}, {"kind": "poll", "method": "schulze"}),
        (
            "budget",
            {
                "rules": "Общие деньги",
                "budget": "500 000 ₽",
                "method": "greedy",
                "row-0-cost": "120 000",
                "row-1-cost": "1",
            },
            {"kind": "budget", "method": "greedy", "budget": 500_000},
        ),
        ("support", {"rules": "Сбор подписей соседей", "needed": "25"}, {"kind": "support", "needed": 25}),
    ],
)
def test_every_kind_is_drawn_up(post, lenina, anna, vera, shape, changed, kept):
    rules = changed.pop("rules", "Опрос соседей")

    response = post(shape, terms(preset=preset(rules), **changed))

    assert response.status_code == 302
    vote = Vote.objects.get()
    assert {name: getattr(vote, name) for name in kept} == kept
    actions.announce_vote(vote, by=vera)


def test_a_preparation_of_an_owners_meeting_is_by_area_and_named(client, post, lenina, vera):
    law = preset("Подготовка собрания собственников: обычные вопросы")

    response = post("owners", agenda("Ремонт крыши?", "Выбор совета?", preset=law, counted_by=None, secrecy=None))

    vote = Vote.objects.get()
    assert (vote.purpose, vote.counted_by, vote.secrecy) == (Purpose.OWNERS, "area", Secrecy.NAMED)
    assert [item.text for item in vote.items.all()] == ["Ремонт крыши?", "Выбор совета?"]
    # The registry is empty: the preview says so, and the announcement is refused with words.
    page = client.get(response.headers["Location"], headers=TOWN)
    assert len(page.context["check"].refusals) == 1
    refused = client.post(f"/votes/{vote.public_id}/announce/", headers=TOWN)
    assert (refused.status_code, len(refused.context["refusals"])) == (200, 1)
    assert Vote.objects.get().state == VoteState.DRAFT


def test_owners_are_asked_in_buildings_alone(client, town, lenina, olga):
    lenina.kind = "tos"
    lenina.save()
    client.force_login(olga)

    assert f"{NEW}owners/" not in client.get(NEW, headers=TOWN).text
    assert client.get(f"{NEW}owners/", headers=TOWN).headers["Location"] == NEW


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"secrecy": "secret"}, {"replaceable"}),
        ({"secrecy": "secret", "paper_allowed": "on"}, {"replaceable", "paper_allowed"}),
        ({"codes_allowed": "on"}, {"codes_allowed"}),
        ({"closes_day": "2026-10-15", "closes_time": "09:00"}, {"closes_day"}),
        ({"opens_day": "2026-10-11"}, {"opens_day"}),
        ({"closes_day": "9999-12-31"}, {"closes_day"}),
        ({"closes_day": "2026-10-12", "closes_time": "12:00"}, {"closes_day"}),
        ({"row-1-text": "зелёный"}, {"__all__"}),
        ({"row-1-text": ""}, {"__all__"}),
        ({"row-1-text": "", "row-1-description": "Без имени"}, {"1-text"}),
        ({"title": ""}, {"title"}),
        ({"preset": "0"}, {"preset"}),
        ({"title": "Звоните 8 912 345-67-89"}, {"as_is"}),
        ({"row-0-text": "Звоните 8 912 345-67-89"}, {"as_is"}),
    ],
)
def test_what_does_not_go_together_is_said_and_nothing_typed_is_lost(post, lenina, anna, vera, changed, fields):
    response = post("single", terms(**changed))

    assert response.status_code == 200
    assert set(errors(response)) == fields
    assert "Как у соседей" in response.text and "Красим в субботу." in response.text
    assert not Vote.objects.exists()


def test_rules_for_another_count_are_refused_and_the_suiting_ones_shown(post, lenina, anna, vera):
    flats = RulePreset.objects.get(name="Решение соседей: один голос от квартиры")

    response = post("agenda", agenda("Красим?", counted_by="flat"))

    assert set(errors(response)) == {"preset"}
    assert list(response.context["form"].fields["preset"].queryset) == [flats]


def test_buttons_of_the_form_check_nothing_and_keep_what_was_typed(post, lenina, vera):
    added = post("single", terms(go="add", closes_day="завтра"))
    assert [row.initial.get("text") for row in added.context["rows"]] == ["Зелёный", "Синий", "", None]
    assert 'value="завтра"' in added.text and "autofocus" in added.text

    removed = post("single", terms(go="remove-0"))
    assert [row.initial["text"] for row in removed.context["rows"]] == ["Синий", ""]
    shown = post("agenda", agenda("Красим?", counted_by="flat", go="rules"))
    assert [one.name for one in shown.context["form"].fields["preset"].queryset] == [
        "Решение соседей: один голос от квартиры"
    ]
    assert not errors(shown)
    assert not Vote.objects.exists()


def test_a_draft_is_changed_and_thrown_away(client, post, lenina, vera):
    post("multiple", terms(max_choices="2"))
    vote = Vote.objects.get()
    form = client.get(f"/votes/{vote.public_id}/edit/", headers=TOWN).context["form"]
    kept = {name: form.initial[name] for name in ("title", "max_choices", "counted_by", "preset", "opens_day")}
    assert kept == {
        "title": "Какого цвета будет забор?", "max_choices": 2, "counted_by": "person",
        "preset": preset("Опрос соседей"), "opens_day": vote.opens_at.date(),
    }  # fmt: skip

    data = terms(title="Цвет забора?", **{"row-2-text": "Белый"})
    client.post(f"/votes/{vote.public_id}/edit/", data, headers=TOWN)
    changed = Vote.objects.get()
    assert (changed.pk, changed.title, changed.items.get().options.count()) == (vote.pk, "Цвет забора?", 3)

    assert client.get(f"/votes/{vote.public_id}/discard/", headers=TOWN).status_code == 200
    client.post(f"/votes/{vote.public_id}/discard/", headers=TOWN)
    assert not Vote.objects.exists()


def test_neighbours_houses_are_added_by_those_who_run_them_too(client, town, lenina, mira, anna, boris, vera, olga):
    client.force_login(vera)
    chosen = terms(electorate=[str(mira.pk)], go="find", find="Мира")
    found = client.post(f"{NEW}single/", chosen, headers=TOWN)
    assert "electorate" not in found.context["form"].fields
    client.force_login(olga)
    found = client.post(f"{NEW}single/", chosen, headers=TOWN)
    assert [label for _key, label in found.context["form"].fields["electorate"].choices] == [
        "ул. Ленина, 1", "пр. Мира, 45",
    ]  # fmt: skip

    saved = client.post(f"{NEW}single/", terms(electorate=[str(lenina.pk), str(mira.pk)]), headers=TOWN)

    assert saved.status_code == 302
    assert set(Vote.objects.get().electorate.values_list("slug", flat=True)) == {"lenina-1", "mira-45"}


@pytest.mark.parametrize("reader", ["listed", "late", "age", "stranger", "guest", "paper", "nobody"])
def test_the_preview_shows_each_reader_what_they_will_see(client, post, lenina, anna, vera, reader):
    post("agenda", agenda("Красим забор?", paper_allowed="on", secrecy="closed"))
    vote = Vote.objects.get()

    page = client.get(f"/votes/{vote.public_id}/preview/?as={reader}", headers=TOWN)

    assert page.status_code == 200
    standing = reader if reader in ("late", "age", "stranger", "guest") else ""
    assert (page.context["reader"], page.context["standing"]) == (reader if reader != "nobody" else "listed", standing)
    assert "Красим забор?" in page.text
    # Nothing of the preview is kept, and nothing can be sent from it.
    assert "/cast/" not in page.text
    assert Vote.objects.get().state == VoteState.DRAFT


def test_the_roll_check_counts_who_is_missing(client, post, lenina, anna, vera):
    make_member(make_person("Юра", "Юный"), lenina, declared_age=None)
    Premises.objects.create(community=lenina, number="31", key="31", entrance=1)
    home = Premises.objects.create(community=lenina, number="32", key="32", entrance=1)
    anna.memberships.update(premises=home)
    flats = preset("Решение соседей: один голос от квартиры")
    post("agenda", agenda("Красим забор?", counted_by="flat", preset=flats))
    vote = Vote.objects.get()

    check = client.get(f"/votes/{vote.public_id}/preview/", headers=TOWN).context["check"]

    assert (check.size, check.weight, check.refusals) == (2, 2, [])
    assert [[word for word in line.split() if word.isdecimal()] for line in check.says] == [["2"], ["1"]]
    # Vera has no flat of the registry; who declared no age could not vote anyway.
    assert [line.split()[1] for line in check.gaps] == ["1"]


def test_the_list_of_votes_costs_the_same_with_more_votes(client, lenina, anna, vera, django_assert_max_num_queries):
    client.force_login(vera)
    counts = []
    for number in (1, 3):
        for _ in range(number):
            vote = announce(lenina, vera)
            actions.propose_extension(vote, by=vera, reason="Отпуск", closes_at=vote.closes_at + timedelta(days=1))
            finish(announce(lenina, vera, closes_at=NOON + timedelta(hours=1)))
        for address in ("/communities/lenina-1/votes/", "/communities/lenina-1/run/", "/me/", "/votes/?state=ended"):
            client.get(address, headers=TOWN)
            with django_assert_max_num_queries(200) as queries:
                assert client.get(address, headers=TOWN).status_code == 200
            counts.append(len(queries))

    assert counts[:4] == counts[4:]


def test_the_queue_of_those_who_run_a_community(client, lenina, anna, vera, olga):
    finish(announce(lenina, vera, title="Площадка?", closes_at=NOON + timedelta(hours=1)))
    vote = announce(lenina, vera, title="Забор?")
    actions.propose_extension(vote, by=vera, reason="Отпуск", closes_at=vote.closes_at + timedelta(days=1))

    def titles(user):
        client.force_login(user)
        tasks = client.get("/me/", headers=TOWN).context["tasks"]
        return [task.title for task in tasks if task.kind == "vote_run"]

    # Nobody confirms their own proposal; a member has nothing to run.
    assert titles(vera) == ["Площадка?"]
    assert titles(olga) == ["Забор?", "Площадка?"]
    assert titles(anna) == []


def test_a_change_and_what_is_next_stand_on_the_page(client, lenina, anna, vera, olga):
    vote = announce(lenina, vera)
    amendment = actions.propose_extension(
        vote, by=vera, reason="Половина дома в отпуске", closes_at=vote.closes_at + timedelta(days=3)
    )
    page = f"/votes/{vote.public_id}/"
    client.force_login(anna)
    assert "Половина дома в отпуске" not in client.get(page, headers=TOWN).text

    client.force_login(olga)
    shown = client.get(f"{page}amendments/{amendment.public_id}/", headers=TOWN)
    assert "Половина дома в отпуске" in shown.text
    done = client.post(f"{page}amendments/{amendment.public_id}/", {"decision": "confirm"}, headers=TOWN)
    assert done.headers["Location"] == page

    client.logout()
    assert "Половина дома в отпуске" in client.get(page, headers=TOWN).text
    finish(Vote.objects.get())
    client.force_login(vera)
    assert client.get(f"{page}outcome/", headers=TOWN).status_code == 200
    client.post(f"{page}outcome/", {"text": "До 20 ноября покрасим."}, headers=TOWN)
    client.logout()
    assert "До 20 ноября покрасим." in client.get(page, headers=TOWN).text


def test_the_guests_cache_knows_the_new_end(client, lenina, vera, olga, settings):
    from django.core.cache import caches

    from home import guest_cache

    settings.GUEST_CACHE_SECONDS = 5
    guest_cache._generations.clear()
    caches["pages"].clear()
    vote = announce(lenina, vera)
    page = f"/votes/{vote.public_id}/"
    before = client.get(page, headers=TOWN).text
    amendment = actions.propose_extension(
        vote, by=vera, reason="Половина дома в отпуске", closes_at=vote.closes_at + timedelta(days=3)
    )
    actions.confirm_amendment(amendment, by=olga)
    # A worker looks once a second whether anything happened.
    guest_cache._generations.clear()

    after = client.get(page, headers=TOWN).text

    assert "Половина дома в отпуске" not in before
    assert "Половина дома в отпуске" in after
    assert guest_cache._generations["localhost"].turn_at == (vote.closes_at + timedelta(days=3)).timestamp()
    guest_cache._generations.clear()
    caches["pages"].clear()


def test_a_thousand_members_are_checked_by_a_few_queries(client, post, lenina, vera, django_assert_max_num_queries):
    make_members(lenina, 30)
    post("single", terms())
    vote = Vote.objects.get()

    with django_assert_max_num_queries(40):
        page = client.get(f"/votes/{vote.public_id}/preview/", headers=TOWN)

    assert page.context["check"].size == 31
