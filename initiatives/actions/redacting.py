"""Hiding personal data in the words of an initiative, wherever they stand."""

from django.db import transaction

from core.personal_data import fragments as found_in
from feed.actions.redacting import check_fragments, redact_fields
from initiatives.actions.moves import begin
from initiatives.models import Initiative
from journal.actions import record
from journal.verbs import Verb

TEXTS = ("title", "problem", "proposal", "expected_result")


def _rows(initiative):
    """Every row with words of the initiative, and the names of its fields."""
    yield initiative, (*TEXTS, "place", "labour_note")
    yield from ((row, TEXTS) for row in initiative.text_revisions.all())
    yield from ((row, ("text",)) for row in initiative.additions.all())
    yield from ((row, ("note",)) for row in initiative.help_offers.all())
    yield from ((row, ("title",)) for row in initiative.cost_items.all())


def _texts(initiative) -> list[str]:
    return [getattr(row, name) for row, names in _rows(initiative) for name in names]


def suspected(initiative) -> list[str]:
    """What looks like personal data in the words of an initiative and in what they were before."""
    return found_in(*_texts(initiative))


@transaction.atomic
def redact(initiative, *, by, fragments: list[str]) -> Initiative:
    """Replace these fragments by a mark, in the text and in all that it was. They cannot be restored.

    The question of a vote that was put already stays: it is hashed with the vote's rules. Raises ValidationError
    with code `nothing` or `not_there`.
    """
    initiative = begin(initiative, "redact", by)
    check_fragments(fragments, _texts(initiative))
    for row, names in _rows(initiative):
        redact_fields(row, names, fragments)
    if initiative.thread:
        redact_fields(initiative.thread, ["title"], fragments)
    record(Verb.INITIATIVE_REDACTED, initiative, by=by, municipality=initiative.municipality, fragments=len(fragments))
    return initiative
