"""The term of the law (59-ФЗ): nothing stops it, and where it is missed it stands in every list."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from appeals import actions
from appeals.models import Appeal
from core import clock
from home.awaiting.appeals import of_staff
from journal.models import Event
from journal.verbs import Verb
from municipalities.models import CalendarDay, CalendarDayKind
from municipalities.working import forget
from notifications import inbox
from notifications.actions import spread_events
from tests.cast import NOON

HERE = {"host": "localhost"}
DAY = timedelta(days=1)
# Registered on Monday, the twelfth of October: thirty days.
LAST_DAY = date(2026, 11, 11)
LATE = NOON + 32 * DAY


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """Nobody is stopped for writing much."""
    monkeypatch.setattr(actions.filing, "PER_DAY_OF_THE_NEW", 100)


@pytest.fixture
def official(send, gleb):
    """`official()`: anna's registered message."""

    def official(**fields):
        return actions.register(send(**fields), by=gleb, number="К-17", registered_on=date(2026, 10, 12))

    return official


def overdue(client, person, **query):
    client.force_login(person)
    return client.get(reverse("appeals:desk"), {"tab": "overdue"} | query, headers=HERE)


def titles(response):
    return [line.appeal.title for line in response.context["page"]]


def test_a_missed_term_is_overdue_though_under_control(client, official, send, nina, gleb, roads):
    promised, asked, answered, plain = (
        official(title="Обещано"), official(title="Спросили"), official(title="Отвечено"), send(title="Без закона"),
    )  # fmt: skip
    for appeal in (promised, plain):
        actions.take_under_control(appeal, by=nina, department=roads, due_at=NOON + 60 * DAY)
    actions.ask_author(asked, by=gleb, text="Где именно?")
    actions.answer(answered, by=gleb, text="Сделали.")

    with clock.set_to(NOON + 30 * DAY):
        # The last day is still a day.
        assert titles(overdue(client, nina)) == []
    with clock.set_to(LATE):
        late = overdue(client, nina)

    assert titles(late) == ["Обещано", "Спросили"]
    counts = {tab["url"].split("tab=")[1].split("&")[0]: tab["count"] for tab in late.context["tabs"]}
    assert counts["overdue"] == 2
    page = late.content.decode().replace("\xa0", " ")
    assert "По закону" in page and "11 ноября" in page and "просрочено на 2 дня" in page


def test_a_message_late_twice_stands_once_by_its_promise(client, official, send, nina):
    official(title="Дважды")
    send(title="Раз")
    Appeal.objects.filter(title="Раз").update(answer_due=NOON - DAY)

    with clock.set_to(LATE):
        late = overdue(client, nina)
        table = client.post(reverse("appeals:desk_export") + "?tab=overdue", {"form": "csv"}, headers=HERE)

    assert titles(late) == ["Раз", "Дважды"]
    assert b"".join(table.streaming_content).decode("utf-8-sig").count("Дважды") == 1


def test_both_kinds_of_lateness_are_in_one_order(client, official, nina, roads, town, send):
    actions.take_under_control(official(title="Закон"), by=nina, department=roads, due_at=NOON + 60 * DAY)
    for title, days in (("Раньше", 29), ("Позже", 31)):
        send(title=title)
        Appeal.objects.filter(title=title).update(answer_due=NOON + days * DAY)

    with clock.set_to(LATE):
        assert titles(overdue(client, nina)) == ["Раньше", "Закон", "Позже"]


def test_my_page_warns_before_and_after_the_last_day(official, nina, gleb, anna, roads, town):
    actions.take_under_control(official(title="Обещано"), by=nina, department=roads, due_at=NOON + 60 * DAY)

    def awaits(person, at):
        return [(task.what, task.title, task.due) for task in of_staff(person, town, at)]

    assert awaits(gleb, NOON) == []
    soon, over = awaits(gleb, NOON + 28 * DAY), awaits(nina, LATE)
    assert soon == [("Ответьте на официальное обращение", "Обещано", LAST_DAY)]
    assert over == [("Срок по закону прошёл: ответьте на официальное обращение", "Обещано", LAST_DAY)]
    assert awaits(anna, LATE) == []


def test_a_waiting_message_is_one_task(official, nina, town):
    official(title="Ждёт")

    assert [task.title for task in of_staff(nina, town, LATE)] == ["Ждёт"]


def test_a_day_off_moves_the_last_day_and_the_author_hears_it(official, anna, town, gleb):
    waiting, prolonged = official(title="Ждёт"), official(title="Продлено")
    answered = official(title="Отвечено")
    actions.extend_statutory(prolonged, by=gleb, until=date(2026, 11, 25), reason="Запрос в область.")
    actions.answer(answered, by=gleb, text="Сделали.")
    for day in (LAST_DAY, date(2026, 11, 25)):
        CalendarDay.objects.create(municipality=town, date=day, kind=CalendarDayKind.DAY_OFF)
    forget(town)

    assert actions.recompute_terms(town) == 1
    assert actions.recompute_terms(town) == 0

    terms = dict(Appeal.objects.values_list("title", "statutory_due"))
    assert terms == {"Ждёт": date(2026, 11, 10), "Продлено": date(2026, 11, 25), "Отвечено": LAST_DAY}
    event = Event.objects.about(waiting).filter(verb=Verb.APPEAL_TERM_MOVED).get()
    assert (event.actor_key, event.data["was"], event.data["due"]) == (None, "2026-11-11", "2026-11-10")
    spread_events()
    told = [item.text for item in inbox.latest(anna, town, 20) if item.text.startswith("Срок ответа на «Ждёт»")]
    assert told == ["Срок ответа на «Ждёт» перенесён: теперь до 10 ноября 2026."]
