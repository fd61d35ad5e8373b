"""Posts: who publishes what, what a question promises, what moves a post up, polls."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from core import clock
from feed.actions import (
    block_author,
    close_poll,
    comment,
    edit_post,
    pin,
    publish,
    reply,
    unpin,
    vote_in_poll,
)
from feed.models import OFFICIAL_KINDS, OPEN_KINDS, PollVoice, Post, PostKind
from journal.models import Event
from journal.verbs import Verb
from tests.cast import NOON

DAY = timedelta(days=1)
K = PostKind
# What each kind needs besides its title.
NEEDS = {
    K.OUTAGE: {"starts_at": NOON + DAY, "ends_at": NOON + 2 * DAY, "entrances": [1, 2], "services": ["gas"]},
    K.EVENT: {"starts_at": NOON + DAY, "place": "двор"},
    K.POLL: {"options": ["Да", "Нет"], "ends_at": NOON + DAY},
}


def ask(community, by, title="Когда включат фонарь?", **fields):
    return publish(community, by=by, kind=K.QUESTION, title=title, **fields)


def poll(community, by, **fields):
    return publish(community, by=by, kind=K.POLL, title="Когда собраться?", **{**NEEDS[K.POLL], **fields})


def refusal(act):
    with pytest.raises(ValidationError) as refused:
        act()
    error = refused.value
    return (
        {e.code for errors in error.error_dict.values() for e in errors}
        if hasattr(error, "error_dict")
        else {error.code}
    )


def test_a_question_gets_a_term_and_a_discussion(lenina, anna):
    post = ask(lenina, anna, text="Не горит второй день")

    assert post.answer_due > NOON
    assert post.thread.is_open
    assert post.thread.in_feed
    assert not post.is_official
    assert Event.objects.filter(verb=Verb.POST_PUBLISHED).count() == 1
    assert list(Post.objects.awaiting_answer()) == [post]


@pytest.mark.parametrize("kind", [kind for kind in K if kind != K.PHOTO])
@pytest.mark.parametrize(
    ("name", "may"),
    [("anna", OPEN_KINDS), ("vera", tuple(K)), ("gleb", OFFICIAL_KINDS), ("nina", OFFICIAL_KINDS),
     ("agent", OFFICIAL_KINDS), ("boris", ()), ("pavel", ()), ("egor", ()), ("olga", ()), ("semyon", ())],
)  # fmt: skip
def test_who_posts_what(request, lenina, agent, name, may, kind):
    person = request.getfixturevalue(name)

    if kind in may:
        post = publish(lenina, by=person, kind=kind, title="Слово", **NEEDS.get(kind, {}))
        assert post.is_official == (name in ("gleb", "nina", "agent"))
    else:
        with pytest.raises(PermissionDenied):
            publish(lenina, by=person, kind=kind, title="Слово", **NEEDS.get(kind, {}))
        assert not Post.objects.exists()


def test_official_words_take_the_office_from_the_role(lenina, gleb, agent):
    of_town = publish(lenina, by=gleb, kind=K.ANNOUNCEMENT, title="Ремонт дороги")
    of_house = publish(lenina, by=agent, kind=K.OUTAGE, title="Нет газа", **NEEDS[K.OUTAGE])

    assert (of_town.department.name, of_town.position, of_town.organisation) == ("Отдел дорог", "инженер", None)
    assert (of_house.organisation.name, of_house.position) == ("ООО «Заречье-Сервис»", "мастер участка")


def test_an_organisation_speaks_only_in_its_buildings(mira, agent):
    with pytest.raises(PermissionDenied):
        publish(mira, by=agent, kind=K.ANNOUNCEMENT, title="Чужой дом")


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        (K.OUTAGE, {}, "starts_at"),
        (K.OUTAGE, {"starts_at": NOON + DAY, "ends_at": NOON}, "ends_at"),
        (K.OUTAGE, {"starts_at": NOON + 500 * DAY}, "too_far"),
        (K.OUTAGE, {"starts_at": NOON, "entrances": [5]}, "entrances"),
        (K.POLL, {"options": ["Да"], "ends_at": NOON + DAY}, "options"),
        (K.POLL, {"options": ["Да", "Да"], "ends_at": NOON + DAY}, "options"),
        (K.POLL, {"options": list("абвгдеж"), "ends_at": NOON + DAY}, "options"),
        (K.POLL, {"options": ["Да", "Нет"], "ends_at": NOON}, "ends_at"),
        (K.POLL, {"options": ["Да", "Нет"], "ends_at": NOON + 90 * DAY}, "ends_at"),
        (K.PHOTO, {}, "photo"),
    ],
)
def test_what_does_not_go_together_is_refused(lenina, vera, kind, fields, code):
    assert refusal(lambda: publish(lenina, by=vera, kind=kind, title="Слово", **fields)) == {code}
    assert not Post.objects.exists()


def test_a_post_sent_twice_is_one(lenina, anna):
    assert ask(lenina, anna) == ask(lenina, anna)
    assert Post.objects.count() == 1


def test_posts_are_limited_by_the_day(lenina, anna):
    for number in range(10):
        ask(lenina, anna, title=f"Вопрос {number}")

    assert refusal(lambda: ask(lenina, anna, title="Ещё один")) == {"too_often"}


def test_a_blocked_author_posts_nothing(lenina, anna, vera):
    block_author(anna, community=lenina, by=vera, reason="spam", days=3)

    assert refusal(lambda: ask(lenina, anna)) == {"blocked"}


def test_an_official_reply_stops_the_clock_once(lenina, anna, gleb, nina):
    post = ask(lenina, anna)

    with clock.set_to(NOON + timedelta(hours=1)):
        reply(post, by=anna, text="Ждём")
    post.refresh_from_db()
    assert post.answered_at is None
    with clock.set_to(NOON + timedelta(hours=2)):
        said = reply(post, by=gleb, text="Заменим сегодня", on_behalf=True)
    with clock.set_to(NOON + timedelta(hours=3)):
        reply(post, by=nina, text="Проверили", on_behalf=True)

    post.refresh_from_db()
    assert said.department.name == "Отдел дорог"
    assert post.answered_at == NOON + timedelta(hours=2)
    assert post.active_at == NOON + timedelta(hours=3)
    assert Event.objects.get(verb=Verb.POST_ANSWERED).data["in_time"] is True
    assert not Post.objects.awaiting_answer().exists()


def test_an_answer_through_the_form_of_comments_stops_the_clock_too(lenina, anna, agent):
    post = ask(lenina, anna)

    said = comment(post.thread, by=agent, text="Ответ", official=True)

    post.refresh_from_db()
    assert said.organisation.name == "ООО «Заречье-Сервис»"
    assert post.answered_at == NOON


def test_a_late_answer_is_told_apart(lenina, anna, gleb):
    post = ask(lenina, anna)

    with clock.set_to(post.answer_due + DAY):
        reply(post, by=gleb, text="Простите", on_behalf=True)

    assert Event.objects.get(verb=Verb.POST_ANSWERED).data["in_time"] is False


def test_a_correction_keeps_what_was_said(lenina, anna, vera):
    post = ask(lenina, anna, text="Было")

    with clock.set_to(NOON + DAY):
        post = edit_post(post, by=anna, title="Стало", text="Иначе")
    edit_post(post, by=anna, title="Стало", text="Иначе")

    assert [(row.title, row.text) for row in post.revisions.all()] == [("Когда включат фонарь?", "Было")]
    assert post.thread.title == "Стало"
    assert "иначе" in Post.objects.get().search_text
    with pytest.raises(PermissionDenied):
        edit_post(post, by=vera, title="Чужое")


def test_a_poll_that_was_answered_keeps_its_question(lenina, anna, vera):
    post = poll(lenina, anna)
    vote_in_poll(post, by=vera, option=post.options.first().pk)

    assert refusal(lambda: edit_post(post, by=anna, title="Другой вопрос?")) == {"answered"}


def test_one_voice_per_person_which_may_change(lenina, anna, vera):
    post = poll(lenina, anna)
    first, second = post.options.all()

    vote_in_poll(post, by=vera, option=first.pk)
    vote_in_poll(post, by=vera, option=second.pk)

    assert PollVoice.objects.get().option == second
    event = Event.objects.get(verb=Verb.POLL_ANSWERED)
    assert str(first.pk) not in event.data.values()
    assert "option" not in event.data
    with pytest.raises(IntegrityError), transaction.atomic():
        PollVoice.objects.create(post=post, option=first, user=vera)


@pytest.mark.parametrize("name", ["boris", "pavel", "gleb", "olga"])
def test_only_members_answer_a_poll(request, lenina, anna, name):
    post = poll(lenina, anna)

    with pytest.raises(PermissionDenied):
        vote_in_poll(post, by=request.getfixturevalue(name), option=post.options.first().pk)


def test_a_poll_ends_by_the_clock_or_by_its_author(lenina, anna, vera):
    post = poll(lenina, anna)
    option = post.options.first().pk

    with clock.set_to(NOON + timedelta(hours=2)):
        close_poll(post, by=anna)

    with clock.set_to(NOON + timedelta(hours=3)):
        assert refusal(lambda: vote_in_poll(post, by=vera, option=option)) == {"over"}
        assert refusal(lambda: close_poll(post, by=vera)) == {"over"}
    other = poll(lenina, anna, options=["За", "Против"])
    with clock.set_to(NOON + 2 * DAY):
        assert refusal(lambda: vote_in_poll(other, by=vera, option=other.options.first().pk)) == {"over"}


def test_an_answer_of_another_poll_is_refused(lenina, anna, vera):
    post = poll(lenina, anna)
    other = publish(lenina, by=anna, kind=K.POLL, title="Другой", **NEEDS[K.POLL])

    assert refusal(lambda: vote_in_poll(post, by=vera, option=other.options.first().pk)) == {"option"}


def test_no_more_than_three_posts_are_pinned(lenina, anna, vera):
    posts = [ask(lenina, anna, title=f"Вопрос {number}") for number in range(4)]
    for post in posts[:3]:
        pin(post, by=vera)

    assert refusal(lambda: pin(posts[3], by=vera)) == {"too_many"}
    unpin(posts[0], by=vera)
    assert pin(posts[3], by=vera).is_pinned
    with pytest.raises(PermissionDenied):
        pin(posts[0], by=anna)
