"""Imports of the registry: checked without a trace, applied, repeated, undone."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from communities.actions import registry
from communities.actions.registry import applying
from communities.models import (
    CodeBatch,
    ImportState,
    Membership,
    Ownership,
    Premises,
    PremisesImport,
    PremisesImportProblem,
    VerificationCode,
    VerificationMethod,
)
from core import clock
from journal.models import Event
from journal.verbs import Verb
from tests.cast import make_community
from tests.communities.sheets import FLATS, HEADER, checked, csv_text, imported, received, upload, xlsx


def registry_of(community):
    """All that the registry says of a building."""
    return sorted(
        (
            unit.kind,
            unit.key,
            unit.entrance,
            unit.area_hundredths,
            unit.owner_count,
            unit.gone_at is not None,
            tuple(sorted(unit.ownerships.values_list("numerator", "denominator", "owner_digest"))),
        )
        for unit in Premises.objects.filter(community=community)
    )


def test_a_check_tells_what_would_change_and_changes_nothing(lenina, olga):
    source = checked(lenina, xlsx(HEADER, *FLATS, [2, "нет числа", "5"]), by=olga)

    assert source.state == ImportState.CHECKED
    assert source.summary == {"new": 3, "changed": 0, "same": 0, "gone": 0, "wrong": 1, "skipped": 0}
    problem = source.problems.get()
    assert (problem.row, problem.reasons, problem.cells) == (5, ["bad_number"], ["нет числа", "2", "5"])
    assert not Premises.objects.exists()


def test_an_import_is_ordered_by_a_person_and_carried_out_by_the_worker(lenina, olga):
    source = checked(lenina, xlsx(HEADER, *FLATS), by=olga)

    ordered = registry.start_import(source, by=olga)
    before = Premises.objects.count()
    finished = registry.carry_out_imports()

    source.refresh_from_db()
    assert (ordered.state, before, finished) == (ImportState.RUNNING, 0, 1)
    assert (source.state, source.rows_done) == (ImportState.APPLIED, source.rows_total)
    assert [(unit.number, unit.entrance, unit.area_hundredths) for unit in Premises.objects.order_by("key")] == [
        ("1", 1, 4560),
        ("2", 1, 3000),
        ("3", 2, 6025),
    ]
    event = Event.objects.get(verb=Verb.REGISTRY_IMPORTED)
    assert (event.actor_key, event.data) == (olga.actor_key, {"new": 3, "changed": 0, "gone": 0, "wrong": 0})


def test_the_same_file_again_changes_nothing(lenina, olga):
    content = xlsx(
        [*HEADER, "Доля", "Собственник"], [1, "1", "45,6", "1/2", "Ильин И."], [1, 1, "45,6", "1/2", "Ильина"]
    )
    imported(lenina, content, by=olga)
    before, rows = registry_of(lenina), set(Ownership.objects.values_list("pk"))

    again = imported(lenina, content, by=olga)

    assert again.summary["same"] == 1
    assert (again.summary["new"], again.summary["changed"], again.changes.count()) == (0, 0, 0)
    assert (registry_of(lenina), set(Ownership.objects.values_list("pk"))) == (before, rows)


def test_a_newer_file_changes_what_it_tells_and_leaves_the_rest(lenina, olga):
    imported(lenina, xlsx([*HEADER, "Доля", "Собственник"], [1, "1", "45,6", "1/2", "Ильин"]), by=olga)
    digest = Ownership.objects.get().owner_digest

    source = imported(lenina, xlsx(["Кв.", "Площадь", "Доля"], ["1", "46,1", "1/2"]), by=olga)

    unit = Premises.objects.get()
    assert source.summary["changed"] == 1
    assert (unit.area_hundredths, unit.entrance, unit.owner_count) == (4610, 1, 1)
    assert (Ownership.objects.get().owner_digest, unit.shares_total) == (digest, Fraction(1, 2))


@pytest.mark.parametrize(("marks_gone", "current"), [(True, {"1"}), (False, {"1", "2", "3"})])
def test_a_partial_file_empties_the_registry_only_when_told_to(lenina, mira, olga, marks_gone, current):
    imported(lenina, xlsx(HEADER, *FLATS), by=olga)
    imported(mira, xlsx(HEADER, *FLATS), by=olga)

    source = imported(lenina, xlsx(HEADER, FLATS[0]), by=olga, marks_gone=marks_gone)

    assert set(lenina.premises.current().values_list("key", flat=True)) == current
    assert source.summary["gone"] == 3 - len(current)
    assert mira.premises.current().count() == 3


def test_a_wrong_row_is_not_gone(lenina, olga):
    imported(lenina, xlsx(HEADER, *FLATS), by=olga)

    source = imported(lenina, xlsx(HEADER, FLATS[0], [1, "2", "много"]), by=olga, marks_gone=True)

    assert set(lenina.premises.current().values_list("key", flat=True)) == {"1", "2"}
    assert (source.summary["gone"], source.summary["wrong"]) == (1, 1)


def test_a_town_wide_file_finds_its_buildings_by_address(lenina, mira, palana, olga):
    make_community(palana, "ул. Ленина, 1", slug="lenina", street="ул. Ленина", house="1")
    rows = [
        ["г. Заречный, улица Ленина, д. 1", "1", "40"],
        ["Проспект Мира 45", "1", "50"],
        ["ул. Мира, 45", "2", "50"],
        ["ул. Ленина", "3", "50"],
    ]

    source = imported(None, xlsx(["Адрес", "Квартира", "Площадь"], *rows), by=olga, town=lenina.municipality)

    assert [(unit.community_id, unit.area_hundredths) for unit in Premises.objects.order_by("area_hundredths")] == [
        (lenina.pk, 4000),
        (mira.pk, 5000),
    ]
    assert [problem.reasons for problem in source.problems.all()] == [["address_unknown"], ["address_unclear"]]


def test_a_tos_is_imported_for_its_own_buildings_only(town, lenina, mira, olga):
    tos = make_community(town, "ТОС «Заря»", slug="zarya", kind="tos")
    lenina.part_of = tos
    lenina.save()

    source = imported(tos, xlsx(["Адрес", "Кв"], ["Ленина 1", "1"], ["пр. Мира, 45", "2"]), by=olga)

    assert (lenina.premises.count(), mira.premises.count(), source.summary["wrong"]) == (1, 0, 1)


def test_members_are_tied_to_their_flats(lenina, anna, boris, olga):
    imported(lenina, xlsx(HEADER, [2, "кв. 31", "40"]), by=olga)

    assert anna.memberships.get().premises == lenina.premises.get()
    assert boris.memberships.get().premises is None


def test_undoing_puts_everything_back(lenina, anna, olga):
    imported(lenina, xlsx([*HEADER, "Доля"], [1, "1", "45,6", "1/2"], [1, "2", "30", ""]), by=olga)
    before = registry_of(lenina)
    source = imported(
        lenina, xlsx([*HEADER, "Доля"], [2, "1", "50", "1/3"], [2, "31", "60", "1"]), by=olga, marks_gone=True
    )
    between = registry_of(lenina)

    undone = registry.undo_import(source, by=olga)

    assert between != before
    assert registry_of(lenina) == before
    assert undone.state == ImportState.UNDONE
    assert anna.memberships.get().premises is None
    assert Event.objects.get(verb=Verb.REGISTRY_IMPORT_UNDONE).actor_key == olga.actor_key


def test_what_people_and_codes_point_to_is_not_deleted(lenina, pavel, olga):
    source = imported(lenina, xlsx(HEADER, *FLATS), by=olga)
    first, second, _third = lenina.premises.order_by("key")
    Membership.objects.create(
        community=lenina, user=pavel, premises=first, state="verified", verified_by=VerificationMethod.CODE,
        requested_at=clock.now(), decided_at=clock.now(),
    )  # fmt: skip
    now = clock.now()
    batch = CodeBatch.objects.create(community=lenina, issued_at=now, expires_at=now + timedelta(days=1))
    VerificationCode.objects.create(batch=batch, premises=second, digest="x")

    registry.undo_import(source, by=olga)

    assert {(unit.key, unit.gone_at is None) for unit in lenina.premises.all()} == {("1", False), ("2", False)}
    assert pavel.memberships.get().premises == first


def test_an_import_is_not_undone_under_a_later_one_or_a_correction(lenina, mira, olga):
    source = imported(lenina, xlsx(HEADER, *FLATS), by=olga)
    later = imported(lenina, xlsx(HEADER, FLATS[0]), by=olga)
    imported(mira, xlsx(HEADER, FLATS[0]), by=olga)
    codes = [refusal(registry.undo_import, source, by=olga)]

    registry.undo_import(later, by=olga)
    lenina.premises.filter(key="1").update(area_hundredths=9999)
    codes.append(refusal(registry.undo_import, source, by=olga))
    lenina.premises.filter(key="1").update(area_hundredths=4560)
    registry.undo_import(source, by=olga)

    assert codes == ["not_last", "changed"]
    assert not lenina.premises.exists()
    assert mira.premises.count() == 1


def refusal(act, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as refused:
        act(*args, **kwargs)
    return refused.value.code


def test_an_outdated_check_is_not_applied(lenina, mira, olga):
    first = checked(lenina, xlsx(HEADER, *FLATS), by=olga)
    imported(mira, xlsx(HEADER, FLATS[0]), by=olga)

    code = refusal(registry.start_import, first, by=olga)
    again = registry.check_import(first, by=olga, columns=first.columns, header_row=first.header_row)

    assert code == "stale"
    assert registry.start_import(again, by=olga).state == ImportState.RUNNING


def test_one_import_at_a_time(lenina, mira, olga):
    running, waiting = checked(lenina, xlsx(HEADER, *FLATS), by=olga), checked(mira, xlsx(HEADER, *FLATS), by=olga)
    registry.start_import(running, by=olga)

    code = refusal(registry.start_import, waiting, by=olga)

    assert code == "busy"
    assert registry.start_import(running, by=olga).state == ImportState.RUNNING
    with pytest.raises(IntegrityError), transaction.atomic():
        PremisesImport.objects.filter(pk=waiting.pk).update(state=ImportState.RUNNING)


def test_an_applied_import_is_neither_checked_nor_applied_again(lenina, olga):
    source = imported(lenina, xlsx(HEADER, *FLATS), by=olga)

    code = refusal(registry.check_import, source, by=olga, columns={"number": 1}, header_row=1)
    registry.start_import(source, by=olga)
    registry.carry_out_imports()

    assert code == "handled"
    assert Event.objects.filter(verb=Verb.REGISTRY_IMPORTED).count() == 1


def test_another_worker_goes_on_where_one_died(lenina, olga, monkeypatch):
    source = registry.start_import(checked(lenina, xlsx(HEADER, *FLATS), by=olga), by=olga)
    monkeypatch.setattr("communities.actions.registry.store.CHUNK", 1)
    write, written = applying._write_units, []

    def die_at_the_second(*args, **kwargs):
        if written:
            raise RuntimeError("killed")
        written.append(write(*args, **kwargs))

    monkeypatch.setattr(applying, "_write_units", die_at_the_second)
    with pytest.raises(RuntimeError):
        registry.carry_out_imports()
    half = (lenina.premises.count(), PremisesImport.objects.get().rows_done)
    monkeypatch.setattr(applying, "_write_units", write)
    claimed = registry.carry_out_imports()
    with clock.set_to(clock.now() + applying.LEASE + timedelta(seconds=1)):
        finished = registry.carry_out_imports()

    source.refresh_from_db()
    assert (half, claimed, finished) == ((1, 1), 0, 1)
    assert lenina.premises.count() == source.changes.count() == source.summary["new"] == 3


def test_a_lost_file_fails_the_import_and_not_the_worker(lenina, olga, caplog):
    source = registry.start_import(checked(lenina, xlsx(HEADER, *FLATS), by=olga), by=olga)
    source.file.delete(save=False)

    registry.carry_out_imports()

    source.refresh_from_db()
    assert source.state == ImportState.FAILED
    assert "gone" in caplog.text


def test_names_of_owners_are_kept_nowhere_as_text(lenina, olga):
    rows = [
        [1, "1", "45,6", "1/2", "Тайнова Мария"],
        [1, "1", "45,6", "2/3", "Тайнов Пётр"],
        [1, "2", "", "1", "Тайнов"],
    ]

    source = imported(lenina, xlsx([*HEADER, "Доля", "Собственник"], *rows), by=olga)

    kept = [*PremisesImportProblem.objects.values(), *Ownership.objects.values(), *source.changes.values()]
    assert source.problems.count() == 2
    assert len(Ownership.objects.get().owner_digest) == 64
    assert "Тайнов" not in repr([*kept, source.summary, *Event.objects.values()])


@pytest.mark.parametrize("person", ["egor", "vera", "nina", "gleb", "anna", "semyon"])
def test_only_the_administrator_works_with_the_registry(lenina, olga, request, person):
    somebody = request.getfixturevalue(person)
    source = checked(lenina, xlsx(HEADER, *FLATS), by=olga)

    for act, thing, more in (
        (registry.receive_spreadsheet, lenina.municipality, {"file": upload(xlsx(HEADER))}),
        (registry.check_import, source, {"columns": {"number": 1}, "header_row": 1}),
        (registry.start_import, source, {}),
        (registry.undo_import, source, {}),
    ):
        with pytest.raises(PermissionDenied):
            act(thing, by=somebody, **more)

    assert registry.start_import(source, by=olga).state == ImportState.RUNNING


def test_a_community_of_another_town_or_kind_has_no_registry(town, palana, olga):
    yard = make_community(town, "Двор", slug="dvor", kind="yard")
    foreign = make_community(palana, "ул. Поротова, 1", slug="porotova")

    assert [refusal(received, there, xlsx(HEADER), by=olga, town=town) for there in (yard, foreign)] == ["target"] * 2


@pytest.mark.parametrize(
    ("columns", "code"),
    [({}, "columns"), ({"number": 1, "area": 1}, "columns"), ({"number": 9}, "columns"), ({"number": -1}, "columns")],
)
def test_wrong_columns_are_refused(lenina, olga, columns, code):
    source = received(lenina, xlsx(HEADER, *FLATS), by=olga)

    assert refusal(registry.check_import, source, by=olga, columns=columns, header_row=1) == code


def test_many_units_cost_as_many_queries_as_few(lenina, mira, olga):
    spent = []
    for community, count in ((lenina, 10), (mira, 400)):
        rows = [[1, str(number), "40", "1/2"] for number in range(1, count + 1)]
        source = received(community, csv_text([*HEADER, "Доля"], *rows), by=olga)
        with CaptureQueriesContext(connection) as queries:
            registry.check_import(source, by=olga, columns=source.columns, header_row=1)
            registry.start_import(source, by=olga)
            registry.carry_out_imports()
            registry.undo_import(source, by=olga)
        spent.append(len(queries))

    # SQLite divides what is written at once by the number of values that it takes.
    assert spent[1] - spent[0] < 20
    assert spent[0] < 80
