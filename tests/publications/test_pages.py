"""What visitors read: lists, details, the tab of a community."""

from datetime import date

import pytest

from tests.publications.making import make_decision, make_news, make_photo, make_result

HOST = {"host": "localhost"}


def test_lists_show_live_pages_of_this_town_only(client, town, palana):
    make_news(town, "Открыли сквер")
    make_news(town, "Черновик новости", live=False)
    make_news(palana, "Новость Паланы")

    text = client.get("/news/", headers=HOST).content.decode()

    assert "Открыли сквер" in text
    assert "Черновик новости" not in text
    assert "Новость Паланы" not in text


def test_news_page_shows_words_and_picture(client, town):
    news = make_news(
        town,
        "Открыли сквер",
        lead="Фонари горят",
        picture=make_photo(town, "Сквер вечером"),
        body=[("heading", "Как это было"), ("text", "<p>Пришли все</p>"), ("quote", "Наконец-то")],
    )

    text = client.get(news.url, headers=HOST).content.decode()

    for words in ("Открыли", "Фонари", 'alt="Сквер вечером"', "Как это было", "Пришли все", "Наконец-то"):
        assert words in text


def test_a_body_cannot_run_scripts(client, town):
    news = make_news(town, "Новость", body=[("text", "<p>да<script>alert(1)</script><img src=x onerror=1></p>")])

    text = client.get(news.url, headers=HOST).content.decode()

    assert "да" in text
    assert "alert(1)</script>" not in text
    assert "onerror" not in text


def test_decision_page_names_number_date_and_body(client, town):
    decision = make_decision(town, "О благоустройстве", number="1042-п")

    text = client.get(decision.url, headers=HOST).content.decode()

    assert "1042-п" in text
    assert 'datetime="2026-10-02"' in text
    assert "Администрация" in text


def test_result_page_shows_the_pair_and_the_figures(client, town, lenina):
    result = make_result(town, "Новая площадка", community=lenina, cost=1_390_000, helpers=23, labour_hours=61)

    text = client.get(result.url, headers=HOST).content.decode()

    assert "data-veche-ba" in text
    assert 'alt="Яма"' in text
    assert 'alt="Клумба"' in text
    assert "1\u00a0390\u00a0000\u00a0₽" in text
    assert 'href="/communities/lenina-1/"' in text


def test_a_result_of_another_town_is_unknown_here(client, town, palana):
    result = make_result(palana, "Площадка Паланы")

    assert client.get(f"/results/{result.slug}/", headers={"host": "palana.localhost"}).status_code == 200
    assert client.get(f"/results/{result.slug}/", headers=HOST).status_code == 404


def test_community_tab_shows_its_results_only(client, town, lenina, mira):
    make_result(town, "Площадка на Ленина", community=lenina)
    make_result(town, "Дорожка на Мира", community=mira)
    make_result(town, "Черновик на Ленина", community=lenina, live=False)

    text = client.get("/communities/lenina-1/results/", headers=HOST).content.decode()

    assert "Площадка на" in text
    assert "Дорожка на" not in text
    assert "Черновик" not in text


@pytest.mark.parametrize("number", ["2", "0", "-1", "x", "9" * 60, "١"])
def test_any_page_number_gives_a_page(client, town, number):
    for count in range(13):
        make_news(town, f"Новость {count}", day=date(2026, 1, count + 1))

    response = client.get("/news/", {"page": number}, headers=HOST)

    assert response.status_code == 200


@pytest.mark.parametrize("address", ["/news/", "/decisions/", "/results/"])
def test_empty_lists_say_so(client, town, address):
    assert 'class="empty"' in client.get(address, headers=HOST).content.decode()


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize(
    ("make", "address"), [(make_news, "/news/"), (make_decision, "/decisions/"), (make_result, "/results/")]
)
def test_lists_cost_the_same_at_any_length(client, town, django_assert_max_num_queries, make, address, count):
    for number in range(count):
        make(town, f"Страница {number}")
    client.get("/", headers=HOST)

    with django_assert_max_num_queries(12):
        response = client.get(address, headers=HOST)

    assert len(response.context["page_obj"].object_list) == count


def test_english_addresses_have_english_words(client, town):
    make_news(town, "Открыли сквер")

    text = client.get("/en/news/", headers=HOST).content.decode()

    assert '<html lang="en"' in text
    assert 'href="/en/news/' in text
    assert 'lang="ru">Открыли' in text
