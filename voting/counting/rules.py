"""What decides a vote, as explicit objects read from the manifest: quorum, threshold, tie rule.

What each kind makes of them stands in `KINDS`: its base, whether a quorum and a threshold apply to it, what a paper
that chooses nothing means, and how a tie ends.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from voting.counting.shares import votes_needed

Base = Literal["cast", "roll", "decided"]
Tie = Literal["none", "listed"]

SHARE = re.compile(r"([0-9]{1,9})/([1-9][0-9]{0,8})")
MOST = 10**15


@dataclass(frozen=True)
class Quorum:
    """How much of the roll's weight has to take part; abstaining and blank papers take part."""

    share: Fraction
    strict: bool

    def needed(self, roll: int) -> int:
        return votes_needed(self.share, self.strict, roll)


@dataclass(frozen=True)
class Threshold:
    """How many votes “for” make a decision, as a share of a base.

    cast: of all who took part, so that abstaining weighs against. decided: of “for” and “against” together, so that
    abstaining does not count. roll: of the whole roll, so that staying away weighs against too.
    """

    base: Base
    share: Fraction
    strict: bool


@dataclass(frozen=True)
class Rules:
    """The rules of one vote. `needed` is the number of signatures of a support, otherwise None."""

    quorum: Quorum | None
    threshold: Threshold | None
    tie: Tie
    needed: int | None

    @classmethod
    def of(cls, rules: Mapping) -> "Rules":
        """From the manifest's "rules". Raises ValueError with a code."""
        if not isinstance(rules, Mapping):
            raise ValueError("rules")
        quorum, threshold = rules.get("quorum"), rules.get("threshold")
        tie, needed = rules.get("tie"), rules.get("needed")
        if tie not in ("none", "listed"):
            raise ValueError("tie")
        if needed is not None and (type(needed) is not int or not 1 <= needed <= MOST):
            raise ValueError("needed")
        return cls(
            quorum=None if quorum is None else Quorum(*_share(quorum, "quorum")),
            threshold=None if threshold is None else Threshold(_base(threshold), *_share(threshold, "threshold")),
            tie=tie,
            needed=needed,
        )


@dataclass(frozen=True)
class KindRules:
    """What a kind of vote makes of the rules.

    base: what a result is measured against. quorum, threshold: whether they apply. blank: what choosing nothing means.
    tie: reject (a decision is not made), rule (as the vote's own rule says), order (a fixed order), none (cannot be).
    """

    base: Literal["rules", "needed", "most", "pairs", "approvals", "shares"]
    quorum: bool
    threshold: bool
    blank: Literal["abstains", "impossible", "takes_part"]
    tie: Literal["reject", "rule", "order", "none"]


# By kind and method, as in the manifest.
KINDS = {
    ("support", "signatures"): KindRules("needed", quorum=False, threshold=False, blank="impossible", tie="none"),
    ("decision", "agenda"): KindRules("rules", quorum=True, threshold=True, blank="abstains", tie="reject"),
    ("poll", "single"): KindRules("most", quorum=True, threshold=False, blank="takes_part", tie="rule"),
    ("poll", "multiple"): KindRules("most", quorum=True, threshold=False, blank="takes_part", tie="rule"),
    ("poll", "schulze"): KindRules("pairs", quorum=True, threshold=False, blank="takes_part", tie="rule"),
    # Ties of budgets: more approvals, then cheaper, then listed first.
    ("budget", "greedy"): KindRules("approvals", quorum=True, threshold=False, blank="takes_part", tie="order"),
    ("budget", "equal_shares"): KindRules("shares", quorum=True, threshold=False, blank="takes_part", tie="order"),
}


def _share(rule, code: str) -> tuple[Fraction, bool]:
    if not isinstance(rule, Mapping) or type(rule.get("strict")) is not bool:
        raise ValueError(code)
    share = rule.get("share")
    parts = SHARE.fullmatch(share) if isinstance(share, str) else None
    if parts is None:
        raise ValueError(code)
    exact = Fraction(int(parts[1]), int(parts[2]))
    if exact > 1:
        raise ValueError(code)
    return exact, rule["strict"]


def _base(threshold) -> Base:
    base = threshold.get("base") if isinstance(threshold, Mapping) else None
    if base not in ("cast", "roll", "decided"):
        raise ValueError("threshold")
    return base
