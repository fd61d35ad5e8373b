"""Decisions by agenda, and support by signatures."""

from fractions import Fraction

from voting.counting.papers import ABSTAIN, AGAINST, FOR
from voting.counting.shares import votes_needed
from voting.counting.terms import Question, Terms


class Agenda:
    """Adds up answers to one question of an agenda."""

    def __init__(self, terms: Terms, question: Question):
        self.terms, self.question = terms, question
        self.sums = {FOR: 0, AGAINST: 0, ABSTAIN: 0}

    def add(self, answer: str, weight: int) -> None:
        self.sums[answer] += weight

    def result(self, *, turnout: int, quorum_met: bool) -> dict:
        """A tie is a rejection; nobody “for” is never a decision, whatever the threshold."""
        votes_for, against, abstain = self.sums[FOR], self.sums[AGAINST], self.sums[ABSTAIN]
        threshold = self.terms.rules.threshold
        base = {"cast": turnout, "decided": votes_for + against, "roll": self.terms.roll}[threshold.base]
        needed = max(1, votes_needed(threshold.share, threshold.strict, base))
        if threshold.share < Fraction(1, 2):
            # A threshold below one half would let fewer outvote more.
            needed = max(needed, against + 1)
        if not quorum_met:
            reason = "no_quorum"
        elif votes_for == against and votes_for:
            reason = "tied"
        else:
            reason = "passed" if votes_for >= needed else "short"
        return {
            "order": self.question.order,
            "for": votes_for,
            "against": against,
            "abstain": abstain,
            "base": base,
            "needed": needed,
            "passed": reason == "passed",
            "reason": reason,
        }


class Support:
    """Adds up signatures; enough is a number, not a share, and there is no quorum."""

    def __init__(self, terms: Terms, question: Question):
        self.terms, self.question = terms, question
        self.votes = 0

    def add(self, answer: str, weight: int) -> None:
        self.votes += weight

    def result(self, *, turnout: int, quorum_met: bool) -> dict:
        needed = self.terms.rules.needed
        passed = self.votes >= needed
        return {
            "order": self.question.order,
            "for": self.votes,
            "needed": needed,
            "passed": passed,
            "reason": "passed" if passed else "short",
        }
