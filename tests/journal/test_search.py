"""The journal in the admin: found by person, thing, act and time; residents are keys until they are asked for."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from communities.actions import request_membership
from core import clock
from core.spreadsheets import safe
from home import journal_search
from home.journal_search import PAGE, found, page_of
from journal.actions import record
from journal.models import Event, Look
from journal.verbs import Verb
from municipalities.models import Municipality
from tests.cast import NOON, make_person

HOST = {"host": "localhost"}
JOURNAL = "/admin/journal/"
ROWS = 'class="listing"'


@pytest.fixture
def request_of_anna(town, mira, anna):
    with clock.set_to(NOON):
        return request_membership(mira, by=anna, tenure="owner", flat="5", entrance=1, note="")


@pytest.fixture
def admin(client, olga):
    client.force_login(olga)
    return client


def many(town, count, *, by=None, at=NOON, verb=Verb.COMMENTED):
    kind = ContentType.objects.get_for_model(Municipality)
    Event.objects.bulk_create(
        Event(
            municipality=town,
            at=at + timedelta(seconds=number),
            verb=verb,
            actor_key=by and by.actor_key,
            target_type=kind,
            target_id=town.pk + number,
        )
        for number in range(count)
    )


def page(client, **asked):
    return client.get(JOURNAL, asked, headers=HOST).content.decode()


def test_residents_are_keys_and_officials_have_names(admin, request_of_anna, anna, nina):
    record(Verb.COMMENTED, nina, by=nina, municipality=request_of_anna.community.municipality)
    shown = page(admin)

    assert str(anna.actor_key)[:8] in shown
    assert "Ильина" not in shown
    assert "Нина Климова" in shown
    assert not Look.objects.exists()


def test_asking_for_a_person_shows_the_name_and_is_kept(admin, request_of_anna, anna, olga):
    answer = admin.post(f"{JOURNAL}people/?verb=membership_requested", {"person": anna.email}, headers=HOST)
    assert answer.headers["Location"] == f"{JOURNAL}?verb=membership_requested&who={anna.actor_key}"
    shown = admin.get(answer.headers["Location"], headers=HOST).content.decode()
    look = Look.objects.get()

    assert "Анна Ильина" in shown
    assert (look.subject, look.event.verb, look.event.data) == (anna, Verb.PERSONAL_DATA_SEEN, {"reason": "audit"})
    assert look.event.actor_key == olga.actor_key


def test_namesakes_are_told_apart_by_their_communities(admin, lenina, mira, anna):
    other = make_person("Анна", "Ильинская")
    record(Verb.COMMENTED, lenina, by=other, municipality=lenina.municipality)

    shown = admin.post(f"{JOURNAL}people/", {"person": "анна иль"}, headers=HOST).content.decode()

    assert "Анна Ильинская" in shown
    assert "ул. Ленина, 1" in shown
    assert set(Look.objects.values_list("subject", flat=True)) == {anna.pk, other.pk}


@pytest.mark.parametrize("text", ["", " ", "Семён", "person@example.org", "x" * 300, "%", "'\"<b>"])
def test_nobody_of_another_town_is_found(admin, town, palana, semyon, text):
    record(Verb.COMMENTED, palana, by=semyon, municipality=palana)

    answer = admin.post(f"{JOURNAL}people/", {"person": text}, headers=HOST)
    assert answer.headers["Location"] == f"{JOURNAL}?"
    assert "Паланский" not in page(admin, who=semyon.actor_key)
    assert str(semyon.actor_key)[:8] not in page(admin)
    assert not Look.objects.exists()


def test_acts_by_a_person_and_about_them(town, request_of_anna, anna, vera, olga, operator):
    record(Verb.ROLE_GIVEN, anna, by=operator, municipality=town)
    record(Verb.MEMBERSHIP_VERIFIED, request_of_anna, by=vera, municipality=town)
    seen = record(Verb.PERSONAL_DATA_SEEN, town, by=olga, municipality=town, reason="audit")
    Look.objects.create(event=seen, subject=anna)

    def verbs(**wanted):
        return {event.verb for event in found(town, wanted)}

    assert verbs(who=anna.actor_key, part="acted") == {"membership_requested"}
    assert verbs(who=anna.actor_key, part="concerned") == {
        "role_given", "membership_verified", "membership_requested", "personal_data_seen",
    }  # fmt: skip
    assert verbs(who=pk_of_nobody(), part="concerned") == verbs(who=pk_of_nobody()) == set()


def pk_of_nobody():
    return "00000000-0000-0000-0000-000000000000"


def test_a_thing_is_found_by_what_people_call_it(admin, request_of_anna):
    kind = ContentType.objects.get_for_model(request_of_anna).pk

    assert request_of_anna.public_id in page(admin)
    assert ROWS in page(admin, kind=kind, number=request_of_anna.public_id)
    for wrong in ("nobody", "0", "9" * 30, "№ 1", "\x00"):
        assert ROWS not in page(admin, kind=kind, number=wrong), wrong


def test_times_are_the_towns(town, admin):
    many(town, 1)  # noon of Moscow

    assert "12.10.2026 12:00:00" in page(admin, verb="commented")
    assert ROWS in page(admin, verb="commented", since="2026-10-12T12:00", until="2026-10-12T12:00")
    assert ROWS not in page(admin, verb="commented", since="2026-10-12T12:01")
    assert ROWS not in page(admin, verb="commented", until="2026-10-12T11:59")


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "2026-10-12T12:00", "until": "2026-10-12T11:00"}, {"since": "yesterday"}, {"number": "5"},
        {"verb": "no_such"}, {"kind": "x"}, {"kind": "999999"}, {"who": "x"}, {"until": "99999-01-01T00:00"},
    ],
)  # fmt: skip
def test_nonsense_is_told_and_kept(admin, town, asked):
    answer = admin.get(JOURNAL, asked, headers=HOST)

    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode() or "who" in asked
    assert admin.post(f"{JOURNAL}export/?{next(iter(asked))}=x&number=1", headers=HOST).status_code == 302


@pytest.mark.parametrize(
    "before", ["x", "~", "2026-10-12~5", "2026-10-12T00:00:00+00:00~x", "~" * 200, f"~{'9' * 40}"]
)
def test_a_broken_place_is_the_first_page(town, before):
    many(town, 3)

    assert len(page_of(found(town, {"verb": Verb.COMMENTED}), before)[0]) == 3


def test_pages_follow_each_other_without_gaps_and_repetitions(town):
    many(town, PAGE)
    many(town, PAGE + 5)  # at the same moments
    seen, before, pages = [], "", 0
    while True:
        rows, before = page_of(found(town, {"verb": Verb.COMMENTED}), before)
        seen += [(row.at, row.pk) for row in rows]
        pages += 1
        if not before:
            break

    assert pages == 3
    assert len(seen) == len(set(seen)) == 2 * PAGE + 5
    assert seen == sorted(seen, reverse=True)


def test_a_page_costs_the_same_at_any_length(admin, town, anna):
    many(town, 3, by=anna)
    page(admin)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page(admin)
    many(town, 200, by=anna)
    with CaptureQueriesContext(connection) as lots:
        page(admin)

    assert len(lots) == len(few)


@pytest.mark.parametrize(
    "wanted, index",
    [
        ({}, "event_time"),
        ({"since": NOON, "until": NOON + timedelta(days=1)}, "event_time"),
        ({"verb": "commented"}, "event_verb"),
        ({"verb": "commented", "until": NOON}, "event_verb"),
        ({"who": "00000000-0000-0000-0000-000000000000"}, "event_actor_time"),
        ({"kind": 1, "number": "1"}, "event_target"),
    ],
)
def test_the_search_goes_by_an_index(town, wanted, index):
    many(town, 300, verb=Verb.PAGE_PUBLISHED)
    many(town, 5)
    if wanted.get("kind"):
        wanted = wanted | {"kind": ContentType.objects.get_for_model(ContentType).pk}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE journal_event")
        if connection.vendor == "postgresql":
            # A small table is read whole otherwise, and sorted.
            cursor.execute("SET LOCAL enable_seqscan = off")
            if index != "event_target":
                cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
    # Things have few events each: those may be sorted, and seldom fill a page.
    for before in (None,) if index == "event_target" else (None, f"{NOON.isoformat()}~5"):
        events = found(town, wanted)
        if before:
            events = events.filter(at__lte=NOON).exclude(at=NOON, pk__gte=5)
        plan = events[:PAGE].explain()
        assert index in plan, plan
        assert index == "event_target" or ("TEMP B-TREE" not in plan and "Sort" not in plan), plan


def test_only_the_administrator_and_the_operator_examine(client, town, anna, egor, nina, olga, operator):
    many(town, 1)

    def answers(person):
        client.force_login(person)
        return [
            client.get(JOURNAL, headers=HOST).status_code,
            client.post(f"{JOURNAL}people/", {"person": "никто"}, headers=HOST).status_code,
            client.post(f"{JOURNAL}export/", headers=HOST).status_code,
        ]

    assert answers(nina) == answers(anna) == [403, 403, 403]
    # Wagtail leads its own people back to the front of the admin.
    assert answers(egor) == [302, 302, 302]
    assert client.get(JOURNAL, headers=HOST).headers["Location"] == "/admin/"
    assert answers(olga) == answers(operator) == [200, 302, 200]


def test_a_copy_holds_what_was_found_and_no_names(admin, town, anna, olga, monkeypatch):
    monkeypatch.setattr("home.journal_export.AT_ONCE", 20)
    many(town, 45, by=anna)
    with CaptureQueriesContext(connection) as queries:
        answer = admin.post(f"{JOURNAL}export/?verb=commented", {"form": "csv"}, headers=HOST)
        text = b"".join(answer).decode()
    lines = list(csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    kept = Event.objects.get(verb=Verb.JOURNAL_EXPORTED)

    assert len(lines) == 46
    assert len({line[0] for line in lines}) == 46
    assert lines[-1][1:5] == ["2026-10-12T12:00:00+03:00", "commented", "Комментарий", str(anna.actor_key)]
    assert anna.last_name not in text
    assert (kept.actor_key, kept.data) == (olga.actor_key, {"form": "csv", "asked": {"verb": "commented"}})
    assert sum("journal_event" in query["sql"] for query in queries) < 10


def test_a_spreadsheet(admin, town, anna, monkeypatch):
    many(town, 3, by=anna)
    answer = admin.post(f"{JOURNAL}export/?verb=commented", {"form": "xlsx"}, headers=HOST)
    sheet = load_workbook(BytesIO(b"".join(answer))).active
    assert sheet.max_row == 4

    monkeypatch.setattr("home.journal_export.MOST_IN_BOOK", 2)
    refused = admin.post(f"{JOURNAL}export/?verb=commented", {"form": "xlsx"}, headers=HOST)
    assert refused.headers["Location"] == f"{JOURNAL}?verb=commented"
    assert Event.objects.filter(verb=Verb.JOURNAL_EXPORTED).count() == 1


@pytest.mark.parametrize("value", ["=1+1", "+7", "-1", "@sum", "\tx", "\rx"])
def test_a_cell_is_no_formula(value):
    assert safe(value) == f"'{value}"
    assert safe("1") == "1"
    assert safe(-1) == -1


def test_a_copy_asks_who_it_is(admin, town):
    session = admin.session
    session["signed_in_at"] = 0
    session.save()
    answer = admin.post(f"{JOURNAL}export/", {"form": "csv"}, headers=HOST)

    assert answer.status_code == 302
    assert "reauthenticate" in answer.headers["Location"]
    assert not Event.objects.filter(verb=Verb.JOURNAL_EXPORTED).exists()


def test_the_command_writes_the_same(town, anna, olga, tmp_path):
    many(town, 3, by=anna)
    file = tmp_path / "journal.csv"
    asked = ["--town", "localhost", "--output", str(file)]
    call_command("export_journal", *asked, "--by", olga.email, "--verb", "commented", "--since", "2026-10-12T12:00:01")

    assert len(file.read_text().splitlines()) == 3
    assert Event.objects.get(verb=Verb.JOURNAL_EXPORTED).actor_key == olga.actor_key
    with pytest.raises(CommandError, match="neither"):
        call_command("export_journal", *asked, "--by", anna.email)


def test_people_are_few_at_once(town, lenina, anna, monkeypatch, admin):
    monkeypatch.setattr(journal_search, "MOST_PEOPLE", 1)
    other = make_person("Анна", "Ильинская")
    record(Verb.COMMENTED, lenina, by=other, municipality=town)

    shown = admin.post(f"{JOURNAL}people/", {"person": "Анна"}, headers=HOST).content.decode()

    assert Look.objects.count() == 1
    assert "Ильинская" not in shown
