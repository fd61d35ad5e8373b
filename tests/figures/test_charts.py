"""Charts as pure functions."""

import xml.etree.ElementTree as ET

import pytest

from figures.charts import Chart, Series, bars, scale

QUARTERS = ("I кв.", "II кв.", "III кв.", "IV кв.")


def chart(*series, groups=QUARTERS):
    return Chart("c", "Озвучено и решено", "по кварталам", "Квартал", groups, series)


@pytest.mark.parametrize(("most", "top"), [(0, 1), (1, 1), (4, 4), (5, 6), (560, 600), (1600, 2000), (2500, 3000)])
def test_the_scale_ends_on_a_round_number(most, top):
    found, step = scale(most)

    assert (found, found % step) == (top, 0)
    assert 1 <= found // step <= 5


def test_every_number_is_drawn_and_told_in_words():
    drawn = chart(Series("озвучено", (180, 560, 520, 340)), Series("решено", (60, 190, None, 158)))

    tree = ET.fromstring(bars(drawn))

    assert tree.get("role") == "img"
    title, description = tree[0], tree[1]
    assert tree.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    assert "озвучено: I кв. — 180" in description.text
    bars_of = [one for one in tree if one.tag == "rect"]
    assert len(bars_of) == 7
    assert all(float(one.get("height")) >= 0 for one in bars_of)
    assert "style" not in bars(drawn)
    assert drawn.rows[2] == ("III кв.", [520, None])


def test_words_of_people_are_escaped():
    assert "<script>" not in bars(chart(Series("<script>", (1, 2, 3, 4))))


def test_long_numbers_are_set_smaller():
    assert 'font-size="12"' in bars(chart(Series("а", (1_600_000,) * 4), Series("б", (1_600_000,) * 4)))


def test_nothing_is_no_chart():
    assert not chart(Series("а", (0, None, 0, 0))).has_values
