"""Changes of what an initiative says after its discussion began (decision 7)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from feed.models import Thread
from initiatives.actions.moves import _move, begin
from initiatives.actions.people import supporters_become_followers
from initiatives.misprints import are_misprints
from initiatives.models import Addition, Initiative, InitiativeState, TextRevision
from journal.actions import record
from journal.verbs import Verb

TEXTS = ("title", "problem", "proposal", "expected_result")


def _replace(initiative, texts: dict, *, is_material: bool, at) -> None:
    before = {name: getattr(initiative, name) for name in TEXTS}
    if all(before[name] == texts[name] for name in TEXTS):
        raise ValidationError(_("Nothing was changed."), code="unchanged")
    TextRevision.objects.create(initiative=initiative, is_material=is_material, replaced_at=at, **before)
    for name in TEXTS:
        setattr(initiative, name, texts[name])
    if before["title"] != texts["title"]:
        Thread.objects.filter(pk=initiative.thread_id).update(title=texts["title"])


@transaction.atomic
def correct(initiative, *, by, title: str, problem: str, proposal: str, expected_result: str) -> Initiative:
    """Mend misprints; what was written before stays readable.

    Raises ValidationError with code `material` when more than misprints changed, `unchanged` when nothing did.
    """
    initiative = begin(initiative, "correct", by)
    texts = {"title": title, "problem": problem, "proposal": proposal, "expected_result": expected_result}
    if not all(are_misprints(getattr(initiative, name), texts[name]) for name in TEXTS):
        raise ValidationError(
            _("This is more than misprints: neighbours support what they read. Add a note, or change the proposal."),
            code="material",
        )
    _replace(initiative, texts, is_material=False, at=clock.now())
    initiative.save(update_fields=TEXTS)
    record(Verb.INITIATIVE_CORRECTED, initiative, by=by, municipality=initiative.municipality)
    return initiative


@transaction.atomic
def add_note(initiative, *, by, text: str) -> Addition:
    """Add to the proposal where everybody sees what was added and when."""
    initiative = begin(initiative, "add_note", by)
    addition = Addition.objects.create(initiative=initiative, text=text, added_at=clock.now())
    record(Verb.INITIATIVE_ADDED_TO, initiative, by=by, municipality=initiative.municipality, addition=addition.pk)
    return addition


@transaction.atomic
def change_materially(initiative, *, by, title: str, problem: str, proposal: str, expected_result: str) -> Initiative:
    """Propose something else: support starts anew, and those who supported hear of it.

    From rework the initiative goes back to discussion. Raises ValidationError with code `unchanged`.
    """
    initiative = begin(initiative, "change_materially", by)
    texts = {"title": title, "problem": problem, "proposal": proposal, "expected_result": expected_result}
    at = clock.now()
    _replace(initiative, texts, is_material=True, at=at)
    supporters_become_followers(initiative)
    initiative.supports.all().delete()
    initiative.support_count = initiative.verified_support_count = 0
    initiative.support_ends_at = at + timedelta(days=initiative.municipality.support_days)
    fields = [*TEXTS, "support_count", "verified_support_count", "support_ends_at"]
    if initiative.state == InitiativeState.DISCUSSION:
        initiative.save(update_fields=fields)
    else:
        _move(initiative, InitiativeState.DISCUSSION, at=at, fields=fields)
    record(Verb.INITIATIVE_CHANGED, initiative, by=by, municipality=initiative.municipality, at=at)
    return initiative
