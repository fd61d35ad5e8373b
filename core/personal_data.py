"""Finding what should not stand in public words: telephones, e-mails, flats, numbers of papers and cards.

A hint, not a proof: it knows how people in Russia write these, and keeps silent on years, sums, dates and houses.
Every expression is linear, for each repetition in it is bounded. Nothing found goes over the end of a line.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

# Every space and dash as one sign each, so that places in the text stay the same.
_PLAIN = dict.fromkeys([0x00A0, 0x2009, 0x202F], " ") | dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2013, 0x2014], "-")


class Kind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    FLAT = "flat"
    NUMBER = "number"


@dataclass(frozen=True)
class Found:
    """One fragment of a text, as it is written there."""

    kind: Kind
    text: str
    start: int
    end: int


_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[\w-]{2,63}")
# +7 or 8 and ten digits in any grouping, which is checked below.
_LONG_PHONE = re.compile(r"(?<![\d+.,])(?:\+7|8)(?:[ ().-]{0,3}\d){10}(?!\d)")
_MOBILE = re.compile(r"(?<![\d+.,])9\d{2}[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}(?!\d)")
_BARE_SEVEN = re.compile(r"(?<![\d+.,])79\d{9}(?!\d)")
# (8412) 60-00-00
_CITY_PHONE = re.compile(r"\(\d{3,5}\) ?\d{1,3}[ -]\d{2}[ -]\d{2}(?!\d)")
# A number without its city is known only by the word before it: «60-00-00» may be anything.
_CALLED = re.compile(
    r"\b(?:тел(?:ефон\w{0,3})?|моб(?:ильн\w{1,4})?|(?:по)?звон(?:ите|ить)|номер\w{0,3})\b[ .:,-]{0,4}"
    r"(\d(?:[ -]?\d){4,6})(?![ -]?\d)",
    re.IGNORECASE,
)
# «кв. 12», «квартира № 12а», but neither «кв. м» nor «квартиры 2 этажа».
_FLAT_BEFORE = re.compile(
    r"\bкв(?:артир(?:а|е|у|ы|ой|ах)|-р[аеуы])?\.? {0,2}(?:№ {0,2})?(\d{1,4})(?!\d)(?: ?[а-яё](?![а-яёa-z]))?"
    r"(?! ?(?:-?(?:х|го|й)\b|этаж|подъезд|год|г\.|м\b|м²|%))",
    re.IGNORECASE,
)
_FLAT_AFTER = re.compile(r"(?<![\d.,])\d{1,4}(?:-?[йяю])? {1,2}квартир(?:е|у|ой)\b", re.IGNORECASE)
# Four and six digits are a passport only beside the word: «2024 150000» is a year and a sum.
_NAMED_PASSPORT = re.compile(r"\bпаспорт\w{0,3}[^\d\n]{0,20}(\d{2} ?\d{2} ?(?:№ ?)?\d{6})(?!\d)", re.IGNORECASE)
_PASSPORT = re.compile(r"(?<![\d.,])(\d{2} \d{2} (?:№ ?)?\d{6})(?![\d.,])")
_CARD = re.compile(r"(?<![\d.,])(\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4})(?!\d)")
_SNILS = re.compile(r"(?<!\d)(\d{3}-\d{3}-\d{3}[ -]\d{2})(?!\d)")
_LONG_NUMBER = re.compile(r"(?<![\d.,:])(\d{12,20})(?![\d:])")
_YEARS = range(1900, 2101)


def _is_phone(text: str) -> bool:
    """Grouped as telephones are: «8-12-2024 10-30» has eleven digits, too."""
    groups = re.findall(r"\d+", text.removeprefix("+"))
    if len(groups[0]) == 1:
        groups = groups[1:]
    elif text.startswith("+"):
        groups[0] = groups[0][1:]
    return len(groups[0]) >= 3


def _matches(text: str):
    """(kind, start, end) of everything that looks like it, overlapping or not."""
    for match in _EMAIL.finditer(text):
        yield Kind.EMAIL, *match.span()
    for match in _LONG_PHONE.finditer(text):
        if _is_phone(match[0]):
            yield Kind.PHONE, *match.span()
    for pattern in (_MOBILE, _BARE_SEVEN, _CITY_PHONE):
        for match in pattern.finditer(text):
            yield Kind.PHONE, *match.span()
    for match in _CALLED.finditer(text):
        yield Kind.PHONE, *match.span(1)
    for match in _FLAT_BEFORE.finditer(text):
        if int(match[1]) not in _YEARS:
            yield Kind.FLAT, *match.span()
    for match in _FLAT_AFTER.finditer(text):
        yield Kind.FLAT, *match.span()
    for pattern in (_NAMED_PASSPORT, _PASSPORT, _CARD, _SNILS, _LONG_NUMBER):
        for match in pattern.finditer(text):
            yield Kind.NUMBER, *match.span(1)


def find(text: str) -> list[Found]:
    """Everything found, in the order of the text; of two that overlap, the one that begins first, then the longer."""
    found, reached = [], 0
    matches = _matches(text.translate(_PLAIN))
    for kind, start, end in sorted(matches, key=lambda match: (match[1], -match[2])):
        if start >= reached:
            found.append(Found(kind, text[start:end], start, end))
            reached = end
    return found


def fragments(*texts: str) -> list[str]:
    """What is found in several texts, each fragment once."""
    return list(dict.fromkeys(found.text for text in texts for found in find(text)))


def without(text: str, hidden: list[str], mark: str) -> str:
    """The text with every occurrence of these fragments replaced, the longest first: one may hold another."""
    wanted = sorted({fragment for fragment in hidden if fragment}, key=len, reverse=True)
    if not wanted:
        return text
    # One pass: what was put in is not looked into again.
    return re.sub("|".join(map(re.escape, wanted)), lambda _match: mark, text)
