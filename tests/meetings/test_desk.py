"""What is written down at the desk of a meeting: once, whatever the network does, and by those who may."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from appeals.models import Appeal, AppealSource, AppealState
from assignments import actions as work
from assignments.models import Assignment, AssignmentSource
from core import clock
from core.models import Photo
from journal.models import Event
from journal.verbs import Verb
from meetings import actions
from meetings.actions.recording import split_note
from meetings.models import Fate, HeadCount, MeetingKind, MeetingState, Problem
from tests.meetings.desk_making import DUE, DURING, note, promised, under_way
from tests.pictures import jpeg


@pytest.fixture
def meeting(nina, town, lenina):
    return under_way(nina, town, lenina)


@pytest.mark.parametrize(
    "words, title, text",
    [
        ("Не горит фонарь.", "Не горит фонарь", ""),
        ("Не горит фонарь. Дети боятся ходить.", "Не горит фонарь", "Не горит фонарь. Дети боятся ходить."),
        ("Яма\nу въезда", "Яма", "Яма\nу въезда"),
        ("  Почему   не убран снег?  ", "Почему не убран снег?", "Почему   не убран снег?"),
    ],
)
def test_note_becomes_a_title_and_words(words, title, text):
    found = split_note(words)

    assert found[0] == title
    assert found[1] in (text, "")


def test_long_note_is_cut_at_a_word():
    title, text = split_note("слово " * 60)

    assert len(title) <= 120 and title.endswith("слово…")
    assert text == ("слово " * 60).strip()


def test_problem_is_promised_to_a_department_at_once(meeting, nina, roads, lenina):
    problem = promised(meeting, nina, roads, speaker="Мария Петровна, кв. 12")

    appeal = Appeal.objects.get()
    assert problem.appeal == appeal and problem.speaker == "Мария Петровна, кв. 12"
    assert (appeal.source, appeal.state, appeal.community_id) == (
        AppealSource.MEETING, AppealState.UNDER_CONTROL, lenina.pk,
    )  # fmt: skip
    assert appeal.author is None and appeal.entered_by == nina
    assignment = Assignment.objects.get()
    assert (assignment.source, assignment.department, assignment.due_at) == (AssignmentSource.MEETING, roads, DUE)
    assert problem.fate == Fate.IN_WORK
    assert Event.objects.about(meeting).filter(verb=Verb.MEETING_PROBLEM_RECORDED).count() == 1


def test_problem_is_answered_at_once(meeting, gleb):
    problem = note(meeting, gleb, answer="Уберём сегодня до вечера.")

    assert problem.appeal.state == AppealState.ANSWERED
    assert [reply.text for reply in problem.appeal.replies.all()] == ["Уберём сегодня до вечера."]
    assert not Assignment.objects.exists()


def test_problem_is_left_for_later_and_decided(meeting, gleb, roads):
    problem = note(meeting, gleb)
    assert problem.is_undecided and problem.fate == Fate.WAITING

    with clock.set_to(DURING):
        actions.settle_problem(problem, by=gleb, department=roads, due_at=DUE)

    assert Appeal.objects.get().assignment.department == roads


def test_note_that_arrives_twice_is_one_problem(meeting, nina, roads):
    key = uuid4()
    first = promised(meeting, nina, roads, client_id=key, photo=jpeg())
    again = promised(meeting, nina, roads, client_id=key, photo=jpeg())

    assert again == first
    assert (Problem.objects.count(), Appeal.objects.count(), Assignment.objects.count()) == (1, 1, 1)
    assert Photo.objects.count() == 1


def test_database_holds_one_problem_per_note(meeting, nina):
    problem = note(meeting, nina)
    other = note(meeting, nina)

    with pytest.raises(IntegrityError, match="one_problem_per_note|UNIQUE"), transaction.atomic():
        Problem.objects.filter(pk=other.pk).update(client_id=problem.client_id)


def test_refused_note_leaves_nothing(meeting, nina, roads, palana):
    with pytest.raises(ValidationError):
        note(meeting, nina, department=roads, due_at=DURING - timedelta(days=1), photo=jpeg())

    assert not Appeal.objects.exists() and not Problem.objects.exists()
    assert not Photo.objects.exists()


def test_photo_of_a_public_problem_is_published_and_of_a_private_one_is_not(meeting, nina):
    shown = note(meeting, nina, photo=jpeg())
    hidden = note(meeting, nina, photo=jpeg(), is_public=False)

    assert not shown.appeal.photos.get().photo.is_private
    assert hidden.appeal.photos.get().photo.is_private


@pytest.mark.parametrize("who", ["nina", "gleb", "olga"])
def test_people_of_the_town_write_down(request, meeting, who):
    assert note(meeting, request.getfixturevalue(who)).pk


@pytest.mark.parametrize("who", ["anna", "boris", "vera", "pavel", "egor", "semyon"])
def test_others_do_not_write_down_at_a_meeting_of_the_town(request, meeting, who):
    with pytest.raises(PermissionDenied):
        note(meeting, request.getfixturevalue(who))

    assert not Problem.objects.exists()


def test_activist_writes_down_at_a_meeting_of_the_house_without_promising(vera, boris, town, lenina, roads):
    meeting = under_way(vera, town, lenina, kind=MeetingKind.HOUSE)

    problem = note(meeting, vera)
    with pytest.raises(PermissionDenied):
        promised(meeting, vera, roads)
    with pytest.raises(PermissionDenied):
        note(meeting, vera, answer="Сделаем.")
    with pytest.raises(PermissionDenied):
        note(meeting, boris)

    assert problem.appeal.state == AppealState.NEW and problem.appeal.community_id == lenina.pk
    assert Problem.objects.count() == 1


def test_desk_opens_before_the_meeting_and_hears_late_phones(meeting, nina):
    with pytest.raises(ValidationError) as early:
        note(meeting, nina, at=meeting.starts_at - timedelta(hours=4))
    note(meeting, nina, at=meeting.starts_at - timedelta(hours=2))
    with clock.set_to(meeting.ends_at):
        held = actions.hold(meeting, by=nina, attendance=12)
    note(held, nina, at=meeting.ends_at + timedelta(days=3))
    with pytest.raises(ValidationError) as late:
        note(held, nina, at=meeting.ends_at + timedelta(days=15))

    assert (early.value.code, late.value.code) == ("too_early", "too_late")
    assert Problem.objects.count() == 2


def test_nothing_is_written_down_at_a_meeting_called_off(meeting, nina):
    actions.cancel(meeting, by=nina, reason="Ливень.")

    with pytest.raises(ValidationError) as refusal:
        note(meeting, nina)

    assert refusal.value.code == "not_now"


# --- taking back


def test_record_is_taken_back_within_minutes_and_not_taken_again(meeting, nina, roads):
    key = uuid4()
    problem = promised(meeting, nina, roads, client_id=key, photo=jpeg())

    with clock.set_to(DURING + timedelta(minutes=5)):
        actions.undo_problem(problem, by=nina)
        with pytest.raises(ValidationError) as refusal:
            promised(meeting, nina, roads, client_id=key)

    assert refusal.value.code == "undone"
    assert not (Problem.objects.exists() or Appeal.objects.exists() or Assignment.objects.exists())
    assert not Photo.objects.exists()
    assert Event.objects.about(meeting).filter(verb=Verb.MEETING_PROBLEM_UNDONE).exists()


def test_record_is_not_taken_back_late_nor_by_another_nor_after_work_began(meeting, nina, gleb, roads):
    problem = promised(meeting, nina, roads)
    with clock.set_to(DURING + timedelta(minutes=1)):
        with pytest.raises(PermissionDenied):
            actions.undo_problem(problem, by=gleb)
    with clock.set_to(DURING + timedelta(minutes=16)), pytest.raises(ValidationError):
        actions.undo_problem(problem, by=nina)
    with clock.set_to(DURING + timedelta(minutes=2)):
        work.accept(problem.appeal.assignment, by=gleb)
        with pytest.raises(ValidationError):
            actions.undo_problem(problem, by=nina)

    assert Problem.objects.count() == 1


# --- how many came


def count(meeting, by, change, key=None):
    with clock.set_to(DURING):
        return actions.count_heads(meeting, by=by, client_id=key or uuid4(), change=change)


def test_people_are_counted_by_several_devices_and_a_press_counts_once(meeting, nina, gleb):
    key = uuid4()

    assert count(meeting, nina, 10, key) == 10
    assert count(meeting, nina, 10, key) == 10
    assert count(meeting, gleb, 3) == 13
    assert count(meeting, nina, -1) == 12
    assert HeadCount.objects.count() == 3


def test_there_are_never_fewer_than_none(meeting, nina):
    assert count(meeting, nina, -5) == 0


@pytest.mark.parametrize("change", [0, 501, -501])
def test_senseless_press_is_refused(meeting, nina, change):
    with pytest.raises(ValidationError):
        count(meeting, nina, change)


def test_neighbours_do_not_count(meeting, anna):
    with pytest.raises(PermissionDenied):
        count(meeting, anna, 1)

    meeting.refresh_from_db()
    assert meeting.attendance is None and meeting.state == MeetingState.ANNOUNCED
