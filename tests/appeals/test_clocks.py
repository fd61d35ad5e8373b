"""Terms: paused while the author is asked, begun anew when reopened, moved with the calendar, ended by silence."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from appeals import actions
from appeals.models import AppealState, ClockPause
from assignments import actions as assignments
from assignments.models import AssignmentState
from core import clock
from journal.models import Event
from journal.verbs import Verb
from tests.cast import NOON

S = AppealState
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def local(appeal, moment):
    return moment.astimezone(appeal.municipality.tz).strftime("%d.%m %H:%M")


def at(moment):
    return clock.set_to(moment)


def test_term_moves_by_the_working_time_that_stood_still(send, gleb, anna):
    appeal = send()
    assert local(appeal, appeal.answer_due) == "13.10 14:00"

    with at(NOON + HOUR):
        actions.ask_author(appeal, by=gleb, text="Где именно?")
    # Through the evening and the night until ten in the morning: four working hours and two.
    with at(NOON + 22 * HOUR):
        actions.clarify(appeal, by=anna, text="У второго подъезда.")

    appeal.refresh_from_db()
    assert appeal.state == S.NEW
    assert local(appeal, appeal.answer_due) == "14.10 11:00"
    assert ClockPause.objects.get().until == NOON + 22 * HOUR


def test_answer_without_waiting_for_the_author_ends_the_pause(send, gleb):
    appeal = send()
    actions.ask_author(appeal, by=gleb, text="Где именно?")

    with at(NOON + HOUR):
        actions.answer(appeal, by=gleb, text="Нашли сами, засыпали.")

    assert not ClockPause.objects.filter(until=None).exists()


def test_reopening_begins_the_term_anew(make, anna):
    appeal = make(S.ANSWERED)

    with at(NOON + DAY):
        actions.dispute(appeal, by=anna, reason="Яма на месте.")

    appeal.refresh_from_db()
    assert (appeal.state, appeal.reopened_count, appeal.answered_at) == (S.REOPENED, 1, None)
    assert local(appeal, appeal.answer_due) == "14.10 14:00"


def test_dispute_sends_the_work_back_and_its_next_outcome_is_the_answer(make, anna, gleb, nina):
    appeal = make(S.DONE)
    actions.dispute(appeal, by=anna, reason="Залили водой.")
    appeal.refresh_from_db()
    work = appeal.assignment
    assert work.state == AssignmentState.RETURNED

    for act, parameters in (
        (actions.answer, {"text": "Сделали."}),
        (actions.take_under_control, {"department": work.department, "due_at": NOON + DAY}),
    ):
        with pytest.raises(ValidationError) as refusal:
            act(appeal, by=nina, **parameters)
        assert refusal.value.code == "has_assignment"

    assignments.start(work, by=gleb)
    appeal.refresh_from_db()
    assert appeal.state == S.IN_PROGRESS
    assignments.report(work, by=gleb, text="Заделали асфальтом.")
    assignments.close(work, by=nina)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.replies.last().text) == (S.DONE, "Заделали асфальтом.")
    assert appeal.replies.last().is_official and appeal.replies.last().department == work.department


def test_cancelled_assignment_leaves_the_author_a_new_promise(make, nina):
    appeal = make(S.UNDER_CONTROL)

    with at(NOON + DAY):
        assignments.cancel(appeal.assignment, by=nina, reason="Дорогу закрыли целиком.")

    appeal.refresh_from_db()
    assert (appeal.state, appeal.reopened_count) == (S.REOPENED, 1)
    assert local(appeal, appeal.answer_due) == "14.10 14:00"
    assert Event.objects.about(appeal).last().verb == Verb.APPEAL_REOPENED
    actions.take_under_control(appeal, by=nina, department=appeal.department, due_at=NOON + 5 * DAY)


def test_silence_confirms_when_the_window_is_over(make, anna):
    appeal = make(S.ANSWERED)
    assert appeal.dispute_until == NOON + 7 * DAY

    with at(NOON + 7 * DAY - HOUR):
        assert actions.confirm_silent() == 0
    with at(NOON + 7 * DAY):
        with pytest.raises(ValidationError) as refusal:
            actions.dispute(appeal, by=anna, reason="Поздно.")
        assert refusal.value.code == "too_late"
        assert actions.confirm_silent() == 1
        assert actions.confirm_silent() == 0

    appeal.refresh_from_db()
    assert (appeal.state, appeal.is_silent, appeal.dispute_until) == (S.CONFIRMED, True, None)
    assert Event.objects.about(appeal).last().actor_key is None


def test_calendar_moves_open_promises_with_an_event(send, make, town, monkeypatch):
    from municipalities.models import CalendarDay, CalendarDayKind
    from municipalities.working import forget

    waiting, answered = send(), make(S.ANSWERED, title="Другая яма")
    CalendarDay.objects.create(municipality=town, date=date(2026, 10, 13), kind=CalendarDayKind.DAY_OFF)
    forget(town)

    assert actions.recompute_terms(town) == 1
    assert actions.recompute_terms(town) == 0

    waiting.refresh_from_db()
    assert local(waiting, waiting.answer_due) == "14.10 14:00"
    event = Event.objects.about(waiting).last()
    assert (event.verb, event.data["reason"]) == (Verb.APPEAL_TERM_MOVED, "calendar")
    assert not Event.objects.about(answered).filter(verb=Verb.APPEAL_TERM_MOVED).exists()


def test_statutory_clocks_and_one_extension(send, gleb):
    appeal = send()
    registered = date(2026, 10, 12)
    appeal = actions.register(appeal, by=gleb, number=" К-17 ", registered_on=registered)

    assert (appeal.registration_number, appeal.is_statutory) == ("К-17", True)
    terms = actions.legal_terms(appeal)
    assert terms["register"] == date(2026, 10, 15)
    assert terms["forward"] == date(2026, 10, 19)
    assert terms["answer"] == appeal.statutory_due == date(2026, 11, 11)

    with pytest.raises(ValidationError) as refusal:
        actions.extend_statutory(appeal, by=gleb, until=date(2027, 3, 1), reason="Запрос.")
    assert list(refusal.value.error_dict) == ["until"]
    actions.extend_statutory(appeal, by=gleb, until=date(2026, 12, 1), reason="Запрос в область.")
    with pytest.raises(ValidationError) as refusal:
        actions.extend_statutory(appeal, by=gleb, until=date(2026, 12, 5), reason="Ещё.")
    assert refusal.value.code == "extended"


def test_anonymous_is_no_official_appeal(send, gleb):
    appeal = send(by=gleb, source="phone")

    with pytest.raises(ValidationError) as refusal:
        actions.register(appeal, by=gleb, number="1", registered_on=NOON.date())

    assert refusal.value.code == "anonymous"
