"""Calendars that residents subscribe to: read back by a parser, as a phone would."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from core import clock
from meetings import actions
from meetings.models import CalendarLink, MeetingKind
from tests.cast import NOON
from tests.meetings.making import announced, planned


@pytest.fixture
def at_noon():
    with clock.set_to(NOON):
        yield


def read(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(answer.content)


def events(feed):
    return {str(event["summary"]): event for event in feed.walk("VEVENT")}


def test_the_towns_calendar_tells_when_and_where_by_its_own_clock(client, nina, town, lenina, at_noon):
    meeting = announced(nina, town, lenina, agenda=["Площадка"], latitude=53.2, longitude=45.1)
    planned(nina, town, lenina, title="Ещё не объявлена")

    feed = read(client, "/meetings/calendar.ics")

    assert [str(zone["tzid"]) for zone in feed.walk("VTIMEZONE")] == ["Europe/Moscow"]
    (event,) = feed.walk("VEVENT")
    assert str(event["uid"]) == f"meeting-{meeting.public_id}@localhost"
    assert event["dtstart"].params["TZID"] == "Europe/Moscow"
    assert (event["dtstart"].dt, event["dtend"].dt) == (meeting.starts_at, meeting.ends_at)
    assert (event["sequence"], str(event["status"])) == (0, "CONFIRMED")
    assert str(event["location"]) == meeting.place
    assert "– Площадка" in str(event["description"])
    assert str(event["url"]).endswith(meeting.get_absolute_url())


def test_a_move_and_a_calling_off_keep_the_event_and_raise_its_number(client, nina, town, lenina, at_noon):
    meeting = announced(nina, town, lenina)
    before = events(read(client, "/meetings/calendar.ics"))[meeting.title]
    starts_at = NOON + timedelta(days=9)
    actions.move(
        meeting, by=nina, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), place="в школе", reason="Дождь"
    )
    moved = events(read(client, "/meetings/calendar.ics"))[meeting.title]
    actions.cancel(meeting, by=nina, reason="Снова дождь")
    (off,) = read(client, "/meetings/calendar.ics").walk("VEVENT")

    assert before["uid"] == moved["uid"] == off["uid"]
    assert [event["sequence"] for event in (before, moved, off)] == [0, 1, 2]
    assert (moved["dtstart"].dt, str(moved["location"])) == (starts_at, "в школе")
    assert str(off["status"]) == "CANCELLED"
    assert "Снова дождь" in str(off["description"])


def test_the_zone_of_the_far_east_has_no_summer_time(client, semyon, palana, at_noon):
    meeting = announced(semyon, palana)

    answer = client.get("/meetings/calendar.ics", HTTP_HOST="palana.localhost")
    feed = Calendar.from_ical(answer.content)

    (event,) = feed.walk("VEVENT")
    assert event["dtstart"].dt == meeting.starts_at
    assert event["dtstart"].dt.utcoffset() == timedelta(hours=12)
    assert [str(zone["tzid"]) for zone in feed.walk("VTIMEZONE")] == ["Asia/Kamchatka"]


def test_a_communitys_calendar_holds_its_own_and_the_towns(client, nina, town, lenina, mira, at_noon):
    announced(nina, town, lenina, title="Наша")
    announced(nina, town, mira, title="Соседняя")
    announced(nina, town, title="Общая")

    assert set(events(read(client, f"/communities/{lenina.slug}/meetings.ics"))) == {"Наша", "Общая"}


def test_one_meeting_is_a_file(client, nina, town, lenina, at_noon):
    meeting = announced(nina, town, lenina)

    assert list(events(read(client, f"{meeting.get_absolute_url()}meeting.ics"))) == [meeting.title]


def test_words_of_people_stay_words(client, nina, town, at_noon):
    title = "Встреча; двор, дом\\1 BEGIN:VEVENT"
    announced(nina, town, title=title, text="первая\nBEGIN:VALARM\nвторая")

    feed = read(client, "/meetings/calendar.ics")

    assert list(events(feed)) == [title]
    assert not feed.walk("VALARM")


def test_the_personal_address_leads_to_what_one_comes_to(client, nina, anna, boris, town, lenina, at_noon):
    mine, other = announced(nina, town, lenina, title="Моя"), announced(nina, town, lenina, title="Чужая")
    actions.register(mine, by=anna)
    actions.register(other, by=boris)
    client.force_login(anna)

    page = client.post("/me/calendar/").content.decode()
    address = page.partition('value="http://localhost')[2].partition('"')[0]
    client.logout()

    answer = client.get(address)
    assert set(events(Calendar.from_ical(answer.content))) == {"Моя"}
    assert answer["Cache-Control"] == "private, no-store"
    assert not any(word in answer.content.decode() for word in (anna.last_name, anna.email, boris.last_name))
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert not CalendarLink.objects.filter(digest=token).exists()


def test_a_new_address_puts_out_the_former_and_it_can_be_revoked(client, anna, town, at_noon):
    first = actions.make_link(town, by=anna)
    second = actions.make_link(town, by=anna)

    assert client.get(f"/me/calendar/{first}.ics").status_code == 404
    assert client.get(f"/me/calendar/{second}.ics").status_code == 200
    client.force_login(anna)
    assert client.post("/me/calendar/revoke/").status_code == 302
    assert client.get(f"/me/calendar/{second}.ics").status_code == 404


def test_the_address_is_of_one_town_and_of_an_active_person(client, anna, town, palana, at_noon):
    token = actions.make_link(town, by=anna)

    assert client.get(f"/me/calendar/{token}.ics", HTTP_HOST="palana.localhost").status_code == 404
    anna.is_active = False
    anna.save(update_fields=["is_active"])
    assert client.get(f"/me/calendar/{token}.ics").status_code == 404


@pytest.mark.parametrize("address", ["/meetings/calendar.ics", "/communities/lenina-1/meetings.ics"])
def test_a_calendar_costs_the_same_for_many(
    client, nina, town, lenina, at_noon, address, django_assert_max_num_queries
):
    for number in range(6):
        announced(nina, town, lenina, title=f"№ {number}", agenda=["один", "два"], kind=MeetingKind.YARD)

    with django_assert_max_num_queries(8):
        client.get(address)
