"""Cleaning of what people type, and forms of it for search."""

import re
import secrets
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# No vowels and no look-alikes: an address read over the phone is written down without mistakes.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
PUBLIC_ID_LENGTH = 10

# Bidirectional controls can make a name read as another one.
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0xFEFF])


def public_id() -> str:
    """A random name for an object's address: 10 characters, about 47 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(PUBLIC_ID_LENGTH))


# What Russian texts are written with and NFKC would take apart: «No», «м2», three full stops.
_KEPT = re.compile("([№²³½…])")


def one_line(value: str) -> str:
    """NFKC (but for №, м² and the like), without bidirectional controls, with single spaces.

    Raises ValidationError (code "control") on control characters.
    """
    parts = _KEPT.split(value)
    parts[::2] = (unicodedata.normalize("NFKC", part) for part in parts[::2])
    value = "".join(parts).translate(_BIDI)
    if any(unicodedata.category(char) == "Cc" for char in value):
        raise ValidationError(_("Remove the special characters: only letters, digits and signs."), code="control")
    return " ".join(value.split())


def folded(value: str) -> str:
    """For comparing addresses and words: lower case, ё as е, signs as spaces.

    Done here and not in SQL because SQLite's LOWER and LIKE ignore the case of Latin letters only.
    """
    value = unicodedata.normalize("NFKC", value).lower().replace("ё", "е")
    return " ".join("".join(char if char.isalnum() else " " for char in value).split())
