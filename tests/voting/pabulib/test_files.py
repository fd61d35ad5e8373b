"""Pabulib files: read strictly, written so that they read the same, counted from the command line."""

import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.counting.making import unhurried
from voting.pabulib import Election, Project, Refused, Voter, by_approvals, by_shares, published, read, write
from voting.pabulib.__main__ import main

DATA = Path(__file__).parent / "data"
COURTYARD = (DATA / "courtyard.pb").read_text()


def test_a_file_is_read_whole():
    election = read(COURTYARD.encode())

    assert (election.budget, election.vote_type, election.rule) == (1000, "approval", "greedy")
    assert election.meta["description"] == "Budget of a courtyard"
    assert "num_votes" not in election.meta
    assert [project.name for project in election.projects][:3] == [
        "Benches; and a table",
        "Lights",
        'The "Bear" swing',
    ]
    assert election.projects[0] == Project("1", Decimal(400), "Benches; and a table", votes=6, selected=1)
    assert election.voters[5] == Voter("a6", ("3", "4"), {"age": "54"})
    assert len(election.voters) == 10


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.rstrip("\n"),
        lambda text: text + "\n\n",
        lambda text: text.replace("; ", ";").replace("Benches;and", "Benches; and"),
    ],
)
def test_the_same_file_in_other_clothes_reads_the_same(change):
    assert read(change(COURTYARD).encode()) == read(COURTYARD.encode())


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("META\n", "", 1, "here META should begin"),
        ("META\n", "meta\n", 1, "here META should begin"),
        ("key; value", "key; value; note", 2, "key;value"),
        ("key; value\n", "", 2, "key;value"),
        ("country; Russia", "country; Russia; really", 4, "3 fields instead of 2"),
        ("unit; Palana", "country; Palana", 5, "differ"),
        ("vote_type; approval", "vote_type; cumulative", 11, "votes with points are not counted"),
        ("vote_type; approval", "vote_type; scoring", 11, "votes with points are not counted"),
        ("vote_type; approval", "vote_type; lottery", 11, "known are approval, ordinal, choose-1"),
        ("vote_type; approval\n", "", 0, "META has no vote_type"),
        ("vote_type; approval", "vote_type; choose-1", 25, "names 2 projects, allowed are 1 to 1"),
        ("budget; 1000\n", "", 0, "META has no budget"),
        ("budget; 1000", "budget; 0", 9, "more than 0"),
        ("budget; 1000", "budget; 1e3", 9, "no amount of money"),
        ("budget; 1000", "budget; -5", 9, "no amount of money"),
        ("budget; 1000", "budget; nan", 9, "no amount of money"),
        ("budget; 1000", "budget; ١٠٠", 9, "no amount of money"),
        ("budget; 1000", "budget; 9999999999999999", 9, "no more than"),
        ("num_projects; 5", "num_projects; 6", 7, "differs from the 5 projects"),
        ("num_votes; 10", "num_votes; 11", 8, "differs from the 10 votes"),
        ("num_votes; 10", "num_votes; ten", 8, "no whole number"),
        ("max_length; 3", "max_length; 2", 26, "names 3 projects, allowed are 1 to 2"),
        ("max_length; 3", "max_sum_cost; 849", 25, "cost 850 together"),
        ("max_length; 3", "min_sum_cost; 401", 29, "cost 400 together"),
        ("max_length; 3", "min_project_score_threshold; few", 13, "no whole number"),
        ("project_id; cost", "id; cost", 17, "PROJECTS has no column project_id"),
        ("project_id; cost; name; votes; selected", "project_id; cost; name; votes; votes", 17, "columns"),
        ("2; 450; Lights", "1; 450; Lights", 19, "ids of projects"),
        ("2; 450; Lights", "1,2; 450; Lights", 19, "ids of projects"),
        ("2; 450; Lights", "; 450; Lights", 19, "ids of projects"),
        ("2; 450; Lights", "2; 0; Lights", 19, "more than 0"),
        ("2; 450; Lights", "2; 450; Li\0ghts", 19, "control character"),
        ("2; 450; Lights", "2; 450; Li\u2028ghts", 19, "control character"),
        ("2; 450; Lights", "2; 450; Li\rghts", 19, "control character"),
        ("2; 450; Lights", '2; 450; "Lights', 19, "quotation marks"),
        ("2; 450; Lights", '2; 450; "Lights" out', 19, "quotation marks"),
        ("2; 450; Lights; 5", "2; 450; Lights; five", 19, "no whole number"),
        ("2; 450; Lights; 5; 1", "2; 450; Lights; 5", 19, "4 fields instead of 5"),
        ("VOTES\n", "", 23, "3 fields instead of 5"),
        ("voter_id; age; vote", "voter_id; age; votes", 24, "VOTES has no column vote"),
        ("a3; 23; 1,2", "a3; 23; 1,7", 27, "unknown project '7'"),
        ("a3; 23; 1,2", "a3; 23; 1,1", 27, "a project twice"),
        ("a3; 23; 1,2", "a3; 23; 1,,2", 27, "unknown project ''"),
        ("a3; 23; 1,2", "a3; 23; ", 27, "names 0 projects"),
        ("a3; 23; 1,2", "a2; 23; 1,2", 27, "ids of voters"),
        ("a10; 44; 1,2\n", "a10; 44; 1,2\nMETA\n", 35, "VOTES is the last table"),
        ("a10; 44; 1,2\n", "a10; 44; 1,2\n\nx; 1; 1\n", 35, "1 fields instead of 3"),
    ],
)
def test_what_is_not_understood_is_refused_by_line(old, new, line, words):
    assert COURTYARD.count(old) == 1

    with pytest.raises(Refused) as refusal:
        read(COURTYARD.replace(old, new).encode())

    assert refusal.value.line == line
    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "here META should begin"),
        (b"\xff\xfe", "not UTF-8"),
        (b"META\n" + b"x" * 100_001, "longer than"),
        (b"META\nkey;value", "META has no vote_type"),
        (b"META", "META has no names of columns"),
    ],
)
def test_what_is_no_such_file_is_refused(data, words):
    with pytest.raises(Refused, match=words):
        read(data)


@unhurried
@given(st.binary(max_size=200), st.integers(0, len(COURTYARD)), st.integers(0, 40))
def test_any_bytes_are_an_election_or_refused(noise, place, length):
    data = COURTYARD.encode()
    try:
        election = read(data[:place] + noise + data[place + length :])
    except Refused:
        return
    assert read("".join(write(election)).encode()) == election


FIELDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]) | st.sampled_from(';",='), max_size=8
).map(str.strip)
NAMES = FIELDS.filter(lambda name: name and "," not in name)
OWN_COLUMNS = {"project_id", "cost", "name", "votes", "selected", "voter_id", "vote"}
MONEY = st.decimals(min_value="0.01", max_value=10**9, places=2) | st.integers(1, 10**12).map(Decimal)
WHOLE = st.none() | st.integers(0, 999)


@st.composite
def elections(draw):
    names = draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))
    columns = draw(st.lists(NAMES.filter(lambda name: name not in OWN_COLUMNS), max_size=2, unique=True))

    def more():
        return {column: draw(FIELDS) for column in columns}

    projects = [Project(name, draw(MONEY), draw(FIELDS), draw(WHOLE), draw(WHOLE), more()) for name in names]
    voters = [
        Voter(voter, tuple(draw(st.permutations(names))[: draw(st.integers(0, len(names)))]), more())
        for voter in draw(st.lists(NAMES, max_size=4, unique=True))
    ]
    meta = draw(st.dictionaries(NAMES.filter(lambda key: key.isalpha()), FIELDS, max_size=3))
    meta = {key: value for key, value in meta.items() if not key.startswith(("min", "max", "num", "budget", "vote"))}
    return Election(draw(MONEY), "ordinal", tuple(projects), tuple(voters), meta | {"min_length": "0"})


@unhurried
@given(elections())
def test_what_is_written_reads_the_same(election):
    text = "".join(write(election))

    assert read(text.encode()) == election
    assert read(("\ufeff" + text.replace("\n", "\r\n")).encode()) == election


@pytest.mark.parametrize("name", ["two\nlines", "tab\tbed", "nul\0", " spaced", "sep\u2028arated", "next\x85line"])
def test_a_name_that_would_break_the_file_is_not_written(name):
    election = Election(Decimal(10), "approval", (Project("1", Decimal(5), name),), ())

    with pytest.raises(ValueError, match="a field with"):
        list(write(election))


@pytest.mark.parametrize(
    "project", [Project("1,2", Decimal(5)), Project("1", Decimal(5), more={"cost": "7"})], ids=["comma", "column"]
)
def test_ids_and_columns_that_would_mislead_are_not_written(project):
    with pytest.raises(ValueError):
        list(write(Election(Decimal(10), "approval", (project,), ())))


def test_kopecks_are_counted_exactly():
    projects = (Project("a", Decimal("0.10")), Project("b", Decimal("0.20")), Project("c", Decimal("0.01")))
    voters = tuple(Voter(str(n), ("a", "b", "c")) for n in range(3))

    election = Election(Decimal("0.30"), "approval", projects, voters)

    assert by_approvals(election).projects == ("c", "a")
    assert by_approvals(Election(Decimal("0.31"), "approval", projects, voters)).spent == Decimal("0.31")
    assert by_shares(election, step=Fraction(1, 100)).spent == Decimal("0.11")


def test_projects_below_the_least_score_are_not_bought():
    election = read(COURTYARD.replace("max_length; 3", "min_project_score_threshold; 4").encode())

    assert by_approvals(election).projects == ("1", "2")
    assert by_approvals(read(COURTYARD.encode())).projects == ("1", "2", "4") == published(election).projects


@pytest.mark.parametrize("name", ["courtyard", "ranked"])
def test_the_command_compares_with_the_published_choice(name, capsys):
    code = main([str(DATA / f"{name}.pb")])

    said = capsys.readouterr().out.splitlines()
    assert code == 0
    assert said[0] == "5 projects, 10 votes, budget 1000"
    assert [line for line in said if line.startswith(("greedy", "equal shares"))] == [
        "greedy: 3 projects for 950: 1, 2, 4",
        "equal shares: 3 projects for 800: 1, 3, 4",
    ]
    assert said.count("  the same as published") == 1
    assert {"  only here: 3", "  only published: 2"} <= set(said) or {"  only here: 2", "  only published: 3"} <= set(
        said
    )


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Lights; 5; 1", "Lights; 5; 0", 1),
        ("votes; selected", "votes; other", 0),
        ("rule; greedy", "rule; unknown", 0),
    ],
)
def test_the_exit_code_tells_whether_the_published_choice_is_ours(tmp_path, capsys, old, new, code):
    path = tmp_path / "vote.pb"
    path.write_text(COURTYARD.replace(old, new))

    assert main([str(path)]) == code
    assert main([str(path), "--step", "own"]) == code
    assert "1, 2, 4" in capsys.readouterr().out


def test_the_command_refuses_in_words(tmp_path, capsys):
    path = tmp_path / "vote.pb"
    path.write_text(COURTYARD.replace("450; Lights", "4\u0665; Li\u202eghts"))

    assert main([str(path)]) == 2
    assert main([str(tmp_path / "none.pb")]) == 2
    said = capsys.readouterr()
    assert "line 19: cost is no amount of money" in said.err
    assert "No such file" in said.err
    assert said.out == ""


def test_the_command_needs_no_settings_of_the_site():
    path = DATA / "courtyard.pb"

    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, '.'); sys.argv[1:] = [{str(path)!r}];"
         "import runpy; runpy.run_module('voting.pabulib', run_name='__main__')"],
        cwd=settings.BASE_DIR, env={}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert "greedy: 3 projects for 950" in done.stdout
