"""`manage.py import_premises`: the same acts without the screens."""

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from communities.models import ImportState, PremisesImport
from journal.models import Event
from journal.verbs import Verb
from tests.communities.sheets import FLATS, HEADER, xlsx


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "реестр.xlsx"
    path.write_bytes(xlsx(HEADER, *FLATS))
    return path


@pytest.fixture
def wrong_file(tmp_path):
    path = tmp_path / "ошибки.xlsx"
    path.write_bytes(xlsx(HEADER, *FLATS, [1, "", "4"], [1, "8", "много"]))
    return path


def run(*args, **options):
    call_command("import_premises", *map(str, args), **options)


def test_the_operator_imports_a_building(lenina, operator, file, capsys):
    run(file, "--community", lenina.slug)

    assert lenina.premises.count() == 3
    assert "Changed: new 3, changed 0, same 0" in capsys.readouterr().out
    assert PremisesImport.objects.get().state == ImportState.APPLIED
    assert Event.objects.get(verb=Verb.REGISTRY_IMPORTED).actor_key == operator.actor_key


def test_a_dry_run_leaves_no_trace(lenina, file, capsys):
    run(file, "--community", lenina.slug, "--dry-run")

    assert "Would change: new 3" in capsys.readouterr().out
    assert not lenina.premises.exists()
    assert not PremisesImport.objects.exists()


def test_wrong_rows_are_told_written_and_reported_by_the_exit_code(lenina, wrong_file, tmp_path, capsys):
    errors = tmp_path / "errors.xlsx"

    with pytest.raises(SystemExit) as left:
        run(wrong_file, "--community", lenina.slug, "--errors", errors)

    rows = list(openpyxl.load_workbook(errors).active.iter_rows(values_only=True))
    assert left.value.code == 3
    assert [row[0] for row in rows[1:]] == ["5", "6"]
    assert "row 6:" in capsys.readouterr().out
    assert lenina.premises.count() == 3


def test_columns_may_be_told(lenina, tmp_path):
    path = tmp_path / "bare.csv"
    path.write_text("1;45,6\n2;50\n")

    run(path, "--community", lenina.slug, "--columns", '{"number": 0, "area": 1}', "--header-rows", "0")

    assert set(lenina.premises.values_list("key", "area_hundredths")) == {("1", 4560), ("2", 5000)}


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["--community", "nowhere"], 2),
        (["--town", "nowhere"], 2),
        (["--by", "nobody@example.org"], 2),
        (["--columns", "{"], 2),
        (["--columns", '{"number": "1"}'], 2),
        (["--columns", '{"number": 90}'], 1),
        (["--by", "egor"], 1),
    ],
)
def test_a_refusal_changes_nothing(lenina, olga, egor, file, args, code):
    args = [egor.email if word == "egor" else word for word in args]

    with pytest.raises(CommandError) as refused:
        run(file, *args)

    assert refused.value.returncode == code
    assert not PremisesImport.objects.exists()
    run(file, "--community", lenina.slug, "--by", olga.email)
    assert lenina.premises.count() == 3


def test_an_unknown_file_is_wrong_usage(lenina, tmp_path):
    with pytest.raises(CommandError) as refused:
        run(tmp_path / "nothing.xlsx", "--community", lenina.slug)

    assert refused.value.returncode == 2


def test_one_of_several_towns_has_to_be_named(lenina, palana, file):
    with pytest.raises(CommandError):
        run(file, "--community", lenina.slug)

    run(file, "--community", lenina.slug, "--town", "localhost")
    assert lenina.premises.count() == 3
