"""Giving hundreds of assignments at once, in a number of queries that hardly grows: a meeting is closed in one go."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from assignments.models import Assignment
from assignments.permissions import can_issue
from core import clock
from journal.actions import record_many
from journal.verbs import Verb
from municipalities.models import Municipality


@transaction.atomic
def issue_many(wanted: Iterable[Assignment], *, by, municipality, due_at: datetime) -> list[Assignment]:
    """What `issue` does, for unsaved rows that name department, words, source and origin.

    Raises PermissionDenied as `issue` does, and ValidationError with code `due`.
    """
    rows = list(wanted)
    for department, source in {(row.department, row.source) for row in rows}:
        if department.municipality_id != municipality.pk or not can_issue(by, municipality, department, source):
            raise PermissionDenied
    town = Municipality.objects.select_for_update().get(pk=municipality.pk)
    at = clock.now()
    if due_at <= at:
        raise ValidationError(_("The term has to end later than now."), code="due")
    last = Assignment.objects.within(town).aggregate(last=Max("number"))["last"] or 0
    for number, row in enumerate(rows, start=last + 1):
        row.number, row.municipality, row.issued_by = number, town, by
        row.issued_at, row.due_at, row.first_due_at = at, due_at, due_at
        row.fold_words()
    rows = Assignment.objects.bulk_create(rows)
    record_many(
        Verb.ASSIGNMENT_ISSUED,
        ((row, {"department": row.department_id, "due": due_at.isoformat()}) for row in rows),
        by=by,
        municipality=town,
        at=at,
    )
    return rows
