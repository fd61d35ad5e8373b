"""One spelling of every value, and nothing else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.audit.canonical import canonical, roll_fingerprint, roll_line
from voting.audit.strict import DEEPEST, Fault, as_moment, is_hex, is_moment, is_whole, strict

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17) + 1, 10**18 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def refusal(text: bytes) -> str:
    with pytest.raises(Fault) as fault:
        strict(text)
    return fault.value.code


@given(value=VALUES)
def test_what_is_canonical_is_read_back(value):
    assert strict(canonical(value)) == value


@given(value=VALUES)
def test_any_other_spelling_is_refused(value):
    loose = json.dumps(value, sort_keys=True).encode()

    if loose != canonical(value):
        assert refusal(loose) == "not_canonical"


@given(text=st.binary(max_size=60))
def test_bytes_of_any_kind_are_a_value_or_a_refusal(text):
    try:
        value = strict(text)
    except Fault as fault:
        assert fault.code in {"utf8", "deep", "number", "duplicate_key", "json", "not_canonical"}
    else:
        assert canonical(value) == text


@pytest.mark.parametrize("depth", [1, DEEPEST - 1, DEEPEST])
def test_brackets_may_stand_within_one_another_so_far(depth):
    empty, full = b"[" * depth + b"]" * depth, b"[" * depth + b"1" + b"]" * depth

    assert (canonical(strict(empty)), canonical(strict(full))) == (empty, full)


@pytest.mark.parametrize("depth", [DEEPEST + 1, 500, 990, 5000, 1_000_000])
def test_and_no_further(depth):
    assert refusal(b"[" * depth + b"]" * depth) == "deep"
    assert refusal(b'{"a":' * depth + b"1" + b"}" * depth) == "deep"


def test_brackets_in_words_are_words():
    assert strict(b'"' + b"[" * 100 + b'"') == "[" * 100


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"1" * 19, "number"), (b"-" + b"1" * 18, "number"), (b"1.0", "number"), (b"1e3", "number"),
        (b"-Infinity", "number"), (b"-0", "not_canonical"), (b"01", "json"), (b"", "json"), (b"1 ", "not_canonical"),
        (b'{"a":1,"a":1}', "duplicate_key"), (b'"\\u0041"', "not_canonical"), (b'"\\ud83c"', "utf8"),
        (b'"\x01"', "json"), (b'"\xff"', "utf8"), (b"\xef\xbb\xbf1", "json"), ("1".encode("utf-16"), "utf8"),
    ],
)  # fmt: skip
def test_refusals_by_example(text, code):
    assert refusal(text) == code


def test_canonical_json_holds_no_infinities():
    with pytest.raises(ValueError, match="JSON"):
        canonical(float("nan"))


def test_the_fingerprint_of_a_roll_by_example():
    """Worked out with `sha256sum` and `openssl dgst -hmac`."""
    assert roll_line(bytes(32), "k3x9m2p7qa") == "8dc9eb1e7b448acfa1702d8bfc555e5d"
    lines = [("b" * 32, 5210), ("a" * 32, 1)]
    assert roll_fingerprint(lines) == "3b83a3cf65c60ff0bb10807ad53f8e42a81a85186fadb8256fa63b801982822d"


@pytest.mark.parametrize(
    "text",
    ["2026-09-15T09:00:00", "2026-09-15T09:00:00Z", "2026-09-15T12:00:00+03:00", "2026-02-30T09:00:00+00:00",
     "2026-09-15T09:00:00.25+00:00", "2026-09-15 09:00:00+00:00", "2026-09-15T24:00:00+00:00", None, 5],
)  # fmt: skip
def test_times_of_another_form_are_none(text):
    assert not is_moment(text)


def test_values_of_a_kind():
    assert is_moment("2026-09-15T09:00:00.000250+00:00")
    assert as_moment("2026-09-15T09:00:00+00:00") < as_moment("2026-09-15T09:00:00.000250+00:00")
    assert [is_whole(value) for value in (0, 1, True, -1, 1.0, "1")] == [True, True, False, False, False, False]
    assert [is_hex(value, 32) for value in ("ab" * 16, "AB" * 16, "ab" * 15, "ab" * 16 + "\n", None)] == [
        True, False, False, False, False,
    ]  # fmt: skip
