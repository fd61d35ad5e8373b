"""The registry in Wagtail's admin: who enters, what is shown, what is refused."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communities.actions import registry
from communities.models import ImportState, Premises, PremisesImport
from tests.cast import make_community
from tests.communities.sheets import FLATS, HEADER, checked, imported, received, upload, xlsx

HOST = {"host": "localhost"}


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query, headers=HOST)


def send(client, name, *args, **data):
    return client.post(reverse(name, args=args), data, headers=HOST)


def text(response) -> str:
    return response.content.decode()


def test_from_the_file_to_the_undone_import(client, lenina, olga):
    client.force_login(olga)

    sent = send(client, "registry_upload", file=upload(xlsx(HEADER, *FLATS, [1, "", "5"])), community=lenina.pk)
    source = PremisesImport.objects.get()
    columns = page(client, "registry_columns", source.public_id)
    send(client, "registry_columns", source.public_id, column_number=1, column_entrance=0, column_area=2, header_row=1)
    summary = page(client, "registry_import", source.public_id)
    send(client, "registry_apply", source.public_id)
    progress = page(client, "registry_import", source.public_id)
    registry.carry_out_imports()
    result = page(client, "registry_import", source.public_id)
    applied = Premises.objects.count()
    asked = page(client, "registry_undo", source.public_id)
    send(client, "registry_undo", source.public_id)

    assert sent.url == reverse("registry_columns", args=[source.public_id])
    assert '<option value="1" selected>' in text(columns)
    assert "60,25" in text(columns)
    assert "no_number" not in text(summary)
    assert reverse("registry_apply", args=[source.public_id]) in text(summary)
    assert "<noscript>" in text(progress)
    assert "<noscript>" not in text(result)
    assert (applied, asked.status_code, Premises.objects.count()) == (3, 200, 0)
    source.refresh_from_db()
    assert source.state == ImportState.UNDONE


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.xlsx"),
        (b"\x00\x01\x02", "a.csv"),
        (b"PK\x03\x04 broken", "a.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls"),
        (b"%PDF-1.4\x00", "a.xlsx"),
    ],
)
def test_what_is_no_table_is_refused_in_words(client, lenina, olga, content, name):
    client.force_login(olga)

    response = send(client, "registry_upload", file=upload(content, name), community=lenina.pk)

    assert response.status_code == 200
    assert "error-message" in text(response)
    assert f'value="{lenina.pk}" selected' in text(response)
    assert not PremisesImport.objects.exists()


def test_a_wrong_choice_of_columns_keeps_what_was_chosen(client, lenina, olga):
    client.force_login(olga)
    source = received(lenina, xlsx(HEADER, *FLATS), by=olga)

    twice = send(client, "registry_columns", source.public_id, column_number=1, column_area=1, header_row=1)
    nonsense = send(client, "registry_columns", source.public_id, column_number="x", header_row="-1")

    source.refresh_from_db()
    assert (twice.status_code, nonsense.status_code) == (200, 200)
    assert "help-critical" in text(twice)
    assert text(twice).count('<option value="1" selected>') == 2
    assert source.state == ImportState.UPLOADED


def test_wrong_rows_are_given_back_with_their_reasons_and_without_formulas(client, lenina, olga):
    client.force_login(olga)
    content = "Подъезд;Кв.;Площадь\n1;=2+3;45\n1;7;@SUM(1)".encode("cp1251")
    source = checked(lenina, content, by=olga)

    response = page(client, "registry_errors", source.public_id)

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    given = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [(row[0], row[1], row[3]) for row in given] == [("3", "7", "@SUM(1)")]
    assert all(cell.data_type == "s" for row in sheet.iter_rows() for cell in row if cell.value)
    assert response["Content-Disposition"].startswith("attachment")


def test_many_wrong_rows_are_shown_by_pages(client, lenina, olga, django_assert_max_num_queries):
    client.force_login(olga)
    source = checked(lenina, xlsx(HEADER, *[[1, str(number), "много"] for number in range(1, 121)]), by=olga)

    with django_assert_max_num_queries(20):
        first = page(client, "registry_import", source.public_id)
    last = page(client, "registry_import", source.public_id, page=3)

    assert (text(first).count("registry-words"), text(last).count("registry-words")) == (50, 20)


def test_the_list_of_units_is_searched_by_building_entrance_and_number(client, lenina, mira, olga):
    client.force_login(olga)
    imported(lenina, xlsx(HEADER, *FLATS, [3, "12а", "77,7"]), by=olga)
    imported(mira, xlsx(HEADER, [1, "1", "99,9"]), by=olga)

    everything = page(client, "registry:index")
    second = page(client, "registry:index", community=lenina.pk, entrance=2)
    spelled = page(client, "registry:index", number="кв. 12 А")

    assert all(area in text(everything) for area in ("45,60", "60,25", "77,70", "99,90"))
    assert ("60,25" in text(second), "45,60" in text(second), "99,90" in text(second)) == (True, False, False)
    assert ("77,70" in text(spelled), "45,60" in text(spelled)) == (True, False)


def test_a_list_of_many_units_costs_as_much_as_of_few(client, lenina, olga, django_assert_num_queries):
    client.force_login(olga)
    imported(lenina, xlsx(HEADER, *FLATS), by=olga)
    page(client, "registry:index")
    with CaptureQueriesContext(connection) as few:
        page(client, "registry:index")
    imported(lenina, xlsx(HEADER, *[[1, str(number), "40"] for number in range(1, 120)]), by=olga)

    with django_assert_num_queries(len(few)):
        page(client, "registry:index")


def test_a_unit_is_corrected_by_the_rules_of_the_import(client, lenina, olga):
    client.force_login(olga)
    imported(lenina, xlsx(HEADER, *FLATS), by=olga)
    unit = lenina.premises.get(key="1")
    form = {"kind": "flat", "entrance": "1", "owner_count": ""}

    taken = send(client, "registry:edit", unit.pk, number="кв. 2", area="45,6", **form)
    wrong = send(client, "registry:edit", unit.pk, number="б/н", area="много", **form)
    right = send(client, "registry:edit", unit.pk, number="кв. 1А", area="1 045,75", **form)

    unit.refresh_from_db()
    assert (taken.status_code, wrong.status_code, right.status_code) == (200, 200, 302)
    assert "много" in text(wrong)
    assert (unit.number, unit.key, unit.area_hundredths) == ("1а", "1а", 104575)


@pytest.mark.parametrize("person", ["egor", "vera", "nina", "anna"])
def test_others_do_not_enter(client, lenina, olga, request, person):
    source = imported(lenina, xlsx(HEADER, *FLATS), by=olga)
    unit = lenina.premises.first()
    client.force_login(request.getfixturevalue(person))

    for name, args in every_address(source, unit):
        for answer in (page(client, name, *args), send(client, name, *args)):
            assert answer.status_code == 403
            assert lenina.title not in text(answer)

    client.force_login(olga)
    assert page(client, "registry:index").status_code == 200


def every_address(source, unit):
    one = [source.public_id]
    return [
        ("registry:index", []),
        ("registry:index_results", []),
        ("registry:edit", [unit.pk]),
        ("registry_imports", []),
        ("registry_upload", []),
        *((f"registry_{name}", one) for name in ("import", "columns", "errors", "apply", "undo")),
    ]


def test_nothing_of_another_town_is_seen(client, lenina, palana, olga, operator):
    foreign = make_community(palana, "Поротовская, 1", slug="porotova", street="Поротовская", house="1")
    source = imported(foreign, xlsx(HEADER, [1, "777", "77,7"], [1, "", "5"]), by=operator)
    client.force_login(olga)

    for name, args in every_address(source, foreign.premises.get()):
        answer = page(client, name, *args)
        assert answer.status_code in ((404, 405) if args else (200,))
        assert not any(word in text(answer) for word in ("777", "77,7", "Поротовская"))
    refused = send(client, "registry_upload", file=upload(xlsx(HEADER)), community=foreign.pk)
    undone = send(client, "registry_undo", source.public_id)

    assert "Поротовская" not in text(refused)
    assert (undone.status_code, foreign.premises.current().count()) == (404, 1)


def test_units_stand_as_people_count_them(lenina, olga):
    imported(lenina, xlsx(HEADER, *[[1, number, "40"] for number in ("10", "2", "12а", "9", "12")]), by=olga)

    assert list(lenina.premises.by_number().values_list("number", flat=True)) == ["2", "9", "10", "12", "12а"]
