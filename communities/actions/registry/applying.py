"""A checked spreadsheet applied to the registry: ordered by a person, carried out by the worker.

It is written in transactions of some hundred units, so that nobody waits for the whole of it and its progress is seen.
Each unit is compared with the registry before it is written: whoever goes on after a crash finds what was written the
same, and leaves it.
"""

import logging
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.actions.registry.intake import missing_from, read_file, table_of
from communities.actions.registry.store import in_chunks, link_members, new_unit, rewrite, states_of, write_shares
from communities.models import ImportAction, ImportState, Premises, PremisesImport, PremisesImportChange
from communities.permissions import can_manage_registry
from communities.registry.plan import Step, step_for
from communities.registry.rows import Reading, Unit
from core import clock
from journal.actions import record
from journal.verbs import Verb

logger = logging.getLogger("veche.work")

# For so long nobody else takes an import up; each step begins it anew.
LEASE = timedelta(minutes=3)
COUNTED = ("new", "changed", "gone", "wrong")


@transaction.atomic
def start_import(source: PremisesImport, *, by) -> PremisesImport:
    """Order a checked import to be applied; the worker does it (`carry_out_imports`).

    Raises PermissionDenied; ValidationError with code `not_checked`, `stale` when the registry was changed by another
    import since the check, or `busy` while another one is being applied.
    """
    source = PremisesImport.objects.select_for_update(of=["self"]).select_related("municipality").get(pk=source.pk)
    if not can_manage_registry(by, source.municipality):
        raise PermissionDenied
    if source.state in (ImportState.RUNNING, ImportState.APPLIED):
        # The button pressed twice.
        return source
    if source.state != ImportState.CHECKED:
        raise ValidationError(_("Check the file first."), code="not_checked")
    others = PremisesImport.objects.within(source.municipality).exclude(pk=source.pk)
    if others.filter(Q(applied_at__gt=source.checked_at) | Q(undone_at__gt=source.checked_at)).exists():
        raise ValidationError(_("The registry has changed since the check. Check the file once more."), code="stale")
    source.state = ImportState.RUNNING
    try:
        with transaction.atomic():
            source.save(update_fields=["state"])
    except IntegrityError as error:
        raise ValidationError(_("Another import is being applied. Wait until it is finished."), code="busy") from error
    counts = {name: source.summary[name] for name in COUNTED}
    record(Verb.REGISTRY_IMPORTED, source, by=by, municipality=source.municipality, **counts)
    return source


def apply_at_once(source: PremisesImport, *, by) -> None:
    """Order a checked import and carry it out here, for a command: no worker takes it up meanwhile."""
    with transaction.atomic():
        start_import(source, by=by)
        _claim(source.pk)
    carry_out(source)
    source.refresh_from_db()


def carry_out_imports() -> int:
    """Apply what was ordered, also where a worker died in the middle of it; how many imports were finished."""
    finished = 0
    for pk in PremisesImport.objects.filter(state=ImportState.RUNNING).values_list("pk", flat=True):
        if _claim(pk):
            carry_out(PremisesImport.objects.select_related("municipality", "community").get(pk=pk))
            finished += 1
    return finished


def _claim(pk: int) -> bool:
    now = clock.now()
    free = PremisesImport.objects.filter(Q(claimed_until=None) | Q(claimed_until__lte=now), pk=pk)
    return bool(free.filter(state=ImportState.RUNNING).update(claimed_until=now + LEASE))


def carry_out(source: PremisesImport) -> None:
    """Apply a running import to its end. What an earlier try has written is found to be the same and left."""
    try:
        reading = read_file(source, table_of(source))
    except ValidationError as error:
        logger.error("import %s cannot be read: %s", source.pk, error.code)
        PremisesImport.objects.filter(pk=source.pk, state=ImportState.RUNNING).update(state=ImportState.FAILED)
        return
    missing = missing_from(reading) if source.marks_gone else []
    done, total = 0, len(reading.units) + len(missing)
    for units in in_chunks(reading.units):
        done += len(units)
        _write_units(source, units, done=source.rows_total * done // total)
    for pks in in_chunks(missing):
        done += len(pks)
        _mark_gone(source, pks, done=source.rows_total * done // total)
    _finish(source, reading)


def _locked(source: PremisesImport) -> bool:
    """Hold the import for one step; False when another worker has finished it."""
    return PremisesImport.objects.select_for_update().filter(pk=source.pk, state=ImportState.RUNNING).exists()


def _progress(source: PremisesImport, done: int, now) -> None:
    PremisesImport.objects.filter(pk=source.pk).update(rows_done=done, claimed_until=now + LEASE)


@transaction.atomic
def _write_units(source: PremisesImport, units: list[Unit], *, done: int) -> None:
    if not _locked(source):
        return
    now = clock.now()
    found = Premises.objects.filter(
        community__in={unit.community for unit in units}, key__in={unit.key for unit in units}
    )
    list(found.select_for_update(of=["self"]).values_list("pk"))
    states = states_of(found)
    known = {(state.community, state.kind, state.key): state for state in states.values()}
    numbers = {state: pk for pk, state in states.items()}
    steps = [step_for(unit, known) for unit in units]
    _change(source, {numbers[step.before]: step for step in steps if step.action == "changed"}, now)
    _create(source, [step.after for step in steps if step.action == "new"])
    _progress(source, done, now)


def _create(source, states) -> None:
    units = Premises.objects.bulk_create([new_unit(state) for state in states])
    created = {unit.pk: state for unit, state in zip(units, states, strict=True)}
    write_shares(created)
    members = link_members(units)
    PremisesImportChange.objects.bulk_create(
        PremisesImportChange(
            source=source,
            premises_id=pk,
            action=ImportAction.NEW,
            before={"members": members[pk]} if pk in members else {},
            after=state.as_data(),
        )
        for pk, state in created.items()
    )


def _change(source, steps: dict[int, Step], now, action=ImportAction.CHANGED) -> None:
    rewrite({pk: step.after for pk, step in steps.items()}, at=now)
    PremisesImportChange.objects.bulk_create(
        PremisesImportChange(
            source=source, premises_id=pk, action=action, before=step.before.as_data(), after=step.after.as_data()
        )
        for pk, step in steps.items()
    )


@transaction.atomic
def _mark_gone(source: PremisesImport, pks: list[int], *, done: int) -> None:
    if not _locked(source):
        return
    now = clock.now()
    current = Premises.objects.current().filter(pk__in=pks)
    list(current.select_for_update(of=["self"]).values_list("pk"))
    steps = {pk: Step(state, state.gone()) for pk, state in states_of(current).items()}
    _change(source, steps, now, ImportAction.GONE)
    _progress(source, done, now)


@transaction.atomic
def _finish(source: PremisesImport, reading: Reading) -> None:
    if not _locked(source):
        return
    counts = dict.fromkeys((ImportAction.NEW, ImportAction.CHANGED, ImportAction.GONE), 0)
    for action in source.changes.values_list("action", flat=True):
        counts[action] += 1
    written = counts[ImportAction.NEW] + counts[ImportAction.CHANGED]
    summary = source.summary | counts | {"same": len(reading.units) - written}
    PremisesImport.objects.filter(pk=source.pk).update(
        state=ImportState.APPLIED,
        applied_at=clock.now(),
        claimed_until=None,
        rows_done=source.rows_total,
        summary=summary,
    )
