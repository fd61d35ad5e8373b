"""The page of an initiative."""

import pytest

from initiatives.models import InitiativeState


@pytest.mark.parametrize("state", [state for state in InitiativeState])
def test_page_opens_at_every_stage_for_its_author(client, make, anna, state):
    initiative = make(state)
    client.force_login(anna)

    answer = client.get(initiative.get_absolute_url(), headers={"host": "localhost"})

    assert answer.status_code == 200
    assert initiative.title in answer.text.replace("\u00a0", " ")
