"""Neighbours at the same moment, on real connections. SQLite lets one writer in at a time and would hide a race."""

import pytest

from core import clock
from journal.models import Event
from journal.verbs import Verb
from meetings import actions
from meetings.models import CalendarLink, MeetingMove, MeetingRegistration, MeetingState, QuestionVote
from tests.cast import NOON, make_members
from tests.meetings.making import announced
from tests.races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
DEVICES = 8


@pytest.fixture(autouse=True)
def at_noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def meeting(nina, town, lenina):
    with clock.set_to(NOON):
        return announced(nina, town, lenina)


def test_one_person_on_many_devices_comes_once(meeting, anna):
    answers = at_once([lambda: actions.register(meeting, by=anna)] * DEVICES)

    meeting.refresh_from_db()
    assert {answer.pk for answer in answers} == {MeetingRegistration.objects.get().pk}
    assert meeting.coming_count == 1
    assert Event.objects.filter(verb=Verb.MEETING_JOINED).count() == 1


def test_many_neighbours_at_once_are_all_counted(meeting, lenina):
    people = make_members(lenina, DEVICES)

    at_once([lambda person=person: actions.register(meeting, by=person) for person in people])

    meeting.refresh_from_db()
    assert meeting.coming_count == DEVICES


def test_votes_for_a_question_are_counted_once_each(meeting, anna, lenina):
    question = actions.ask(meeting, by=anna, text="Когда починят качели?")
    people = make_members(lenina, DEVICES // 2)

    at_once([lambda person=person: actions.vote_question(question, by=person) for person in [*people, *people]])

    question.refresh_from_db()
    assert question.vote_count == QuestionVote.objects.count() == DEVICES // 2


def test_moved_by_two_and_called_off_at_once_is_one_life(meeting, nina, gleb):
    other = meeting.starts_at + (meeting.ends_at - meeting.starts_at)

    def move(by, place):
        terms = {"starts_at": other, "ends_at": other + (meeting.ends_at - meeting.starts_at)}
        return actions.move(meeting, by=by, place=place, reason="Дождь", **terms)

    at_once(
        [
            lambda: move(nina, "в школе"),
            lambda: move(gleb, "в клубе"),
            lambda: actions.cancel(meeting, by=nina, reason="Отменено"),
        ]
    )

    meeting.refresh_from_db()
    moves = MeetingMove.objects.count()
    assert meeting.state == MeetingState.CANCELLED
    assert meeting.sequence == moves + 1


def test_reminded_by_two_workers_once(meeting, anna):
    actions.register(meeting, by=anna)
    with clock.set_to(meeting.starts_at - (meeting.ends_at - meeting.starts_at)):
        assert sorted(at_once([actions.remind_comers] * 4)) == [0, 0, 0, 1]


def test_two_tabs_make_one_address(town, anna):
    tokens = at_once([lambda: actions.make_link(town, by=anna)] * 4)

    assert len(set(tokens)) == 4
    assert CalendarLink.objects.count() == 1
