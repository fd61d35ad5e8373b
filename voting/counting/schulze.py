"""Ranking by Schulze's method.

Markus Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner
election method", Social Choice and Welfare 36 (2011), 267-303; and "The Schulze Method of Voting",
https://arxiv.org/abs/1804.02973. The strength of a link is measured by winning votes.

Two options are compared by how many voters place the one before the other. Where no option beats all others, chains of
victories decide: a chain is as strong as its weakest victory, and A stands before B when the strongest chain from A to
B is stronger than the strongest one back.
"""

from collections import Counter

from voting.counting.polls import outcome
from voting.counting.terms import Question, Terms

# Different rankings kept before they go into the matrix: memory stays bounded, and equal ones are compared once.
KEPT = 50_000


class Ranking:
    """Adds up rankings of one question. What a paper leaves out stands together behind what it ranks."""

    def __init__(self, terms: Terms, question: Question):
        self.terms, self.question = terms, question
        self.first = [0] * question.options
        self.blank = 0
        self.pairwise = [[0] * question.options for _ in range(question.options)]
        self.kept: Counter[tuple[int, ...]] = Counter()

    def add(self, answer: list[int], weight: int) -> None:
        if not answer:
            self.blank += weight
            return
        self.kept[tuple(answer)] += weight
        if len(self.kept) >= KEPT:
            self._compare()

    def _compare(self) -> None:
        for ranking, weight in self.kept.items():
            self.first[ranking[0]] += weight
            behind = set(range(self.question.options))
            for option in ranking:
                behind.discard(option)
                row = self.pairwise[option]
                for other in behind:
                    row[other] += weight
        self.kept.clear()

    def result(self, *, turnout: int, quorum_met: bool) -> dict:
        """`votes` of an option are its first places; `places` are groups of equals, the best first."""
        self._compare()
        strengths = strongest_paths(self.pairwise)
        order = places(strengths)
        leaders = order[0] if any(self.first) else []
        return {
            "order": self.question.order,
            "options": [{"order": option, "votes": votes} for option, votes in enumerate(self.first)],
            "blank": self.blank,
            "pairwise": self.pairwise,
            "strengths": strengths,
            "places": order,
            **outcome(leaders, tie=self.terms.rules.tie, quorum_met=quorum_met),
        }


def strongest_paths(pairwise: list[list[int]]) -> list[list[int]]:
    """The strength of the strongest path between each two options, by the algorithm of Floyd and Warshall.

    >>> strongest_paths([[0, 2, 1], [1, 0, 2], [2, 1, 0]])
    [[0, 2, 2], [2, 0, 2], [2, 2, 0]]
    """
    size = range(len(pairwise))
    best = [[pairwise[a][b] if pairwise[a][b] > pairwise[b][a] else 0 for b in size] for a in size]
    for through in size:
        onward = best[through]
        for start in size:
            reach, row = best[start][through], best[start]
            if start == through or not reach:
                continue
            for end in size:
                strength = onward[end] if onward[end] < reach else reach
                if end != start and strength > row[end]:
                    row[end] = strength
    return best


def places(strengths: list[list[int]]) -> list[list[int]]:
    """Options by place: at each place those whom nobody left beats. Beating is transitive, so somebody always is.

    >>> places([[0, 3, 3], [0, 0, 0], [0, 0, 0]])
    [[0], [1, 2]]
    """
    left, order = list(range(len(strengths))), []
    while left:
        unbeaten = [a for a in left if not any(strengths[b][a] > strengths[a][b] for b in left)]
        order.append(unbeaten)
        left = [option for option in left if option not in unbeaten]
    return order
