"""Search: what is found, and what never is."""

import pytest

from initiatives.models import Initiative, InitiativeState
from tests.cast import make_community
from tests.home.test_front_page import make_initiative, make_vote
from tests.publications.making import make_decision, make_news, make_result
from voting.models import Vote, VoteState

HOST = {"host": "localhost"}


def search(client, query, **extra):
    return client.get("/search/", {"q": query}, headers=HOST, **extra)


@pytest.fixture
def playground(town, lenina):
    """One of each about a playground, with one thing of each kind that is not to be found."""
    for number, (title, state) in enumerate(
        [("Детская площадка", InitiativeState.DISCUSSION), ("Площадка в черновике", InitiativeState.DRAFT)], 1
    ):
        make_initiative(lenina, number, title=title, state=state).save()
    Vote.objects.bulk_create(
        [
            make_vote(lenina, 1, title="Площадка или сквер"),
            make_vote(lenina, 2, title="Площадка тайная", state=VoteState.DRAFT),
        ]
    )
    make_news(town, "Открыли площадку")
    make_news(town, "Площадка, черновик", live=False)
    make_decision(town, "О площадках города")
    make_result(town, "Новая площадка")


@pytest.mark.parametrize("query", ["площадка", "ПЛОЩАДКИ", "площадку"])
def test_every_kind_is_found_in_any_form_of_the_word(client, playground, query):
    found = search(client, query).context["found"]

    assert [initiative.title for initiative in found.initiatives] == ["Детская площадка"]
    assert [vote.title for vote in found.votes] == ["Площадка или сквер"]
    assert sorted(page.title for page in found.pages) == ["Новая площадка", "О площадках города", "Открыли площадку"]


@pytest.mark.parametrize("query", ["ленина", "Ленина 1", "ул. Ленина, 1"])
def test_an_address_is_found(client, lenina, mira, query):
    assert search(client, query).context["found"].communities == [lenina]


def test_yo_and_ye_are_one_letter(client, town):
    house = make_community(town, "ул. Зелёная, 12", slug="zelenaya-12")

    assert search(client, "зеленая").context["found"].communities == [house]


def test_another_town_is_never_found(client, town, palana):
    street = make_community(palana, "ул. Поротова, 20", slug="porotova-20")
    make_initiative(street, 1, title="Котельная").save()
    Vote.objects.bulk_create([make_vote(street, 1, title="Котельная или газ")])
    make_news(palana, "Котельная готова")

    ours = [search(client, query).context["found"] for query in ("Котельная", "Поротова")]
    theirs = client.get("/search/", {"q": "Котельная"}, headers={"host": "palana.localhost"}).context["found"]

    assert [bool(found) for found in ours] == [False, False]
    assert (len(theirs.initiatives), len(theirs.votes), len(theirs.pages)) == (1, 1, 1)


def test_a_draft_is_found_by_its_author_only(client, lenina, anna, boris):
    make_initiative(lenina, 1, title="Тайный черновик", state=InitiativeState.DRAFT, author=anna).save()

    client.force_login(boris)
    stranger = search(client, "черновик").context["found"].initiatives
    client.force_login(anna)

    assert (len(stranger), len(search(client, "черновик").context["found"].initiatives)) == (0, 1)


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'",
        "*",
        "a*",
        "NEAR(",
        "AND",
        "OR OR",
        "title:x",
        "^",
        "-",
        "(((",
        "%",
        "_",
        "\\",
        ";--",
        "a\tb\nc",
        "\u202e",
        "😀",
    ]
    + ["я" * 5000, "1" * 5000, "a " * 500],
)
def test_no_signs_break_the_search(client, playground, query):
    assert search(client, query).status_code == 200


@pytest.mark.parametrize("raw", ["q=%00", "q=a%00b", "q=%FF", "q=%C3%28"])
def test_broken_text_is_refused(client, town, raw):
    assert client.get(f"/search/?{raw}", headers=HOST).status_code == 400


def test_nothing_found_says_so_and_keeps_the_words(client, town):
    text = search(client, "<b>йцукен</b>").content.decode()

    assert 'class="empty"' in text
    assert "&lt;b&gt;йцукен" in text
    assert "<b>йцукен" not in text


def test_an_empty_search_only_asks(client, town):
    text = search(client, "  ").content.decode()

    assert 'class="empty"' not in text


def test_at_most_a_hundred_characters_are_read(client, town):
    assert len(search(client, "я" * 300).context["query"]) == 100


@pytest.mark.parametrize("count", [10, 300])
def test_search_costs_the_same_in_a_large_town(client, town, lenina, playground, django_assert_max_num_queries, count):
    Initiative.objects.bulk_create(make_initiative(lenina, 100 + n, title="Площадка") for n in range(count))
    Initiative.objects.update(search_text="площадка")
    client.get("/", headers=HOST)

    with django_assert_max_num_queries(14):
        found = search(client, "площадка").context["found"]

    assert len(found.initiatives) == 10
