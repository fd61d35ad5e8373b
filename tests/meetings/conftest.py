"""Pages of meetings are asked for in the town."""

import pytest
from django.test import Client


@pytest.fixture
def client():
    """Comes to the town by its host; `HTTP_HOST` of a single request leads to another."""
    return Client(HTTP_HOST="localhost")
