"""Writing in a discussion: who may, when, and what is kept."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from communities.staff import take_role
from core import clock
from feed.actions import block_author, close_thread, comment, edit_comment, hide_words, start_thread
from feed.models import Comment, Thread
from journal.models import Event
from journal.verbs import Verb
from municipalities.models import StaffMember
from tests.cast import NOON


def refused(act, *args, **kwargs):
    """The code of the refusal."""
    with pytest.raises(ValidationError) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


@pytest.mark.parametrize("url", ["/initiatives/abc/", "/en/initiatives/abc/"])
def test_start_thread_is_closed_and_keeps_one_address(lenina, url):
    thread = start_thread(lenina, title="Т" * 300, url=url)

    assert (thread.is_open, thread.url, len(thread.title)) == (False, "/initiatives/abc/", 200)


@pytest.mark.parametrize("name", ["anna", "boris", "pavel", "gleb"])
def test_comment_by_any_resident(request, thread, name):
    author = request.getfixturevalue(name)

    said = comment(thread, by=author, text="  Я за  ")

    assert (said.text, said.author, said.is_official) == ("Я за", author, False)
    assert Thread.objects.get().comment_count == 1
    assert Event.objects.get(verb=Verb.COMMENTED).target == said


def test_comment_is_refused_to_guests(thread):
    with pytest.raises(PermissionDenied):
        comment(thread, by=AnonymousUser(), text="Я за")

    assert not Comment.objects.exists()


def test_comment_in_a_closed_discussion_is_refused(thread, anna):
    close_thread(thread)

    assert refused(comment, thread, by=anna, text="Опоздала") == "closed"
    assert not Comment.objects.exists()


def test_comment_pressed_twice_is_one(thread, anna):
    first = comment(thread, by=anna, text="Я за")
    second = comment(thread, by=anna, text="Я за")

    assert first == second
    assert Thread.objects.get().comment_count == 1


def test_comment_repeated_later_is_another(thread, anna):
    first = comment(thread, by=anna, text="Я за")
    with clock.set_to(NOON + timedelta(minutes=3)):
        second = comment(thread, by=anna, text="Я за")

    assert first != second


def test_comments_are_limited_by_the_hour(thread, anna, crowd):
    crowd(thread, anna, 20)

    assert refused(comment, thread, by=anna, text="Ещё слово") == "too_often"
    with clock.set_to(NOON + timedelta(hours=1)):
        comment(thread, by=anna, text="Ещё слово")
    assert Comment.objects.count() == 21


def test_answers_stand_two_deep(thread, said, vera, anna):
    answer = comment(thread, by=vera, text="Перенесли", parent=said)
    thanks = comment(thread, by=anna, text="Спасибо", parent=answer)

    assert answer.parent == said
    assert thanks.parent == said


def test_an_answer_to_another_discussion_is_refused(lenina, thread, said, vera):
    other = start_thread(lenina, title="Другое", url="/")
    Thread.objects.update(is_open=True)

    assert refused(comment, other, by=vera, text="Мимо", parent=said) == "parent"


def test_an_answer_to_a_hidden_comment_is_refused(thread, said, vera, anna):
    answer = comment(thread, by=anna, text="И ещё", parent=said)
    hide_words(said, by=vera, reason="spam")

    assert refused(comment, thread, by=vera, text="Мимо", parent=answer) == "hidden"


def test_official_answer_carries_department_and_position(thread, said, gleb, roads):
    answer = comment(thread, by=gleb, text="Перенесём до 1 июля", parent=said, official=True)

    assert (answer.is_official, answer.department, answer.position) == (True, roads, "инженер")
    assert Event.objects.get(verb=Verb.OFFICIALLY_ANSWERED).target == answer


@pytest.mark.parametrize("name", ["anna", "vera", "egor", "olga", "semyon"])
def test_official_words_are_refused_to_those_without_office(request, thread, name):
    with pytest.raises(PermissionDenied):
        comment(thread, by=request.getfixturevalue(name), text="От имени администрации", official=True)

    assert not Comment.objects.exists()


def test_edit_comment_keeps_what_it_said(said, anna):
    with clock.set_to(NOON + timedelta(days=40)):
        edit_comment(said, by=anna, text="Скамейки к липам")

    said.refresh_from_db()
    revision = said.revisions.get()
    assert (said.text, said.edited_at) == ("Скамейки к липам", NOON + timedelta(days=40))
    assert (revision.text, revision.written_at) == ("Скамейки подальше от окон", NOON)


def test_edit_comment_with_the_same_text_changes_nothing(said, anna):
    edit_comment(said, by=anna, text=said.text)

    assert not said.revisions.exists()
    assert Comment.objects.get().edited_at is None


@pytest.mark.parametrize("name", ["vera", "olga", "pavel"])
def test_edit_comment_is_refused_to_others(request, said, name):
    with pytest.raises(PermissionDenied):
        edit_comment(said, by=request.getfixturevalue(name), text="Чужие слова")

    assert Comment.objects.get().text == "Скамейки подальше от окон"


def test_edit_comment_is_refused_when_hidden(said, anna, vera):
    hide_words(said, by=vera, reason="spam")

    with pytest.raises(PermissionDenied):
        edit_comment(said, by=anna, text="Другое")


def test_official_words_are_not_edited_by_a_former_official(thread, gleb, operator):
    answer = comment(thread, by=gleb, text="Сделаем", official=True)
    take_role(StaffMember.objects.get(user=gleb), by=operator)
    gleb.__dict__.pop("_staff_roles", None)

    with pytest.raises(PermissionDenied):
        edit_comment(answer, by=gleb, text="Не сделаем")


def test_a_blocked_author_writes_again_after_the_block(thread, lenina, said, anna, vera):
    block_author(anna, community=lenina, by=vera, reason="insult", days=3)

    assert refused(comment, thread, by=anna, text="Ещё") == "blocked"
    assert refused(edit_comment, said, by=anna, text="Ещё") == "blocked"
    with clock.set_to(NOON + timedelta(days=3)):
        comment(thread, by=anna, text="Ещё")
    assert Comment.objects.count() == 2
