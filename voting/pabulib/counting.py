"""What our methods buy in an election of a `.pb` file, and how that differs from what was published."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from voting.counting.equal_shares import equal_shares, step_of
from voting.counting.greedy import greedy
from voting.pabulib.election import LEAST_SCORE, Election


@dataclass(frozen=True)
class Choice:
    """Ids of the projects that were bought, in the order of buying, and what they cost together."""

    projects: tuple[str, ...]
    spent: Decimal

    def differences(self, other: "Choice") -> tuple[list[str], list[str]]:
        """What only this one bought, and what only the other one did."""
        mine, theirs = set(self.projects), set(other.projects)
        return [name for name in self.projects if name not in theirs], [n for n in other.projects if n not in mine]


class _Scaled:
    """Costs and budget in whole numbers of the smallest part of money that occurs.

    Whatever a vote names counts as approved, also in a ranking. Where the file has a least score, projects below it
    cannot be bought.
    """

    def __init__(self, election: Election):
        amounts = [election.budget, *(project.cost for project in election.projects)]
        self.scale = 10 ** max(0, *(-amount.as_tuple().exponent for amount in amounts))
        self.budget = int(election.budget * self.scale)
        votes = approvals(election)
        least = int(election.meta.get(LEAST_SCORE, 0))
        self.projects = [project for project in election.projects if votes[project.id] >= least]
        self.costs = [int(project.cost * self.scale) for project in self.projects]
        self.votes = [votes[project.id] for project in self.projects]

    def choice(self, bought: list[int]) -> Choice:
        projects = [self.projects[number] for number in bought]
        return Choice(tuple(project.id for project in projects), sum((p.cost for p in projects), Decimal(0)))


def approvals(election: Election) -> Counter[str]:
    """How many name each project."""
    return Counter(name for voter in election.voters for name in voter.vote)


def by_approvals(election: Election) -> Choice:
    """The most approved first, while the money lasts."""
    scaled = _Scaled(election)
    turns = greedy(scaled.costs, scaled.votes, scaled.budget)
    return scaled.choice([turn.project for turn in turns if turn.won])


def by_shares(election: Election, *, step: Fraction | None = Fraction(1)) -> Choice:
    """The Method of Equal Shares; `step` of its completion in units of money, None for that of our own votes."""
    scaled = _Scaled(election)
    numbers = {project.id: number for number, project in enumerate(scaled.projects)}
    papers: Counter[tuple[int, ...]] = Counter()
    for voter in election.voters:
        papers[tuple(sorted(numbers[name] for name in voter.vote if name in numbers))] += 1
    weight = len(election.voters)
    step = step_of(int(election.budget), weight) if step is None else step
    outcome = equal_shares(scaled.costs, papers, scaled.budget, weight=weight, step=step * scaled.scale)
    bought = [purchase.project for purchase in outcome.count.purchases]
    return scaled.choice(bought + [turn.project for turn in outcome.turns if turn.won])


def published(election: Election) -> Choice | None:
    """What the file says was bought; None where it does not say."""
    if all(project.selected is None for project in election.projects):
        return None
    chosen = [project for project in election.projects if project.selected == 1]
    return Choice(tuple(project.id for project in chosen), sum((project.cost for project in chosen), Decimal(0)))
