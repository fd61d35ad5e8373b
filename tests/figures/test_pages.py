"""The page of figures, its lists, and totals of earlier years."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appeals.models import Appeal
from figures.actions import refresh
from figures.definitions import Place
from figures.models import YearTotal
from figures.showing import Figures
from tests.cast import NOON
from tests.figures.making import make_appeal, make_meeting, make_problem
from tests.figures.test_counting import a_random_town

HOST = {"host": "localhost"}
YEAR = NOON.year
# What the closed city said of 2022.
OF_2022 = {
    "meetings": 49,
    "participants": 2500,
    "voiced": 1600,
    "solved": 638,
    "sessions": 13,
    "hearings": 7,
    "receptions": 60,
    "events": 65,
}


def get(client, path="/figures/"):
    response = client.get(path, headers=HOST)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def enter(town, **fields):
    return YearTotal.objects.create(municipality=town, source="отчёт администрации", **fields)


def test_an_empty_town_says_so(client, town):
    page = get(client)

    assert 'class="empty"' in page
    assert "<table" not in page


def test_the_real_totals_of_2022_are_shown_as_entered_by_hand(client, town):
    for code, value in OF_2022.items():
        enter(town, year=2022, figure=code, value=value)

    page = get(client, "/figures/?year=2022")

    for value in ("49", "2 500", "1 600", "638", "40 %", "13", "7", "60", "65"):
        assert f">{value}<" in page or f"{value}\n" in page, value
    assert page.count("отчёт администрации") >= 8
    # There is no list of what was counted elsewhere.
    assert "/figures/list/" not in page


def test_an_entered_total_stands_beside_what_the_site_counted(client, town, lenina):
    make_meeting(town, lenina)
    refresh(town)
    enter(town, year=YEAR, figure="meetings", value=12)

    known = Figures.of(Place(town)).known("meetings", YEAR)

    assert (known.value, known.counted, known.source) == (12, 1, "отчёт администрации")


def test_no_share_is_made_of_an_entered_and_a_counted_side(town, lenina, roads):
    meeting = make_meeting(town, lenina)
    for _number in range(12):
        make_problem(meeting, lenina, roads, solved=True)
    refresh(town)
    enter(town, year=YEAR, figure="voiced", value=100)

    assert Figures.of(Place(town)).known("solved_share", YEAR).value is None


def test_totals_are_one_a_year_known_and_say_where_they_are_from(town, lenina):
    enter(town, year=2022, figure="meetings", value=49)
    enter(town, year=2022, figure="meetings", value=3, community=lenina)

    with pytest.raises(IntegrityError), transaction.atomic():
        enter(town, year=2022, figure="meetings", value=50)
    with pytest.raises(IntegrityError, match="total_says_where_it_is_from"), transaction.atomic():
        YearTotal.objects.create(municipality=town, year=2021, figure="meetings", value=50, source="")
    for figure, field in (("solved_share", "figure"), ("communities", "community")):
        wrong = YearTotal(municipality=town, year=2021, figure=figure, value=1, source="с", community=lenina)
        with pytest.raises(ValidationError) as refusal:
            wrong.full_clean()
        assert field in refusal.value.error_dict


@pytest.mark.parametrize("who", ["egor", "olga"])
def test_the_press_service_and_the_administrator_enter_totals(client, town, request, who):
    client.force_login(request.getfixturevalue(who))
    address = reverse("year_totals:add")
    fields = {"year": 2022, "figure": "meetings", "value": 49, "source": "отчёт", "community": ""}

    assert "Итоги" in get(client, address) or "Totals" in get(client, address)
    client.post(address, fields, headers=HOST)
    client.post(address, fields | {"figure": "нет такого"}, headers=HOST)

    assert [row.value for row in YearTotal.objects.within(town)] == [49]


def test_a_specialist_enters_no_totals(client, town, gleb):
    client.force_login(gleb)

    assert client.get(reverse("year_totals:add"), headers=HOST).status_code in (302, 403)


def test_a_figure_leads_to_its_list_with_the_same_total(client, town, lenina, roads):
    meeting = make_meeting(town, lenina, attendance=33)
    shown = make_problem(meeting, lenina, roads, title="Яма у второго подъезда")
    make_problem(meeting, lenina, roads, title="Тайная яма", is_public=False)
    refresh(town)

    page = get(client, f"/figures/?year={YEAR}")
    voiced = get(client, f"/figures/list/voiced/?year={YEAR}")
    participants = get(client, f"/figures/list/participants/?year={YEAR}")

    assert f"/figures/list/voiced/?year={YEAR}" in page
    assert "<b>2</b>" in voiced
    assert shown.get_absolute_url() in voiced
    assert "Тайная" not in voiced
    assert participants.count("33") >= 2


def test_officials_read_private_ones_in_the_list(client, town, lenina, roads, nina):
    make_problem(make_meeting(town, lenina), lenina, roads, title="Тайная яма", is_public=False)
    client.force_login(nina)

    assert "Тайная яма" in get(client, f"/figures/list/voiced/?year={YEAR}")


@pytest.mark.parametrize("code", ["nothing", "solved_share", "response_time"])
def test_what_counts_no_rows_has_no_list(client, town, code):
    assert client.get(f"/figures/list/{code}/", headers=HOST).status_code == 404


def test_a_house_is_found_by_its_street(client, town, lenina, mira):
    make_appeal(town, lenina)
    refresh(town)

    found = client.get("/figures/?where=ленина", headers=HOST)

    assert found.status_code == 302
    assert "community=lenina-1" in found.url
    assert "ул. Ленина, 1" in get(client, found.url)
    assert "note--warn" in get(client, "/figures/?where=Тверская")


def test_a_department_shows_only_what_it_can_have(client, town, lenina, roads):
    make_appeal(town, lenina, department=roads)
    refresh(town)

    page = get(client, f"/figures/?department={roads.pk}")

    assert 'id="received"' in page
    assert 'id="meetings"' not in page


@pytest.mark.parametrize(
    "query", ["year=x", "year=99999999", "department=-1", "department=9999999999", "community=no"]
)
def test_nonsense_counts_as_not_asked(client, town, query):
    assert client.get(f"/figures/?{query}", headers=HOST).status_code == 200


PATHS = ["/figures/", f"/figures/list/voiced/?year={YEAR}", f"/figures/list/meetings/?year={YEAR}"]


def test_pages_cost_the_same_in_a_large_town(client, town, lenina, mira, roads):
    def asked(path):
        with CaptureQueriesContext(connection) as queries:
            get(client, path)
        return len(queries)

    make_problem(make_meeting(town, lenina), lenina, roads, solved=True)
    make_appeal(town, lenina)
    refresh(town)
    [get(client, path) for path in PATHS]
    few = [asked(path) for path in PATHS]
    a_random_town(town, [lenina, mira], [roads], seed=7)
    refresh(town)

    assert [asked(path) for path in PATHS] == few


def test_a_list_goes_on_over_pages(client, town, lenina):
    Appeal.objects.bulk_create(
        Appeal(
            municipality=town, number=number, title=f"Яма {number}", created_at=NOON, state_changed_at=NOON,
            term_started_at=NOON, answer_due=NOON,
        )
        for number in range(1, 41)
    )  # fmt: skip

    first, second = (get(client, f"/figures/list/received/?year={YEAR}&page={page}") for page in (1, 2))

    assert first.count("№ ") + second.count("№ ") == 40
