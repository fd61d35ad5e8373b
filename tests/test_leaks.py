"""What is another town's, or somebody's own, stands in no page."""

import re

import pytest

from tests.access.conftest import *  # noqa: F403
from tests.access.routes import ROUTES
from tests.access.world import FLAT, body, found_people, make_world, undone
from tests.cast import make_community
from tests.stages import part
from tests.test_access import HOST, IN, answer_of

FOREIGN = "Поротовская"
PALANA = {"host": "palana.localhost"}


@part
def other_world(world, palana, semyon, operator):
    """Another town with one of each thing, beside the first."""
    community = make_community(palana, f"{FOREIGN} улица, 5", slug="porotova-5", street="ул. Поротова", house="5")
    return make_world(palana, community, word=FOREIGN, people=found_people(palana, community, operator, "Вторая"))


@pytest.fixture
def readers(world, other_world):
    return world.cast | {"foreign author": other_world.people.author, "foreign elder": other_world.people.elder}


@pytest.mark.parametrize(
    "role", ["guest", "lida", "vera", "olga", "egor", "semyon", "foreign author", "foreign elder"]
)
def test_things_of_another_town_are_not_found(client, world, other_world, readers, role):
    if readers[role]:
        client.force_login(readers[role])
    found, tried = [], 0

    for route in ROUTES:
        # Only addresses with a thing in them: the rest are the same in every town.
        if route.url(other_world) == route.url(world):
            continue
        for method in ("get", "post"):
            with undone():
                response = getattr(client, method)(route.url(other_world), headers=HOST)
            tried += 1
            if answer_of(response) not in (404, 405, IN) or FOREIGN in body(response):
                found.append(f"{method} {route.name}: {response.status_code}")

    assert not found, "\n".join(found)
    assert tried > 150


def test_they_are_found_in_their_own_town(client, other_world):
    """The counterpart of the test above: the same addresses on the other host."""
    client.force_login(other_world.people.author)
    found = 0

    for route in ROUTES:
        if route.args(other_world):
            with undone():
                response = client.get(route.url(other_world), headers=PALANA)
            found += response.status_code == 200 and FOREIGN in body(response)

    assert found > 30


LISTS = [
    "/",
    "/communities/",
    "/communities/requests/",
    "/initiatives/",
    "/initiatives/?view=map",
    "/initiatives/new/",
    "/initiatives/similar/?title={word}+площадка",
    "/votes/",
    "/votes/?state=ended",
    "/votes/?state=coming",
    "/votes/?mine=1",
    "/news/",
    "/decisions/",
    "/results/",
    "/comments/reports/",
    "/me/",
    "/me/notifications/",
    "/search/?q={word}",
    "/communities/?q={word}",
    "/initiatives/?q={word}",
    "/initiatives/?where={word}",
    "/en/",
    "/en/search/?q={word}",
]


@pytest.mark.parametrize("role", ["guest", "lida", "olga", "semyon", "foreign author"])
def test_lists_and_search_end_at_the_border(client, world, other_world, readers, role):
    if readers[role]:
        client.force_login(readers[role])

    for path in LISTS:
        page = body(client.get(path.format(word=FOREIGN), headers=HOST))
        # What was asked for is repeated, and nothing after it.
        assert not re.search(rf"{FOREIGN} \w", page), path
        assert "porotova" not in page, path


def test_the_lists_of_that_town_have_them(client, other_world):
    client.force_login(other_world.people.author)
    paths = [path for path in LISTS if "requests" not in path and "reports" not in path and "new" not in path]

    shown = [
        path
        for path in paths
        if re.search(rf"{FOREIGN} \w", body(client.get(path.format(word=FOREIGN), headers=PALANA)))
    ]

    assert len(shown) > 12


@pytest.mark.parametrize("role", ["guest", "pavel", "anna", "boris", "gleb", "semyon"])
def test_what_is_private_stands_in_no_page(client, world, role):
    """Drafts, hidden words, complaints, flats, surnames and e-mails of others."""
    private = [
        world.draft.title,
        world.review.title,
        world.unpublished.title,
        world.photo.description,
        world.document.title,
        world.report.note,
        "Тайное",
        FLAT,
        "Авторова",
        "Старшинова",
        "Новосёлова",
        world.asked.note,
        world.people.author.email,
        world.people.elder.email,
        world.newcomer.email,
    ]
    if world.cast[role]:
        client.force_login(world.cast[role])
    told, read = [], 0

    for path in [*(route.url(world) for route in ROUTES), *(path.format(word=world.word) for path in LISTS)]:
        with undone():
            response = client.get(path, headers=HOST)
        page = body(response)
        read += response.status_code == 200
        told += [f"{path}: {words}" for words in private if words in page]

    assert not told, "\n".join(told)
    assert read > 45
