"""The routing table and the templates of answers in the admin."""

import pytest
from django.urls import reverse

from appeals.models import AnswerTemplate, AppealCategory, AppealSettings

HOST = {"host": "localhost"}


@pytest.fixture
def table(town, roads):
    """Three categories of our own making, after whatever a town begins with."""
    AppealCategory.objects.within(town).delete()
    names = ("Ямы на дорогах", "Освещение", "Мусор")
    return [
        AppealCategory.objects.create(municipality=town, name=name, department=roads, order=number)
        for number, name in enumerate(names)
    ]


def names(town):
    return list(AppealCategory.objects.within(town).values_list("name", flat=True))


def test_the_administrator_keeps_the_routing_table(client, town, roads, olga, table):
    client.force_login(olga)

    page = client.get(reverse("message_categories:index"), headers=HOST)
    created = client.post(
        reverse("message_categories:add"),
        {
            "name": "Лифт не работает",
            "department": "",
            "guidance": "Лифты обслуживает управляющая организация.",
            "emergency_phone": "60-00-00",
            "answer_amount": 2,
            "answer_unit": "days",
            "is_active": "on",
        },
        headers=HOST,
    )

    assert "Ямы на дорогах" in page.content.decode()
    assert created.status_code == 302
    category = AppealCategory.objects.get(name="Лифт не работает")
    assert (category.municipality, category.department, category.answer_amount) == (town, None, 2)


def test_the_order_of_the_table_is_changed(client, town, olga, table):
    client.force_login(olga)

    moved = client.post(reverse("message_categories:reorder", args=[table[2].pk]) + "?position=0", headers=HOST)

    assert moved.status_code == 200
    assert names(town) == ["Мусор", "Ямы на дорогах", "Освещение"]


def test_another_towns_row_is_not_there(client, town, palana, olga):
    foreign = AppealCategory.objects.create(municipality=palana, name="Лавины", order=5)
    template = AnswerTemplate.objects.create(municipality=palana, name="Лавина убрана", text="Убрали.")
    client.force_login(olga)

    answers = [
        client.get(reverse("message_categories:edit", args=[foreign.pk]), headers=HOST),
        client.post(reverse("message_categories:reorder", args=[foreign.pk]) + "?position=0", headers=HOST),
        client.get(reverse("answer_templates:edit", args=[template.pk]), headers=HOST),
        client.get(reverse("answer_templates:delete", args=[template.pk]), headers=HOST),
    ]
    index = client.get(reverse("message_categories:index"), headers=HOST).content.decode()

    assert [answer.status_code for answer in answers] == [404] * 4
    assert "Лавины" not in index
    assert AppealCategory.objects.get(pk=foreign.pk).order == 5


def test_templates_have_one_name_in_a_town(client, town, olga):
    AnswerTemplate.objects.create(municipality=town, name="Принято", text="Приняли в работу.")
    client.force_login(olga)

    again = client.post(reverse("answer_templates:add"), {"name": "Принято", "text": "Ещё раз"}, headers=HOST)

    assert again.status_code == 200
    assert AnswerTemplate.objects.within(town).filter(name="Принято").count() == 1


def test_the_administrator_sets_where_official_appeals_are_sent(client, town, palana, olga):
    settings = AppealSettings.objects.get(municipality=town)
    client.force_login(olga)

    saved = client.post(
        reverse("message_settings:edit", args=[settings.pk]), {"pos_url": "https://pos.example.org/"}, headers=HOST
    )
    foreign = client.get(reverse("message_settings:edit", args=[palana.appeal_settings.pk]), headers=HOST)
    added = client.get(reverse("message_settings:add"), headers=HOST)

    settings.refresh_from_db()
    assert (saved.status_code, foreign.status_code, added.status_code) == (302, 404, 302)
    assert settings.pos_url == "https://pos.example.org/"


def test_editors_do_not_keep_the_table(client, town, egor):
    client.force_login(egor)

    answer = client.get(reverse("message_categories:index"), headers=HOST)

    assert answer.status_code == 302
