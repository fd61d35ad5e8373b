"""Posts: who publishes what, what a question promises, what moves a post up."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from communities.models import ManagingOrganisation, OrganisationMember
from core import clock
from feed.actions import block_author, close_poll, comment, edit_post, publish, reply, set_feed_access, vote_in_poll
from feed.models import OPEN_KINDS, PollOption, PollVoice, Post, PostKind
from journal.models import Event
from journal.verbs import Verb
from tests.cast import NOON
from tests.stages import part

DAY = timedelta(days=1)
K = PostKind


@part
def agent(town, lenina):
    """Who speaks for the organisation that maintains `lenina`."""
    from tests.cast import make_person

    company = ManagingOrganisation.objects.create(municipality=town, name="ООО «Заречье-Сервис»")
    lenina.managing_organisation = company
    lenina.save()
    user = make_person("Игорь", "Мастеров")
    OrganisationMember.objects.create(municipality=town, organisation=company, user=user, position="мастер участка")
    return user


def ask(community, by, **fields):
    return publish(community, by=by, kind=K.QUESTION, title="Когда включат фонарь?", **fields)


def test_a_question_gets_a_term_and_a_discussion(lenina, anna):
    post = ask(lenina, anna, text="Не горит второй день")

    assert post.answer_due > NOON
    assert post.thread.is_open and post.thread.in_feed
    assert not post.is_official
    assert Event.objects.filter(verb=Verb.POST_PUBLISHED).count() == 1
    assert list(Post.objects.awaiting_answer()) == [post]


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


def test_an_answer_through_the_form_of_comments_stops_the_clock_too(lenina, anna, gleb):
    post = ask(lenina, anna)

    comment(post.thread, by=gleb, text="Ответ", official=True)

    post.refresh_from_db()
    assert post.answered_at == NOON
