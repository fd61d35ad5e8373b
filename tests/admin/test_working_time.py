"""The administrator keeps the working time of the town in the admin."""

from datetime import date, time

import pytest

from journal.models import Event
from journal.verbs import Verb
from municipalities import working
from municipalities.models import CalendarDay, StatutoryTerms, TermsReview, WorkSchedule
from tests.admin.conftest import tells

HOST = {"host": "localhost"}


def hours_form(*weekdays, **fields):
    form = {
        "department": "",
        "since": "2026-11-01",
        "hours-TOTAL_FORMS": str(len(weekdays)),
        "hours-INITIAL_FORMS": "0",
        "hours-MIN_NUM_FORMS": "1",
        "hours-MAX_NUM_FORMS": "7",
        **fields,
    }
    for number, weekday in enumerate(weekdays):
        form |= {
            f"hours-{number}-weekday": str(weekday),
            f"hours-{number}-opens_at": "10:00",
            f"hours-{number}-closes_at": "16:00",
            f"hours-{number}-break_from": "",
            f"hours-{number}-break_to": "",
            f"hours-{number}-id": "",
        }
    return form


def test_new_hours_come_into_force_from_a_day(client, town, roads, olga):
    client.force_login(olga)

    client.post("/admin/hours/new/", hours_form(0, 1, department=str(roads.pk)), headers=HOST)

    schedule = WorkSchedule.objects.get(department=roads)
    assert [(row.weekday, row.opens_at) for row in schedule.hours.all()] == [(0, time(10)), (1, time(10))]
    calendar = working.calendar_of(town, roads)
    assert (calendar.is_working(date(2026, 11, 11)), calendar.is_working(date(2026, 10, 14))) == (False, True)
    assert Event.objects.get(verb=Verb.WORKING_TIME_CHANGED).actor_key == olga.actor_key
    assert TermsReview.objects.count() == 1


def test_hours_are_corrected_and_taken_back(client, town, olga):
    client.force_login(olga)
    client.post("/admin/hours/new/", hours_form(0), headers=HOST)
    schedule = WorkSchedule.objects.get(since=date(2026, 11, 1))
    address = f"/admin/hours/edit/{schedule.pk}/"
    shown = client.get(address, headers=HOST).status_code
    row = schedule.hours.get()
    form = hours_form(4, **{"hours-INITIAL_FORMS": "1"}) | {"hours-0-id": str(row.pk)}

    client.post(address, form, headers=HOST)
    weekdays = [row.weekday for row in WorkSchedule.objects.get(pk=schedule.pk).hours.all()]
    client.post(f"/admin/hours/delete/{schedule.pk}/", headers=HOST)

    assert (shown, weekdays) == (200, [4])
    assert not WorkSchedule.objects.filter(pk=schedule.pk).exists()


@pytest.mark.parametrize("weekdays", [(), (0, 0)])
def test_a_week_that_cannot_be_is_shown_with_its_error(client, town, olga, weekdays):
    client.force_login(olga)

    response = client.post("/admin/hours/new/", hours_form(*weekdays), headers=HOST)

    assert response.status_code == 200
    assert not WorkSchedule.objects.filter(since=date(2026, 11, 1)).exists()


def test_a_storm_day_is_set_and_given_back(client, town, olga):
    client.force_login(olga)
    form = {"date": "2026-10-16", "kind": "day_off", "hours_delta": "0", "instead_of": "", "note": "Шторм"}

    client.post("/admin/calendar/new/", form, headers=HOST)
    twice = client.post("/admin/calendar/new/", form, headers=HOST)
    day = CalendarDay.objects.get(municipality=town, date=date(2026, 10, 16))
    client.post(f"/admin/calendar/delete/{day.pk}/", headers=HOST)

    assert (day.note, day.is_own, twice.status_code) == ("Шторм", True, 200)
    assert not CalendarDay.objects.filter(pk=day.pk).exists()


def test_a_day_of_the_law_is_changed_and_not_deleted(client, town, olga):
    client.force_login(olga)
    holiday = CalendarDay.objects.get(municipality=town, date=date(2026, 11, 4))

    refused = client.post(f"/admin/calendar/delete/{holiday.pk}/", headers=HOST, follow=True)
    wrong = {"date": "2026-11-04", "kind": "shortened", "hours_delta": "0", "instead_of": "", "note": ""}
    kept = client.post(f"/admin/calendar/edit/{holiday.pk}/", wrong, headers=HOST)
    client.post(f"/admin/calendar/edit/{holiday.pk}/", wrong | {"kind": "working"}, headers=HOST)

    holiday.refresh_from_db()
    assert (refused.status_code, kept.status_code) == (200, 200)
    assert (holiday.kind, holiday.is_own) == ("working", True)


def test_a_year_is_loaded_by_a_button(client, town, olga, egor):
    CalendarDay.objects.filter(municipality=town, date__year=2027).delete()
    client.force_login(egor)
    client.post("/admin/calendar/load/", {"year": "2027"}, headers=HOST)
    loaded_by_editor = CalendarDay.objects.filter(municipality=town, date__year=2027).exists()
    client.force_login(olga)
    listed = client.get("/admin/calendar/", headers=HOST).content.decode()
    asked = client.get("/admin/calendar/load/", headers=HOST)
    too_far = client.post("/admin/calendar/load/", {"year": "2099"}, headers=HOST)

    loaded = client.post("/admin/calendar/load/", {"year": "2027"}, headers=HOST)

    assert "/admin/calendar/load/" in listed
    assert not loaded_by_editor
    assert (asked.status_code, too_far.status_code, loaded.status_code) == (200, 200, 302)
    assert CalendarDay.objects.filter(municipality=town, date__year=2027).count() > 20


def test_the_law_gets_a_new_row(client, town, olga):
    client.force_login(olga)
    form = {"since": "2027-01-01", "registration_days": "3", "forwarding_days": "7", "answer_days": "15",
            "extension_days": "30", "source": "новый закон"}  # fmt: skip

    client.post("/admin/statutory_terms/new/", form, headers=HOST)

    assert StatutoryTerms.objects.within(town).count() == 2
    assert working.statutory_terms(town, date(2027, 2, 1)).answer == 15


def test_the_setting_of_the_town_is_an_event(client, town, olga):
    client.force_login(olga)
    page = client.get(f"/admin/town/edit/{town.pk}/", headers=HOST)
    form = {name: value for name, value in page.context["form"].initial.items() if value is not None}

    client.post(f"/admin/town/edit/{town.pk}/", form | {"term_roll": "forward"}, headers=HOST)

    town.refresh_from_db()
    assert town.term_roll == "forward"
    assert Event.objects.get(verb=Verb.WORKING_TIME_CHANGED).data == {"settings": ["term_roll"]}


@pytest.mark.parametrize("thing", ["storm", "terms", "hours"])
@pytest.mark.parametrize("act", ["edit", "delete", "history", "usage"])
def test_rows_of_another_town_do_not_exist(client, town, foreign, olga, thing, act):
    client.force_login(olga)
    folder = {"storm": "calendar", "terms": "statutory_terms", "hours": "hours"}[thing]
    pk = getattr(foreign, thing).pk

    assert client.get(f"/admin/{folder}/{act}/{pk}/", headers=HOST).status_code in (302, 404)
    assert not tells(client.get(f"/admin/{folder}/", headers=HOST))


@pytest.mark.parametrize("address", ["hours", "calendar", "statutory_terms"])
def test_an_editor_does_not_keep_the_clock(client, town, egor, address):
    client.force_login(egor)

    assert client.get(f"/admin/{address}/", headers=HOST).status_code in (302, 403)
