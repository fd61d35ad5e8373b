"""What the administration promises to do for an initiative."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assignments.models import AssignmentSource
from initiatives import actions
from tests.cast import NOON


def test_approved_initiative_gives_an_assignment(make, nina, anna, roads, client):
    approved, waiting = make("approved"), make("consideration")
    promise = {"department": roads, "due_at": NOON + timedelta(days=9), "title": "Провести закупку"}

    with pytest.raises(PermissionDenied):
        actions.give_assignment(approved, by=anna, **promise)
    with pytest.raises(ValidationError) as refusal:
        actions.give_assignment(waiting, by=nina, **promise)
    assignment = actions.give_assignment(approved, by=nina, **promise)
    page = client.get(approved.get_absolute_url(), headers={"host": "localhost"})

    assert refusal.value.code == "not_now"
    assert list(approved.assignments.all()) == [assignment]
    assert (assignment.source, assignment.origin_url) == (AssignmentSource.INITIATIVE, approved.get_absolute_url())
    assert assignment.get_absolute_url() in page.text
