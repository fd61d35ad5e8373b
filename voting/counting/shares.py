"""Shares of a whole: how many votes make one, and how one is shown without crossing what decides."""

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from math import ceil, floor


def votes_needed(share: Fraction | None, strict: bool, whole: int) -> int:
    """The least number of votes that is at least (or, if strict, more than) a share of the whole.

    >>> votes_needed(Fraction(1, 3), False, 156), votes_needed(Fraction(1, 3), True, 156)
    (52, 53)
    """
    if share is None:
        return 0
    exact = share * whole
    return floor(exact) + 1 if strict else ceil(exact)


def shown_percent(part: int, whole: int, thresholds: Iterable[Fraction] = ()) -> str:
    """A share in percent that stays on its own side of every threshold: «33», «50.2», «0.04».

    Rounding never makes something of nothing, all of almost all, or a majority of half. A share that equals a
    threshold percent cannot express is given as a fraction: «1/3».
    """
    if whole <= 0 or part <= 0:
        return "0"
    exact = Fraction(part, whole)
    limits = [Fraction(0), Fraction(1), *thresholds]
    for digits in range(13):
        scale = 10**digits
        rounded = Fraction(round(exact * 100 * scale), 100 * scale)
        if all(_side(rounded, limit) == _side(exact, limit) for limit in limits):
            percent = Decimal(rounded.numerator * 100) / Decimal(rounded.denominator)
            return str(percent.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN))
    return f"{exact.numerator}/{exact.denominator}"


def _side(value: Fraction, limit: Fraction) -> int:
    return (value > limit) - (value < limit)
