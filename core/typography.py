"""Russian typography: no-break spaces, sums, shares. Pure functions on text."""

import re
from decimal import Decimal

NBSP = "\u00a0"
# After these a line never breaks.
_SHORT = (
    "а без в во для до за и из к ко на не ни но о об обо от по под при про с со у что ул пр г д кв №"
    " a an the of in on at to by"
)
_PREPOSITION = re.compile(r"(?<![\w-])((?:" + "|".join(_SHORT.split()) + r")\.?) (?=\S)", re.IGNORECASE)
_UNITS = "₽|руб|коп|тыс|млн|млрд|м²|м2|кв|м|км|см|мм|кг|г|т|л|ч|мин|сек|год|года|лет|%|°C|МБ|КБ|дн|д"
_NUMBER = re.compile(r"(?<=\d) (?=(?:" + _UNITS + r")(?!\w))")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_DASH = re.compile(r" (?=[—–] )")
_TAG = re.compile(r"(<[^>]*>)")


def no_breaks(text: str) -> str:
    """Put no-break spaces after short prepositions, between a number and its unit and before a dash.

    Markup inside the text is left as it is.
    """
    parts = _TAG.split(text)
    for index in range(0, len(parts), 2):
        part = parts[index]
        for pattern in (_THOUSANDS, _NUMBER, _DASH):
            part = pattern.sub(NBSP, part)
        parts[index] = _PREPOSITION.sub(lambda found: found[1] + NBSP, part)
    return "".join(parts)


def number(value) -> str:
    """1480000 → «1 480 000» with no-break spaces."""
    return f"{int(value):,}".replace(",", NBSP)


def money(value) -> str:
    """A sum in roubles: «1 480 000 ₽»; kopecks only when there are any. Empty for None."""
    if value is None or value == "":
        return ""
    value = Decimal(value).quantize(Decimal("0.01"))
    sign, value = ("−" if value < 0 else ""), abs(value)
    kopecks = int(value * 100) % 100
    return f"{sign}{number(value)}{f',{kopecks:02}' if kopecks else ''}{NBSP}₽"


def share(part, total) -> str:
    """Whole percent of a total, rounded, but to 0 and to 100 only when it is nothing or all: «33 %»."""
    if not part or not total:
        return f"0{NBSP}%"
    if part >= total:
        return f"{part * 100 // total}{NBSP}%"
    return f"{min(99, max(1, (200 * part + total) // (2 * total)))}{NBSP}%"
