"""The result of a budget by equal shares, with the numbers that explain why each project won or lost."""

from collections import Counter
from fractions import Fraction

from voting.counting.equal_shares import Outcome, equal_shares, step_of
from voting.counting.greedy import ending, lost
from voting.counting.terms import Question, Terms


class EqualShares:
    """Adds up papers of a budget that are equal; there are never more different ones than sets of projects."""

    def __init__(self, terms: Terms, question: Question):
        self.terms, self.question = terms, question
        self.papers: Counter[tuple[int, ...]] = Counter()

    def add(self, answer: list[int], weight: int) -> None:
        self.papers[tuple(answer)] += weight

    def result(self, *, turnout: int, quorum_met: bool) -> dict:
        """See `Outcome`; fractions are text "a/b", weights and roubles of the real budget are whole numbers."""
        terms, costs = self.terms, self.question.costs
        votes = [0] * self.question.options
        for paper, weight in self.papers.items():
            for project in paper:
                votes[project] += weight
        result = {
            "order": self.question.order,
            "budget": terms.budget,
            "spent": 0,
            "options": [
                {
                    "order": project,
                    "votes": votes[project],
                    "cost": cost,
                    "won": False,
                    "reason": "no_quorum",
                    "purse": None,
                    "left": None,
                }
                for project, cost in enumerate(costs)
            ],
            "blank": self.papers.get((), 0),
            "rounds": [],
            "shares": None,
        }
        if quorum_met:
            step = step_of(terms.budget, turnout, terms.unit)
            outcome = equal_shares(costs, self.papers, terms.budget, weight=turnout, step=step)
            _explain(result, outcome, step=step)
        return {**result, **ending(result["options"], quorum_met=quorum_met)}


def _explain(result: dict, outcome: Outcome, *, step: Fraction) -> None:
    """Reasons: shares (bought by its supporters' shares), rest (by what was left), too_dear, no_money, no_votes.

    Only of what shares did not buy: `purse`, money of the project's supporters after the last purchase by shares, and
    `left`, roubles of the real budget when the project's turn came to be bought with the rest.
    """
    left = result["budget"]
    for number, bought in enumerate(outcome.count.purchases, 1):
        option = result["options"][bought.project]
        left -= option["cost"]
        option |= {"won": True, "reason": "shares"}
        result["rounds"].append(
            {
                "round": number,
                "by": "shares",
                "order": bought.project,
                "cost": option["cost"],
                "effective": str(1 / bought.rho),
                "payment": str(bought.payment),
                "full": bought.full,
                "less": bought.less,
                "nothing": bought.nothing,
                "left": left,
            }
        )
    for turn in outcome.turns:
        option = result["options"][turn.project]
        option |= {"purse": str(outcome.count.purses[turn.project]), "left": turn.left, "won": turn.won}
        if turn.won:
            option["reason"] = "rest"
            left -= option["cost"]
            result["rounds"].append(
                {
                    "round": len(result["rounds"]) + 1,
                    "by": "rest",
                    "order": turn.project,
                    "cost": option["cost"],
                    "left": left,
                }
            )
        elif option["votes"] and option["cost"] > result["budget"]:
            option["reason"] = "too_dear"
        else:
            option["reason"] = lost(option["votes"], quorum_met=True)
    result["spent"] = result["budget"] - left
    result["shares"] = {
        "start": str(outcome.start),
        "final": str(outcome.share),
        "step": str(step),
        "steps": outcome.steps,
        # What one more step would buy: more than the budget pays.
        "beyond": [bought.project for bought in outcome.beyond.purchases] if outcome.beyond else None,
    }
