"""The world of these tests, and the people who look at it."""

import pytest

from core import clock
from tests.access.world import found_people, invite, make_world
from tests.cast import NOON
from tests.stages import part

# In every text of the town's own world.
WORD = "Сиреневая"


@pytest.fixture(autouse=True)
def noon():
    with clock.set_to(NOON):
        yield


@part
def world(town, lenina, anna, boris, vera, gleb, nina, egor, olga, pavel, semyon, operator):
    """The town with one of each thing. Its author is `lida`; the cast looks on."""
    people = found_people(town, lenina, operator, "Первая")
    world = make_world(town, lenina, word=WORD, people=people)
    invite(world.discussion, anna)
    world.cast = {
        "guest": None,
        "pavel": pavel,
        "anna": anna,
        "lida": people.author,
        "boris": boris,
        "vera": vera,
        "gleb": gleb,
        "nina": nina,
        "egor": egor,
        "olga": olga,
        "semyon": semyon,
    }
    return world
