"""What is answered when something of the site's own is away or wrong."""

import pytest
from django.db import DataError, InterfaceError, OperationalError

from core.errors import failed


def answer_to(error, rf):
    try:
        raise error
    except Exception:
        return failed(rf.get("/"))


@pytest.mark.parametrize("error", [OperationalError("disk is full"), InterfaceError("connection is closed")])
def test_a_request_may_be_repeated_when_the_database_is_away(error, rf):
    answer = answer_to(error, rf)

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert str(error) not in answer.text


@pytest.mark.parametrize("error", [DataError("of ours"), ValueError("of ours")])
def test_a_mistake_of_ours_is_not_called_a_lack(error, rf):
    answer = answer_to(error, rf)

    assert (answer.status_code, answer.has_header("Retry-After")) == (500, False)
    assert "of ours" not in answer.text
