"""Before a telephone or a flat is published its author is asked once, and nothing typed is lost."""

import pytest
from django.urls import reverse

from communities.models import Membership
from feed.actions import comment
from feed.models import Comment
from initiatives.models import Addition, InitiativeState
from tests.initiatives.conftest import make, make_draft, noon, preset  # noqa: F401

HERE = {"host": "localhost"}
WORDS = "Спросите у меня: кв. 31, +7 912 345-67-89"


@pytest.fixture
def thread(make):  # noqa: F811
    return make(InitiativeState.DISCUSSION).thread


def post(client, url, data, **headers):
    return client.post(url, data, headers=HERE | headers)


def test_a_comment_with_a_telephone_is_asked_about_once(client, thread, boris):
    client.force_login(boris)
    url = reverse("feed:write", args=[thread.public_id])

    asked = post(client, url, {"text": WORDS})
    assert asked.status_code == 200
    assert "«кв. 31», «+7 912 345-67-89»" in asked.text.replace("\u00a0", " ")
    assert f"{WORDS}</textarea>" in asked.text
    assert 'name="as_is"' in asked.text
    assert not Comment.objects.exists()

    assert post(client, url, {"text": WORDS, "as_is": "on"}).status_code == 302
    assert Comment.objects.get().text == WORDS


def test_a_fragment_of_the_page_asks_like_a_reload(client, thread, boris):
    client.force_login(boris)

    asked = post(client, reverse("feed:write", args=[thread.public_id]), {"text": WORDS}, **{"HX-Request": "true"})

    assert 'name="as_is"' in asked.text
    assert 'id="talk"' in asked.text


def test_plain_words_are_published_at_once_whatever_is_ticked(client, thread, boris):
    client.force_login(boris)
    url = reverse("feed:write", args=[thread.public_id])
    assert 'name="as_is"' not in client.get(url, headers=HERE).text

    post(client, url, {"text": "В 2026 году у подъезда 2 темно", "as_is": "on"})

    assert Comment.objects.get().text == "В 2026 году у подъезда 2 темно"


def test_a_department_names_its_office_telephone(client, thread, gleb):
    client.force_login(gleb)
    url = reverse("feed:write", args=[thread.public_id])

    own = post(client, url, {"text": "Звоните: 8 (8412) 60-00-00"})
    assert own.status_code == 200 and not Comment.objects.exists()
    official = post(client, url, {"text": "Звоните: 8 (8412) 60-00-00", "official": "on"})
    said = Comment.objects.get()
    mended = post(client, reverse("feed:edit", args=[said.public_id]), {"text": "Звоните: 8 (8412) 60-00-01"})

    assert (official.status_code, mended.status_code) == (302, 302)
    assert said.is_official


def test_answers_and_corrections_are_asked_about_too(client, thread, boris, anna):
    root = comment(thread, by=anna, text="Когда начнём?")
    mine = comment(thread, by=boris, text="Завтра", parent=root)
    client.force_login(boris)

    for url in (reverse("feed:reply", args=[root.public_id]), reverse("feed:edit", args=[mine.public_id])):
        assert 'name="as_is"' in post(client, url, {"text": WORDS}).text
    assert not Comment.objects.filter(text=WORDS).exists()


def test_an_initiative_is_asked_about_before_it_is_sent(client, lenina, anna):
    draft = make_draft(lenina, anna, place="напротив кв. 31", labour_note="Звоните 8 912 345-67-89")
    client.force_login(anna)
    url = reverse("initiatives:edit", args=[draft.public_id, "check"])

    asked = post(client, url, {"confirmed": "on"})
    draft.refresh_from_db()
    assert draft.state == InitiativeState.DRAFT
    assert "«кв. 31», «8 912 345-67-89»" in asked.text.replace("\u00a0", " ")
    assert 'name="confirmed" ' in asked.text and "checked" in asked.text

    post(client, url, {"confirmed": "on", "as_is": "on"})
    draft.refresh_from_db()
    assert draft.state == InitiativeState.REVIEW


def test_an_addition_is_asked_about(client, make, anna):  # noqa: F811
    initiative = make(InitiativeState.DISCUSSION)
    client.force_login(anna)
    url = reverse("initiatives:add_note", args=[initiative.public_id])

    assert WORDS in post(client, url, {"text": WORDS}).text
    assert not Addition.objects.exists()
    post(client, url, {"text": WORDS, "as_is": "on"})
    assert Addition.objects.get().text == WORDS


def test_a_word_to_the_activist_is_asked_about(client, lenina, pavel):
    client.force_login(pavel)
    url = reverse("communities:join", args=[lenina.slug])
    typed = {"tenure": "owner", "flat": "31", "entrance": "2", "adult": "on", "note": "Звоните 8 912 345-67-89"}

    asked = post(client, url, typed)
    assert "8 912 345-67-89" in asked.text and 'name="as_is"' in asked.text
    assert not Membership.objects.filter(user=pavel).exists()

    post(client, url, {**typed, "as_is": "on"})
    assert Membership.objects.get(user=pavel).note == typed["note"]
