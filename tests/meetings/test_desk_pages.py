"""The desk's addresses: the page without scripts, and what the device's queue hears."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appeals.models import Appeal, AppealState
from core import clock
from meetings import actions
from meetings.models import MeetingState, Problem
from municipalities.models import CalendarDay, WorkingHours, WorkSchedule
from tests.meetings.desk_making import DURING, HERE, note, promised, under_way, voiced
from tests.pictures import jpeg

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def client():
    return Client(headers=HERE)


@pytest.fixture
def meeting(nina, town, lenina):
    return under_way(nina, town, lenina)


@pytest.fixture(autouse=True)
def during():
    with clock.set_to(DURING):
        yield


def address(meeting, name="desk", *more):
    return reverse(f"meetings:{name}", args=[meeting.public_id, *more])


def typed(department=None, **fields):
    base = {"client_id": str(uuid4()), "text": "Не горит фонарь у подъезда", "decision": "later", "term": "7"}
    if department is not None:
        base |= {"decision": "assign", "department": department.pk}
    return {**base, **fields}


def test_problem_is_written_down_without_scripts(client, meeting, nina, roads):
    client.force_login(nina)

    form = client.get(address(meeting)).content.decode()
    answer = client.post(address(meeting), typed(roads, photo=jpeg(), speaker="Иван"), follow=True)

    assert 'name="client_id"' in form and roads.name in form
    appeal = Appeal.objects.get()
    assert appeal.state == AppealState.UNDER_CONTROL and appeal.assignment.department == roads
    assert appeal.photos.count() == 1
    assert f"№ {appeal.number}" in answer.content.decode()


def test_queue_gets_the_same_receipt_twice(client, meeting, nina, roads):
    client.force_login(nina)
    note_typed = typed(roads)

    first = client.post(address(meeting), note_typed, **JSON).json()
    again = client.post(address(meeting), note_typed, **JSON).json()

    assert first["id"] == again["id"] == note_typed["client_id"]
    assert first["number"] == again["number"]
    assert Problem.objects.count() == 1


def test_note_that_was_taken_back_is_receipted_and_not_taken(client, meeting, nina):
    problem = note(meeting, nina)
    actions.undo_problem(problem, by=nina)
    client.force_login(nina)

    answer = client.post(address(meeting), typed(client_id=str(problem.client_id)), **JSON)

    assert answer.status_code == 200 and answer.json()["id"] == str(problem.client_id)
    assert not Problem.objects.exists()


@pytest.mark.parametrize(
    "fields, field",
    [
        ({"text": " "}, "text"),
        ({"decision": "assign"}, "department"),
        ({"decision": "answer"}, "answer"),
        ({"text": "Позвоните мне: 8 900 123-45-67"}, "as_is"),
        ({"client_id": "1"}, "client_id"),
    ],
)
def test_refused_note_says_why_and_keeps_what_was_typed(client, meeting, nina, roads, fields, field):
    client.force_login(nina)

    told = client.post(address(meeting), typed(**fields), **JSON)
    page = client.post(address(meeting), typed(**{"speaker": "Пелагея", **fields}))

    assert told.status_code == 422 and told.json()["fields"] == [field] and told.json()["errors"]
    assert page.status_code == 200 and "Пелагея" in page.content.decode()
    assert not Problem.objects.exists()


def test_words_with_a_telephone_are_taken_as_they_are_or_as_a_personal_matter(client, meeting, nina):
    client.force_login(nina)
    words = {"text": "Позвоните мне: 8 900 123-45-67"}

    client.post(address(meeting), typed(**words, as_is="on"), **JSON)
    client.post(address(meeting), typed(**words, is_private="on"), **JSON)

    assert list(Appeal.objects.order_by("pk").values_list("is_public", flat=True)) == [True, False]


def test_bad_photo_is_named(client, meeting, nina):
    client.force_login(nina)
    broken = jpeg()
    broken.file.seek(0)
    broken.file.truncate(20)

    answer = client.post(address(meeting), typed(photo=broken), **JSON)

    assert answer.status_code == 422 and answer.json()["fields"] == ["photo"]


def test_state_tells_who_is_signed_in_and_gives_a_token(client, meeting, nina, gleb, anna):
    assert client.get(address(meeting, "desk_state")).status_code == 401
    keys = []
    for person in (nina, gleb):
        client.force_login(person)
        keys.append(client.get(address(meeting, "desk_state")).json()["user"])
    client.force_login(anna)

    assert len(set(keys)) == 2 and all(str(nina.pk) != key for key in keys)
    assert client.get(address(meeting, "desk_state")).status_code == 403


def test_token_of_the_state_opens_the_desk(meeting, nina):
    strict = Client(enforce_csrf_checks=True, headers=HERE)
    strict.force_login(nina)
    assert strict.post(address(meeting), typed(), **JSON).status_code == 403

    token = strict.get(address(meeting, "desk_state")).json()["token"]
    answer = strict.post(address(meeting), typed(), HTTP_X_CSRFTOKEN=token, **JSON)

    assert answer.status_code == 200 and Problem.objects.count() == 1


def test_people_are_counted_with_and_without_scripts(client, meeting, nina):
    client.force_login(nina)
    key = str(uuid4())

    client.post(address(meeting, "desk_heads"), {"client_id": key, "change": "10"})
    told = client.post(address(meeting, "desk_heads"), {"client_id": key, "change": "10"}, **JSON)
    bad = client.post(address(meeting, "desk_heads"), {"client_id": "?", "change": "many"}, **JSON)

    assert told.json()["attendance"] == 10 and told.json()["id"] == key
    assert bad.status_code == 422


def test_worker_reaches_the_desk_of_one_meeting(client, meeting):
    answer = client.get(address(meeting, "desk_worker"))

    assert answer["Content-Type"] == "text/javascript"
    assert "Service-Worker-Allowed" not in answer
    assert "'self'" in answer["Content-Security-Policy"]


def test_undecided_problem_is_decided_on_its_page(client, meeting, nina, roads):
    problem = note(meeting, nina)
    client.force_login(nina)
    page = address(meeting, "desk_problem", problem.appeal.public_id)

    client.post(page, {"decision": "assign", "department": roads.pk, "term": "date", "due_on": "2026-12-01"})

    assert due_of(Appeal.objects.get()) == "2026-12-01T17:00"


def due_of(appeal) -> str:
    return appeal.assignment.due_at.astimezone(appeal.municipality.tz).isoformat()[:16]


def test_a_named_day_ends_when_the_department_closes(client, meeting, nina, town, roads):
    """As any assignment: on Friday at four, on a day off with the working day before it."""
    schedule = WorkSchedule.objects.create(municipality=town, department=roads, since=date(2026, 1, 1))
    for weekday in range(5):
        closes_at = time(17 if weekday < 4 else 16)
        WorkingHours.objects.create(schedule=schedule, weekday=weekday, opens_at=time(8), closes_at=closes_at)
    CalendarDay.objects.create(municipality=town, date=date(2026, 12, 1), kind="day_off")
    client.force_login(nina)

    found = {}
    for day in ("2026-11-27", "2026-11-28", "2026-12-01"):
        client.post(address(meeting), typed(roads, term="date", due_on=day))
        found[day] = due_of(Appeal.objects.latest("pk"))

    assert found == {
        "2026-11-27": "2026-11-27T16:00", "2026-11-28": "2026-11-27T16:00", "2026-12-01": "2026-11-30T17:00",
    }  # fmt: skip


@pytest.mark.parametrize("day", ["", "2026-10-18", "2029-01-01"])
def test_a_day_is_named_ahead(client, meeting, nina, roads, day):
    client.force_login(nina)

    form = client.post(address(meeting), typed(roads, term="date", due_on=day)).context["form"]

    assert form.errors["due_on"] and not Appeal.objects.exists()


def test_record_is_taken_back_by_a_button(client, meeting, nina, roads):
    problem = promised(meeting, nina, roads)
    client.force_login(nina)

    client.post(address(meeting, "desk_undo", problem.appeal.public_id))

    assert not Problem.objects.exists()


def test_meeting_is_closed_by_the_form(client, meeting, nina, roads):
    left, other = note(meeting, nina, "Нет урны"), note(meeting, nina, "Нет скамейки")
    client.force_login(nina)
    report = {"attendance": "31", "minutes": "Говорили о дворе.", "term": "7", f"department-{left.pk}": roads.pk}

    refused = client.post(address(meeting, "close"), report)
    assert refused.status_code == 200 and "Говорили о дворе." in refused.content.decode()
    done = client.post(address(meeting, "close"), {**report, "is_left": "on"})

    assert done.status_code == 302
    meeting.refresh_from_db()
    assert (meeting.state, meeting.attendance) == (MeetingState.HELD, 31)
    states = dict(Appeal.objects.values_list("title", "state"))
    assert states == {"Нет урны": AppealState.UNDER_CONTROL, other.appeal.title: AppealState.NEW}


def test_nothing_is_closed_before_the_beginning(client, meeting, nina):
    client.force_login(nina)

    with clock.set_to(meeting.starts_at - timedelta(minutes=1)):
        early = client.get(address(meeting, "close")).content.decode()
        pages = [client.get(place).content.decode() for place in (address(meeting), meeting.get_absolute_url())]

    assert 'name="attendance"' not in early and "Встреча начнётся" in early
    assert not any(address(meeting, "close") in page for page in pages)


def test_closing_form_of_300_problems_fits_into_one_request(client, meeting, nina, roads, settings):
    voiced(meeting, 300, nina)
    client.force_login(nina)
    fields = {f"department-{problem.pk}": roads.pk for problem in meeting.problems.all()}

    done = client.post(address(meeting, "close"), {"attendance": "640", "minutes": "", "term": "30", **fields})

    assert done.status_code == 302 and len(fields) + 10 < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert Appeal.objects.filter(state=AppealState.UNDER_CONTROL).count() == 300


def test_pages_cost_the_same_with_few_and_many_problems(client, meeting, nina, town, mira):
    many = under_way(nina, town, mira)
    voiced(meeting, 2, nina)
    voiced(many, 60, nina)
    client.force_login(nina)

    def cost(place, name):
        client.get(address(place, name))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(place, name))
        return len(queries)

    for name in ("desk", "desk_state", "close"):
        assert cost(meeting, name) == cost(many, name), name


def test_held_meeting_is_not_closed_again_but_completed(client, meeting, nina):
    with clock.set_to(DURING + timedelta(hours=1)):
        actions.hold(meeting, by=nina, attendance=5)
    client.force_login(nina)

    assert client.get(address(meeting, "close")).status_code == 302
    done = client.post(address(meeting, "complete_report"), {"minutes": "Подписан протокол."})

    meeting.refresh_from_db()
    assert done.status_code == 302 and meeting.minutes == "Подписан протокол."
