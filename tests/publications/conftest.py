"""Publications of the town, made as an editor would."""

import pytest

from tests.publications.making import make_photo, make_result


@pytest.fixture
def photo(town):
    return make_photo(town, "Скамейка у подъезда")


@pytest.fixture
def result(town, lenina):
    return make_result(town, "Новая площадка", community=lenina)
