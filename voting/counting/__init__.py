"""What a vote came to: turnout, quorum, outcome of each question and why. Pure arithmetic on integers and Fractions.

Nothing here knows Django or the database: the count at closing, the page, the audit and the stand-alone verifier all
use these functions on the manifest and the papers, so they cannot disagree.
"""

from collections.abc import Iterable, Mapping

from voting.counting.budgets import EqualShares
from voting.counting.decisions import Agenda, Support
from voting.counting.greedy import Greedy
from voting.counting.papers import ABSTAIN, AGAINST, FOR, check, check_paper
from voting.counting.polls import Poll
from voting.counting.rules import KINDS, KindRules, Quorum, Rules, Threshold
from voting.counting.schulze import Ranking
from voting.counting.shares import shown_percent, votes_needed
from voting.counting.terms import MOST_OPTIONS, MOST_QUESTIONS, Terms

__all__ = [
    "ABSTAIN",
    "AGAINST",
    "FOR",
    "KINDS",
    "MOST_OPTIONS",
    "MOST_QUESTIONS",
    "KindRules",
    "Quorum",
    "Rules",
    "Terms",
    "Threshold",
    "check",
    "check_paper",
    "count",
    "shown_percent",
    "votes_needed",
]

COUNTERS = {
    ("support", "signatures"): Support,
    ("decision", "agenda"): Agenda,
    ("poll", "single"): Poll,
    ("poll", "multiple"): Poll,
    ("poll", "schulze"): Ranking,
    ("budget", "greedy"): Greedy,
    ("budget", "equal_shares"): EqualShares,
}


def count(manifest: Mapping, papers: Iterable[tuple[Mapping, int]]) -> dict:
    """The result of a vote from its manifest and its papers (choices, weight), as numbers and texts fit for JSON.

    Papers are read once and added up, so that memory does not grow with their number. The result does not depend on
    their order. Raises ValueError with a code: of `check_paper`, of the manifest (`Terms.of`), "weight" for a paper's
    weight that is not a positive integer, "overcast" when more was cast than stands on the roll.

    >>> threshold = {"base": "cast", "share": "1/2", "strict": True}
    >>> rules = {"quorum": {"share": "1/3", "strict": False}, "threshold": threshold, "tie": "none", "needed": None}
    >>> items = [{"order": 0, "options": []}]
    >>> vote = {"kind": "decision", "method": "agenda", "items": items, "rules": rules, "roll": {"weight": 9}}
    >>> result = count(vote, [({"0": "for"}, 2), ({"0": "against"}, 1)])
    >>> result["quorum"], result["items"][0]["needed"], result["passed"]
    ({'needed': 3, 'met': True}, 2, True)
    """
    terms = Terms.of(manifest)
    counters = [COUNTERS[terms.kind, terms.method](terms, question) for question in terms.questions]
    turnout = number = 0
    for choices, weight in papers:
        check(terms, choices)
        if type(weight) is not int or weight < 1:
            raise ValueError("weight")
        turnout += weight
        number += 1
        for question, counter in zip(terms.questions, counters, strict=True):
            counter.add(choices[question.key], weight)
    if turnout > terms.roll:
        raise ValueError("overcast")
    met = turnout >= terms.quorum_needed
    items = [counter.result(turnout=turnout, quorum_met=met) for counter in counters]
    return {
        "turnout": turnout,
        "papers": number,
        "quorum": {"needed": terms.quorum_needed, "met": met},
        "items": items,
        "passed": all(item["passed"] for item in items),
    }
