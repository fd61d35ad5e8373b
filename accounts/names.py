"""What a person may be called: a name that neighbours read as a name, and never as an office.

Pure: no database, no Django models.
"""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.text import one_line

# Latin letters and figures by the Cyrillic ones they look like: «Aдминистpация» reads as what it imitates.
_LOOKS = str.maketrans("abcehkmoptxyugrinl0346", "авсенкмортхуугриплозчб")

# Words that belong to the town and its staff; a badge beside the name says who really holds an office.
_OFFICES = """
администрация администратор админ управа мэрия мэр глава губернатор депутат модератор редактор контролер контролёр
специалист куратор старший председатель совет комитет вече техподдержка поддержка сайт система робот бот госуслуги
полиция прокуратура тос тсж жкх
admin administrator administration moderator support official root system veche mayor staff
administraciya administratsiya glava
""".split()
# Longer names that begin so are no names either: «Администратору», «Модератор1».
_BEGINNINGS = ("администра", "модератор", "administra", "moderator")
_MARKS = " -'’."


def _skeleton(value: str) -> str:
    """Letters only, in one case, each look-alike as one letter."""
    value = unicodedata.normalize("NFKC", value).casefold().replace("ё", "е").replace("й", "и")
    return "".join(char for char in value.translate(_LOOKS) if char.isalnum())


_RESERVED = frozenset(_skeleton(word) for word in _OFFICES)
_RESERVED_BEGINNINGS = tuple(_skeleton(word) for word in _BEGINNINGS)


def _alphabet(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]


def is_reserved(name: str) -> bool:
    """Whether the whole, or one of its words, reads as an office."""
    words = [name, *name.replace("-", " ").replace(".", " ").split()]
    shapes = {_skeleton(word) for word in words}
    return bool(shapes & _RESERVED) or any(shape.startswith(_RESERVED_BEGINNINGS) for shape in shapes)


def same_name(one: str, other: str) -> bool:
    """Whether two names read alike, whatever their case, marks and look-alike letters."""
    return bool(one) and _skeleton(one) == _skeleton(other)


def refuse_office(name: str) -> None:
    """Raises ValidationError (code "reserved") for a name that reads as an office."""
    if is_reserved(name):
        raise ValidationError(
            _("This word names an office of the town. Write your own first and last name."), code="reserved"
        )


def clean_name(value: str) -> str:
    """A first or a last name on one line, in one alphabet.

    Raises ValidationError: "control", "letters", "mixed", "reserved".
    """
    name = one_line(value)
    letters = [char for char in name if char not in _MARKS]
    alphabets = {_alphabet(char) for char in letters}
    if not letters or not all(char.isalpha() for char in letters) or not alphabets <= {"CYRILLIC", "LATIN"}:
        raise ValidationError(_("Write the name with Russian or Latin letters."), code="letters")
    if len(alphabets) > 1:
        raise ValidationError(_("Write the whole name in one alphabet: now it mixes two."), code="mixed")
    refuse_office(name)
    return name
