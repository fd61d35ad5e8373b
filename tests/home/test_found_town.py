"""Founding a real town from the command line."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command

from accounts.models import User
from municipalities.models import Municipality, StaffRole
from municipalities.permissions import is_administrator

HOST = {"host": "localhost"}
ORDER = {
    "host": "localhost",
    "port": 80,
    "name": "Заречный",
    "name_genitive": "Заречного",
    "brand_name": "Дворы Заречного",
    "region": "Пензенская область",
    "timezone": "Europe/Moscow",
    "latitude": 53.2,
    "longitude": 45.17,
    "heading": "Каким будет двор, решаете вы",
    "administrator": "Chief@example.org",
    "first_name": "Ольга",
    "last_name": "Смирнова",
}


def found(**changes):
    call_command("found_town", **ORDER | changes)


def test_the_invited_administrator_signs_in_by_code(client, operator):
    cache.clear()

    found()

    (letter,) = mail.outbox
    assert letter.to == ["chief@example.org"]
    assert letter.subject == "Дворы Заречного: вы администратор сайта"
    link = re.search(r"http://localhost(/accounts/login/code/)", letter.body)
    client.post(link[1], {"email": "chief@example.org"}, headers=HOST)
    code = re.search(r"^[\d-]{9}$", mail.outbox[-1].body, re.M)[0]
    client.post("/accounts/login/code/confirm/", {"code": code, "action": "verify"}, headers=HOST)
    assert client.get("/admin/", headers=HOST).status_code == 200
    assert "Каким будет двор" in client.get("/", headers=HOST).content.decode()


def test_somebody_with_an_account_becomes_the_administrator(operator, pavel):
    found(administrator=pavel.email, first_name="", last_name="")

    town = Municipality.objects.get()
    assert is_administrator(pavel, town)
    assert town.staff.get().role == StaffRole.ADMINISTRATOR
    assert User.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"host": "elsewhere.example"}, "ALLOWED_HOSTS"),
        ({"timezone": "Moscow"}, "Europe/Moscow"),
        ({"administrator": "chief"}, "почт"),
        ({"first_name": ""}, "--first-name"),
    ],
)
def test_a_wrong_order_founds_nothing(operator, changes, words):
    with pytest.raises(CommandError, match=words):
        found(**changes)

    assert not Municipality.objects.exists()
    assert mail.outbox == []


def test_a_host_has_one_town(town):
    with pytest.raises(CommandError, match="already"):
        found()

    assert Municipality.objects.get() == town


def test_without_an_operator_nobody_gives_the_role(db):
    with pytest.raises(CommandError, match="createsuperuser"):
        found()
