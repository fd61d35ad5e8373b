"""The last import of a part of the registry taken back."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from communities.actions.registry.store import in_chunks, rewrite, states_of
from communities.models import (
    ImportAction,
    ImportState,
    Membership,
    Premises,
    PremisesImport,
    VerificationCode,
    VerificationMethod,
)
from communities.permissions import can_manage_registry
from core import clock
from journal.actions import record
from journal.verbs import Verb


@transaction.atomic
def undo_import(source: PremisesImport, *, by) -> PremisesImport:
    """Put the registry back to what it was before an import. New units that people or codes point to by now are not
    deleted but marked as gone.

    Raises PermissionDenied; ValidationError with code `not_applied`, `not_last` when a later import was about the same
    buildings, or `changed` when somebody has corrected its units since.
    """
    source = PremisesImport.objects.select_for_update(of=["self"]).select_related("municipality").get(pk=source.pk)
    if not can_manage_registry(by, source.municipality):
        raise PermissionDenied
    if source.state == ImportState.UNDONE:
        return source
    if source.state != ImportState.APPLIED:
        raise ValidationError(_("This import is not applied."), code="not_applied")
    if _later(source).exists():
        raise ValidationError(_("A later import was about the same buildings. Undo that one first."), code="not_last")
    now = clock.now()
    # From the end: what was done last is undone first.
    for changes in in_chunks(list(source.changes.order_by("-pk"))):
        _undo(changes, now)
    source.state, source.undone_at = ImportState.UNDONE, now
    source.save(update_fields=["state", "undone_at"])
    record(Verb.REGISTRY_IMPORT_UNDONE, source, by=by, municipality=source.municipality)
    return source


def _later(source: PremisesImport):
    """Imports applied or begun after this one that may be about the same buildings."""
    later = PremisesImport.objects.within(source.municipality).filter(
        Q(state=ImportState.RUNNING) | Q(state=ImportState.APPLIED, applied_at__gt=source.applied_at)
    )
    if source.community is None:
        return later
    same = Q(community=None) | Q(community=source.community)
    return later.filter(same | Q(community=source.community.part_of_id) | Q(community__part_of=source.community))


def _undo(changes, now) -> None:
    of_unit = {change.premises_id: change for change in changes}
    units = Premises.objects.filter(pk__in=[pk for pk in of_unit if pk])
    list(units.select_for_update(of=["self"]).values_list("pk"))
    states = states_of(units)
    if len(states) < len(changes) or any(states[pk].as_data() != change.after for pk, change in of_unit.items()):
        raise ValidationError(
            _("Units of this import were corrected since. What it changed can only be corrected by hand, or by "
              "importing a newer file."),
            code="changed",
        )  # fmt: skip
    new = {pk for pk, change in of_unit.items() if change.action == ImportAction.NEW}
    rewrite({pk: states[pk].restored(of_unit[pk].before) for pk in states.keys() - new}, at=now)
    tied = [member for pk in new for member in of_unit[pk].before.get("members", ())]
    # Tied by the import itself, and not confirmed through the unit since.
    through_unit = [VerificationMethod.CODE, VerificationMethod.REGISTRY]
    members = Membership.objects.filter(pk__in=tied, premises__in=new).exclude(verified_by__in=through_unit)
    members.update(premises=None)
    used = Premises.objects.filter(pk__in=new).filter(
        Exists(Membership.objects.filter(premises=OuterRef("pk")))
        | Exists(VerificationCode.objects.filter(premises=OuterRef("pk")))
    )
    kept = set(used.values_list("pk", flat=True))
    Premises.objects.filter(pk__in=kept).update(gone_at=now)
    Premises.objects.filter(pk__in=new - kept).delete()
