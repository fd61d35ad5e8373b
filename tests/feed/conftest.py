"""A discussion of the building on ул. Ленина, 1."""

import pytest

from core import clock
from feed.actions import comment, open_thread, start_thread
from feed.models import Comment
from tests.cast import NOON


@pytest.fixture(autouse=True)
def noon():
    """Everything happens on one Monday noon."""
    with clock.set_to(NOON):
        yield


@pytest.fixture
def thread(lenina):
    return open_thread(start_thread(lenina, title="Новая площадка", url="/communities/lenina-1/"))


@pytest.fixture
def said(thread, anna):
    return comment(thread, by=anna, text="Скамейки подальше от окон")


@pytest.fixture
def crowd():
    """Many comments at once: crowd(thread, author, 1000, parent=None)."""

    def write(thread, author, count, parent=None):
        return Comment.objects.bulk_create(
            Comment(thread=thread, author=author, parent=parent, text=f"Мнение {number}", created_at=NOON)
            for number in range(count)
        )

    return write
