"""What the public, neighbours and copies of others never read: private messages, applicants, internal notes."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.keepers import Parting
from appeals import actions
from appeals.models import Appeal, AppealSource, AppealState, InternalNote, Joined
from appeals.personal import _erase, _export
from core import clock
from privacy.retention import keep_terms
from tests.access.world import body
from tests.cast import NOON
from tests.pictures import jpeg

HERE = {"host": "localhost"}
S = AppealState


@pytest.fixture
def phoned(send, gleb):
    """A message by telephone with a note; neighbours read the message itself."""
    appeal = send(
        by=gleb, source=AppealSource.PHONE, applicant_name="Уликова Мария", applicant_contact="+7 900 111-22-33"
    )
    actions.add_note(appeal, by=gleb, text="уликазаметка")
    return appeal


@pytest.mark.parametrize("who", ["guest", "anna", "boris", "vera", "egor", "olga"])
def test_notes_and_applicants_stand_on_no_page_of_residents(client, who, phoned, request):
    if who != "guest":
        client.force_login(request.getfixturevalue(who))

    for url in (phoned.get_absolute_url(), reverse("appeals:list"), reverse("search") + "?q=яма", "/"):
        page = client.get(url, headers=HERE).content.decode()
        assert "улик" not in page.lower() and "111-22-33" not in page, url


READERS = {"anna": 200, "gleb": 200, "nina": 200, "boris": 404, "vera": 404, "olga": 404, "semyon": 404}


@pytest.mark.parametrize(("who", "status"), READERS.items())
def test_private_message_and_its_picture(client, who, status, send, request):
    appeal = send(is_public=False, title="Тайная беда", photos=[jpeg()])
    picture = appeal.photos.get().photo
    client.force_login(request.getfixturevalue(who))

    for url in (appeal.get_absolute_url(), reverse("appeals:photo", args=[appeal.public_id, picture.public_id])):
        answer = client.get(url, headers=HERE)
        assert answer.status_code == status
        body(answer)
    page = client.get(reverse("appeals:list"), headers=HERE).content.decode()
    assert "Тайная беда" not in page


def test_author_is_shown_by_the_public_name_alone(client, send):
    page = client.get(send().get_absolute_url(), headers=HERE).content.decode()

    assert "Анна И." in page and "Ильина" not in page


def test_hidden_message_is_the_authors_officials_and_administrators(client, make, vera, anna, boris, olga):
    appeal = make(S.NEW, title="Сосед такой-то", photos=[jpeg()])
    photo = appeal.photos.get().photo
    actions.hide(appeal, by=vera, reason="insult")
    photo.refresh_from_db()

    assert photo.is_private
    for person, status in ((anna, 200), (olga, 200), (boris, 404)):
        client.force_login(person)
        assert client.get(appeal.get_absolute_url(), headers=HERE).status_code == status
    actions.show(appeal, by=olga)
    client.force_login(boris)
    assert client.get(appeal.get_absolute_url(), headers=HERE).status_code == 200


def test_hiding_takes_the_promise_along(make, vera):
    appeal = make(S.UNDER_CONTROL)

    actions.hide(appeal, by=vera, reason="insult")

    appeal.assignment.refresh_from_db()
    assert not appeal.assignment.is_public


def test_redacting_leaves_nothing(make, vera, gleb):
    appeal = make(S.ANSWERED, text="Звоните 8 912 345-67-89, Петя.")

    assert "8 912 345-67-89" in actions.suspected(appeal)
    actions.redact(appeal, by=vera, fragments=["8 912 345-67-89"])

    kept = Appeal.objects.filter(pk=appeal.pk).values("text", "search_text").get()
    assert "345-67-89" not in str(kept) and "345 67 89" not in str(kept)


def test_copy_holds_what_is_the_persons_and_nothing_inside(send, anna, gleb, boris):
    appeal = send(is_public=False, text="Мои слова")
    actions.add_note(appeal, by=gleb, text="уликазаметка")
    actions.answer(appeal, by=gleb, text="Ответ отдела")
    other = send(by=boris, title="Чужое")
    actions.join(other, by=anna)

    said = json.dumps(_export(anna), ensure_ascii=False, default=str)

    assert "Мои слова" in said and "Ответ отдела" in said and "Чужое" in said
    assert "уликазаметка" not in said and "Глеб" not in said and "Тимофеев" not in said
    written = _export(gleb)
    assert written["notes_written"][0]["text"] == "уликазаметка" and "Мои слова" not in str(written)


def test_erasure_leaves_public_words_without_an_author(send, anna, boris, django_capture_on_commit_callbacks):
    shown, kept = send(text="улика"), send(is_public=False, text="улика тайная", photos=[jpeg()])
    theirs = send(by=boris)
    actions.join(theirs, by=anna)

    with django_capture_on_commit_callbacks(execute=True):
        _erase(anna, Parting(at=NOON))

    shown.refresh_from_db()
    kept.refresh_from_db()
    theirs.refresh_from_db()
    assert (shown.author, shown.text) == (None, "улика")
    assert (kept.author, kept.text, kept.search_text, kept.photos.count()) == (None, "", "", 0)
    assert theirs.joined_count == 0 and not Joined.objects.exists()
    assert not Appeal.objects.filter(entered_by=anna).exists()


def test_applicant_is_forgotten_after_the_term(phoned, gleb):
    actions.decline(phoned, by=gleb, reason="Земля частная.")

    with clock.set_to(NOON + timedelta(days=89)):
        keep_terms()
    phoned.refresh_from_db()
    assert phoned.applicant_name
    with clock.set_to(NOON + timedelta(days=91)):
        keep_terms()
    phoned.refresh_from_db()
    assert (phoned.applicant_name, phoned.applicant_contact) == ("", "")
    assert InternalNote.objects.exists()
