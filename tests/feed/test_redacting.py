"""A moderator hides the personal data in a comment; they are kept nowhere, and the words around them stay."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from feed.actions import (
    appeal_hiding,
    comment,
    edit_comment,
    hide_words,
    redact,
    report_words,
    suspected,
)
from feed.models import Comment
from journal.models import Event
from journal.verbs import Verb
from notifications.audience import audience
from notifications.messages import message

HERE = {"host": "localhost"}
MARK = "[скрыто модератором]"
PHONE = "8 912 345-67-89"


@pytest.fixture
def said(thread, anna):
    """Corrected once: the telephone stands in both, the flat in the first alone."""
    said = comment(thread, by=anna, text=f"Спросите в кв. 31, {PHONE}")
    return edit_comment(said, by=anna, text=f"Скамейки подальше. {PHONE}")


def everything() -> str:
    """All that the database keeps of comments, the journal and messages."""
    tables = [
        "feed_comment",
        "feed_commentrevision",
        "feed_abusereport",
        "journal_event",
        "notifications_notification",
    ]
    with connection.cursor() as cursor:
        found = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            found.append(json.dumps(cursor.fetchall(), default=str, ensure_ascii=False))
    return "\n".join(found)


def test_the_words_stay_and_the_data_are_kept_nowhere(said, thread, vera, boris):
    report_words(said, by=boris, reason="personal_data", note=f"Тут {PHONE}")
    assert everything().count(PHONE) == 3
    assert suspected(said) == [PHONE, "кв. 31"]

    redact(said, by=vera, fragments=[PHONE, "кв. 31"])

    said.refresh_from_db()
    assert said.text == f"Скамейки подальше. {MARK}"
    assert said.revisions.get().text == f"Спросите в {MARK}, {MARK}"
    assert PHONE not in everything() and "кв. 31" not in everything()
    assert not said.is_hidden
    event = Event.objects.about(said).last()
    assert (event.verb, event.data) == (Verb.COMMENT_REDACTED, {"thread": thread.pk, "fragments": 2})


def test_the_author_is_told_without_the_words(said, vera, anna):
    redact(said, by=vera, fragments=[PHONE])
    event = Event.objects.about(said).last()

    told = message(event)

    assert list(User.objects.filter(audience(event))) == [anna]
    assert "скрыл" in told.text
    assert not any(word in f"{told}" for word in (PHONE, "Скамейки", MARK))


def test_hidden_comments_and_what_was_said_of_them_are_cleaned_too(said, vera, anna):
    hide_words(said, by=vera, reason="personal_data")
    long = f"{PHONE} " + "н" * 483
    appeal_hiding(said, by=anna, text=long)

    redact(said, by=vera, fragments=[PHONE])

    said.refresh_from_db()
    assert said.is_hidden
    # The mark is longer than the number: the column keeps what it can hold.
    assert said.appeal_text.startswith(MARK) and len(said.appeal_text) == 500


@pytest.mark.parametrize("name", ["anna", "boris", "gleb", "nina", "egor"])
def test_others_hide_nothing(said, request, name):
    with pytest.raises(PermissionDenied):
        redact(said, by=request.getfixturevalue(name), fragments=[PHONE])

    assert PHONE in Comment.objects.get(pk=said.pk).text


def test_nobody_moderates_themselves_and_official_words_are_the_administrators(thread, vera, olga, gleb):
    own = comment(thread, by=vera, text=f"Мой {PHONE}")
    official = comment(thread, by=gleb, text=f"Наш {PHONE}", official=True)
    for one in (own, official):
        with pytest.raises(PermissionDenied):
            redact(one, by=vera, fragments=[PHONE])

    for one in (own, official):
        assert MARK in redact(one, by=olga, fragments=[PHONE]).text


@pytest.mark.parametrize(
    ("fragments", "code"), [([], "nothing"), (["нет такого"], "not_there"), ([PHONE, "х"], "not_there")]
)
def test_nothing_is_hidden_by_half(said, vera, fragments, code):
    with pytest.raises(ValidationError) as refusal:
        redact(said, by=vera, fragments=fragments)

    assert refusal.value.code == code
    assert PHONE in Comment.objects.get(pk=said.pk).text


def test_by_the_form(client, said, thread, vera):
    client.force_login(vera)
    url = reverse("feed:redact", args=[said.public_id])
    page = client.get(thread.get_absolute_url(), headers=HERE)
    asked = client.get(url, headers=HERE).text
    assert asked.count('name="found"') == 2 and asked.count("checked") >= 2

    for typed in ({}, {"others": "ок"}, {"others": "нет такого"}, {"found": ["выдумано"]}):
        refused = client.post(url, typed, headers=HERE)
        assert refused.status_code == 200 and 'class="err"' in refused.text
        assert typed.get("others", "") in refused.text
    done = client.post(url, {"found": [PHONE], "others": "подальше\r\n"}, headers=HERE)

    assert done.status_code == 302
    assert Comment.objects.get(pk=said.pk).text == f"Скамейки {MARK}. {MARK}"
    assert page.status_code == 200
    history = client.get(reverse("feed:history", args=[said.public_id]), headers=HERE).text
    assert PHONE not in history and MARK in history


def test_the_mark_is_in_the_language_of_the_site(client, said, vera):
    client.force_login(vera)
    url = "/en" + reverse("feed:redact", args=[said.public_id])

    with translation.override("ru"):
        client.post(url, {"found": [PHONE]}, headers=HERE)

    assert MARK in Comment.objects.get(pk=said.pk).text


def test_another_towns_comment_is_not_there(client, said, olga):
    client.force_login(olga)

    answer = client.post(
        reverse("feed:redact", args=[said.public_id]), {"found": [PHONE]}, headers={"host": "palana.localhost"}
    )

    assert answer.status_code in (400, 404)
    assert PHONE in Comment.objects.get(pk=said.pk).text
