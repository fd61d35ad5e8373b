"""What residents do before a meeting, and what they are told."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from core import clock
from journal.models import Event
from journal.verbs import Verb
from meetings import actions
from meetings.models import MeetingKind, MeetingQuestion, MeetingRegistration, QuestionVote
from notifications.audience import audience
from notifications.messages import message
from tests.cast import NOON
from tests.meetings.making import announced, planned


@pytest.fixture
def at_noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def meeting(nina, town, lenina, at_noon):
    return announced(nina, town, lenina, hosts=[nina])


def told(event) -> set:
    return set(User.objects.filter(audience(event)))


def last(verb):
    return Event.objects.filter(verb=verb).latest("pk")


def test_register_twice_is_one(meeting, anna, pavel):
    first = actions.register(meeting, by=anna)

    assert actions.register(meeting, by=anna) == first
    actions.register(meeting, by=pavel)
    meeting.refresh_from_db()
    assert meeting.coming_count == 2
    assert Event.objects.filter(verb=Verb.MEETING_JOINED).count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingRegistration.objects.create(meeting=meeting, user=anna, at=NOON)


def test_unregister_twice_takes_one_back(meeting, anna, pavel):
    for person in (anna, pavel):
        actions.register(meeting, by=person)

    actions.unregister(meeting, by=anna)
    actions.unregister(meeting, by=anna)

    meeting.refresh_from_db()
    assert meeting.coming_count == 1
    assert Event.objects.filter(verb=Verb.MEETING_LEFT).count() == 1


def test_nobody_registers_for_an_official_event(nina, anna, town, at_noon):
    hearing = announced(nina, town, kind=MeetingKind.HEARING, official_url="https://example.org/hearing")

    for act in (actions.register, actions.unregister):
        with pytest.raises(PermissionDenied):
            act(hearing, by=anna)
    with pytest.raises(PermissionDenied):
        actions.ask(hearing, by=anna, text="Когда?")


@pytest.mark.parametrize("what", ["planned", "over", "cancelled"])
def test_nobody_comes_to_what_is_not_ahead(what, nina, anna, town, lenina, at_noon):
    meeting = (planned if what == "planned" else announced)(nina, town, lenina)
    if what == "cancelled":
        actions.cancel(meeting, by=nina, reason="Причина")
    at = meeting.ends_at if what == "over" else NOON

    with clock.set_to(at), pytest.raises(ValidationError) as refusal:
        actions.register(meeting, by=anna)

    assert refusal.value.code == ("over" if what == "over" else "not_now")


def test_ask_the_same_twice_is_one_question(meeting, anna):
    first = actions.ask(meeting, by=anna, text="Когда починят качели?")

    assert actions.ask(meeting, by=anna, text="Когда починят качели?") == first
    assert MeetingQuestion.objects.count() == 1


def test_ask_leaves_room_for_neighbours(meeting, anna):
    for number in range(5):
        actions.ask(meeting, by=anna, text=f"Вопрос {number}")

    with pytest.raises(ValidationError) as refusal:
        actions.ask(meeting, by=anna, text="Ещё один")

    assert refusal.value.code == "many"


def test_neighbours_vote_a_question_up_once(meeting, anna, boris, pavel):
    question = actions.ask(meeting, by=anna, text="Когда починят качели?")
    for _time in range(2):
        actions.vote_question(question, by=boris)
    actions.vote_question(question, by=pavel)

    question.refresh_from_db()
    assert question.vote_count == 2
    actions.unvote_question(question, by=pavel)
    actions.unvote_question(question, by=pavel)
    question.refresh_from_db()
    assert question.vote_count == 1
    with pytest.raises(ValidationError) as refusal:
        actions.vote_question(question, by=anna)
    assert refusal.value.code == "own"
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionVote.objects.create(question=question, user=boris, at=NOON)


def test_hide_question_leaves_the_reason_and_tells_its_author(meeting, anna, nina, vera, gleb):
    question = actions.ask(meeting, by=anna, text="Сосед из кв. 5 — вор")

    for person in (vera, anna):
        with pytest.raises(PermissionDenied):
            actions.hide_question(question, by=person, reason="insult")
    actions.hide_question(question, by=nina, reason="insult")

    question.refresh_from_db()
    assert (question.hidden_at, question.hidden_reason) == (NOON, "insult")
    assert told(last(Verb.MEETING_QUESTION_HIDDEN)) == {anna}
    with pytest.raises(ValidationError) as refusal:
        actions.vote_question(question, by=gleb)
    assert refusal.value.code == "hidden"
    own = actions.ask(meeting, by=nina, text="Вопрос от отдела")
    with pytest.raises(PermissionDenied):
        actions.hide_question(own, by=nina, reason="spam")


def test_announcement_is_told_to_members_of_its_communities(meeting, anna, vera, boris, pavel):
    event = last(Verb.MEETING_ANNOUNCED)

    assert told(event) == {anna, vera}
    with timezone.override(meeting.municipality.tz):
        assert "19 октября, 12:00" in message(event).text
    assert message(event).path == meeting.get_absolute_url()


def test_announcement_of_a_town_meeting_is_told_to_all_members_of_the_town(nina, anna, vera, boris, town, at_noon):
    announced(nina, town)

    assert told(last(Verb.MEETING_ANNOUNCED)) == {anna, vera, boris}


def test_move_is_told_to_those_who_come_ask_or_answer(meeting, anna, vera, boris, pavel, nina):
    actions.register(meeting, by=pavel)
    actions.ask(meeting, by=boris, text="Когда?")
    starts_at = NOON + timedelta(days=9)
    actions.move(
        meeting, by=nina, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), place="в школе", reason="Дождь"
    )
    actions.cancel(meeting, by=nina, reason="Снова дождь")

    for verb in (Verb.MEETING_MOVED, Verb.MEETING_CANCELLED):
        assert told(last(verb)) == {pavel, boris, nina}
    assert "Снова дождь" in message(last(Verb.MEETING_CANCELLED)).text


def test_those_who_come_are_reminded_once_the_day_before(meeting, anna, nina):
    actions.register(meeting, by=anna)

    assert actions.remind_comers() == 0
    with clock.set_to(meeting.starts_at - timedelta(hours=23)):
        assert (actions.remind_comers(), actions.remind_comers()) == (1, 0)

    assert told(last(Verb.MEETING_REMINDED)) == {anna, nina}


def test_nobody_is_reminded_of_what_is_called_off(meeting, anna, nina):
    actions.register(meeting, by=anna)
    with clock.set_to(meeting.starts_at - timedelta(hours=23)):
        actions.remind_comers()
        actions.cancel(meeting, by=nina, reason="Причина")

    assert told(last(Verb.MEETING_REMINDED)) == set()


def test_who_comes_to_a_moved_meeting_is_reminded_of_the_new_day(meeting, anna, nina):
    actions.register(meeting, by=anna)
    starts_at = meeting.starts_at + timedelta(days=3)
    with clock.set_to(meeting.starts_at - timedelta(hours=23)):
        actions.remind_comers()
        actions.move(
            meeting, by=nina, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), place="там же", reason="Да"
        )
        assert actions.remind_comers() == 0
    with clock.set_to(starts_at - timedelta(hours=20)):
        assert actions.remind_comers() == 1
