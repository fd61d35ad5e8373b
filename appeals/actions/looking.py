"""Looking at who asks."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from appeals.permissions import can_see_applicant
from journal.actions import note_look, record
from journal.models import LookReason
from journal.verbs import Verb


@transaction.atomic
def look_at_applicant(appeal, *, by) -> None:
    """Keep that an official saw the name and the contact of an author; one with an account reads of it."""
    if not can_see_applicant(by, appeal):
        raise PermissionDenied
    how = {"by": by, "municipality": appeal.municipality, "reason": LookReason.APPEALS}
    if appeal.author is not None:
        note_look([appeal.author], target=appeal, **how)
    else:
        record(Verb.PERSONAL_DATA_SEEN, appeal, **how)


@transaction.atomic
def note_list_export(municipality, *, by, form: str, count: int) -> None:
    """Keep who took a list of messages out; it holds no names and no contacts."""
    record(Verb.APPEALS_EXPORTED, municipality, by=by, municipality=municipality, form=form, count=count)
