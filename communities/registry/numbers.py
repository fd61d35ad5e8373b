"""Numbers of flats and houses as people write them."""

import re
import unicodedata

# Words before a number that say what it is, not which.
_WORDS = frozenset("кв кварт квартира пом помещ помещение н неж нежил нежилое жил жилое оф офис номер".split())
# Latin letters that look like Russian ones in either case: «12A» typed on the wrong keyboard is the same flat.
LOOK_ALIKES = str.maketrans("abcehkmoptxyё", "авсенкмортхуе")
_LONGEST = 200


def key_of(number: str) -> str:
    """The number by which a unit is found: «кв. 12а», «12 А» and «№12-а» are «12а»; "" when nothing is left.

    Two numbers stay apart: «12-1» and «12/1» are «12-1», not «121».
    """
    text = unicodedata.normalize("NFKC", number[:_LONGEST].replace("№", " ")).casefold()
    # Soft hyphens and other marks that are not seen.
    text = "".join(char for char in text if unicodedata.category(char) != "Cf").translate(LOOK_ALIKES)
    # A whole number that a program wrote as a fraction: «12.0».
    text = re.sub(r"(\d)[.,]0+\s*$", r"\1", text.replace("н/п", " "))
    parts = re.findall(r"\d+|[^\W\d_]+", text)
    while parts and parts[0] in _WORDS:
        parts = parts[1:]
    key = ""
    for part in parts:
        if part.isdecimal():
            # Leading zeros mean nothing, and digits of other scripts become ours.
            part = ("-" if key[-1:].isdecimal() else "") + str(int(part))
        key += part
    return key
