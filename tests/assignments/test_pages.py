"""Pages of assignments: what residents read, what staff can do there, and what the desk shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assignments import actions, queue
from assignments.models import Assignment, SavedFilter
from core import clock
from core.models import Photo
from tests.assignments.conftest import DAY, DUE, S, make_photo
from tests.cast import NOON
from tests.pictures import jpeg


def act_url(name, assignment, *more):
    return reverse(f"assignments:{name}", args=[assignment.public_id, *more])


def desk(client, **query):
    return client.get(reverse("assignments:control"), query)


def titles(response):
    return [row.title for row in response.context["page"].rows]


@pytest.fixture
def many(give):
    """Assignments of a week, one a day."""
    return [give(title=f"Дело {number}", due_at=NOON + number * DAY) for number in range(1, 8)]


def test_guests_read_what_was_promised_and_only_accepted_words(client, at):
    returned = at(S.RETURNED)
    done = at(S.DONE, title="Покрасили ограду")

    first = client.get(returned.get_absolute_url()).content.decode()
    second = client.get(done.get_absolute_url()).content.decode()

    assert "Заделали." not in first
    assert "Отдел дорог" in first
    assert "Заделали." in second


def test_private_ones_are_for_officials_alone(client, give, gleb, anna):
    private = give(is_public=False)

    client.force_login(anna)
    theirs = client.get(private.get_absolute_url()).status_code
    listed = client.get(reverse("assignments:list")).content.decode()
    client.force_login(gleb)

    assert (theirs, client.get(private.get_absolute_url()).status_code) == (404, 200)
    assert private.title not in listed


def test_words_of_a_dispute_are_not_for_neighbours(client, at, gleb):
    assignment = at(S.DONE)
    actions.dispute(assignment, reason="Живу в квартире 31, яма на месте.")

    public = client.get(assignment.get_absolute_url()).content.decode()
    client.force_login(gleb)

    assert "квартире 31" not in public
    assert "квартире 31" in client.get(assignment.get_absolute_url()).content.decode()


def test_pictures_of_a_waiting_report_are_for_officials(client, give, gleb, nina, town):
    assignment = give()
    photo = make_photo(gleb, town)
    actions.report(assignment, by=gleb, text="Готово.", after=[photo])
    address = act_url("photo", assignment, photo.public_id)

    assert client.get(address).status_code == 404
    client.force_login(nina)
    answer = client.get(address)
    b"".join(answer)
    assert answer["Cache-Control"] == "private, no-store"


def test_executor_reports_by_the_form_and_keeps_words_after_a_refusal(client, give, gleb):
    assignment = give()
    client.force_login(gleb)
    address = act_url("report", assignment)

    wrong = client.post(address, {"text": "Готово.", "taken_on": "2026-10-20"})
    right = client.post(address, {"text": "Готово.", "after": [jpeg()], "taken_on": "2026-10-12"})

    assert "Готово." in wrong.content.decode()
    assert right.status_code == 302
    row = Assignment.objects.get().reports.get().photos.get()
    assert (row.kind, row.photo.is_private) == ("after", True)


def test_report_form_leads_the_camera_to_the_picture_before(client, give, gleb, town):
    assignment = give()
    photo = make_photo(gleb, town)
    actions.start(assignment, by=gleb, before=[photo])
    client.force_login(gleb)

    page = client.get(act_url("report", assignment)).content.decode()

    assert f'data-veche-overlay="{act_url("photo", assignment, photo.public_id)}"' in page


def test_a_picture_that_found_no_place_is_not_kept(client, give, gleb):
    assignment = give()
    client.force_login(gleb)

    client.post(act_url("report", assignment), {"text": "Готово.", "after": [jpeg()], "taken_on": "2027-10-12"})

    assert not Photo.objects.filter(uploaded_by_user=gleb).exists()


def test_desk_sorts_by_urgency_and_counts_tabs(client, many, nina):
    client.force_login(nina)
    with clock.set_to(NOON + 3 * DAY):
        response = desk(client)
        late = desk(client, tab="overdue")
        soon = desk(client, tab="soon")
        today = desk(client, tab="today")

    assert titles(response) == [f"Дело {number}" for number in range(1, 8)]
    assert titles(late) == ["Дело 1", "Дело 2", "Дело 3"]
    assert titles(soon) == ["Дело 4", "Дело 5", "Дело 6"]
    assert titles(today) == []
    assert [tab["count"] for tab in response.context["tabs"]] == ["3", "0", "3", "0", "0", "7", "0"]
    assert "просрочено на\u00a02 дня" in response.content.decode()


def test_filters_narrow_the_desk(client, give, nina, parks, mira):
    give(title="Яма", department=parks, community=mira, is_personal=True)
    give(title="Лавка", place="у подъезда 3")
    client.force_login(nina)

    assert titles(desk(client, department=parks.pk)) == ["Яма"]
    assert titles(desk(client, where="мира 45")) == ["Яма"]
    assert titles(desk(client, personal="1")) == ["Яма"]
    assert titles(desk(client, q="лавка 3")) == ["Лавка"]
    assert titles(desk(client, q="№ 1")) == ["Яма"]
    assert titles(desk(client, source="meeting")) == []
    assert titles(desk(client, tab="чужое", department="абв")) == ["Яма", "Лавка"]


@pytest.mark.parametrize("sort", ["", "late", "new"])
def test_pages_follow_each_other_without_gaps(many, town, sort, give):
    give(title="Того же дня", due_at=NOON + DAY)
    wish = queue.Wish(sort=sort)
    rows = Assignment.objects.within(town)
    whole = [row.pk for row in queue.page_of(wish, rows, {}, size=100).rows]
    seen, query = [], {}

    while True:
        page = queue.page_of(wish, rows, query, size=3)
        seen += [row.pk for row in page.rows]
        if not page.after:
            break
        query = {"after": page.after}
    back = queue.page_of(wish, rows, {"before": page.before}, size=3)

    assert seen == whole
    assert len(whole) == 8
    assert [row.pk for row in back.rows] == whole[3:6]
    assert (back.after != "", back.before != "") == (True, True)


@pytest.mark.parametrize("mark", ["x", "1_2_3", "20261012T090000.000000_x", "_", "99999999999_1"])
def test_a_broken_mark_leads_to_the_first_page(many, town, mark):
    page = queue.page_of(queue.Wish(), Assignment.objects.within(town), {"after": mark}, size=3)

    assert len(page.rows) == 3


def test_load_counts_each_department(many, give, parks, town, gleb):
    give(department=parks, due_at=NOON + 20 * DAY)
    actions.report(many[0], by=gleb, text="Готово.")

    first, second = queue.load(town, NOON + 3 * DAY)

    assert (first.name, first.open, first.late, first.soon, first.checked) == ("Отдел дорог", 7, 3, 3, 1)
    assert (second.open, second.late, second.soon, second.checked) == (1, 0, 0, 0)


def test_counts_stop_at_the_cap(many, town, monkeypatch):
    monkeypatch.setattr(queue, "CAP", 3)

    assert queue.counts(Assignment.objects.within(town), town, NOON)[""] == 4
    assert queue.load(town, NOON)[0].open == 4


def test_saved_filters_are_ones_own(client, nina, head, town):
    client.force_login(nina)
    client.post(reverse("assignments:save_filter"), {"name": "Дороги", "query": "tab=overdue&evil=1&department=7"})
    saved = SavedFilter.objects.get()
    client.force_login(head)

    refused = client.post(reverse("assignments:drop_filter", args=[saved.public_id])).status_code
    seen = desk(client).content.decode()
    client.force_login(nina)
    client.post(reverse("assignments:drop_filter", args=[saved.public_id]))

    assert saved.query == "tab=overdue&department=7"
    assert refused == 404
    assert "Дороги" not in seen
    assert not SavedFilter.objects.exists()


def group(client, do, rows, **data):
    keys = [row.public_id for row in rows]
    return client.post(reverse("assignments:group"), {"do": do, "row": keys, "query": "tab=check", **data})


def test_group_shows_what_will_happen_and_then_does_exactly_that(client, at, nina):
    ready, other = at(S.REPORTED), at(S.IN_PROGRESS, title="Ещё не готово")
    client.force_login(nina)

    preview = group(client, "close", [ready, other])
    untouched = Assignment.objects.get(pk=ready.pk).state
    done = group(client, "close", [ready, other], go="confirm", note="")

    said = [(one.assignment.pk, bool(one.refusal)) for one in preview.context["outcomes"]]
    happened = [(one.assignment.pk, bool(one.refusal)) for one in done.context["outcomes"]]
    assert untouched == S.REPORTED
    assert said == happened == [(ready.pk, False), (other.pk, True)]
    assert Assignment.objects.get(pk=ready.pk).state == S.DONE
    assert Assignment.objects.get(pk=other.pk).state == S.IN_PROGRESS


def test_group_extension_asks_for_a_date_first(client, many, nina):
    client.force_login(nina)
    with clock.set_to(NOON + DAY):
        asked = group(client, "extend", many[:2])
        wrong = group(client, "extend", many[:2], go="confirm", due_on="", reason="Дожди")
        preview = group(client, "extend", many[:2], go="preview", due_on="2026-11-10", reason="Дожди")
        group(client, "extend", many[:2], go="confirm", due_on="2026-11-10", reason="Дожди")

    first, second = (Assignment.objects.get(pk=row.pk) for row in many[:2])
    assert asked.context["outcomes"] == wrong.context["outcomes"] == []
    assert "Дожди" in wrong.content.decode()
    assert [bool(one.refusal) for one in preview.context["outcomes"]] == [True, False]
    assert first.due_at == NOON + DAY
    assert second.due_at > NOON + 20 * DAY


def test_group_reaches_no_other_town(client, at, semyon, palana):
    theirs = at(S.REPORTED)
    client.force_login(semyon)

    answer = client.post(
        reverse("assignments:group"),
        {"do": "close", "row": [theirs.public_id], "go": "confirm"},
        headers={"host": "palana.localhost"},
    )

    assert answer.status_code == 302
    assert Assignment.objects.get().state == S.REPORTED


def test_department_desk_says_what_awaits_it(client, at, give, gleb, parks, dasha):
    at(S.RETURNED, title="Переделать")
    give(title="Принять")
    give(title="Чужое", department=parks)
    give(title="Помочь", department=parks, co_executors=[gleb.staff_memberships.get().department])
    client.force_login(gleb)

    response = client.get(reverse("assignments:mine"))

    shown = {part["name"]: [row.title for row in part["rows"]] for part in response.context["parts"]}
    assert shown == {"returned": ["Переделать"], "issued": ["Принять"], "work": [], "reported": []}
    assert [row.title for row in response.context["helping"]] == ["Помочь"]
    assert "Нет фото." in response.content.decode()


def test_controller_gives_an_assignment_of_their_own(client, nina, roads, lenina):
    client.force_login(nina)
    data = {"title": "Проверить люки", "department": roads.pk, "due_on": "2026-10-20", "is_public": "on"}

    wrong = client.post(reverse("assignments:new"), {**data, "where": "Луна"})
    client.post(reverse("assignments:new"), {**data, "where": "ленина 1"})

    assignment = Assignment.objects.get()
    assert "Проверить люки" in wrong.content.decode()
    assert (assignment.community, assignment.department, assignment.issued_by) == (lenina, roads, nina)
    assert assignment.municipality.today(assignment.due_at).isoformat() == "2026-10-20"


@pytest.mark.parametrize("page", ["control", "mine", "list", "detail"])
def test_queries_do_not_grow(client, give, gleb, nina, parks, page, town):
    one = give(co_executors=[parks])
    for decide in (actions.close, actions.send_back):
        told = give(title="Отчитались")
        actions.report(told, by=gleb, text="Готово.", after=[make_photo(gleb, town)])
        decide(told, by=nina, note="Вот.")
    actions.report(give(title="Ждёт"), by=gleb, text="Готово.")
    client.force_login(gleb if page == "mine" else nina)
    address = one.get_absolute_url() if page == "detail" else reverse(f"assignments:{page}")

    def cost():
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(address).status_code == 200
        return len(found)

    few = cost()
    for number in range(8):
        more = give(title=f"Ещё {number}", department=parks if number % 2 else one.department)
        if number < 4:
            actions.plan_step(one, by=gleb, title=f"Шаг {number}", due_on=NOON.date())
            actions.extend(one, by=nina, due_at=DUE + (number + 1) * DAY, reason="Дожди")
        if number % 2 == 0:
            actions.report(more, by=gleb, text="Готово.", after=[make_photo(gleb, town)])
            if number % 4:
                actions.close(more, by=nina)
            else:
                actions.send_back(more, by=nina, note="Не то.")

    assert cost() == few
