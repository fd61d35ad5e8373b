"""Good files pass, spoilt ones are refused, each for its own reason."""

import ast
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.audit.building import GOOD, KEY, name, parsed, public
from tests.voting.audit.tampering import KEPT, SAMPLES, TAMPERINGS
from voting.audit import checking, wording
from voting.audit.checking import check
from voting.audit.layout import lines_of

PIECES = st.one_of(
    st.binary(max_size=40),
    st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from(
        [b"null", b"-1", b"1e9", b"[]", b"{}", b'""', b"\\u0000", b"[[[[", b"Infinity", b"\n", b",", b"\r"]
    ),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text("абв01/\x00", max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("01ab", max_size=2), inner, max_size=3),
    max_leaves=6,
)


def checked(text, **options):
    return check(text.splitlines(keepends=True), **options)


@pytest.mark.parametrize("kind", GOOD)
def test_a_good_file_is_verified(kind):
    file = GOOD[kind]()

    report = checked(file.text(), key=public(KEY), heads=[file.records[1]["hash"], file.records[-1]["hash"]])

    assert report.fault is None
    assert report.signature_checked is True
    assert (report.roll_entries, len(report.replay)) == (len(file.roll), len(file.current()))
    assert report.replay.head == file.records[-1]["hash"]


@pytest.mark.parametrize("tampered", TAMPERINGS)
def test_a_spoilt_file_is_refused_for_its_own_reason(tampered):
    spoilt, reason, options = TAMPERINGS[tampered]
    text = spoilt()
    outside = {"key": public(KEY)} if options.get("key") else {}
    if options.get("head"):
        outside["heads"] = [GOOD["decision"]().records[-1]["hash"]]

    report = checked(text, **outside)

    assert report.fault is not None
    assert report.fault.code == reason
    for words in wording.WORDS.values():
        assert words[reason].format(**report.fault.values)


def codes_of_refusals() -> set[str]:
    """Every code that the package refuses with: the first literal of `Fault(…)`, `need(…)` and `need_keys(…)`."""
    found = set()
    for path in Path(checking.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            place = {"Fault": 0, "need": 1, "need_keys": 2}.get(getattr(getattr(node, "func", None), "id", None))
            if place is not None and isinstance(node.args[place], ast.Constant):
                found.add(node.args[place].value)
    return found


def test_every_refusal_is_met_by_a_tampering():
    reasons = {reason for _spoilt, reason, _options in TAMPERINGS.values()}

    assert len(TAMPERINGS) > 100
    # No paper that is valid has been found that cannot be counted: that refusal stands behind the others.
    assert codes_of_refusals() - reasons == {"uncountable"}
    assert reasons <= codes_of_refusals()


def test_an_untouched_vote_written_anew_is_caught_by_nothing_but_a_saved_hash():
    """The counterpart of head_missing: whoever has the key can write a whole new chain, so people keep hashes."""
    spoilt, _reason, _options = TAMPERINGS["everything_written_anew_with_the_key"]

    assert checked(spoilt(), key=public(KEY)).fault is None


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_committed_samples(path):
    reason = path.stem.partition("-")[0]

    with path.open("rb") as handle:
        fault = check(lines_of(handle), key=public(KEY)).fault

    assert (fault and fault.code) == (None if reason == "whole" else reason)


def test_the_samples_are_all_there():
    assert len(list(SAMPLES.glob("whole-*.json"))) == len(GOOD)
    assert len(list(SAMPLES.glob("*.json"))) == len(GOOD) + len(KEPT)


@pytest.mark.parametrize("kind", GOOD)
def test_any_reader_of_json_reads_the_file(kind):
    file = GOOD[kind]()

    value = parsed(file.text())

    assert list(value) == ["format", "version", "roll", "records", "papers", "signature"]
    assert (value["roll"], value["records"], value["papers"]) == (file.roll, file.records, file.papers)


@pytest.mark.parametrize("kind", GOOD)
def test_no_byte_may_be_changed(kind):
    """Whatever single byte is turned into another, somewhere along the file, the file is refused."""
    text = GOOD[kind]().text()
    places = range(0, len(text), max(1, len(text) // 150))

    accepted = [
        place for place in places if checked(text[:place] + bytes([text[place] ^ 1]) + text[place + 1 :]).fault is None
    ]

    assert len(places) >= 150
    assert accepted == []


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_no_file_breaks_the_verifier(data):
    """Whatever strangers splice into a file, the answer is a refusal, never an error of the program."""
    lines = GOOD["secret"]().lines()
    place = data.draw(st.integers(0, len(lines) - 1))
    old = lines[place]
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    lines[place] = old[:start] + data.draw(PIECES) + old[end:]

    report = check(b"".join(lines).splitlines(keepends=True))

    assert (report.fault is None) == (lines[place] == old)
    if report.fault is not None:
        assert wording.RU[report.fault.code].format(**report.fault.values)


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_no_record_breaks_the_verifier(data):
    """The same with values put anywhere into the records, hashed and signed anew: nothing is trusted for its seal."""
    file = GOOD[data.draw(st.sampled_from(sorted(GOOD)))]()
    before = file.text()
    thing = data.draw(st.sampled_from(file.records))["body"]
    while True:
        key = data.draw(st.sampled_from(sorted(thing) if isinstance(thing, dict) else range(len(thing))))
        if not thing[key] or not isinstance(thing[key], dict | list) or data.draw(st.booleans()):
            break
        thing = thing[key]
    thing[key] = data.draw(VALUES)

    report = checked(file.reseal().text())

    if report.fault is not None:
        assert wording.RU[report.fault.code].format(**report.fault.values)
    else:
        # Words that nothing is counted by, and flags of how the vote was shown, are guarded by the seal alone.
        assert file.text() == before or report.replay.manifest != GOOD["decision"]().manifest


@pytest.mark.parametrize("kind", ["decision", "secret"])
def test_no_line_may_be_left_out(kind):
    lines = GOOD[kind]().lines()

    accepted = [place for place in range(len(lines)) if check(lines[:place] + lines[place + 1 :]).fault is None]

    assert accepted == []


def test_lines_are_read_no_further_than_they_may_be_long(tmp_path):
    path = tmp_path / "endless"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)

    with path.open("rb") as handle:
        first = next(lines_of(handle))

    assert len(first) == 16 * 1024 * 1024 + 1


def test_a_paper_that_was_replaced_leads_to_the_one_that_counts():
    replay = checked(GOOD["decision"]().text()).replay

    assert replay.paper(name(1)) is None
    assert replay.replaced[bytes.fromhex(name(1))].hex() == name(3)
    assert replay.paper(name(5)) == ({"0": "for", "1": "against"}, 1, None)


def test_both_languages_say_the_same_things():
    def slots(text):
        return sorted(slot for _text, slot, _spec, _conversion in string.Formatter().parse(text) if slot)

    assert wording.RU.keys() == wording.EN.keys()
    assert [code for code in wording.RU if slots(wording.RU[code]) != slots(wording.EN[code])] == []
