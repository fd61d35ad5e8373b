"""Who looked at my record."""

import pytest

from communities.models import DeskVisit
from journal.actions import note_look
from journal.models import LookReason
from tests.cast import NOON

HOST = {"host": "localhost"}
QUERIES = 7


def read(client, person, path="/me/looks/", host=HOST):
    client.force_login(person)
    answer = client.get(path, headers=host)
    assert answer.status_code == 200
    return answer.content.decode()


def test_person_reads_who_looked_and_why(client, anna, boris, nina, lenina, town):
    note_look([anna], by=nina, municipality=town, target=lenina, reason=LookReason.REQUESTS)

    text = read(client, anna)
    assert "Нина Климова" in text and "начальник отдела" in text and "12 октября" in text
    assert "Нина Климова" not in read(client, boris)


def test_visit_to_the_front_desk_is_listed(client, anna, gleb, town):
    DeskVisit.objects.create(
        municipality=town, staff=gleb, resident=anna, consent="code", started_at=NOON, expires_at=NOON.replace(hour=10)
    )

    assert "Глеб Тимофеев" in read(client, anna)


def test_look_of_somebody_who_left_stays_without_a_name(client, anna, nina, lenina, town):
    note_look([anna], by=nina, municipality=town, target=lenina, reason=LookReason.AUDIT)
    nina.delete()

    text = read(client, anna)
    assert "Климова" not in text and "12 октября" in text


@pytest.mark.parametrize("count", [1, 25])
def test_queries_do_not_depend_on_the_number(client, anna, nina, lenina, town, count, django_assert_num_queries):
    for _time in range(count):
        note_look([anna], by=nina, municipality=town, target=lenina, reason=LookReason.REQUESTS)
    read(client, anna)

    with django_assert_num_queries(QUERIES):
        client.get("/me/looks/", headers=HOST)


def test_pages(client, anna, nina, lenina, town):
    for _time in range(31):
        note_look([anna], by=nina, municipality=town, target=lenina, reason=LookReason.REQUESTS)

    assert "page=2" in read(client, anna)
    assert read(client, anna, "/me/looks/?page=2").count("Нина Климова") == 1


def test_requests_are_looked_at_on_record(client, olga, lenina, pavel, town):
    """A list with names and flats leaves a look for each person on it."""
    from communities.actions import request_membership

    request_membership(lenina, by=pavel, flat="7", declared_age=18)
    client.force_login(olga)

    client.get("/communities/lenina-1/requests/", headers=HOST)

    assert "Ольга Админова" in read(client, pavel)
