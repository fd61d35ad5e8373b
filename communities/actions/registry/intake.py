"""A spreadsheet of the registry received and checked: nothing in the registry changes yet."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities.actions.registry.store import states_of
from communities.models import (
    REGISTERED_KINDS,
    CommunityKind,
    CommunityPage,
    ImportState,
    Premises,
    PremisesImport,
    PremisesImportProblem,
)
from communities.owners import owner_digest
from communities.permissions import can_manage_registry
from communities.registry.addresses import finder
from communities.registry.columns import TARGETS, guess
from communities.registry.plan import step_for
from communities.registry.rows import Reading, Unit, read_units
from communities.registry.tables import MAX_BYTES, Table, Unreadable, read
from communities.wording import LIMITS, UNREADABLE
from core import clock

OPEN = (ImportState.UPLOADED, ImportState.CHECKED)
BATCH = 1000


def receive_spreadsheet(municipality, file, *, by, community=None) -> PremisesImport:
    """Take in a file for a building, a ТОС or, without a community, all buildings of the town; guess its columns.

    Raises PermissionDenied; ValidationError with code `target` or one of `communities.wording.UNREADABLE`.
    """
    if not can_manage_registry(by, municipality):
        raise PermissionDenied
    if community is not None and not _may_be_target(community, municipality):
        raise ValidationError(_("Only a building or a ТОС has a registry of premises."), code="target")
    content = file.read(MAX_BYTES + 1)
    table = _table(content, head=True)
    layout = guess(table.rows)
    suffix = "xlsx" if content.startswith(b"PK") else "csv"
    source = PremisesImport(
        municipality=municipality,
        community=community,
        columns=layout.columns,
        header_row=layout.first_row,
        uploaded_by=by,
        uploaded_at=clock.now(),
    )
    # A name of ours: that of the file may be anything.
    source.file.save(f"{source.public_id}.{suffix}", ContentFile(content), save=True)
    return source


def _may_be_target(community, municipality) -> bool:
    return community.municipality_id == municipality.pk and community.kind in REGISTERED_KINDS


def table_of(source: PremisesImport, *, head: bool = False) -> Table:
    """The table of an import's file. Raises ValidationError with a code of `communities.wording.UNREADABLE`."""
    if not source.file:
        raise _unreadable("gone")
    try:
        with source.file.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise _unreadable("gone") from error
    return _table(content, head=head)


def _table(content: bytes, *, head: bool) -> Table:
    try:
        return read(content, head=head)
    except Unreadable as error:
        raise _unreadable(error.code) from error


def _unreadable(code: str) -> ValidationError:
    return ValidationError(UNREADABLE[code], code=code, params=LIMITS)


def buildings_of(source: PremisesImport):
    """The buildings whose units the file may name."""
    if source.community is None:
        return CommunityPage.objects.within(source.municipality).filter(kind=CommunityKind.BUILDING)
    if source.community.is_building:
        return CommunityPage.objects.filter(pk=source.community_id)
    return CommunityPage.objects.filter(part_of=source.community_id, kind=CommunityKind.BUILDING)


def read_file(source: PremisesImport, table: Table) -> Reading:
    """The units that an import's file tells, with digests in place of their owners' names."""
    town = source.municipality
    pages = buildings_of(source).values_list("pk", "street", "house", "title")
    find = finder(
        ((pk, f"{street} {house}" if street and house else title) for pk, street, house, title in pages),
        f"{town.name} {town.name_genitive} {town.region}",
    )
    only = source.community_id if source.community and source.community.is_building else None
    reading = read_units(table, source.columns, source.header_row, find, only)
    return replace(reading, units=[_without_names(unit) for unit in reading.units])


def _without_names(unit: Unit) -> Unit:
    if unit.shares is None:
        return unit
    return replace(unit, shares=tuple((share, owner_digest(unit.community, name)) for share, name in unit.shares))


def missing_from(reading: Reading) -> list[int]:
    """Units of the buildings that a file names which the file does not name. A file without units names nothing."""
    communities = {unit.community for unit in reading.units}
    current = Premises.objects.current().filter(community__in=communities).order_by("pk")
    return [
        pk
        for pk, community, key in current.values_list("pk", "community_id", "key")
        if (community, key) not in reading.named
    ]


def check_import(source: PremisesImport, *, by, columns, header_row, marks_gone=False) -> PremisesImport:
    """Read the whole file and tell what applying it would change. May be repeated with other columns.

    `columns` maps names of `communities.registry.columns.TARGETS` to columns counted from 0, `header_row` is how many
    rows stand above the data. Raises PermissionDenied; ValidationError with code `columns`, `handled` or one of
    `communities.wording.UNREADABLE`.
    """
    if not can_manage_registry(by, source.municipality):
        raise PermissionDenied
    _still_open(source)
    # Long work without any lock: what it finds is written only if nobody else has gone on with the import.
    table = table_of(source)
    _check_columns(columns, table)
    source.columns, source.header_row, source.marks_gone = columns, header_row, marks_gone
    reading = read_file(source, table)
    if (
        reading.problems
        and all(problem.reasons == ["no_address"] for problem in reading.problems)
        and not reading.units
    ):
        raise ValidationError(
            _("There are no addresses in the file. Choose their column, or upload the file for one building."),
            code="no_addresses",
        )
    communities = {unit.community for unit in reading.units}
    states = states_of(Premises.objects.filter(community__in=communities)).values()
    known = {(state.community, state.kind, state.key): state for state in states}
    counts = dict.fromkeys(("new", "changed", "same"), 0)
    for unit in reading.units:
        counts[step_for(unit, known).action] += 1
    counts["gone"] = len(missing_from(reading)) if marks_gone else 0
    counts |= {"wrong": len(reading.problems), "skipped": reading.skipped}
    with transaction.atomic():
        _still_open(PremisesImport.objects.select_for_update(of=["self"]).get(pk=source.pk))
        source.state, source.checked_at = ImportState.CHECKED, clock.now()
        source.rows_total, source.rows_done, source.summary = reading.rows, 0, counts
        source.save(
            update_fields=[
                *("columns", "header_row", "marks_gone", "state", "checked_at", "rows_total", "rows_done", "summary")
            ]
        )
        _keep_problems(source, reading, table)
    return source


def _still_open(source: PremisesImport) -> None:
    if source.state not in OPEN:
        raise ValidationError(_("This import was applied already. Upload the file once more."), code="handled")


def _check_columns(columns: dict[str, int], table: Table) -> None:
    width = len(table.rows[0])
    if "number" not in columns:
        raise ValidationError(_("Choose the column with the number of the flat."), code="columns")
    if len(set(columns.values())) < len(columns):
        raise ValidationError(_("One column is chosen for two things."), code="columns")
    if not set(columns) <= set(TARGETS) or not all(0 <= column < width for column in columns.values()):
        raise ValidationError(_("There is no such column in the file."), code="columns")


def _keep_problems(source: PremisesImport, reading: Reading, table: Table) -> None:
    """Only the cells that were to be read, and no owner's name: it is kept nowhere as text."""
    kept = told_columns(source)
    source.problems.all().delete()
    PremisesImportProblem.objects.bulk_create(
        (
            PremisesImportProblem(
                source=source,
                row=problem.row,
                reasons=problem.reasons,
                cells=[table.rows[problem.row - 1][source.columns[target]] for target in kept],
            )
            for problem in reading.problems
        ),
        batch_size=BATCH,
    )


def told_columns(source: PremisesImport) -> list[str]:
    """What the kept cells of problems hold, in their order."""
    return [target for target in TARGETS if target in source.columns and target != "owner"]
