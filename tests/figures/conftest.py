"""A town with something to count."""

import pytest
from django.utils import timezone, translation

from core import clock
from tests.cast import NOON


@pytest.fixture(autouse=True)
def noon():
    # As in a request: the language of one test's pages would else stay for the next.
    with clock.set_to(NOON), translation.override("ru"), timezone.override("Europe/Moscow"):
        yield
