"""The desk of officials: one queue by urgency, the sheet of a message, acts with what was typed kept."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from appeals import actions
from appeals.models import AnswerTemplate, Appeal, AppealCategory, AppealState, Joined, ReplyKind
from assignments.models import Assignment
from core import clock
from feed.models import Post, PostKind, Thread
from home.awaiting.appeals import of_staff
from journal.models import Event, Look
from journal.verbs import Verb
from municipalities.models import Department
from tests.cast import NOON, make_members, make_person

HOST = {"host": "localhost"}
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """Nobody is stopped for writing much."""
    monkeypatch.setattr(actions.filing, "PER_DAY_OF_THE_NEW", 100)
    monkeypatch.setattr(actions.filing, "PER_DAY", 100)


@pytest.fixture
def category(town, roads):
    return AppealCategory.objects.create(municipality=town, name="Ямы", department=roads, answer_amount=9)


@pytest.fixture
def violation(town, roads):
    return AppealCategory.objects.create(municipality=town, name="Газоны", department=roads, is_violation=True)


@pytest.fixture
def housing(town):
    return Department.objects.create(municipality=town, name="Отдел ЖКХ")


@pytest.fixture
def file(town, anna, roads, category):
    """file("Яма", due=hours): a message by the act, its term moved to so many hours from noon."""

    def file(title, due=None, **fields):
        fields = {"category": category, "department": roads, "author": anna} | fields
        author = fields.pop("author")
        with clock.set_to(NOON):
            appeal = actions.file_appeal(
                by=author or anna,
                municipality=fields.pop("municipality", town),
                title=title,
                text=fields.pop("text", "У второго подъезда."),
                author=author,
                **fields,
            )
        if due is not None:
            Appeal.objects.filter(pk=appeal.pk).update(answer_due=NOON + due * HOUR)
        return Appeal.objects.get(pk=appeal.pk)

    return file


def ask(community, author, title, due):
    """A question in the feed, as a row."""
    thread = Thread.objects.create(title=title, community=community, municipality=community.municipality)
    return Post.objects.create(
        municipality=community.municipality, community=community, thread=thread, author=author, title=title,
        kind=PostKind.QUESTION, created_at=NOON, active_at=NOON, answer_due=NOON + due * HOUR,
    )  # fmt: skip


def page(client, person, name="desk", *args, **query):
    client.force_login(person)
    return client.get(reverse(f"appeals:{name}", args=args), query, headers=HOST)


def titles(response):
    return [line.appeal.title if line.appeal else line.post.title for line in response.context["page"]]


def act(client, person, name, appeal, **data):
    client.force_login(person)
    return client.post(reverse(f"appeals:{name}", args=[appeal.public_id]), data, headers=HOST)


def test_the_queue_mixes_messages_and_questions_by_urgency(client, file, lenina, anna, gleb):
    file("Яма у подъезда", due=5)
    ask(lenina, anna, "Когда дадут воду?", due=2)
    file("Открыт люк", due=-3)

    response = page(client, gleb)

    assert titles(response) == ["Открыт люк", "Когда дадут воду?", "Яма у подъезда"]
    counts = {tab["url"].split("tab=")[1].split("&")[0]: tab["count"] for tab in response.context["tabs"]}
    assert (counts["waiting"], counts["overdue"]) == (3, 1)
    assert "is-over" in response.content.decode()


def test_specialists_begin_with_their_department_and_what_nobody_has(client, file, housing, gleb, nina):
    file("Яма", due=1)
    file("Нет света", due=2, department=housing)
    ownerless = file("Непонятно чьё", due=3)
    Appeal.objects.filter(pk=ownerless.pk).update(department=None)

    mine, whole = page(client, gleb), page(client, gleb, whose="all")

    assert titles(mine) == ["Яма", "Непонятно чьё"]
    assert titles(whole) == titles(page(client, nina)) == ["Яма", "Нет света", "Непонятно чьё"]


def test_each_tab_shows_its_own(client, file, anna, nina, gleb, roads):
    new, asked, promised, disputed = (file(title, due=4) for title in ("Новое", "Спросили", "Обещали", "Спорят"))
    actions.ask_author(asked, by=gleb, text="Где именно?")
    actions.take_under_control(promised, by=nina, department=roads, due_at=NOON + 5 * DAY)
    actions.answer(disputed, by=gleb, text="Сделали.")
    actions.dispute(disputed, by=anna, reason="Ничего не сделали.")

    def shown(tab):
        return titles(page(client, nina, tab=tab))

    assert sorted(shown("waiting")) == ["Новое", "Спорят"]
    assert shown("clarifying") == ["Спросили"]
    assert shown("control") == ["Обещали"]
    assert shown("disputed") == ["Спорят"]
    assert sorted(shown("all")) == ["Новое", "Обещали", "Спорят", "Спросили"]
    assert new.state == AppealState.NEW


def test_violations_are_found_by_rule_and_place(client, file, violation, nina):
    file("Машина на газоне", category=violation, rule_broken="Правила благоустройства, п. 4.2", place="Ленина, 3")
    file("Яма", place="Ленина, 3")

    response = page(client, nina, what="violation", where="ленина")

    assert titles(response) == ["Машина на газоне"]
    assert "Правила благоустройства, п. 4.2" in response.content.decode()


def test_a_message_is_found_by_number_and_words(client, file, nina):
    pit = file("Яма у подъезда")
    file("Люк открыт")

    assert titles(page(client, nina, q=str(pit.number))) == ["Яма у подъезда"]
    assert titles(page(client, nina, q="ЛЮК")) == ["Люк открыт"]
    assert titles(page(client, nina, q="ничего такого")) == []


@pytest.mark.parametrize("query", [{}, {"tab": "all"}, {"tab": "control"}, {"page": 2}])
def test_the_desk_costs_the_same_however_long_it_is(client, town, lenina, anna, nina, roads, category, query):
    def fill(count, start):
        people = make_members(lenina, 1)
        rows = Appeal.objects.bulk_create(
            Appeal(
                municipality=town, number=start + number, category=category, department=roads, author=people[0],
                title=f"Яма {number}", created_at=NOON, term_started_at=NOON, state_changed_at=NOON,
                answer_due=NOON + number * HOUR,
            )
            for number in range(count)
        )  # fmt: skip
        for row in rows[::3]:
            actions.take_under_control(row, by=nina, department=roads, due_at=NOON + DAY)
        for number in range(count):
            ask(lenina, people[0], f"Вопрос {start + number}", due=number)

    fill(3, 1)
    page(client, nina)
    with CaptureQueriesContext(connection) as few:
        page(client, nina, **query)
    fill(40, 100)
    with CaptureQueriesContext(connection) as many:
        assert page(client, nina, **query).status_code == 200

    assert len(many) == len(few)


def test_residents_have_no_desk(client, file, anna, egor, olga):
    appeal = file("Яма")

    for person in (anna, egor, olga):
        assert page(client, person).status_code == 403
        assert page(client, person, "sheet", appeal.public_id).status_code == 403
    client.logout()
    assert client.get(reverse("appeals:desk"), headers=HOST).status_code == 302


def test_the_sheet_holds_what_residents_never_read(client, file, anna, pavel, gleb, nina):
    appeal = file("Яма", author=None, applicant_name="Пётр Немолодой", applicant_contact="8 900 123-45-67")
    actions.add_note(appeal, by=nina, text="Сосед жалуется третий раз.")

    sheet = page(client, gleb, "sheet", appeal.public_id).content.decode()
    public = [page(client, person, "detail", appeal.public_id).content.decode() for person in (anna, pavel, gleb)]

    assert "Сосед жалуется третий раз." in sheet
    assert "8 900 123-45-67" not in sheet
    for text in public:
        assert "Сосед жалуется" not in text
        assert "Немолодой" not in text
        assert "123-45-67" not in text


def test_a_look_at_the_contact_is_kept(client, file, anna, gleb):
    appeal = file("Яма")

    before = page(client, gleb, "sheet", appeal.public_id).content.decode()
    after = act(client, gleb, "contact", appeal).content.decode()

    assert anna.email not in before
    assert anna.email in after
    assert Look.objects.get().subject == anna
    assert Event.objects.filter(verb=Verb.PERSONAL_DATA_SEEN, actor_key=gleb.actor_key).count() == 1


def test_an_answer_from_a_template(client, town, file, gleb, anna):
    appeal = file("Яма")
    template = AnswerTemplate.objects.create(municipality=town, name="В работе", text="Заделаем до ____.")

    filled = act(client, gleb, "answer", appeal, template=template.pk, text="Здравствуйте!", fill="1")
    preview = act(client, gleb, "answer", appeal, text="Заделаем до пятницы.", preview="1")
    before = Appeal.objects.get(pk=appeal.pk).state
    sent = act(client, gleb, "answer", appeal, template=template.pk, text="Заделаем до пятницы.")

    assert "Здравствуйте!\n\nЗаделаем до ____." in filled.content.decode().replace("\r", "")
    assert "Отдел дорог" in preview.content.decode()
    assert before == AppealState.NEW
    assert sent.status_code == 302
    reply = Appeal.objects.get(pk=appeal.pk).replies.get()
    assert (reply.kind, reply.text, reply.is_official) == (ReplyKind.ANSWER, "Заделаем до пятницы.", True)
    assert reply.department.name == "Отдел дорог"


def test_a_refused_answer_keeps_what_was_typed(client, file, gleb, nina):
    appeal = file("Яма")
    client.force_login(gleb)
    actions.answer(appeal, by=nina, text="Ответила раньше.")

    response = act(client, gleb, "answer", appeal, text="Мой длинный ответ")

    assert response.status_code == 200
    assert "Мой длинный ответ" in response.content.decode()
    assert appeal.replies.count() == 1


def test_under_control_by_working_days(client, file, gleb, nina, roads, housing):
    appeal = file("Яма")

    wrong = act(client, nina, "control", appeal, department=housing.pk, executor=gleb.pk, title="Засыпать", term="5")
    right = act(
        client, nina, "control", appeal,
        department=roads.pk, executor=gleb.pk, co_executors=[housing.pk, roads.pk], title="Засыпать яму", term="5",
    )  # fmt: skip

    assert wrong.status_code == 200
    assert right.status_code == 302
    assignment = Assignment.objects.get()
    assert (assignment.title, assignment.department, assignment.executor) == ("Засыпать яму", roads, gleb)
    assert list(assignment.co_executors.all()) == [housing]
    # Monday noon and five working days: the end of the next Monday.
    assert assignment.due_at.isoformat() == "2026-10-19T14:00:00+00:00"


@pytest.mark.parametrize(
    ("day", "shown"), [("2026-10-11", False), ("2026-10-12", False), ("", False), ("2026-10-18", True)]
)
def test_a_day_of_ones_own(client, file, nina, roads, day, shown):
    appeal = file("Яма")

    response = act(client, nina, "control", appeal, department=roads.pk, title="Засыпать", term="day", day=day)

    assert (response.status_code == 302) is shown
    if shown:
        # A Sunday: the promise ends with the Friday before it.
        assert Assignment.objects.get().due_at.isoformat() == "2026-10-16T14:00:00+00:00"


def test_a_specialist_promises_for_their_own_department(client, file, gleb, roads, housing):
    appeal = file("Яма")

    other = act(client, gleb, "control", appeal, department=housing.pk, title="Я", term="5", is_personal="on")
    own = act(client, gleb, "control", appeal, department=roads.pk, title="Я", term="5", is_personal="on")

    assert (other.status_code, own.status_code) == (200, 302)
    assignment = Assignment.objects.get()
    assert (assignment.department, assignment.is_personal) == (roads, False)


def test_the_other_acts_at_their_pages(client, town, file, gleb, housing, anna):
    asked, forwarded, declined, routed, noted = (file(f"Яма {name}") for name in "абвгд")
    original = file("Главная яма")

    answers = [
        act(client, gleb, "ask", asked, text="Где именно?"),
        act(client, gleb, "forward", forwarded, body="Жилищная инспекция", text="Это её дело.", due=""),
        act(client, gleb, "decline", declined, reason="Дорога частная.", next_step="Обратитесь к владельцу."),
        act(client, gleb, "route", routed, department=housing.pk),
        act(client, gleb, "note", noted, text="Звонили."),
    ]
    joined = act(client, gleb, "merge", noted, number=original.number)

    assert [answer.status_code for answer in [*answers, joined]] == [302] * 6
    states = dict(Appeal.objects.values_list("title", "state"))
    assert states["Яма а"] == AppealState.CLARIFYING
    assert states["Яма б"] == AppealState.FORWARDED
    assert states["Яма в"] == AppealState.DECLINED
    assert states["Яма д"] == AppealState.DUPLICATE
    assert Appeal.objects.get(pk=routed.pk).department == housing


def test_an_official_appeal_and_its_terms(client, file, gleb, anna):
    appeal = file("Яма")

    registered = act(client, gleb, "register", appeal, number="И-17", registered_on="2026-10-12")
    sheet = page(client, gleb, "sheet", appeal.public_id).content.decode()
    far = act(client, gleb, "prolong", appeal, until="2027-10-12", reason="Ждём ответа области")
    prolonged = act(client, gleb, "prolong", appeal, until="2026-11-25", reason="Ждём ответа области")

    assert registered.status_code == 302
    assert "И-17" in sheet
    assert far.status_code == 200
    assert prolonged.status_code == 302
    assert Appeal.objects.get().statutory_due.isoformat() == "2026-11-25"


def test_a_group_act_is_shown_before_it_is_done(client, file, gleb, nina, housing):
    first, second = file("Яма 1", due=1), file("Яма 2", due=2)
    answered = file("Яма 3", due=3)
    actions.answer(answered, by=gleb, text="Готово.")
    rows = [row.public_id for row in (first, second, answered)]
    client.force_login(nina)
    address = reverse("appeals:desk_group")
    form = {"do": "route", "row": rows, "department": housing.pk}

    asked = client.get(address, {"do": "route", "row": rows}, headers=HOST)
    preview = client.post(address, form, headers=HOST)
    untouched = Appeal.objects.filter(department=housing).count()
    done = client.post(address, form | {"confirmed": "1"}, headers=HOST)

    assert asked.status_code == preview.status_code == done.status_code == 200
    assert untouched == 0
    assert [bool(row.refusal) for row in preview.context["outcomes"]] == [False, False, True]
    assert [bool(row.refusal) for row in done.context["outcomes"]] == [False, False, True]
    assert set(Appeal.objects.filter(department=housing)) == {first, second}


def test_many_under_control_with_one_date(client, file, nina, roads):
    appeals = [file(f"Яма {number}") for number in range(2)]
    ownerless = file("Ничья")
    Appeal.objects.filter(pk=ownerless.pk).update(department=None)
    client.force_login(nina)
    form = {"do": "control", "row": [row.public_id for row in (*appeals, ownerless)], "term": "10"}

    preview = client.post(reverse("appeals:desk_group"), form, headers=HOST)
    assert Assignment.objects.count() == 0
    client.post(reverse("appeals:desk_group"), form | {"confirmed": "1"}, headers=HOST)

    assert sorted(row.refusal == "" for row in preview.context["outcomes"]) == [False, True, True]
    assert {row.appeal.pk for row in Assignment.objects.all()} == {row.pk for row in appeals}


def test_the_chosen_become_one(client, file, boris, nina):
    original, other = file("Яма", due=1), file("Та же яма", due=2, author=boris)
    client.force_login(nina)
    form = {"do": "merge", "row": [original.public_id, other.public_id], "similar": original.public_id}

    client.post(reverse("appeals:desk_group"), form | {"confirmed": "1"}, headers=HOST)

    other.refresh_from_db()
    assert other.duplicate_of == original
    assert list(Joined.objects.values_list("appeal", "user")) == [(original.pk, boris.pk)]


def test_group_acts_keep_rights_and_borders(client, file, palana, semyon, gleb, housing):
    appeal = file("Яма", department=housing)
    client.force_login(gleb)
    address, form = reverse("appeals:desk_group"), {"do": "control", "row": [appeal.public_id], "term": "5"}

    refused = client.post(address, form | {"confirmed": "1"}, headers=HOST)
    unknown = client.post(address, form | {"do": "burn"}, headers=HOST)
    client.force_login(semyon)
    foreign = client.post(address, form | {"confirmed": "1"}, headers={"host": "palana.localhost"})

    assert [bool(row.refusal) for row in refused.context["outcomes"]] == [True]
    assert unknown.status_code == 404
    assert foreign.status_code == 302
    assert Assignment.objects.count() == 0


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_table_holds_no_people_and_no_formulas(client, file, anna, nina, form):
    file("=HYPERLINK(1)", applicant_name="Пётр Немолодой", applicant_contact="8 900 123-45-67")
    file("Тайная беда", is_public=False)
    client.force_login(nina)

    response = client.post(reverse("appeals:desk_export") + "?tab=all", {"form": form}, headers=HOST)

    content = b"".join(response.streaming_content)
    if form == "xlsx":
        rows = load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
        text = "\n".join(";".join(str(cell) for cell in row) for row in rows)
    else:
        text = content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    for secret in ("Тайная беда", "Немолодой", "123-45-67", anna.last_name):
        assert secret not in text
    assert Event.objects.get(verb=Verb.APPEALS_EXPORTED).data == {"form": form, "count": 2}


def test_the_course_names_who_did_it(client, file, gleb, nina, roads):
    appeal = file("Яма", author=make_person("Иван", "Просителев"))
    actions.take_under_control(appeal, by=nina, department=roads, due_at=NOON + 5 * DAY)

    text = page(client, gleb, "sheet", appeal.public_id).content.decode()

    # Who asks stands as neighbours see them: a look at the name is kept.
    assert "Нина Климова" in text
    assert "Иван П." in text.replace("\xa0", " ") and "Просителев" not in text


def test_my_page_tells_staff_what_awaits_an_answer(town, file, housing, anna, gleb, nina, egor, roads):
    file("Яма", due=2)
    file("Люк открыт", due=1, department=housing)
    under_work = file("Спорят о работе", due=1)
    actions.take_under_control(under_work, by=nina, department=roads, due_at=NOON + 5 * DAY)

    def awaits(person):
        return [task.title for task in of_staff(person, town, NOON)]

    assert awaits(gleb) == ["Яма"]
    assert awaits(nina) == ["Люк открыт", "Яма"]
    assert awaits(egor) == awaits(anna) == []
