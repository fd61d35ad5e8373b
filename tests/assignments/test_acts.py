"""What each act does to an assignment, and what it refuses."""

import hashlib
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assignments import actions
from assignments.models import (
    Assignment,
    AssignmentSource,
    Extension,
    ReportOutcome,
    ReportPhoto,
    ReportPhotoKind,
    RequestOutcome,
)
from assignments.signals import assignment_closed, assignment_moved, assignment_started
from communities.staff import give_role
from core import clock
from journal.models import Event
from journal.verbs import Verb
from municipalities.models import Department, StaffRole
from tests.assignments.conftest import DAY, DUE, S, make_photo
from tests.cast import NOON, make_person

K = ReportPhotoKind


def verbs(assignment):
    return list(Event.objects.about(assignment).order_by("pk").values_list("verb", flat=True))


def refused(act, *args, **kwargs):
    with pytest.raises(ValidationError) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


@pytest.fixture
def heard():
    """What the signals said, in order."""
    found = []

    def hear(name):
        return lambda sender, assignment, **kwargs: found.append((name, assignment.state, kwargs.get("by")))

    listeners = {
        signal: hear(name)
        for name, signal in (
            ("started", assignment_started),
            ("closed", assignment_closed),
            ("moved", assignment_moved),
        )
    }
    for signal, listener in listeners.items():
        signal.connect(listener, weak=False)
    yield found
    for signal, listener in listeners.items():
        signal.disconnect(listener)


def test_issue_numbers_within_the_town(give, palana, semyon):
    first, second = give(), give(title="Покрасить ограду")
    works = Department.objects.create(municipality=palana, name="Дорожники")
    other = give(by=semyon, municipality=palana, department=works, community=None)

    assert (first.number, second.number, other.number) == (1, 2, 1)
    assert (first.due_at, first.first_due_at, first.issued_at) == (DUE, DUE, NOON)
    assert verbs(first) == [Verb.ASSIGNMENT_ISSUED]


def test_issue_refuses_a_term_that_is_over(give):
    assert refused(give, due_at=NOON) == "due"
    assert not Assignment.objects.exists()


def test_issue_refuses_a_person_of_another_department(give, dasha, gleb):
    assert refused(give, executor=dasha) == "executor"
    assert give(executor=gleb).executor == gleb


def test_issue_speaks_of_one_town_only(give, palana, lenina):
    theirs = Department.objects.create(municipality=palana, name="Дорожники")

    for wrong in ({"department": theirs}, {"co_executors": [theirs]}, {"municipality": palana}):
        with pytest.raises(PermissionDenied):
            give(**wrong)

    assert not Assignment.objects.exists()


def test_specialist_promises_for_their_own_department(give, gleb, parks):
    assert give(by=gleb).issued_by == gleb
    with pytest.raises(PermissionDenied):
        give(by=gleb, department=parks)


def test_at_a_meeting_any_official_writes_down_what_was_promised(give, gleb, parks, anna):
    assert give(by=gleb, department=parks, source=AssignmentSource.MEETING).department == parks
    with pytest.raises(PermissionDenied):
        give(by=anna, source=AssignmentSource.MEETING)


def test_accept_puts_in_charge_whoever_takes_it_on(give, gleb):
    assignment = actions.accept(give(), by=gleb)

    assert (assignment.state, assignment.executor, assignment.accepted_at) == (S.ACCEPTED, gleb, NOON)


def test_accept_leaves_the_person_named(give, town, roads, gleb, operator):
    named = make_person("Олег", "Дорогин")
    give_role(named, StaffRole.SPECIALIST, municipality=town, by=operator, department=roads)

    assignment = actions.accept(give(executor=named), by=gleb)

    assert assignment.executor == named


def test_start_keeps_how_it_was_until_the_report(give, gleb, town, heard):
    assignment = give()
    actions.start(assignment, by=gleb, before=[make_photo(gleb, town)], taken_on=NOON.date())
    row = ReportPhoto.objects.get()

    report = actions.report(assignment, by=gleb, text="Готово.", after=[make_photo(gleb, town)])

    assert (row.report, row.kind, row.taken_on) == (None, K.BEFORE, NOON.date())
    assert heard == [("started", S.IN_PROGRESS, gleb)]
    assert list(report.photos.values_list("kind", flat=True)) == [K.BEFORE, K.AFTER]


def test_digest_is_of_the_master(give, gleb, town):
    photo = make_photo(gleb, town)
    with photo.file.open("rb") as master:
        digest = hashlib.sha256(master.read()).hexdigest()

    report = actions.report(give(), by=gleb, text="Готово.", after=[photo])

    assert [row.digest for row in report.photos.all()] == [digest]


def test_steps_stand_within_the_term(give, gleb):
    assignment = give()
    step = actions.plan_step(assignment, by=gleb, title="Закупить", due_on=DUE.date())

    for day in (NOON.date() - DAY, DUE.date() + DAY):
        assert refused(actions.plan_step, assignment, by=gleb, title="Не то", due_on=day) == "dates"
    actions.finish_step(step, by=gleb)

    assert refused(actions.finish_step, step, by=gleb) == "done"
    assert [one.done_at for one in assignment.steps.all()] == [NOON]
    assert verbs(assignment)[1:] == [Verb.ASSIGNMENT_STEP_PLANNED, Verb.ASSIGNMENT_STEP_DONE]


def test_report_waits_and_its_pictures_stay_private(give, gleb, town):
    photo = make_photo(gleb, town)
    report = actions.report(give(), by=gleb, text="Готово.", after=[photo])

    photo.refresh_from_db()
    assignment = Assignment.objects.get()
    assert (assignment.state, assignment.reported_at, report.outcome) == (S.REPORTED, NOON, ReportOutcome.WAITING)
    assert photo.is_private


def test_report_refuses_a_day_to_come_and_too_many_pictures(give, gleb, town):
    assignment = give()
    tomorrow = NOON.date() + DAY
    photo = make_photo(gleb, town)

    assert refused(actions.report, assignment, by=gleb, text="Готово.", taken_on=tomorrow) == "future"
    assert refused(actions.report, assignment, by=gleb, text="Готово.", after=[photo] * 6) == "too_many"
    assert not assignment.reports.exists()


def test_return_asks_for_another_report_which_shows_the_same_before(give, gleb, nina, town):
    assignment = give()
    actions.report(assignment, by=gleb, text="Готово.", before=[make_photo(gleb, town)])
    actions.send_back(assignment, by=nina, note="Покажите, как стало.")
    second = actions.report(assignment, by=gleb, text="Вот.", after=[make_photo(gleb, town)])

    first = assignment.reports.first()
    assert (first.outcome, first.decided_by, first.decision_note) == (
        ReportOutcome.RETURNED, nina, "Покажите, как стало.",
    )  # fmt: skip
    assert list(second.photos.values_list("kind", flat=True)) == [K.BEFORE, K.AFTER]
    assert first.photos.get().photo == second.photos.first().photo


def test_close_publishes_the_pictures_and_tells_listeners(give, gleb, nina, town, heard):
    assignment = give()
    photo = make_photo(gleb, town)
    actions.report(assignment, by=gleb, text="Готово.", after=[photo])

    actions.close(assignment, by=nina, note="Принято.")

    photo.refresh_from_db()
    assignment.refresh_from_db()
    assert (assignment.state, assignment.closed_at, assignment.closed_by) == (S.DONE, NOON, nina)
    assert assignment.reports.get().outcome == ReportOutcome.ACCEPTED
    assert not photo.is_private
    assert heard == [("closed", S.DONE, nina)]


def test_close_leaves_pictures_of_a_private_one_private(give, gleb, nina, town):
    assignment = give(is_public=False)
    photo = make_photo(gleb, town)
    actions.report(assignment, by=gleb, text="Готово.", after=[photo])

    actions.close(assignment, by=nina)

    photo.refresh_from_db()
    assert photo.is_private


def test_close_does_not_publish_what_belongs_to_its_origin(give, gleb, nina, anna, town):
    theirs = make_photo(anna, town)
    assignment = give(before=[theirs])
    actions.report(assignment, by=gleb, text="Готово.")

    actions.close(assignment, by=nina)

    theirs.refresh_from_db()
    assert theirs.is_private
    assert assignment.reports.get().photos.get().is_borrowed


def test_a_listener_that_fails_undoes_the_act(at, nina):
    assignment = at(S.REPORTED)

    def fail(sender, **kwargs):
        raise RuntimeError

    assignment_closed.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            actions.close(assignment, by=nina)
    finally:
        assignment_closed.disconnect(fail)

    assert Assignment.objects.get().state == S.REPORTED
    assert Verb.ASSIGNMENT_DONE not in verbs(assignment)


def test_cancel_needs_words_and_decides_what_waits(at, nina, heard):
    assignment = at(S.REPORTED)

    assert refused(actions.cancel, assignment, by=nina, reason=" ") == "reason"
    actions.cancel(assignment, by=nina, reason="Дорога областная.")

    assignment.refresh_from_db()
    assert (assignment.state, assignment.closing_note) == (S.CANCELLED, "Дорога областная.")
    assert assignment.reports.get().outcome == ReportOutcome.RETURNED
    assert heard == [("closed", S.CANCELLED, nina)]


def test_reassign_to_another_department_begins_anew(at, nina, parks, dasha):
    assignment = at(S.IN_PROGRESS, co_executors=[parks])

    actions.reassign(assignment, by=nina, department=parks, executor=dasha)

    assignment.refresh_from_db()
    assert (assignment.state, assignment.department, assignment.executor) == (S.ISSUED, parks, dasha)
    assert assignment.accepted_at is None
    assert not assignment.co_executors.exists()


def test_reassign_within_the_department_keeps_the_state(at, nina, roads, head):
    assignment = at(S.IN_PROGRESS)

    actions.reassign(assignment, by=nina, department=roads, executor=head)
    code = refused(actions.reassign, assignment, by=nina, department=roads, executor=head)

    assignment.refresh_from_db()
    assert (assignment.state, assignment.executor, code) == (S.IN_PROGRESS, head, "same")


def test_extend_before_the_term_ends(give, nina, heard):
    assignment = give()

    actions.extend(assignment, by=nina, due_at=DUE + DAY, reason="Ждём асфальт.")

    assignment.refresh_from_db()
    moved = Extension.objects.get()
    assert (assignment.due_at, assignment.first_due_at) == (DUE + DAY, DUE)
    assert (moved.was_due_at, moved.due_at, moved.reason, moved.by) == (DUE, DUE + DAY, "Ждём асфальт.", nina)
    assert heard == [("moved", S.ISSUED, None)]


def test_extend_refuses_when_the_term_is_over_or_would_not_grow(give, nina):
    assignment = give()

    assert refused(actions.extend, assignment, by=nina, due_at=DUE, reason="Просто.") == "due"
    with clock.set_to(DUE):
        assert refused(actions.extend, assignment, by=nina, due_at=DUE + DAY, reason="Поздно.") == "late"
    assert not Extension.objects.exists()


def test_extension_is_asked_granted_and_refused(give, gleb, nina):
    assignment = give()
    first = actions.ask_extension(assignment, by=gleb, due_at=DUE + DAY, reason="Дожди.")
    again = refused(actions.ask_extension, assignment, by=gleb, due_at=DUE + DAY, reason="Дожди.")
    actions.refuse_extension(first, by=nina, note="Дождей не обещают.")
    twice = refused(actions.grant_extension, first, by=nina)
    second = actions.ask_extension(assignment, by=gleb, due_at=DUE + 2 * DAY, reason="Сломался каток.")
    actions.grant_extension(second, by=nina)

    first.refresh_from_db()
    second.refresh_from_db()
    assignment.refresh_from_db()
    assert (again, twice) == ("asked", "decided")
    assert (first.outcome, first.decision_note) == (RequestOutcome.REFUSED, "Дождей не обещают.")
    assert (second.outcome, assignment.due_at) == (RequestOutcome.GRANTED, DUE + 2 * DAY)
    assert Extension.objects.get().reason == "Сломался каток."


def test_report_makes_a_request_for_time_needless(give, gleb):
    assignment = give()
    request = actions.ask_extension(assignment, by=gleb, due_at=DUE + DAY, reason="Дожди.")

    actions.report(assignment, by=gleb, text="Успели.")

    request.refresh_from_db()
    assert request.outcome == RequestOutcome.LAPSED


def test_note_overdue_once_per_term(give, gleb, nina):
    assignment = give()
    request = actions.ask_extension(assignment, by=gleb, due_at=DUE + DAY, reason="Дожди.")
    early = actions.note_overdue()
    with clock.set_to(DUE):
        first, again = actions.note_overdue(), actions.note_overdue()
        actions.report(assignment, by=gleb, text="Сделали.")
        actions.close(assignment, by=nina)
    with clock.set_to(DUE + DAY):
        actions.dispute(assignment, reason="Яма на месте.")
        assignment.refresh_from_db()
    with clock.set_to(assignment.due_at):
        third = actions.note_overdue()

    request.refresh_from_db()
    assert (early, first, again, third) == (0, 1, 0, 1)
    assert verbs(assignment).count(Verb.ASSIGNMENT_OVERDUE) == 2
    assert request.outcome == RequestOutcome.LAPSED


def test_dispute_sends_the_work_back_and_gives_a_term(at, gleb):
    assignment = at(S.DONE)

    with clock.set_to(DUE + timedelta(hours=1)):
        actions.dispute(assignment, reason="Яма на месте.")

    assignment.refresh_from_db()
    report = assignment.reports.get()
    assert (assignment.state, assignment.closed_at, assignment.closed_by) == (S.RETURNED, None, None)
    assert (report.outcome, report.dispute_reason) == (ReportOutcome.ACCEPTED, "Яма на месте.")
    assert assignment.due_at > DUE + timedelta(hours=1)
    assert assignment.extensions.get().reason == "Жители не согласны с итогом"


def test_dispute_leaves_a_term_that_still_runs(at):
    assignment = at(S.DONE)

    actions.dispute(assignment, reason="Яма на месте.")

    assignment.refresh_from_db()
    assert (assignment.due_at, assignment.extensions.count()) == (DUE, 0)
    assert refused(actions.dispute, assignment, reason="Ещё раз.") == "not_now"


def test_overdue_and_search_find_what_they_say(give, nina):
    late, soon = give(title="Ёлки убрать"), give(title="Лавку починить", due_at=DUE + DAY)

    assert list(Assignment.objects.overdue(DUE)) == [late]
    assert list(Assignment.objects.matching("елки")) == [late]
    assert list(Assignment.objects.matching("№ 2")) == [soon]
    assert not Assignment.objects.matching("лавку ёлки").exists()
