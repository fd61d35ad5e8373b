"""Reading JSON from strangers: what is not canonical, or cannot stand in a vote's file, is refused with a code."""

import json
import re
from collections.abc import Iterable
from datetime import datetime

from voting.audit.canonical import canonical

DEEPEST = 32
# 18 digits: exact in every language's 64-bit integers.
LONGEST_NUMBER = 18

_HEX = {length: re.compile(f"[0-9a-f]{{{length}}}") for length in (32, 64, 128)}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00")


class Fault(Exception):
    """What is wrong with a file: a code of `voting.audit.wording`, and the values its words name."""

    def __init__(self, code: str, **values):
        super().__init__(code)
        self.code, self.values = code, values


def strict(text: bytes):
    """The value of one line of canonical JSON.

    Raises Fault: utf8, deep, number (a fraction, NaN, or an integer of more than 18 digits), duplicate_key, json,
    not_canonical.
    """
    try:
        value = _DECODER.decode(text.decode())
        if text.count(b"[") + text.count(b"{") > DEEPEST:
            need(_depth(value) <= DEEPEST, "deep")
        again = canonical(value)
    except RecursionError:
        raise Fault("deep") from None
    except UnicodeError:  # bytes that are not UTF-8, or half of a surrogate pair written as an escape
        raise Fault("utf8") from None
    except ValueError:
        raise Fault("json") from None
    if again != text:
        raise Fault("not_canonical")
    return value


def _depth(value) -> int:
    """How many objects and lists stand within one another; looks no further than one beyond what is allowed."""
    level, depth = _containers([value]), 0
    while level and depth <= DEEPEST:
        level, depth = _containers(inner for outer in level for inner in _inside(outer)), depth + 1
    return depth


def _containers(values: Iterable) -> list:
    return [value for value in values if isinstance(value, dict | list)]


def _inside(value: dict | list) -> Iterable:
    return value.values() if isinstance(value, dict) else value


def _pairs(pairs: list) -> dict:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise Fault("duplicate_key")
    return value


def _integer(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise Fault("number")
    return int(digits)


def _no_number(text: str):
    raise Fault("number")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_int=_integer, parse_float=_no_number, parse_constant=_no_number
)


def is_hex(value, length: int) -> bool:
    """Whether it is a text of so many (32, 64 or 128) lower-case hexadecimal digits."""
    return isinstance(value, str) and _HEX[length].fullmatch(value) is not None


def is_whole(value, least: int = 0) -> bool:
    """Whether it is an integer, not a boolean, and at least so great."""
    return type(value) is int and value >= least


def is_moment(value) -> bool:
    """Whether it is a time as `canonical.moment` writes it. Such texts are compared by `as_moment`."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def as_moment(value: str) -> datetime:
    return datetime.fromisoformat(value)


def need(holds: bool, code: str, **values) -> None:
    """Raise Fault with a code unless something holds."""
    if not holds:
        raise Fault(code, **values)


def need_keys(value, keys: frozenset | set, code: str, **values) -> None:
    """Raise Fault unless it is an object with exactly these keys."""
    need(isinstance(value, dict) and value.keys() == keys, code, **values)
