"""The verifier as people run it: in their language, with its exit codes, outside of the project."""

import subprocess
import sys

import pytest

from tests.voting.audit.building import GOOD, KEY, STRANGER, ballot, name, public
from tests.voting.audit.tampering import TAMPERINGS
from voting import verifier, verify


@pytest.fixture
def written(tmp_path):
    """Write a file's text; its path as an argument."""

    def written(text: bytes) -> str:
        path = tmp_path / "vote.json"
        path.write_bytes(text)
        return str(path)

    return written


@pytest.fixture
def run(written, capsys):
    """(exit code, standard output, standard error) of a check."""

    def run(text, *arguments):
        code = verify.main([written(text), *arguments])
        return code, *capsys.readouterr()

    return run


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_good_file_is_described(run, language):
    file = GOOD["decision"]()

    code, told, _progress = run(file.text(), "--lang", language, "--key", public(KEY))

    assert code == verify.VERIFIED
    assert {"ru": "всё сходится", "en": "everything agrees"}[language] in told
    assert file.records[-1]["hash"] in told
    assert "«Двор на Ленина, 1»" in told or '"Двор на Ленина, 1"' in told


def test_a_console_without_the_letters_is_no_obstacle(written, pyz):
    file = GOOD["decision"]()
    file.manifest["title"] = "Двор 🌳 ≥ 1"
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-B", str(pyz), written(file.seal().text())],
        env={"PYTHONIOENCODING": "cp1251:strict", "LANG": "C"},
        capture_output=True,
        timeout=60,
    )

    assert done.returncode == verify.VERIFIED
    assert "«Двор ? ? 1»".encode("cp1251") in done.stdout


def test_a_key_that_only_the_file_names_is_told_apart(run):
    text = GOOD["decision"]().text()

    assert "взят из самого файла" in run(text)[1]
    assert "взят из самого файла" not in run(text, "--key", public(KEY))[1]


def test_a_key_may_be_a_file_and_a_receipt_typed_with_spaces(run, tmp_path):
    (tmp_path / "key.txt").write_text(f"{public(KEY).upper()}\n")
    spaced = " ".join(name(5)[at : at + 4] for at in range(0, 32, 4)).upper()

    code, told, _progress = run(
        GOOD["decision"]().text(), "--key", str(tmp_path / "key.txt"), "--receipt", spaced, "--lang", "en"
    )

    assert code == verify.VERIFIED
    assert f"Ballot {name(5)} is counted" in told
    assert told.rstrip().endswith("1. Ставим площадку?\n   for\n2. Сажаем деревья?\n   against")


@pytest.mark.parametrize(
    ("kind", "number", "said"),
    [
        ("schulze", 0, "«Вариант 3», then «Вариант 1», then «Вариант 2»"),
        ("multiple", 0, "«Вариант 1», «Вариант 3»"),
        ("single", 3, "none of the options"),
        ("equal_shares", 2, "«Вариант 1», «Вариант 3», «Вариант 4»"),
        ("area", 1, "Its weight: 5210"),
    ],
)
def test_a_paper_of_each_kind_is_told_in_words(run, kind, number, said):
    code, told, _progress = run(GOOD[kind]().text(), "--receipt", name(number), "--lang", "en")

    assert (code, said in told) == (verify.VERIFIED, True)


def test_a_paper_that_is_not_counted_is_a_failure(run):
    text = GOOD["decision"]().text()

    replaced = run(text, "--receipt", name(1), "--lang", "en")
    missing = run(text, "--receipt", name(99), "--lang", "en")

    assert (replaced[0], f"its voter cast {name(3)} instead" in replaced[1]) == (verify.REJECTED, True)
    assert (missing[0], "is not in the file" in missing[1]) == (verify.REJECTED, True)


@pytest.mark.parametrize("tampered", ["choice_changed", "another_outcome", "half_of_the_file", "roll_line_exchanged"])
def test_a_spoilt_file_is_refused_with_its_reason_and_line(run, tampered):
    spoilt, reason, _options = TAMPERINGS[tampered]

    code, told, _progress = run(spoilt())

    assert code == verify.REJECTED
    assert told.startswith("ФАЙЛУ ВЕРИТЬ НЕЛЬЗЯ.\n")
    assert "Строка файла: " in told
    assert reason not in told


def test_what_lies_outside_the_file_decides(run):
    text = GOOD["decision"]().text()
    old_head = GOOD["secret"]().records[-1]["hash"]

    assert run(text, "--key", public(STRANGER))[0] == verify.REJECTED
    assert run(text, "--head", old_head)[0] == verify.REJECTED
    assert run(text, "--head", GOOD["decision"]().records[3]["hash"])[0] == verify.VERIFIED


@pytest.mark.parametrize(
    "arguments", [["--receipt", "12-А"], ["--key", "/nowhere/key"], ["--key", "12"], ["--head", "0" * 63]]
)
def test_wrong_usage_is_told_apart(run, arguments):
    code, told, complaint = run(GOOD["decision"]().text(), *arguments)

    assert (code, told) == (verify.UNREADABLE, "")
    assert complaint.count("\n") == 1


def test_some_other_file_is_told_apart(run, tmp_path, capsys):
    assert run(b"receipt,question 1,weight,channel\n")[0] == verify.UNREADABLE
    assert verify.main([str(tmp_path / "missing.json")]) == verify.UNREADABLE
    assert verify.main([str(tmp_path)]) == verify.UNREADABLE
    with pytest.raises(SystemExit) as end:
        verify.main([])
    assert end.value.code == verify.UNREADABLE


def test_words_of_the_file_cannot_command_the_terminal(run):
    file = GOOD["decision"]()
    file.manifest["title"] = "Двор\x1b[2J\u202e{lang}\r"
    file.records.insert(-2, {"body": ballot(8, q0="for", q1="for"), "hash": ""})
    file.seal()

    code, told, _progress = run(file.text())

    assert code == verify.VERIFIED
    assert "Двор [2J {lang}" in told
    assert not {"\x1b", "\u202e", "\r"} & set(told)


@pytest.fixture
def pyz(tmp_path):
    path = tmp_path / "verify.pyz"
    path.write_bytes(verifier.archive())
    return path


def outside(pyz, *arguments):
    """Run the downloaded verifier where there is neither the project nor its packages."""
    # -I: no environment and no folder of the user; -S: no installed packages.
    command = [sys.executable, "-I", *arguments[:1], str(pyz), *arguments[1:]]
    return subprocess.run(command, cwd=pyz.parent, capture_output=True, text=True, encoding="utf-8", timeout=60)


def test_the_download_verifies_outside_the_project(pyz, written):
    done = outside(pyz, "-B", written(GOOD["equal_shares"]().text()), "--key", public(KEY), "--lang", "en")

    assert (done.returncode, done.stderr) == (verify.VERIFIED, "counting ballots: 5\n")
    assert "everything agrees" in done.stdout


def test_without_cryptography_only_the_signature_is_left_unchecked(pyz, written):
    good = outside(pyz, "-S", written(GOOD["decision"]().text()), "--lang", "en")
    spoilt = outside(pyz, "-S", written(TAMPERINGS["another_outcome"][0]()), "--lang", "en")
    unsigned = outside(pyz, "-S", written(TAMPERINGS["chain_written_anew_without_the_key"][0]()), "--lang", "en")

    assert (good.returncode, "THE SIGNATURE WAS NOT CHECKED" in good.stdout) == (verify.UNSIGNED, True)
    assert (spoilt.returncode, "another result" in spoilt.stdout) == (verify.REJECTED, True)
    # What the warning is for.
    assert unsigned.returncode == verify.UNSIGNED


def test_the_download_is_the_same_everywhere(monkeypatch, tmp_path):
    first = verifier.archive()
    for part in verifier.PARTS:
        source, target = verifier.FOLDER / part, tmp_path / part
        for path in [source] if source.is_file() else source.rglob("*.py"):
            copy = target if source.is_file() else target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    monkeypatch.setattr(verifier, "FOLDER", tmp_path)
    verifier.archive.cache_clear()
    second = verifier.archive()
    verifier.archive.cache_clear()

    assert second == first
    assert len(first) > 50_000
