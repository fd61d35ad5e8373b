"""The closing report: one act for any number of problems, and a page that is kept current."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from appeals.models import Appeal, AppealState
from assignments import actions as work
from assignments.models import Assignment, AssignmentState
from core import clock
from journal.models import Event, PendingEvent
from journal.verbs import Verb
from meetings import actions
from meetings.models import FATES, Fate, MeetingState, Problem
from privacy.copies import archive_of
from tests.meetings.desk_making import DUE, DURING, HERE, note, promised, under_way, voiced
from tests.pictures import jpeg, upload

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"
AFTER = DURING + timedelta(hours=2)


@pytest.fixture
def client():
    return Client(headers=HERE)


@pytest.fixture
def meeting(nina, town, lenina):
    return under_way(nina, town, lenina)


def hold(meeting, by, **fields):
    with clock.set_to(AFTER):
        return actions.hold(meeting, by=by, **{"attendance": 64, **fields})


def cost_of_closing(meeting, count, by, department):
    appeals = voiced(meeting, count, by)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        hold(meeting, by, departments={appeal.pk: department for appeal in appeals}, due_at=DUE)
    return len(queries)


def test_meeting_with_300_problems_closes_in_one_go(nina, town, lenina, mira, roads):
    small, large = under_way(nina, town, lenina), under_way(nina, town, mira)

    few = cost_of_closing(small, 3, nina, roads)
    many = cost_of_closing(large, 300, nina, roads)

    assert many < few + 60, f"{few} queries for 3 problems, {many} for 300"
    assert large.problems.count() == Assignment.objects.count() - 3 == 300
    assert set(Appeal.objects.values_list("state", flat=True)) == {AppealState.UNDER_CONTROL}
    numbers = list(Assignment.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 304))
    given = Event.objects.filter(verb=Verb.ASSIGNMENT_ISSUED)
    assert given.count() == PendingEvent.objects.filter(event__verb=Verb.ASSIGNMENT_ISSUED).count() == 303
    large.refresh_from_db()
    assert (large.state, large.attendance, large.held_at) == (MeetingState.HELD, 64, AFTER)


def test_what_was_decided_in_the_meantime_stays(meeting, nina, gleb, roads):
    answered, promised_already = note(meeting, gleb, answer="Сделаем завтра."), promised(meeting, nina, roads)
    left = note(meeting, nina)
    chosen = {problem.appeal_id: roads for problem in (answered, promised_already, left)}

    hold(meeting, nina, departments=chosen, due_at=DUE)

    assert meeting.problems.fates() | {} == {
        "voiced": 3, Fate.WAITING: 0, Fate.IN_WORK: 2, Fate.SOLVED: 0, Fate.ANSWERED: 1, Fate.DECLINED: 0,
        Fate.ELSEWHERE: 0,
    }  # fmt: skip


def test_departments_are_named_with_a_date_and_by_those_who_may(meeting, nina, olga, roads, gleb):
    left = note(meeting, nina)

    with pytest.raises(ValidationError) as refusal:
        hold(meeting, nina, departments={left.appeal_id: roads})
    with pytest.raises(PermissionDenied):
        hold(meeting, olga, departments={left.appeal_id: roads}, due_at=DUE)

    assert refusal.value.code == "term"
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.ANNOUNCED and meeting.attendance is None


def test_message_of_another_meeting_is_not_touched(meeting, nina, town, mira, roads):
    foreign = note(under_way(nina, town, mira), nina)

    hold(meeting, nina, departments={foreign.appeal_id: roads}, due_at=DUE)

    assert not Assignment.objects.exists()


def test_questions_get_their_answers(meeting, nina, anna):
    with clock.set_to(DURING - timedelta(days=1)):
        question = actions.ask(meeting, by=anna, text="Когда починят качели?")

    hold(meeting, nina, answers={question.pk: "В четверг."})

    question.refresh_from_db()
    assert question.answer == "В четверг."
    assert Event.objects.about(meeting).filter(verb=Verb.MEETING_QUESTION_ANSWERED).count() == 1


def test_meeting_is_not_closed_before_it_begins_nor_twice(meeting, nina):
    with clock.set_to(meeting.starts_at - timedelta(minutes=1)), pytest.raises(ValidationError) as early:
        actions.hold(meeting, by=nina, attendance=1)
    hold(meeting, nina)
    with pytest.raises(ValidationError) as again:
        hold(meeting, nina, attendance=2)

    assert (early.value.code, again.value.code) == ("too_early", "not_now")


def test_pictures_of_a_report_are_in_the_copy_of_who_took_them(meeting, nina, gleb):
    held = hold(meeting, nina, pictures=[jpeg(), jpeg()])
    taken = {f"photos/{row.photo.public_id}.jpg" for row in held.photos.select_related("photo")}

    copies = [zipfile.ZipFile(io.BytesIO(b"".join(archive_of(who, at=AFTER, site="")))) for who in (nina, gleb)]

    assert [taken & set(copy.namelist()) for copy in copies] == [taken, set()]
    told = [json.loads(copy.read("data.json"))["meetings"]["photos"] for copy in copies]
    assert [{row["file"] for row in rows} for rows in told] == [taken, set()]


@pytest.mark.parametrize("who", ["anna", "vera", "pavel", "egor", "semyon"])
def test_others_do_not_close(request, meeting, who):
    with pytest.raises(PermissionDenied):
        hold(meeting, request.getfixturevalue(who))


def test_report_holds_minutes_and_pictures_and_is_completed_later(meeting, nina, client):
    held = hold(meeting, nina, minutes="Говорили о качелях.", pictures=[jpeg(), jpeg()])
    assert held.photos.count() == 2 and not held.photos.filter(photo__is_private=True).exists()

    with clock.set_to(AFTER + timedelta(days=3)):
        actions.complete_report(
            held, by=nina, minutes="Говорили о качелях и фонарях.",
            minutes_file=upload(PDF, "протокол Иванов.pdf", "application/pdf"), pictures=[jpeg()],
        )  # fmt: skip
    answer = client.get(reverse("meetings:minutes", args=[held.public_id]))

    held.refresh_from_db()
    assert held.photos.count() == 3 and "фонарях" in held.minutes
    assert "Иванов" not in held.minutes_file.name
    assert answer.status_code == 200 and b"".join(answer.streaming_content) == PDF


# --- the page of the meeting afterwards


def page(client, meeting, **query):
    return client.get(reverse("meetings:detail", args=[meeting.public_id]), query)


def test_page_follows_the_fate_of_each_problem(meeting, nina, gleb, roads, client):
    problem, answered = promised(meeting, nina, roads, "Яма"), note(meeting, gleb, "Урна", answer="МУП.")
    hold(meeting, nina)
    assert meeting.problems.fates()[Fate.IN_WORK] == 1

    assignment = Assignment.objects.get()
    with clock.set_to(AFTER + timedelta(days=1)):
        work.report(assignment, by=gleb, text="Засыпали.")
        work.close(assignment, by=nina)

    fates = meeting.problems.fates()
    assert (fates["voiced"], fates[Fate.SOLVED], fates[Fate.ANSWERED]) == (2, 1, 1)
    shown = page(client, meeting).content.decode()
    assert problem.appeal.title in shown and answered.appeal.title in shown
    only = page(client, meeting, fate="solved").content.decode()
    assert problem.appeal.title in only and answered.appeal.title not in only


def test_fate_of_one_row_is_that_of_many():
    for state in AppealState.values:
        for work_state in (None, *AssignmentState.values):
            work_given = Assignment(state=work_state) if work_state else None
            problem = Problem(appeal=Appeal(state=state, assignment=work_given))
            named = [fate for fate, condition in FATES.items() if _holds(condition, problem.appeal)]
            assert named == [problem.fate], (state, work_state)


def _holds(condition, appeal) -> bool:
    """Whether a condition of FATES holds for an unsaved message."""

    def one(child):
        if not isinstance(child, tuple):
            return _holds(child, appeal)
        name, value = child
        known = {"appeal__state": appeal.state, "appeal__assignment": appeal.assignment}
        if appeal.assignment is not None:
            known["appeal__assignment__state"] = appeal.assignment.state
        path = name.removesuffix("__in")
        return path in known and (known[path] in value if name.endswith("__in") else known[path] == value)

    return (any if condition.connector == "OR" else all)(map(one, condition.children))


def test_personal_matter_is_counted_but_not_read(meeting, nina, client, anna):
    note(meeting, nina, "Моя квартира затоплена", is_public=False)
    hold(meeting, nina)

    for person in (None, anna):
        if person:
            client.force_login(person)
        answer = page(client, meeting)
        assert answer.status_code == 200 and "затоплена" not in answer.content.decode()
    client.force_login(nina)
    assert "затоплена" in page(client, meeting).content.decode()


def test_speaker_stands_on_no_page_of_neighbours(meeting, nina, roads, client, anna):
    promised(meeting, nina, roads, speaker="Пелагея Никитична")
    hold(meeting, nina)
    client.force_login(anna)

    for address in (
        reverse("meetings:detail", args=[meeting.public_id]),
        Appeal.objects.get().get_absolute_url(),
        Assignment.objects.get().get_absolute_url(),
    ):
        answer = client.get(address)
        assert answer.status_code == 200 and "Пелагея" not in answer.content.decode()


def test_who_spoke_is_shown_by_a_look_that_is_kept(meeting, nina, gleb, client):
    problem = note(meeting, nina, speaker="Пелагея Никитична")
    appeal = problem.appeal
    at = {name: reverse(f"appeals:{name}", args=[appeal.public_id]) for name in ("sheet", "contact")}
    desk = reverse("meetings:desk_problem", args=[meeting.public_id, appeal.public_id])
    client.force_login(gleb)

    before = [client.get(address).content.decode() for address in (at["sheet"], desk)]
    assert not any("Пелагея" in page for page in before) and at["contact"] in before[0]
    shown = client.post(at["contact"]).content.decode()

    assert "Пелагея Никитична" in shown
    look = Event.objects.about(appeal).get(verb=Verb.PERSONAL_DATA_SEEN)
    assert look.actor_key == gleb.actor_key


def test_message_leads_to_its_meeting_and_the_question_to_its_message(meeting, nina, anna, client):
    with clock.set_to(DURING - timedelta(days=1)):
        question, private = (actions.ask(meeting, by=anna, text=text) for text in ("Когда качели?", "Моя соседка?"))
    problem = note(meeting, nina, question=question)
    kept = note(meeting, nina, "Личное", question=private, is_public=False)
    client.force_login(nina)
    sheet = client.get(reverse("appeals:sheet", args=[problem.appeal.public_id])).content.decode()
    client.logout()

    public = client.get(problem.appeal.get_absolute_url()).content.decode()
    shown = page(client, meeting).content.decode()

    assert meeting.get_absolute_url() in sheet and meeting.get_absolute_url() in public
    assert f'href="{problem.appeal.get_absolute_url()}">Записано на встрече' in shown
    assert kept.appeal.public_id not in shown


def test_page_costs_the_same_with_few_and_many_problems(nina, town, lenina, mira, client):
    few, many = under_way(nina, town, lenina), under_way(nina, town, mira)
    voiced(few, 2, nina)
    voiced(many, 60, nina)
    hold(few, nina)
    hold(many, nina)

    def cost(meeting):
        page(client, meeting)
        with CaptureQueriesContext(connection) as queries:
            page(client, meeting)
        return len(queries)

    assert cost(few) == cost(many)


def test_sheet_for_the_board_says_what_was_promised(meeting, nina, roads, client, tmp_path):
    promised(meeting, nina, roads, "Засыпать яму у въезда")
    note(meeting, nina, "Моя квартира затоплена", is_public=False)
    address = reverse("meetings:summary", args=[meeting.public_id])
    assert client.get(address).status_code == 404
    hold(meeting, nina)

    answer = client.get(address)
    (tmp_path / "sheet.pdf").write_bytes(answer.content)
    reader = PdfReader(tmp_path / "sheet.pdf")

    words = " ".join(reader.pages[0].extract_text().split())
    assert len(reader.pages) == 1
    assert "Засыпать яму у въезда" in words and roads.name in words
    assert "затоплена" not in words
