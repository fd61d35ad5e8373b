import pytest

from core import clock
from tests.cast import NOON
from tests.privacy import traces
from tests.privacy.somebody import make_somebody


@pytest.fixture(autouse=True)
def noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def files_before(db):
    return traces.files()


@pytest.fixture
def somebody(files_before, town, lenina, vera, anna, operator, nina):
    return make_somebody(town, lenina, elder=vera, neighbour=anna, operator=operator, nina=nina)
