"""Hundreds of answers under one message: a page shows as many as before, by as many queries."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appeals.models import AppealState, Reply
from appeals.views.frame import ANSWERS
from tests.cast import NOON

HERE = {"host": "localhost"}


@pytest.fixture(params=["detail", "sheet"])
def address(request, client, make, anna, gleb):
    """The page of a message with one answer: as its author reads it, or as the office does."""
    appeal = make(AppealState.ANSWERED)
    client.force_login(anna if request.param == "detail" else gleb)
    return appeal, reverse(f"appeals:{request.param}", args=[appeal.public_id])


def _read(client, url):
    with CaptureQueriesContext(connection) as asked:
        page = client.get(url, headers=HERE)
    assert page.status_code == 200
    return page.content.decode(), len(asked)


def _answer(appeal, count):
    Reply.objects.bulk_create(
        Reply(appeal=appeal, kind="answer", text=f"Слово-{number}.", is_official=True, at=NOON)
        for number in range(1, count + 1)
    )


def test_many_answers_cost_what_few_do(client, address):
    appeal, url = address
    _read(client, url)
    text, few = _read(client, url)
    assert "replies=" not in text

    _answer(appeal, 300)

    text, many = _read(client, url)
    assert many == few
    assert re.findall(r"Слово-(\d+)\.", text) == [str(number) for number in range(300 - ANSWERS + 1, 301)]


def test_every_answer_is_reached_by_links(client, address):
    appeal, url = address
    _answer(appeal, 2 * ANSWERS + 5)
    told = []

    page = url
    while page:
        text, _queries = _read(client, page)
        told = re.findall(r"Слово-(\d+)\.", text) + told
        earlier = re.search(r'href="([^"#]+)#replies" rel="prev"', text)
        page = earlier and earlier[1]

    assert told == [str(number) for number in range(1, 2 * ANSWERS + 6)]
    assert "Засыпали." in text
    assert f'href="{url}?replies=2#replies" rel="next"' in text
    assert f'href="{url}#replies" rel="next"' in _read(client, f"{url}?replies=2")[0]


def test_who_asks_is_shown_beside_the_same_answers(client, address):
    appeal, url = address
    _answer(appeal, 2 * ANSWERS)

    contact = client.post(reverse("appeals:contact", args=[appeal.public_id]), headers=HERE)

    # Only the office looks at who asks; the links of its page lead to the sheet, which can be read by GET.
    if "sheet" in url:
        assert f'href="{url}?replies=2#replies"' in contact.content.decode()
    else:
        assert contact.status_code == 403
