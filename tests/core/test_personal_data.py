"""What looks like personal data in a text, and what only reminds of it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.personal_data import Kind, find, fragments, without

MARK = "[скрыто]"


@pytest.mark.parametrize(
    ("text", "fragment", "kind"),
    [
        ("Звоните +7 912 345-67-89 вечером", "+7 912 345-67-89", Kind.PHONE),
        ("8(912)345-67-89", "8(912)345-67-89", Kind.PHONE),
        ("8 (912) 345 67 89.", "8 (912) 345 67 89", Kind.PHONE),
        ("+79123456789", "+79123456789", Kind.PHONE),
        ("89123456789,", "89123456789", Kind.PHONE),
        ("79123456789", "79123456789", Kind.PHONE),
        ("мой 912 345-67-89", "912 345-67-89", Kind.PHONE),
        ("9123456789", "9123456789", Kind.PHONE),
        ("8-912-345-67-89", "8-912-345-67-89", Kind.PHONE),
        ("8.912.345.67.89", "8.912.345.67.89", Kind.PHONE),
        ("8 (84152) 6-00-00", "8 (84152) 6-00-00", Kind.PHONE),
        ("+7–912–345–67–89", "+7–912–345–67–89", Kind.PHONE),
        ("+7\u00a0912\u00a0345\u00a067\u00a089", "+7\u00a0912\u00a0345\u00a067\u00a089", Kind.PHONE),
        ("(8412) 60-00-00", "(8412) 60-00-00", Kind.PHONE),
        ("тел. 60-00-00", "60-00-00", Kind.PHONE),
        ("позвоните 6-12-34", "6-12-34", Kind.PHONE),
        ("Телефон: 123-45-67", "123-45-67", Kind.PHONE),
        ("пишите на anna.ilina+dom@mail.example.ru!", "anna.ilina+dom@mail.example.ru", Kind.EMAIL),
        ("почта: вера@пример.рф", "вера@пример.рф", Kind.EMAIL),
        ("я из кв. 12", "кв. 12", Kind.FLAT),
        ("кв.12а шумит", "кв.12а", Kind.FLAT),
        ("Ленина, 1, кв 7", "кв 7", Kind.FLAT),
        ("живу в квартире № 31.", "квартире № 31", Kind.FLAT),
        ("Квартира 31", "Квартира 31", Kind.FLAT),
        ("соседи из квартиры 5 топят", "квартиры 5", Kind.FLAT),
        ("кв-ра 44", "кв-ра 44", Kind.FLAT),
        ("в 31 квартире опять ремонт", "31 квартире", Kind.FLAT),
        ("в 31-й квартире", "31-й квартире", Kind.FLAT),
        ("паспорт 4504 123456", "4504 123456", Kind.NUMBER),
        ("45 04 123456 выдан", "45 04 123456", Kind.NUMBER),
        ("карта 2200 1234 5678 9012", "2200 1234 5678 9012", Kind.NUMBER),
        ("на карту 2200123456789012", "2200123456789012", Kind.NUMBER),
        ("СНИЛС 123-456-789 00", "123-456-789 00", Kind.NUMBER),
    ],
)
def test_it_is_found_as_it_is_written(text, fragment, kind):
    assert [(found.text, found.kind) for found in find(text)] == [(fragment, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "В 2024 году собрали 1 480 000 ₽, в 2025 — 12 500 000 рублей.",
        "Смета: 912 345 678 руб. и ещё 9 123 456 789",
        "Сумма 1 234 567 890,50 ₽ и 8 912 345 678",
        "12.10.2026 в 18:00, встреча до 20.30",
        "8-12-2024 10-30 и 8.12.2024-10.12.2024",
        "с 8 по 10 декабря 2026, 10:00–12:00",
        "ул. Ленина, 1, подъезд 2, этаж 5",
        "Дома 1, 3 и 5 по улице Ленина; д. 45, корп. 2",
        "У подъезда 2 и подъезда 12 темно",
        "В доме 80 квартир, из них 32 квартиры без счётчиков",
        "площадка 20 × 12 м, 240 кв. м, 15 кв.м покрытия",
        "в 1 кв. 2027 г. и в квартале 5",
        "квартиры 2 этажа, квартиры 1-го подъезда",
        "однокомнатная квартира",
        "автобус 12, маршрут 8, садик № 45",
        "ГОСТ 52301-2013, СП 59.13330.2020",
        "кадастровый номер 58:34:0010105:1234",
        "координаты 53.203412, 45.172034",
        "Звоните 112 или 104",
        "Голосов за: 1234567, против 89",
        "60-00-00 не телефон без слова рядом",
        "постановление № 1042 от 12.03.2026",
        "2200 12345 6789",
        "собака@ и @двор, user@host",
        "",
    ],
)
def test_numbers_of_a_town_are_left_in_peace(text):
    assert find(text) == []


def test_nothing_goes_over_the_end_of_a_line():
    assert find("8 912\n345-67-89 кв.\n12") == []


def test_several_are_found_in_their_order():
    text = "Анна, кв. 31, +7 912 345-67-89 или anna@example.org, снова кв. 31"

    assert [found.text for found in find(text)] == ["кв. 31", "+7 912 345-67-89", "anna@example.org", "кв. 31"]
    assert fragments(text, "кв. 5") == ["кв. 31", "+7 912 345-67-89", "anna@example.org", "кв. 5"]


def test_hiding_takes_every_occurrence_and_nothing_else():
    assert without("кв. 31 и кв. 3, кв. 31", ["кв. 3", "кв. 31"], MARK) == f"{MARK} и {MARK}, {MARK}"
    assert without("кв. 31", ["", "нет такого"], MARK) == "кв. 31"
    assert without("а.б", [".", MARK], MARK) == f"а{MARK}б"


PIECES = st.one_of(
    st.text(alphabet="0123456789 +-().,@кв№артие\n\u00a0", max_size=40),
    st.sampled_from(["+7 912 345-67-89", "кв. 12", "anna@example.org", "8", "9", "паспорт ", "тел. "]),
)


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=6))
def test_whatever_the_text_what_is_found_stands_in_it(pieces):
    text = "".join(pieces)

    found = find(text)

    assert all(text[one.start : one.end] == one.text and one.text for one in found)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=6))
def test_what_is_hidden_is_not_found_again(pieces):
    text = "".join(pieces)

    hidden = fragments(text)
    left = without(text, hidden, MARK)

    assert all(fragment not in left for fragment in hidden)


NONSENSE = ["8 ", "кв. ", "8(((", "тел", "9", "паспорт ", "1 кв ", "12 квартир", "a@b.", "+7", "8 912 ", "тел. 1 "]


def took(text) -> float:
    """The least of three: what else the machine does is not counted."""
    times = []
    for _round in range(3):
        begin = time.process_time()
        find(text)
        times.append(time.process_time() - begin)
    return min(times)


@pytest.mark.parametrize("text", [*(piece * 5000 for piece in NONSENSE), "a" * 20000 + "@", "a@" + "b." * 8000])
def test_long_nonsense_takes_no_more_than_its_length(text):
    # Eight times as long: sixty-four times the work where each place is looked at from each other one.
    assert took(text) < 30 * max(took(text[: len(text) // 8]), 0.001)
