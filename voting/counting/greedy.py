"""Budget by cost-limited approval: the most approved projects first, while the money lasts.

Called "greedy" in the literature: Nimrod Talmon, Piotr Faliszewski, "A Framework for Approval-Based Budgeting
Methods", AAAI 2019.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from voting.counting.terms import Question, Terms


@dataclass(frozen=True)
class Turn:
    """A project's turn: what was left of the budget, and whether the project was bought with it."""

    project: int
    left: int
    won: bool


def standing(costs: Sequence[int], votes: Sequence[int]) -> list[int]:
    """Projects in the order of every budget: more approvals, of equals the cheaper, then the one listed first."""
    return sorted(range(len(costs)), key=lambda project: (-votes[project], costs[project], project))


def greedy(costs: Sequence[int], votes: Sequence[int], money: int) -> list[Turn]:
    """Take the projects in turn and buy each that still fits; what does not fit is passed over, not an end.

    >>> [(turn.project, turn.won) for turn in greedy([70, 50, 30], [9, 8, 7], 100)]
    [(0, True), (1, False), (2, True)]
    """
    turns = []
    for project in standing(costs, votes):
        won = votes[project] > 0 and costs[project] <= money
        turns.append(Turn(project, money, won))
        if won:
            money -= costs[project]
    return turns


class Greedy:
    """Adds up approvals of a budget's projects."""

    def __init__(self, terms: Terms, question: Question):
        self.terms, self.question = terms, question
        self.votes = [0] * question.options
        self.blank = 0

    def add(self, answer: list[int], weight: int) -> None:
        for project in answer:
            self.votes[project] += weight
        if not answer:
            self.blank += weight

    def result(self, *, turnout: int, quorum_met: bool) -> dict:
        """Of each project: won, or why not, and `left`: roubles of the budget when its turn came.

        Reasons: won, no_money (dearer than what was left), no_votes, no_quorum.
        """
        costs = self.question.costs
        turns = {turn.project: turn for turn in greedy(costs, self.votes, self.terms.budget)}
        options = []
        for project, cost in enumerate(costs):
            turn = turns[project]
            won = turn.won and quorum_met
            options.append(
                {
                    "order": project,
                    "votes": self.votes[project],
                    "cost": cost,
                    "won": won,
                    "reason": "won" if won else lost(self.votes[project], quorum_met=quorum_met),
                    "left": turn.left if quorum_met else self.terms.budget,
                }
            )
        bought = [turn for turn in turns.values() if turn.won and quorum_met]
        rounds = [
            {
                "round": number,
                "by": "approvals",
                "order": turn.project,
                "cost": costs[turn.project],
                "left": turn.left - costs[turn.project],
            }
            for number, turn in enumerate(bought, 1)
        ]
        return {
            "order": self.question.order,
            "budget": self.terms.budget,
            "spent": sum(option["cost"] for option in options if option["won"]),
            "options": options,
            "blank": self.blank,
            "rounds": rounds,
            **ending(options, quorum_met=quorum_met),
        }


def lost(votes: int, *, quorum_met: bool) -> str:
    """Why a project of a budget did not win."""
    if not quorum_met:
        return "no_quorum"
    return "no_money" if votes else "no_votes"


def ending(options: list[dict], *, quorum_met: bool) -> dict:
    """{"passed", "reason"} of a budget: passed when at least one project won; otherwise no_quorum or empty."""
    passed = any(option["won"] for option in options)
    return {"passed": passed, "reason": "passed" if passed else "empty" if quorum_met else "no_quorum"}
