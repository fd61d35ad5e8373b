"""Deciding on hundreds of messages at once, in queries that hardly grow: a meeting is closed in one go."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from appeals.actions.moves import ACTS
from appeals.models import Appeal, AppealSource, AppealState
from assignments.actions.many import issue_many
from assignments.models import Assignment, AssignmentSource
from core import clock
from journal.actions import record_many
from journal.verbs import Verb
from municipalities.models import Department


def _locked(municipality, keys, by) -> list[Appeal]:
    """Those of these messages that still wait for a decision, held until the end of the transaction.

    Raises PermissionDenied when one of them is not this person's to decide.
    """
    act = ACTS["take_under_control"]
    rows = Appeal.objects.within(municipality).select_for_update(of=["self"]).filter(pk__in=list(keys))
    found = [
        row
        for row in rows.select_related("community").order_by("pk")
        if row.state in act.states and row.assignment_id is None
    ]
    for row in found:
        # The town is known already: rights ask for it many times.
        row.municipality = municipality
        if not act.may(by, row):
            raise PermissionDenied
    return found


@transaction.atomic
def take_many_under_control(
    municipality, departments: Mapping[int, Department], *, by, due_at: datetime
) -> list[Appeal]:
    """What `take_under_control` does for each message (by key), its department, and one date for all.

    Messages that somebody has decided in the meantime stay as they are; those that were taken are returned.
    """
    rows = _locked(municipality, departments, by)
    at = clock.now()
    wanted = [
        Assignment(
            department=departments[row.pk],
            title=row.title,
            text=row.text,
            community=row.community,
            place=row.place,
            source=AssignmentSource.MEETING if row.source == AppealSource.MEETING else AssignmentSource.APPEAL,
            origin_url=row.get_absolute_url(),
            origin_title=f"№ {row.number}. {row.title}",
            is_public=row.is_public,
        )
        for row in rows
    ]
    given = issue_many(wanted, by=by, municipality=municipality, due_at=due_at)
    for row, assignment in zip(rows, given, strict=True):
        row.assignment, row.department = assignment, departments[row.pk]
        row.state, row.state_changed_at = AppealState.UNDER_CONTROL, at
    Appeal.objects.bulk_update(rows, ["assignment", "department", "state", "state_changed_at"])
    record_many(
        Verb.APPEAL_TAKEN_UNDER_CONTROL,
        ((row, {"assignment": row.assignment_id, "department": row.department_id}) for row in rows),
        by=by,
        municipality=municipality,
        at=at,
    )
    return rows
