"""Leaving by the page and by the command."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from privacy.models import Erasure

HOST = {"host": "localhost"}


def test_page_wants_the_box_ticked(client, pavel, town):
    client.force_login(pavel)
    assert "Что останется" in client.get("/me/data/erase/", headers=HOST).content.decode()

    refused = client.post("/me/data/erase/", {"with_words": "on"}, headers=HOST)

    assert refused.status_code == 200 and "checked" in refused.content.decode()
    assert User.objects.filter(pk=pavel.pk).exists()


def test_page_erases_and_shows_the_act(client, pavel, town):
    client.force_login(pavel)

    done = client.post("/me/data/erase/", {"sure": "on"}, headers=HOST)

    act = Erasure.objects.get()
    assert done["Location"] == f"/me/data/acts/{act.public_id}/"
    assert client.get(done["Location"], headers=HOST).status_code == 200
    assert client.get("/me/", headers=HOST).status_code == 302


def test_last_administrator_reads_why_not(client, olga, town):
    client.force_login(olga)

    refused = client.post("/me/data/erase/", {"sure": "on"}, headers=HOST)

    assert refused.status_code == 200 and "единственный администратор" in refused.content.decode()


def test_command_prints_the_act(pavel, operator, town):
    out = StringIO()

    call_command("erase_person", pavel.email, reason="письмо № 7", yes=True, stdout=out)

    act = Erasure.objects.get()
    assert act.public_id in out.getvalue() and "письмо № 7" in out.getvalue()
    assert pavel.last_name not in out.getvalue()
    assert not User.objects.filter(pk=pavel.pk).exists()


def test_command_asks(pavel, operator, town, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda words: "no")

    with pytest.raises(CommandError):
        call_command("erase_person", pavel.email)

    assert User.objects.filter(pk=pavel.pk).exists()


def test_command_refuses_the_last_administrator(olga, operator, town):
    with pytest.raises(CommandError, match="Заречный"):
        call_command("erase_person", olga.email, yes=True)
