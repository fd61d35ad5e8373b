"""Blurring: what is marked is gone for good, what is beside it stays."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from core.blurring import COLUMNS, Area, blurred, blurred_file, of_cells, of_text, rows_for


@pytest.fixture
def checkered():
    """Squares of 10 pixels in black and white: any detail that is left would show."""
    picture = Image.new("RGB", (600, 400), "white")
    for x in range(0, 600, 20):
        for y in range(0, 400, 10):
            picture.paste("black", (x + y % 20, y, x + y % 20 + 10, y + 10))
    return picture


def contrast(picture) -> float:
    return ImageStat.Stat(picture.convert("L")).stddev[0]


def test_of_the_marked_place_four_colours_are_left(checkered):
    area = Area(200, 250, 500, 750)

    result = blurred(checkered, [area])

    box = area.box(checkered.size)
    assert box == (120, 100, 300, 300)
    assert contrast(checkered.crop(box)) > 120
    assert contrast(result.crop(box)) < 5
    # A pixel beside it and all that is farther stay.
    for rest in ((0, 0, 120, 400), (300, 0, 600, 400), (0, 0, 600, 100), (0, 300, 600, 400)):
        assert ImageChops.difference(result.crop(rest), checkered.crop(rest)).getbbox() is None


def test_two_pictures_that_differ_only_there_become_one(checkered):
    """What cannot be told apart afterwards cannot be brought back: only means of quarters pass through."""
    other = checkered.copy()
    box = Area(200, 250, 500, 750).box(checkered.size)
    other.paste(ImageChops.invert(checkered.crop(box)), box)
    assert ImageChops.difference(other, checkered).getbbox() is not None

    first, second = (blurred(picture, [Area(200, 250, 500, 750)]) for picture in (checkered, other))

    assert max(ImageStat.Stat(ImageChops.difference(first, second)).extrema[0]) <= 2


def test_a_new_file_has_the_size_and_no_metadata(checkered):
    data = io.BytesIO()
    checkered.save(data, "JPEG", exif=b"Exif\x00\x00secret")

    made = blurred_file(io.BytesIO(data.getvalue()), [Area(0, 0, 500, 500)])
    small = blurred_file(io.BytesIO(data.getvalue()), [Area(0, 0, 500, 500)], side=300)

    assert b"secret" not in made
    assert Image.open(io.BytesIO(made)).size == (600, 400)
    assert Image.open(io.BytesIO(small)).size == (300, 200)


def test_cells_cover_the_picture_without_gaps():
    for rows in (3, 8, 9, 16):
        areas = of_cells([f"{row}-{column}" for row in range(1, rows + 1) for column in range(1, COLUMNS + 1)], rows)

        picture = Image.new("L", (613, 407))
        for area in areas:
            picture.paste(255, area.box(picture.size))

        assert picture.getextrema() == (255, 255)


def test_rows_follow_the_shape():
    assert [rows_for(1600, 1200), rows_for(1200, 1600), rows_for(3000, 100), rows_for(100, 3000)] == [9, 16, 3, 24]


@pytest.mark.parametrize("name", ["0-1", "1-13", "10-1", "1", "a-b", "1-1-1", "-1-1", "١-١٣٤"])
def test_no_other_cells(name):
    with pytest.raises(ValueError):
        of_cells([name], 9)


@pytest.mark.parametrize(
    "text", ["1,2,3", "0,0,1001,5", "5,0,5,9", "9,0,5,9", "x", "0,0,5,5;;", ";" * 90, "0,0,1,1;" * 61]
)
def test_no_other_areas(text):
    with pytest.raises(ValueError):
        of_text(text)


def test_areas_as_the_script_writes_them():
    assert of_text("") == []
    assert of_text("0,10,500,1000;1,2,3,4") == [Area(0, 10, 500, 1000), Area(1, 2, 3, 4)]


EDGES = st.tuples(st.integers(0, 1000), st.integers(0, 1000)).filter(lambda pair: pair[0] != pair[1]).map(sorted)


@settings(max_examples=40)
@given(EDGES, EDGES, st.integers(1, 50), st.integers(1, 50))
def test_any_area_of_any_picture_can_be_blurred(across, down, width, height):
    area = Area(across[0], down[0], across[1], down[1])

    left, top, right, bottom = area.box((width, height))

    assert 0 <= left < right <= width and 0 <= top < bottom <= height
    assert blurred(Image.new("RGB", (width, height)), [area]).size == (width, height)
