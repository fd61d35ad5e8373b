"""Whether an address in a spreadsheet is the address of a building of the site."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from communities.registry.numbers import LOOK_ALIKES
from core.text import folded

# Abbreviations whose sign would be lost in folding.
_SIGNED = (
    (r"\bб-р\b", "бульвар"),
    (r"\bпр-к?т\b", "проспект"),
    (r"\bпр-д\b", "проезд"),
    (r"\bр-н\b", "район"),
    (r"\bкв-л\b", "квартал"),
)
_STREETS = {
    "ул": "улица", "улица": "улица", "пр": "проспект", "просп": "проспект", "проспект": "проспект",
    "пер": "переулок", "переулок": "переулок", "бульвар": "бульвар", "бул": "бульвар", "проезд": "проезд",
    "пл": "площадь", "площадь": "площадь", "ш": "шоссе", "шоссе": "шоссе", "наб": "набережная",
    "набережная": "набережная", "мкр": "микрорайон", "мкрн": "микрорайон", "микрорайон": "микрорайон",
    "тупик": "тупик", "аллея": "аллея", "линия": "линия", "тракт": "тракт", "квартал": "квартал",
}  # fmt: skip
_PLACES = frozenset(
    "россия рф обл область край респ республика г гор город пгт рп п пос поселок с село дер деревня район округ "
    "городской муниципальный зато ао".split()
)
_HOUSE_WORDS = {"д": "", "дом": "", "корп": "к", "корпус": "к", "стр": "с", "строение": "с", "лит": "", "литера": ""}
_LETTER = re.compile(r"[а-я]")


class Address(NamedTuple):
    """A kind of street, perhaps unknown, and the words that name the street and the house."""

    street: str
    words: tuple[str, ...]

    def means(self, other: "Address") -> bool:
        return self.words == other.words and (not self.street or not other.street or self.street == other.street)


def address_of(text: str, town_words: frozenset[str] = frozenset()) -> Address | None:
    """The street and house of an address: «442960, г. Заречный, улица Ленина, дом 1а» is («улица», («ленина», 1, а)).

    `town_words` are names of the town and its region, folded: they may stand before the street. None without a house.
    """
    text = text.casefold()
    for pattern, word in _SIGNED:
        text = re.sub(pattern, word, text)
    words = re.findall(r"\d+|[^\W\d_]+", folded(text))
    for end, word in enumerate(words):
        # What follows names a unit and not the house.
        if word in {"кв", "квартира", "пом", "помещение", "подъезд"}:
            words = words[:end]
            break
    kind, words = _street(words, town_words | _PLACES)
    # Letters of a house may be typed on either keyboard; a street's words are left as they are.
    named = [_HOUSE_WORDS.get(word, word.translate(LOOK_ALIKES) if len(word) == 1 else word) for word in words]
    named = [str(int(word)) if word.isdecimal() else word for word in named if word]
    if not any(word.isdecimal() for word in named) or not any(_LETTER.match(word) for word in named):
        return None
    return Address(kind, tuple(named))


def _street(words: list[str], before: frozenset[str]) -> tuple[str, list[str]]:
    """The kind of the street, and its words with the house's, without the town before them."""
    at = next((i for i, word in enumerate(words) if word in _STREETS), None)
    if at is not None and any(len(word) > 2 and word not in _HOUSE_WORDS for word in words[at + 1 :] if _name(word)):
        return _STREETS[words[at]], words[at + 1 :]
    kind = "" if at is None else _STREETS[words[at]]
    rest = [word for i, word in enumerate(words) if i != at]
    while rest and (rest[0] in before or len(rest[0]) == 6 and rest[0].isdecimal()):
        rest = rest[1:]
    return kind, rest


def _name(word: str) -> bool:
    return bool(_LETTER.match(word))


def finder(buildings: Iterable[tuple[int, str]], town: str = "") -> Callable[[str], tuple[int | None, str]]:
    """A function that tells the building of an address, or (None, reason).

    `buildings` are pairs of a number and an address; `town` holds the names of the town and its region.
    """
    town_words = frozenset(folded(town).split())
    known: dict[tuple[str, ...], list[tuple[Address, int]]] = {}
    for number, text in buildings:
        if address := address_of(text, town_words):
            known.setdefault(address.words, []).append((address, number))

    @lru_cache(maxsize=5000)
    def find(text: str) -> tuple[int | None, str]:
        address = address_of(text, town_words)
        if address is None:
            return None, "address_unclear"
        found = {number for other, number in known.get(address.words, ()) if address.means(other)}
        if len(found) > 1:
            return None, "address_ambiguous"
        return (found.pop(), "") if found else (None, "address_unknown")

    return find
