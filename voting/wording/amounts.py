"""Numbers of a vote as people read them: votes, signatures, square metres, shares."""

from fractions import Fraction

from django.utils.formats import get_format, number_format
from django.utils.translation import ngettext

from core.typography import NBSP, number
from voting import counting
from voting.models import CountedBy, VoteKind


def area(hundredths: int) -> str:
    """«1 234,5 м²» from hundredths of a square metre; never rounded."""
    whole, rest = divmod(int(hundredths), 100)
    if not rest:
        return f"{number(whole)}{NBSP}м²"
    digits = f"{rest:02}".rstrip("0")
    return f"{number(whole)}{get_format('DECIMAL_SEPARATOR')}{digits}{NBSP}м²"


def figure(value: int, vote) -> str:
    """A weight as it stands in tables: «318», or in square metres where those are counted."""
    return area(value) if vote.counted_by == CountedBy.AREA else number(value)


def votes(count: int) -> str:
    return ngettext("%(count)s vote", "%(count)s votes", count) % {"count": number(count)}


def signatures(count: int) -> str:
    return ngettext("%(count)s signature", "%(count)s signatures", count) % {"count": number(count)}


def amount(value: int, vote) -> str:
    """A weight within a sentence: «318 голосов», «12 подписей», «1 234,5 м²»."""
    if vote.counted_by == CountedBy.AREA:
        return area(value)
    return signatures(value) if vote.kind == VoteKind.SUPPORT else votes(value)


def percent(part: int, whole: int, vote=None) -> str:
    """«50,2 %»: never rounded across what decides (`counting.shown_percent`)."""
    limits = [Fraction(1, 2), Fraction(2, 3)]
    if vote is not None:
        limits += [vote.threshold, *([vote.quorum] if vote.quorum is not None else [])]
    return _percent_words(counting.shown_percent(part, whole, limits))


def share_percent(weight: int, vote) -> str:
    """The share of those who took part that an answer got; never rounded across the share that decides."""
    limits = [Fraction(1, 2), *([vote.threshold] if vote.kind == VoteKind.DECISION else [])]
    return _percent_words(counting.shown_percent(weight, vote.turnout, limits))


def _percent_words(shown: str) -> str:
    if "/" in shown:
        return shown
    return f"{number_format(shown, len(shown.partition('.')[2]))}{NBSP}%"


def grouped(digits: str) -> str:
    """A receipt or a fingerprint in fours, as it is easier to copy and compare by hand."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
