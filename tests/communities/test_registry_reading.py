"""Registries as offices keep them: pure rules, without a database."""

from datetime import date, datetime
from fractions import Fraction

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from communities.registry import tables
from communities.registry.addresses import finder
from communities.registry.columns import guess
from communities.registry.numbers import key_of
from communities.registry.rows import read_units
from communities.registry.tables import HEAD_ROWS, Unreadable, read
from communities.registry.values import (
    JOINT,
    Wrong,
    format_area,
    parse_area,
    parse_decimal,
    parse_entrance,
    parse_kind,
    parse_number,
    parse_share,
)
from tests.communities.sheets import csv_text, xlsx

HOUSE = 7
NOWHERE = finder([])


def reading_of(content, only=HOUSE, find=NOWHERE):
    table = read(content)
    layout = guess(table.rows[:HEAD_ROWS])
    return read_units(table, layout.columns, layout.first_row, find, only)


def told(reading):
    return {unit.key: (unit.entrance, unit.area, unit.shares) for unit in reading.units}


def reasons(reading):
    return {problem.row: problem.reasons for problem in reading.problems}


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("кв. 12а", "12а"),
        ("12 А", "12а"),
        ("№12-а", "12а"),
        ("12A", "12а"),
        ("１２Ａ", "12а"),
        (" кв\N{NO-BREAK SPACE}№ 012 ", "12"),
        ("12.0", "12"),
        ("Квартира 7", "7"),
        ("12/1", "12-1"),
        ("12 1", "12-1"),
        ("нежилое помещение № 3", "3"),
        ("к\N{SOFT HYPHEN}в. 5", "5"),
        ("5Ё", "5е"),
        ("кв.", ""),
        ("", ""),
    ],
)
def test_numbers_of_flats_are_folded_to_one_key(written, key):
    assert key_of(written) == key
    assert key_of(key) == key


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text):
    assert key_of(key_of(text)) == key_of(text)


@given(st.integers(1, tables.MAX_ROWS), st.integers(1, 99))
def test_two_numbers_never_meet(first, second):
    assert (key_of(f"{first}-{second}") == key_of(f"{first}{second}")) is False
    assert key_of(f"кв. {first}") == str(first)


@pytest.mark.parametrize(
    ("written", "hundredths"),
    [
        ("45,6", 4560),
        ("45.60", 4560),
        ("1 234,50 м²", 123450),
        ("1\N{NARROW NO-BREAK SPACE}234,5 кв. м", 123450),
        ("1.234,50", 123450),
        ("1,234.50", 123450),
        ("45,600", 4560),
        ("", None),
        ("—", None),
    ],
)
def test_areas_are_read_to_the_hundredth(written, hundredths):
    assert parse_area(written) == hundredths


@given(st.integers(1, 100_000_00))
def test_an_area_is_read_as_it_was_written(hundredths):
    assert parse_area(format_area(hundredths)) == hundredths
    assert parse_area(f"{hundredths // 100}.{hundredths % 100:02}") == hundredths


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("1/2", Fraction(1, 2)),
        (" 1 / 3 доли", Fraction(1, 3)),
        ("½", Fraction(1, 2)),
        ("0,5", Fraction(1, 2)),
        ("50 %", Fraction(1, 2)),
        ("0.333333333333333", Fraction(1, 3)),
        ("0,33", Fraction(33, 100)),
        ("целая", Fraction(1)),
        ("Собственность", Fraction(1)),
        ("Общая долевая собственность, 1/4", Fraction(1, 4)),
        ("общая совместная", JOINT),
        ("01.фев", Fraction(1, 2)),
        ("2-янв", Fraction(1, 2)),
        ("янв.48", Fraction(1, 48)),
        ("", None),
    ],
)
def test_shares_are_fractions(written, share):
    assert parse_share(written) == share


@given(st.integers(1, 1000), st.integers(1, 1000))
@example(1, 3)
def test_a_share_is_read_as_it_was_written(above, below):
    share = Fraction(min(above, below), max(above, below))

    assert parse_share(f"{share.numerator}/{share.denominator}") == share
    # As a spreadsheet writes out a quotient, with fifteen digits.
    assert parse_share(format(share.numerator / share.denominator, ".15g")) == share


@pytest.mark.parametrize(
    ("parse", "written", "code"),
    [
        (parse_area, "много", "bad_area"),
        (parse_area, "0", "bad_area"),
        (parse_area, "-5", "bad_area"),
        (parse_area, "1 23,5", "bad_area"),
        (parse_area, "1e3", "bad_area"),
        (parse_area, "45,678", "area_too_fine"),
        (parse_area, "100001", "bad_area"),
        (parse_share, "3/2", "bad_share"),
        (parse_share, "0", "bad_share"),
        (parse_share, "1/0", "bad_share"),
        (parse_share, "01.02.2026", "share_is_date"),
        (parse_share, "1/3000000000", "share_too_fine"),
        (parse_number, "01.фев", "number_is_date"),
        (parse_number, "б/н", "bad_number"),
        (parse_number, "1" * 30, "number_too_long"),
        (parse_entrance, "0", "bad_entrance"),
        (parse_entrance, "1-2", "bad_entrance"),
        (parse_kind, "что-то", "bad_kind"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(parse, written, code):
    with pytest.raises(Wrong) as wrong:
        parse(written)

    assert wrong.value.code == code


@given(st.text(max_size=30))
def test_no_text_breaks_the_parsers(text):
    for parse in (
        parse_area,
        parse_share,
        parse_number,
        parse_entrance,
        parse_kind,
        lambda cell: parse_decimal(cell, "x"),
    ):
        try:
            parse(text)
        except Wrong as wrong:
            assert wrong.code


def test_a_form_with_titles_merged_headings_and_totals():
    content = xlsx(
        ["Реестр помещений многоквартирного дома"],
        [],
        ["№ п/п", "№ квартиры", "Подъезд", "Этаж", "Площадь, м²", None, "Доля", "Ф.И.О. собственника"],
        [None, None, None, None, "жилая", "общая", None, None],
        [1, 2, 3, 4, 5, 6, 7, 8],
        ["Подъезд № 1"],
        [1, "кв. 1", None, 1, 30, "45,6", date(2026, 2, 1), "Ильин"],
        [None, None, None, None, None, None, "1/2", "Ильина"],
        [2, "кв. 2а", None, 1, 30, 1234.5, "целая", "Котов"],
        [],
        ["Подъезд 2"],
        [3, 3, None, 1, 30, 45.599999999999994, None, None],
        ["Итого", None, None, None, 90, 1325.7],
        merged=["A1:H1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:G4", "H3:H4", "A6:H6", "A11:H11"],
        formats={"G7": "d-mmm"},
        titles=("Титул", "Реестр"),
    )

    reading = reading_of(content)

    assert told(reading) == {
        "1": (1, 4560, ((Fraction(1, 2), "Ильин"), (Fraction(1, 2), "Ильина"))),
        "2а": (1, 123450, ((Fraction(1), "Котов"),)),
        "3": (2, 4560, None),
    }
    assert reading.problems == []
    assert (reading.rows, reading.skipped) == (8, 4)


def test_the_sheet_with_the_best_header_is_read():
    workbook = openpyxl.Workbook()
    workbook.active.append(["Номер", "Адрес"])
    second = workbook.create_sheet("Квартиры")
    second.append(["Кв.", "Подъезд", "Площадь"])
    second.append(["5", "1", "40"])
    import io

    out = io.BytesIO()
    workbook.save(out)

    assert read(out.getvalue()).sheet == "Квартиры"


def test_merged_cells_hold_for_all_their_rows():
    content = xlsx(
        ["Подъезд", "Кв", "Площадь", "Доля"],
        [1, "1", "40", "1/2"],
        [None, None, None, "1/2"],
        [None, "2", "50", "1"],
        merged=["A2:A4", "B2:B3", "C2:C3"],
    )

    assert told(reading_of(content)) == {
        "1": (1, 4000, ((Fraction(1, 2), ""), (Fraction(1, 2), ""))),
        "2": (1, 5000, ((Fraction(1), ""),)),
    }


def test_formulas_are_read_as_their_values_and_never_run():
    table = read(csv_text(["Кв", "Площадь"], ["=1+1", "=40"]))

    assert table.rows[1] == ["=1+1", "=40"]
    assert reading_of(csv_text(["Кв", "Площадь"], ["7", "=40"])).problems[0].reasons == ["bad_area"]


@pytest.mark.parametrize("sign", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_text_of_any_encoding_and_delimiter(sign, encoding):
    content = csv_text(["Квартира", "Площадь", "Подъезд"], ["кв. 12а", "45.6", "2"], sign=sign).decode()

    assert told(reading_of(content.encode(encoding))) == {"12а": (2, 4560, None)}


def test_shares_beyond_one_make_all_rows_of_the_unit_wrong():
    header = ["Кв", "Доля", "Собственник"]
    content = csv_text(header, ["1", "2/3", "А"], ["1", "1/2", "Б"], ["2", "2/3", "А"], ["2", "1/3", "Б"])

    reading = reading_of(content)

    assert reasons(reading) == {2: ["shares_exceed_one"], 3: ["shares_exceed_one"]}
    assert set(told(reading)) == {"2"}


@given(st.lists(st.fractions(min_value=Fraction(1, 60), max_value=1, max_denominator=60), min_size=1, max_size=6))
def test_shares_are_taken_when_they_make_up_no_more_than_one(shares):
    rows = [
        ["1", f"{share.numerator}/{share.denominator}", f"Владелец {number}"] for number, share in enumerate(shares)
    ]

    reading = reading_of(csv_text(["Кв", "Доля", "Собственник"], *rows))

    assert bool(reading.units) is (sum(shares) <= 1)
    assert len(reading.problems) == (0 if reading.units else len(shares))


def test_joint_owners_have_equal_parts():
    content = csv_text(
        ["Кв", "Доля", "Собственник"], ["1", "совместная", "А"], ["1", "совместная", "Б"], ["2", "", "В"]
    )

    assert told(reading_of(content)) == {
        "1": (None, None, ((Fraction(1, 2), "А"), (Fraction(1, 2), "Б"))),
        "2": (None, None, ((Fraction(1), "В"),)),
    }


def test_a_wrong_row_spoils_its_unit_and_no_other():
    header = ["Кв", "Площадь", "Доля", "Собственник"]
    content = csv_text(
        header,
        ["1", "40", "1/2", "А"],
        ["1", "40", "половина", "Б"],
        ["2", "40", "1/2", "В"],
        ["", "", "x/2", "Г"],
        ["3", "40", "1", "Д"],
        ["", "50", "", ""],
    )

    reading = reading_of(content)

    assert set(told(reading)) == {"3"}
    assert reasons(reading) == {
        2: ["unit_has_wrong_row"],
        3: ["bad_share"],
        4: ["unit_has_wrong_row"],
        5: ["bad_share"],
        7: ["no_number"],
    }


def test_doubles_are_told_and_nameless_halves_are_two_owners():
    content = csv_text(
        ["Кв", "Площадь", "Доля"], ["1", "40", ""], ["кв. 1", "40,0", ""], ["2", "50", "1/2"], ["2", "50", "1/2"]
    )

    reading = reading_of(content)

    assert reasons(reading) == {3: ["duplicate"]}
    assert told(reading)["2"][2] == ((Fraction(1, 2), ""), (Fraction(1, 2), ""))


def test_rows_of_a_unit_may_not_disagree():
    content = csv_text(["Кв", "Площадь", "Подъезд"], ["1", "40", "1"], ["1", "41", "2"])

    assert reasons(reading_of(content)) == {row: ["entrance_differs", "area_differs"] for row in (2, 3)}


def test_a_flat_and_an_office_may_have_one_number():
    content = csv_text(
        ["Помещение", "Тип", "Площадь"], ["5", "квартира", "40"], ["5", "нежилое", "90"], ["н/п 6", "", "9"]
    )

    kinds = {(unit.key, unit.kind, unit.area) for unit in reading_of(content).units}

    assert kinds == {("5", "flat", 4000), ("5", "non_residential", 9000), ("6", "non_residential", 900)}


def test_percents_told_by_the_heading():
    reading = reading_of(csv_text(["Кв", "Доля, %"], ["1", "50"], ["1", "25,5"]))

    assert told(reading)["1"][2] == ((Fraction(1, 2), ""), (Fraction(51, 200), ""))


BUILDINGS = finder(
    [(1, "ул. Ленина 1"), (2, "пр. Мира 45"), (3, "ул. Мира 45"), (4, "ул. 8 Марта 5а"), (5, "ул. Ленина 12 корп. 1")],
    "Заречный Заречного Пензенская область",
)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("ул. Ленина, 1", (1, "")),
        ("442960, Пензенская обл., г. Заречный, улица ЛЕНИНА, дом 1", (1, "")),
        ("Ленина ул., д. 1, кв. 5", (1, "")),
        ("пр-т Мира, 45", (2, "")),
        ("ул. Мира, 45", (3, "")),
        ("Мира 45", (None, "address_ambiguous")),
        ("8 Марта, 5A", (4, "")),
        ("Ленина 12к1", (5, "")),
        ("ул. Ленина, 12", (None, "address_unknown")),
        ("Новая Ленина, 1", (None, "address_unknown")),
        ("ул. Ленина", (None, "address_unclear")),
        ("", (None, "address_unclear")),
    ],
)
def test_addresses_find_their_buildings(written, found):
    assert BUILDINGS(written) == found


def test_addresses_as_headings_over_their_flats():
    content = csv_text(["Кв", "Площадь"], ["ул. Ленина, д. 1", ""], ["1", "40"], ["ул. Мира, 45", ""], ["1", "50"])

    units = reading_of(content, only=None, find=BUILDINGS).units

    assert [(unit.community, unit.area) for unit in units] == [(1, 4000), (3, 5000)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\r\n;;\r\n", "empty"),
        (b"a\x00b", "not_a_table"),
        (b"PK\x03\x04nothing", "broken"),
        (b"\xd0\xcf\x11\xe0", "old_excel"),
        (b"1;2\n" * (tables.MAX_ROWS + 1), "too_many_rows"),
        (b"a" * (tables.MAX_BYTES + 1), "too_large"),
    ],
)
def test_what_is_no_table_is_refused(content, code):
    with pytest.raises(Unreadable) as refused:
        read(content)

    assert refused.value.code == code


def test_a_bomb_is_not_unpacked(monkeypatch):
    content = xlsx(["Кв", "Площадь"], *[[str(number), "1"] for number in range(500)])
    assert len(read(content).rows) == 501

    monkeypatch.setattr(tables, "MAX_UNPACKED_BYTES", 5000)
    with pytest.raises(Unreadable) as refused:
        read(content)

    assert refused.value.code == "bomb"


def test_a_workbook_that_lies_of_its_size_is_read():
    rows = read(xlsx(["Кв", "Дата", "Всё"], ["1", datetime(2026, 1, 2, 3, 4), True])).rows

    assert rows[1] == ["1", "02.01.2026", "да"]


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(content):
    for start in (b"", b"PK\x03\x04"):
        try:
            assert read(start + content).rows
        except Unreadable as refused:
            assert refused.code
