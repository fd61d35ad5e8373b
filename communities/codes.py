"""Flat codes as people read and type them.

The alphabet is that of Russian number plates, digits and the letters that both keyboards have, less the look-alikes:
whoever types a code from a slip need not know in which layout the keyboard is. Ten characters of eighteen are 41 bits:
at the few hundred guesses an hour that `actions.codes` lets through in a whole town, a hit takes longer than a life.
"""

import secrets
import unicodedata

from django.utils.crypto import salted_hmac

ALPHABET = "23456789ACEHKMPTXY"
LENGTH = 10
# Cyrillic letters of the same shape, and what is taken for a digit in a hurry.
_READ_AS = str.maketrans("АСЕНКМРТХУВБЗЧBGSZ", "ACEHKMPTXY86348652")


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def shown(code: str) -> str:
    """«7K3MX-9TPAH»."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def normalised(text: str) -> str:
    """The code that somebody typed, in any case, layout and grouping; "" when it cannot be one."""
    letters = unicodedata.normalize("NFKC", text[:100]).upper()
    code = "".join(char for char in letters if char.isalnum()).translate(_READ_AS)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def digest_of(code: str) -> str:
    """All that is kept of a code: without the town's secret key nobody finds the code from it."""
    return salted_hmac("communities.codes", code, algorithm="sha256").hexdigest()
