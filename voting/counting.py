"""What a vote came to: quorum, outcome and shares. Pure arithmetic on integers and Fractions, no Django.

The page of a vote, the count at closing and the audit all use these functions, so they cannot disagree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Literal

FOR, AGAINST, ABSTAIN = "for", "against", "abstain"

Reason = Literal["passed", "no_quorum", "tied", "no_majority"]


@dataclass(frozen=True)
class Rules:
    """What decides. `quorum` is a share of the roll's weight, or None for no quorum."""

    quorum: Fraction | None
    quorum_strict: bool
    majority: Literal["simple", "absolute", "two_thirds"]


@dataclass(frozen=True)
class Tally:
    """Weights given to one question. Abstaining is taking part: it counts for quorum and turnout."""

    votes_for: int = 0
    votes_against: int = 0
    votes_abstain: int = 0


@dataclass(frozen=True)
class ItemOutcome:
    tally: Tally
    passed: bool
    reason: Reason


@dataclass(frozen=True)
class Outcome:
    """`turnout` is the weight that took part; a vote has passed when each of its questions has."""

    turnout: int
    quorum_needed: int
    quorum_met: bool
    items: tuple[ItemOutcome, ...]

    @property
    def passed(self) -> bool:
        return all(item.passed for item in self.items)


def votes_needed(share: Fraction | None, strict: bool, whole: int) -> int:
    """The least number of votes that is at least (or, if strict, more than) a share of the whole.

    >>> votes_needed(Fraction(1, 3), False, 156), votes_needed(Fraction(1, 3), True, 156)
    (52, 53)
    """
    if share is None:
        return 0
    exact = share * whole
    return floor(exact) + 1 if strict else ceil(exact)


def decide(rules: Rules, tally: Tally, *, turnout: int, roll_weight: int) -> ItemOutcome:
    """The outcome of one question.

    Simple: more than half of those taking part, so that abstaining weighs against. Absolute: more than half of the
    roll. Two thirds: at least two thirds of the roll.
    """
    if turnout < votes_needed(rules.quorum, rules.quorum_strict, roll_weight):
        return ItemOutcome(tally, False, "no_quorum")
    if rules.majority == "simple":
        passed = tally.votes_for * 2 > turnout
    elif rules.majority == "absolute":
        passed = tally.votes_for * 2 > roll_weight
    else:
        # Two thirds of nothing is nothing: a decision needs at least one vote for it.
        passed = tally.votes_for > 0 and tally.votes_for * 3 >= roll_weight * 2
    if passed:
        return ItemOutcome(tally, True, "passed")
    tied = tally.votes_for == tally.votes_against and tally.votes_for > 0
    return ItemOutcome(tally, False, "tied" if tied else "no_majority")


def tally_papers(papers: Iterable[tuple[Mapping[str, str], int]], items: Iterable[str]) -> tuple[int, list[Tally]]:
    """Add up papers ({question: choice}, weight): the turnout, and a tally for each question in the given order.

    Raises ValueError on a paper without an answer to a question, or with an unknown one: a paper is whole or invalid.
    """
    names = list(items)
    sums = {name: {FOR: 0, AGAINST: 0, ABSTAIN: 0} for name in names}
    turnout = 0
    for choices, weight in papers:
        if set(choices) != set(names):
            raise ValueError("a paper does not answer the agenda")
        turnout += weight
        for name, choice in choices.items():
            if choice not in sums[name]:
                raise ValueError("a paper holds an unknown choice")
            sums[name][choice] += weight
    return turnout, [Tally(sums[name][FOR], sums[name][AGAINST], sums[name][ABSTAIN]) for name in names]


def count(rules: Rules, tallies: Iterable[Tally], *, turnout: int, roll_weight: int) -> Outcome:
    """The outcome of a whole vote. Raises ValueError when more voted than may."""
    if turnout > roll_weight:
        raise ValueError("more weight was cast than stands on the roll")
    needed = votes_needed(rules.quorum, rules.quorum_strict, roll_weight)
    items = tuple(decide(rules, tally, turnout=turnout, roll_weight=roll_weight) for tally in tallies)
    return Outcome(turnout, needed, turnout >= needed, items)


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
