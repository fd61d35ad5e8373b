"""Promises in the feed follow the working time of the town while they are open."""

from datetime import date, timedelta

import pytest

from communities import working_time
from core import clock
from feed.actions import publish
from feed.models import Post, PostKind
from journal.models import Event
from journal.verbs import Verb
from municipalities import recomputing
from municipalities.models import CalendarDay
from tests.cast import NOON


@pytest.fixture
def question(lenina, anna):
    with clock.set_to(NOON):
        return publish(
            lenina, by=anna, kind=PostKind.QUESTION, title="Когда включат тепло?", text="Второй день холодно."
        )


def storm(town, olga, day=date(2026, 10, 13)):
    working_time.set_day(CalendarDay(municipality=town, date=day, kind="day_off"), by=olga)


def test_an_open_question_waits_for_the_next_working_day(town, olga, question):
    storm(town, olga)

    moved = recomputing.review_terms()

    was, question.answer_due = question.answer_due, Post.objects.get().answer_due
    assert moved == 1
    assert question.answer_due == was + timedelta(days=1)
    event = Event.objects.get(verb=Verb.POST_TERM_MOVED)
    assert (event.target_id, event.actor_key, event.data["due"]) == (
        question.pk,
        None,
        question.answer_due.isoformat(),
    )
    assert recomputing.review_terms() == 0


def test_what_is_answered_keeps_its_date(town, olga, question):
    Post.objects.update(answered_at=NOON + timedelta(hours=1))
    storm(town, olga)

    assert recomputing.review_terms() == 0
    assert Post.objects.get().answer_due == question.answer_due


def test_a_day_that_concerns_nobody_moves_nothing(town, olga, question):
    storm(town, olga, date(2026, 10, 20))

    assert recomputing.review_terms() == 0
    assert not Event.objects.filter(verb=Verb.POST_TERM_MOVED).exists()


def test_another_town_is_left_alone(palana, question, operator):
    storm(palana, operator)

    assert recomputing.review_terms() == 0
    assert Post.objects.get().answer_due == question.answer_due
