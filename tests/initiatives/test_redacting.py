"""A moderator hides the personal data in an initiative; they are kept nowhere."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse

from accounts.models import User
from initiatives import actions
from initiatives.actions.redacting import suspected
from initiatives.models import Initiative, InitiativeState
from journal.models import Event
from journal.verbs import Verb
from notifications.audience import audience
from notifications.messages import message
from tests.initiatives.conftest import TEXTS

HERE = {"host": "localhost"}
MARK = "[скрыто модератором]"
PHONE = "8 912 345-67-89"
TABLES = ("initiative", "textrevision", "addition", "helpoffer", "costitem")


def kept() -> str:
    with connection.cursor() as cursor:
        found = []
        for table in (*(f"initiatives_{name}" for name in TABLES), "feed_thread", "journal_event"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            found.append(json.dumps(cursor.fetchall(), default=str, ensure_ascii=False))
    return "\n".join(found)


@pytest.fixture
def initiative(make, anna, boris):
    """The telephone stands in every kind of words it has."""
    initiative = make(InitiativeState.DISCUSSION, place=f"у Анны, {PHONE}")
    texts = TEXTS | {"title": f"Площадка {PHONE}", "proposal": f"{TEXTS['proposal']} Звоните {PHONE}"}
    initiative = actions.change_materially(initiative, by=anna, **texts)
    initiative = actions.change_materially(initiative, by=anna, **texts | {"problem": f"кв. 31 против. {PHONE}" * 3})
    actions.add_note(initiative, by=anna, text=f"И ещё {PHONE}")
    actions.offer_help(initiative, by=boris, kind="hands", note=f"Мой {PHONE}")
    initiative.cost_items.create(title=f"Песок {PHONE}", amount=1)
    return initiative


def test_the_words_stay_and_the_data_are_kept_nowhere(initiative, vera, anna):
    assert kept().count(PHONE) > 8
    assert suspected(initiative) == [PHONE, "кв. 31"]

    actions.redact(initiative, by=vera, fragments=[PHONE, "кв. 31"])

    initiative = Initiative.objects.get(pk=initiative.pk)
    assert initiative.title == f"Площадка {MARK}"
    assert initiative.thread.title == initiative.title
    assert PHONE not in kept() and "кв. 31" not in kept()
    # Nor is it found by searching for it.
    assert not Initiative.objects.matching(PHONE).exists()
    event = Event.objects.about(initiative).last()
    assert (event.verb, event.data) == (Verb.INITIATIVE_REDACTED, {"fragments": 2})
    assert list(User.objects.filter(audience(event))) == [anna]
    assert PHONE not in message(event).text


@pytest.mark.parametrize("name", ["anna", "boris", "gleb", "nina"])
def test_others_hide_nothing(initiative, request, name):
    with pytest.raises(PermissionDenied):
        actions.redact(initiative, by=request.getfixturevalue(name), fragments=[PHONE])

    assert PHONE in kept()


@pytest.mark.parametrize(("fragments", "code"), [([], "nothing"), ([PHONE, "нет такого"], "not_there")])
def test_nothing_is_hidden_by_half(initiative, vera, fragments, code):
    with pytest.raises(ValidationError) as refusal:
        actions.redact(initiative, by=vera, fragments=fragments)

    assert refusal.value.code == code
    assert MARK not in kept()


def test_by_the_page(client, initiative, vera, anna):
    url = reverse("initiatives:redact", args=[initiative.public_id])
    client.force_login(anna)
    assert url not in client.get(initiative.get_absolute_url(), headers=HERE).text
    client.force_login(vera)
    assert url in client.get(initiative.get_absolute_url(), headers=HERE).text

    refused = client.post(url, {"others": "нет такого"}, headers=HERE)
    assert "нет такого" in refused.text and MARK not in kept()
    done = client.post(url, {"found": [PHONE]}, headers=HERE, follow=True)

    assert PHONE not in done.text and MARK in done.text
