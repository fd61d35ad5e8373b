"""What residents and hosts see of meetings, and what the forms do."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from meetings import actions
from meetings.models import Meeting, MeetingKind, MeetingQuestion, MeetingState
from tests.cast import NOON, make_members
from tests.meetings.making import TEXTS, announced, planned


@pytest.fixture(autouse=True)
def at_noon():
    with clock.set_to(NOON):
        yield


def typed(**changed):
    """A filled form: a yard meeting on 20 October at 18:00 in Moscow."""
    return {
        "kind": "yard",
        **TEXTS,
        "day": "2026-10-20",
        "begins": "18:00",
        "ends": "19:30",
        "agenda": "Площадка\nПарковка",
        "guests": "«Заречье-Сервис»",
        **changed,
    }


def held(meeting, attendance=40):
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.HELD, held_at=NOON, attendance=attendance)


def test_staff_plan_look_and_announce(client, nina, town, lenina):
    client.force_login(nina)

    answer = client.post("/meetings/new/", typed(communities=[lenina.pk]))
    meeting = Meeting.objects.get()
    assert answer.url == meeting.get_absolute_url()
    assert meeting.starts_at.astimezone(town.tz).hour == 18
    assert [point.text for point in meeting.agenda.all()] == ["Площадка", "Парковка"]
    look = client.get(f"{meeting.get_absolute_url()}announce/").content.decode()
    assert TEXTS["title"] in look
    assert "20 октября, 18:00" in look
    client.post(f"{meeting.get_absolute_url()}announce/")

    client.logout()
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "«Заречье-Сервис»" in page
    assert "Парковка" in page


def test_what_was_typed_stays_when_it_is_refused(client, nina, town, lenina):
    client.force_login(nina)

    page = client.post("/meetings/new/", typed(day="2026-10-01", title="Встреча в прошлом")).content.decode()

    assert "Встреча в прошлом" in page
    assert not Meeting.objects.exists()


def test_an_activist_sees_kinds_and_houses_of_their_own(client, vera, town, lenina, mira):
    client.force_login(vera)

    form = client.get("/meetings/new/").context["form"]
    assert [value for value, _label in form.fields["kind"].choices] == ["house", "cleanup"]
    assert list(form.fields["communities"].queryset) == [lenina]
    refused = client.post("/meetings/new/", typed(kind="cleanup", communities=[mira.pk]))
    assert refused.context["form"].errors.keys() == {"communities"}
    client.post("/meetings/new/", typed(kind="cleanup", communities=[lenina.pk]))
    assert Meeting.objects.get().kind == MeetingKind.CLEANUP


def test_an_activist_is_asked_about_telephones_before_publishing(client, vera, town, lenina):
    client.force_login(vera)
    words = typed(kind="house", communities=[lenina.pk], text="Звоните +7 912 345-67-89")

    assert "as_is" in client.post("/meetings/new/", words).context["form"].errors
    assert client.post("/meetings/new/", {**words, "as_is": "on"}).status_code == 302


def test_correcting_an_announced_meeting_leaves_its_day(client, nina, town, lenina):
    meeting = announced(nina, town, lenina)
    client.force_login(nina)
    page = client.get(f"{meeting.get_absolute_url()}edit/")
    assert "day" not in page.context["form"].fields

    client.post(f"{meeting.get_absolute_url()}edit/", typed(title="Встреча во дворе", communities=[lenina.pk]))

    meeting.refresh_from_db()
    assert (meeting.title, meeting.starts_at) == ("Встреча во дворе", NOON + timedelta(days=7))


def test_a_move_and_its_reason_stand_on_the_page(client, nina, town, lenina):
    meeting = announced(nina, town, lenina)
    client.force_login(nina)
    move = {"day": "2026-10-25", "begins": "12:00", "ends": "13:00", "place": "в школе", "reason": "Отключат воду"}

    client.post(f"{meeting.get_absolute_url()}move/", move)

    client.logout()
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "Отключат воду" in page
    assert "25 октября, 12:00" in page.replace("\xa0", " ")
    assert "19 октября, 12:00" in page.replace("\xa0", " ")


def test_a_guest_is_asked_to_sign_in_and_comes_back(client, nina, town, lenina):
    meeting = announced(nina, town, lenina)

    answer = client.get(f"{meeting.get_absolute_url()}come/")

    assert answer.status_code == 302
    assert answer.url.endswith(f"next={meeting.get_absolute_url()}come/")


def test_a_resident_comes_asks_and_votes(client, nina, anna, boris, town, lenina):
    meeting = announced(nina, town, lenina)
    question = actions.ask(meeting, by=boris, text="Когда починят качели?")
    client.force_login(anna)
    address = meeting.get_absolute_url()

    client.post(f"{address}come/")
    client.post(f"{address}ask/", {"text": "Где парковка?"})
    fragment = client.post(f"{address}questions/{question.public_id}/vote/", HTTP_HX_REQUEST="true")

    assert 'id="questions"' in fragment.content.decode()
    meeting.refresh_from_db()
    assert meeting.coming_count == 1
    ordered = list(meeting.questions.shown().values_list("text", "vote_count"))
    assert ordered == [("Когда починят качели?", 1), ("Где парковка?", 0)]


def test_a_hidden_question_keeps_its_place_and_not_its_words(client, nina, anna, town, lenina):
    meeting = announced(nina, town, lenina)
    question = actions.ask(meeting, by=anna, text="Оскорбление соседа")
    actions.hide_question(question, by=nina, reason="insult")

    page = client.get(meeting.get_absolute_url()).content.decode()

    assert "Оскорбление соседа" not in page
    assert "comment--hidden" in page


def test_an_official_event_asks_nobody_to_register(client, nina, anna, town):
    hearing = announced(nina, town, kind=MeetingKind.HEARING, official_url="https://example.org/hearing")
    client.force_login(anna)

    page = client.get(hearing.get_absolute_url()).content.decode()

    assert "https://example.org/hearing" in page
    assert 'id="coming"' not in page
    assert client.get(f"{hearing.get_absolute_url()}come/").status_code == 403


def test_the_schedule_shows_what_is_ahead_by_kind_and_place(client, nina, town, lenina, mira):
    announced(nina, town, lenina, title="Наша встреча")
    announced(nina, town, mira, title="Соседний субботник", kind=MeetingKind.CLEANUP)
    planned(nina, town, lenina, title="Тайный план")
    off = announced(nina, town, lenina, title="Отменённая встреча")
    actions.cancel(off, by=nina, reason="Причина")
    over = announced(nina, town, lenina, title="Прошлая встреча", at=NOON - timedelta(days=30))
    held(over)

    def shown(query=""):
        return [meeting.title for meeting in client.get(f"/meetings/{query}").context["page"]()]

    assert shown() == ["Наша встреча", "Соседний субботник", "Отменённая встреча"]
    assert shown("?kind=cleanup") == ["Соседний субботник"]
    assert shown("?where=мира") == ["Соседний субботник"]
    assert "Тайный план" not in client.get("/meetings/").content.decode()
    assert "Прошлая встреча" in client.get("/meetings/past/?year=2026").content.decode()


def test_the_month_leads_to_its_days_and_neighbours(client, nina, town, lenina):
    meeting = announced(nina, town, lenina)

    page = client.get("/meetings/?view=month&month=2026-10").content.decode()
    empty = client.get("/meetings/?view=month&month=2026-12").content.decode()

    assert f'href="#m-{meeting.public_id}"' in page
    assert "month=2026-09" in page
    assert "month=2026-11" in page
    assert meeting.title not in empty


@pytest.mark.parametrize("month", ["2026-13", "0001-01", "9999-12", "октябрь", "2026-1", "<b>"])
def test_a_strange_month_is_this_one(client, nina, town, lenina, month):
    announced(nina, town, lenina)

    assert (
        client.get("/meetings/", {"view": "month", "month": month}).context["month"]()["title"].lower()
        == "октябрь 2026"
    )


def test_the_map_takes_the_place_of_the_house_when_the_meeting_has_none(client, nina, town, lenina):
    announced(nina, town, lenina)
    announced(nina, town, lenina, title="Своя точка", latitude=53.3, longitude=45.3)

    markers = client.get("/meetings/?view=map").context["markers"]()

    assert [(one["label"], one["lat"]) for one in markers] == [(TEXTS["title"], 53.201), ("Своя точка", 53.3)]


def test_the_tab_of_a_community_shows_its_own_and_the_towns(client, nina, town, lenina, mira):
    for title, places in (("Наша", [lenina]), ("Соседняя", [mira]), ("Общая", [])):
        announced(nina, town, *places, title=title)

    page = client.get(f"/communities/{lenina.slug}/meetings/")

    assert [meeting.title for meeting in page.context["ahead"]] == ["Наша", "Общая"]


def test_a_follow_up_begins_with_what_is_not_done(client, nina, town, lenina):
    meeting = announced(nina, town, lenina)
    held(meeting)
    client.force_login(nina)

    form = client.get(f"{meeting.get_absolute_url()}follow-up/").context["form"]
    assert form.initial["communities"] == [lenina.pk]
    client.post(f"{meeting.get_absolute_url()}follow-up/", typed(title="Что сделано", communities=[lenina.pk]))

    later = Meeting.objects.get(title="Что сделано")
    assert later.follow_up_of == meeting
    assert later.get_absolute_url() in client.get(meeting.get_absolute_url()).content.decode()


def test_other_towns_are_not_found(client, semyon, palana, town):
    meeting = announced(semyon, palana)

    assert client.get(meeting.get_absolute_url()).status_code == 404


def cost(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("role", ["guest", "anna", "nina"])
def test_pages_cost_the_same_for_few_and_many(request, client, nina, boris, town, lenina, mira, role):
    def grow(number):
        place = (lenina, mira)[number % 2]
        announced(nina, town, place, title=f"Встреча {number}", agenda=["один", "два"], hosts=[nina, "Гость"])
        planned(nina, town, place, title=f"План {number}")
        held(announced(nina, town, place, title=f"Прошлая {number}", at=NOON - timedelta(days=20)))

    meeting = announced(nina, town, lenina, title="Главная", hosts=[nina], agenda=["один"])
    actions.ask(meeting, by=boris, text="Вопрос?")
    grow(0)
    grow(1)
    if role != "guest":
        client.force_login(request.getfixturevalue(role))
    addresses = [
        meeting.get_absolute_url(), "/meetings/", "/meetings/?view=month", "/meetings/?view=map", "/meetings/past/",
        f"/communities/{lenina.slug}/meetings/",
    ]  # fmt: skip

    few = [cost(client, address) for address in addresses]
    for number in range(2, 8):
        grow(number)
    people = make_members(lenina, 12)
    for number, person in enumerate(people):
        actions.register(meeting, by=person)
        MeetingQuestion.objects.create(meeting=meeting, author=person, text=f"Вопрос {number}", at=NOON)
    many = [cost(client, address) for address in addresses]

    assert many == few
