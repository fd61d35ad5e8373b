"""A problem that nobody signed: the neighbours say whether it is so; what was asked beforehand is its author's."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from appeals import actions
from appeals.models import Appeal, AppealState
from assignments import actions as work
from assignments.models import AssignmentState
from communities.models import Membership, MembershipState
from core import clock
from home.awaiting import appeals as awaiting
from home.awaiting.appeals import of_author
from journal.models import Event
from meetings import actions as meetings
from meetings.desk.closing_forms import CloseForm
from notifications.audience import audience
from publications.outcomes import of_result
from tests.cast import NOON, make_community, make_member
from tests.meetings.desk_making import DURING, note, promised, under_way

S = AppealState
HOST = {"host": "localhost"}
LATER = DURING + timedelta(days=1)


def carried_out(problem, gleb, nina) -> Appeal:
    """The department reports, the controller accepts."""
    with clock.set_to(DURING + timedelta(hours=1)):
        assignment = problem.appeal.assignment
        work.report(assignment, by=gleb, text="Яма засыпана и закатана.")
        work.close(assignment, by=nina)
    return Appeal.objects.get(pk=problem.appeal_id)


@pytest.fixture
def meeting(nina, town, lenina):
    return under_way(nina, town, lenina)


@pytest.fixture
def done(meeting, nina, gleb, roads):
    return carried_out(promised(meeting, nina, roads), gleb, nina)


def may(act, appeal, *people):
    return [actions.can(User.objects.get(pk=person.pk), Appeal.objects.get(pk=appeal.pk), act) for person in people]


def test_a_neighbour_confirms_and_the_result_says_so(done, anna):
    with clock.set_to(LATER):
        actions.confirm(done, by=anna)

    done.refresh_from_db()
    assert (done.state, done.is_silent, done.author) == (S.CONFIRMED, False, None)
    with translation.override("en"):
        said = of_result(SimpleNamespace(assignment_id=done.assignment_id))
        assert said.words == "Confirmed by residents"
        assert done.get_state_display() == "Confirmed by residents"


def test_neighbours_of_the_house_alone(done, anna, vera, boris, pavel, gleb, nina, olga, egor, lenina, semyon):
    # They live here, too; but nobody in the administration says that its own work is good.
    for official in (gleb, nina, olga, egor):
        make_member(official, lenina)
    Membership.objects.create(user=pavel, community=lenina, state=MembershipState.PENDING, requested_at=NOON)

    people = (anna, vera, boris, pavel, gleb, nina, olga, egor, semyon)

    assert may("confirm", done, *people) == [True, True, *[False] * 7]
    # The official who hears an applicant without an account may still say that they do not agree.
    assert may("dispute", done, *people) == [True, True, False, False, True, True, False, False, False]
    with clock.set_to(LATER), pytest.raises(PermissionDenied):
        actions.confirm(done, by=boris)


def test_of_a_meeting_of_two_houses(nina, gleb, town, lenina, mira, roads, anna, boris, pavel):
    meeting = under_way(nina, town, lenina, mira)
    of_both = carried_out(promised(meeting, nina, roads), gleb, nina)
    of_one = carried_out(promised(meeting, nina, roads, community=mira), gleb, nina)

    assert may("confirm", of_both, anna, boris, pavel) == [True, True, False]
    assert may("confirm", of_one, anna, boris, pavel) == [False, True, False]


def test_of_a_meeting_of_the_whole_town(nina, gleb, town, palana, roads, anna, pavel):
    make_member(pavel, make_community(palana, "ул. Чубарова, 3", slug="chubarova-3"))
    appeal = carried_out(promised(under_way(nina, town), nina, roads), gleb, nina)

    assert appeal.community is None
    assert may("confirm", appeal, anna, pavel) == [True, False]


def test_what_neighbours_do_not_read_they_do_not_judge(meeting, nina, gleb, roads, anna, vera):
    private = carried_out(promised(meeting, nina, roads, is_public=False), gleb, nina)

    assert may("confirm", private, anna, vera) == [False, False]
    assert may("dispute", private, anna, vera, nina) == [False, False, True]


def test_a_call_that_names_no_house_concerns_no_neighbours(send, gleb, nina, anna):
    call = send(by=gleb, source="phone", community=None, applicant_name="Мария", applicant_contact="8 900")
    actions.answer(call, by=nina, text="Засыпали.")

    assert may("confirm", call, anna, gleb) == [False, False]


def test_a_signed_message_is_its_author_s_alone(make, anna, vera):
    signed = make(S.ANSWERED)

    assert may("confirm", signed, anna, vera) == [True, False]
    assert may("dispute", signed, anna, vera) == [True, False]


def test_a_neighbour_disputes_in_time(done, anna, gleb):
    with clock.set_to(LATER):
        actions.dispute(done, by=anna, reason="Ямы на месте.")

    done.refresh_from_db()
    assert (done.state, done.assignment.state) == (S.REOPENED, AssignmentState.RETURNED)
    reply = done.replies.last()
    assert (reply.text, reply.is_official, reply.author) == ("Ямы на месте.", False, anna)


def test_after_the_window_silence_has_spoken(done, anna):
    with clock.set_to(done.dispute_until):
        with pytest.raises(ValidationError) as refusal:
            actions.dispute(done, by=anna, reason="Ямы на месте.")
        actions.confirm_silent()

    assert refusal.value.code == "too_late"
    done.refresh_from_db()
    assert (done.state, done.is_silent) == (S.CONFIRMED, True)
    with translation.override("en"):
        assert done.get_state_display() == "Nobody objected"


def page(client, appeal, user, at=LATER) -> str:
    client.force_login(user)
    with clock.set_to(at), translation.override("en"):
        answer = client.get(appeal.get_absolute_url(), headers=HOST)
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def test_the_page_asks_a_neighbour_and_tells_what_was_said(client, done, anna, boris):
    asked, seen = page(client, done, anna), page(client, done, boris)
    with clock.set_to(LATER):
        client.force_login(anna)
        client.post(f"/appeals/{done.public_id}/confirm/", headers=HOST)
    told = page(client, done, boris)

    assert "This concerns you: is it so?" in asked and "Yes, it is so" in asked
    assert "If nobody disagrees by" in asked
    assert "Yes, it is so" not in seen
    assert "Residents have confirmed the outcome." in told and "the author" not in told.lower()


def test_the_page_tells_of_silence_and_of_a_dispute(client, done, anna, boris):
    with clock.set_to(LATER):
        actions.dispute(done, by=anna, reason="Ямы на месте.")
    disputed = page(client, done, boris)
    with clock.set_to(LATER + timedelta(hours=1)):
        assignment = Appeal.objects.get(pk=done.pk).assignment
        work.report(assignment, by=User.objects.get(pk=assignment.reports.first().by_id), text="Засыпали снова.")
        work.close(assignment, by=assignment.issued_by)
    with clock.set_to(LATER + timedelta(days=60)):
        actions.confirm_silent()
    silent = page(client, done, boris, LATER + timedelta(days=61))

    on_map = client.get("/appeals/?view=map", headers=HOST).context["markers"]
    assert [marker["note"] for marker in on_map] == ["Возражений не было"]
    assert "a resident does not agree" in disputed and "The author disagrees" not in disputed
    assert "Closed: nobody objected in time." in silent


def test_the_desk_tells_who_disputed_and_calls_no_neighbour_the_author(client, done, anna, nina):
    with clock.set_to(LATER):
        actions.dispute(done, by=anna, reason="Ямы на месте.")

    client.force_login(nina)
    with clock.set_to(LATER), translation.override("en"):
        sheet = client.get(reverse("appeals:sheet", args=[done.public_id]), headers=HOST).content.decode()
    said = " ".join(sheet.partition('id="replies"')[2].partition("</ol>")[0].replace("\xa0", " ").split())

    assert "Ямы на месте." in said and anna.public_name in said
    assert "the author</p>" not in said and "disagrees" not in said


def tasks(client, user) -> list:
    client.force_login(user)
    with clock.set_to(LATER):
        return [task.title for task in client.get("/me/", headers=HOST).context["tasks"]]


def test_who_joined_is_asked_on_their_page(client, meeting, nina, gleb, roads, anna, boris, vera):
    problem = promised(meeting, nina, roads)
    with clock.set_to(DURING):
        for person in (anna, boris):
            actions.join(problem.appeal, by=person)
    before = tasks(client, anna)
    appeal = carried_out(problem, gleb, nina)

    # Boris of another house has joined, but it is not his to say; Vera did not say that it concerns her.
    assert (before, tasks(client, anna), tasks(client, boris)) == ([], [appeal.title], [])
    assert appeal.title not in tasks(client, vera)


def test_what_others_confirm_takes_no_place_of_ones_own(monkeypatch, meeting, nina, gleb, town, roads, boris, send):
    problem = promised(meeting, nina, roads)
    with clock.set_to(DURING):
        actions.join(problem.appeal, by=boris)
    carried_out(problem, gleb, nina)
    with clock.set_to(LATER):
        actions.answer(send(by=boris, title="Фонарь у магазина"), by=gleb, text="Горит.")
    monkeypatch.setattr(awaiting, "LIMIT", 1)

    assert [task.title for task in of_author(boris, town, LATER)] == ["Фонарь у магазина"]


def test_my_page_asks_the_same_of_one_and_of_three(nina, gleb, town, roads, anna):
    def queries() -> int:
        who = User.objects.get(pk=anna.pk)
        with CaptureQueriesContext(connection) as told:
            assert len(of_author(who, town, LATER)) == Appeal.objects.count()
        return len(told)

    meeting = under_way(nina, town)
    counted = []
    for title in ("Яма у въезда", "Яма у магазина", "Яма у школы"):
        problem = promised(meeting, nina, roads, title)
        with clock.set_to(DURING):
            actions.join(problem.appeal, by=anna)
        carried_out(problem, gleb, nina)
        counted.append(queries())

    assert counted[0] == counted[-1]


@pytest.fixture
def asked(meeting):
    def asked(by):
        with clock.set_to(NOON + timedelta(days=1)):
            return meetings.ask(meeting, by=by, text="Когда засыплют яму у въезда?")

    return asked


def test_what_was_asked_beforehand_is_its_author_s(meeting, nina, gleb, roads, anna, vera, asked):
    appeal = carried_out(promised(meeting, nina, roads, question=asked(anna)), gleb, nina)

    assert appeal.author == anna
    assert may("confirm", appeal, anna, vera) == [True, False]
    told = {
        event.verb
        for event in Event.objects.about(appeal)
        if (who := audience(event)) is not None and User.objects.filter(who, pk=anna.pk).exists()
    }
    assert {"appeal_taken_under_control", "appeal_done"} <= told


def test_a_question_of_somebody_who_left_is_the_neighbours_(meeting, nina, gleb, roads, anna, vera, asked):
    question = asked(anna)
    question.author = None
    question.save()

    appeal = carried_out(promised(meeting, nina, roads, question=question), gleb, nina)

    assert appeal.author is None
    assert may("confirm", appeal, vera) == [True]


def test_nobody_works_on_what_they_asked_themselves(meeting, nina, gleb, roads, asked):
    question = asked(nina)
    for decided in ({"answer": "В четверг."}, {"department": roads, "due_at": DURING + timedelta(days=7)}):
        with pytest.raises(ValidationError) as refusal:
            note(meeting, nina, question=question, **decided)
        assert refusal.value.code == "own"
    assert Appeal.objects.count() == 0

    problem = note(meeting, nina, question=question)

    assert (problem.appeal.author, problem.appeal.state) == (nina, S.NEW)
    with clock.set_to(DURING), pytest.raises(PermissionDenied):
        meetings.settle_problem(problem, by=nina, answer="В четверг.")
    with clock.set_to(DURING):
        meetings.settle_problem(problem, by=gleb, answer="В четверг.")
    problem.appeal.refresh_from_db()
    assert problem.appeal.state == S.ANSWERED


def test_closing_leaves_one_s_own_question_to_a_colleague(client, meeting, nina, gleb, roads, asked):
    own, other = note(meeting, nina, question=asked(nina)), note(meeting, nina)

    forms = [CloseForm(meeting=meeting, user=user, now=DURING) for user in (nina, gleb)]

    assert [form.open for form in forms] == [[other], [own, other]]
    client.force_login(nina)
    desk, decide = f"/meetings/{meeting.public_id}/desk", "btn btn--2 btn--s"
    with clock.set_to(DURING):
        rows = client.get(f"{desk}/state/", headers=HOST).json()["rows"]
        # One's own is not offered to decide.
        assert rows.count(decide) == 1 and f'{decide}" href="{desk}/{other.appeal.public_id}/"' in rows
        decided = {"decision": "answer", "answer": "В четверг."}
        answer = client.post(f"{desk}/{own.appeal.public_id}/", decided, headers=HOST)
    assert answer.status_code == 403
