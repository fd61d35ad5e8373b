"""A community whose posters are printed."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from core import clock
from posters.actions import make_pack
from tests.cast import NOON
from tests.initiatives.conftest import make, preset  # noqa: F401

LINES = {
    "what": "Решаем, какой будет площадка",
    "when": "Голосование идёт до 19 октября",
    "how": "Наведите камеру телефона на код",
    "whom": "Вера С., старшая по дому",
}


@pytest.fixture(autouse=True)
def noon():
    # As in a request: the language of one test's pages would else stay for the next.
    with clock.set_to(NOON), translation.override("ru"), timezone.override("Europe/Moscow"):
        yield


@pytest.fixture
def print_pack(lenina, vera):
    """print_pack(about=…): a pack for entrances 1 and 2 of ул. Ленина, 1, hanging for ten days."""

    def build(about=None, key="pack234567", community=lenina, by=vera, entrances=(1, 2), days=10, **lines):
        return make_pack(
            community,
            by=by,
            key=key,
            about=about or community,
            lines=LINES | lines,
            last_day=NOON.date() + timedelta(days=days),
            entrances=entrances,
        )

    return build
