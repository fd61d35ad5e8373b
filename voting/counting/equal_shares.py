"""The Method of Equal Shares with cost utilities, its completion, and what explains each project's fate.

Dominik Peters, Grzegorz Pierczyński, Piotr Skowron, "Proportional Participatory Budgeting with Additive Utilities",
NeurIPS 2021, https://arxiv.org/abs/2008.13276; completion as described on https://equalshares.net.

The budget is divided equally among all who took part (by weight). A project can be bought when its supporters still
have its cost between them: each pays the same, and who has less pays all they have. Every time the project with the
most effective votes is bought: its cost divided by the most that one of its supporters pays. In the paper's terms the
effective votes are 1/ρ, since a project is worth its cost to whoever approves it. Ties: more approvals, then cheaper,
then listed first.

Completion ("Add1U"). Equal shares alone leave money over. So everybody's share is raised by one step and everything is
counted anew, again and again, until the next step would overspend the real budget or every project with votes is
bought. What then remains buys projects by approvals while it lasts (greedy). Projects dearer than the whole budget
stand aside from the start: they could only make completion end too early. The step is a rouble, or a thousandth of the
first share where that is more (`step_of`); the result names it.

Nothing is rounded. Steps are not run one by one: with a fixed sequence of purchases everybody's money only grows with
the share, and every ρ only falls. So if a count at a later step makes the same purchases, and every rival's ρ there is
no less than the chosen project's ρ is here, then all steps between make the same purchases too (`_Hall.run`, `guide`).

One count takes O(projects · purchases · papers · log papers) operations on integers at worst, `papers` being different
ones; lazy bounds (ρ only rises while money is spent) usually spare most. There are at most as many counts as steps,
less where a jump over many is sound.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from voting.counting.greedy import Turn, greedy, standing

Standing = tuple[Fraction, int]


@dataclass(frozen=True)
class Purchase:
    """`payment`: the most one unit of weight pays, in money.

    `full`, `less`, `nothing`: the weight of supporters who pay that, who pay the less that they have left, and who had
    nothing left.
    """

    project: int
    rho: Fraction
    payment: Fraction
    full: int
    less: int
    nothing: int


@dataclass(frozen=True)
class Count:
    """The purchases of one count with one share, and what the supporters of each project have left after it."""

    purchases: tuple[Purchase, ...]
    purses: tuple[Fraction, ...]


@dataclass(frozen=True)
class Outcome:
    """`start`, `share`: of one unit of weight, at first and at the end, after `steps`.

    `beyond`: the count of the next step, which would overspend; None where every project with votes is bought.
    `turns`: of what equal shares did not buy.
    """

    start: Fraction
    share: Fraction
    steps: int
    count: Count
    beyond: Count | None
    turns: tuple[Turn, ...]


def equal_shares(
    costs: Sequence[int], papers: Mapping[tuple[int, ...], int], budget: int, *, weight: int, step: Fraction
) -> Outcome:
    """Papers are {approved projects: their weight}; `weight` is of all who took part, also those who approve nothing.

    >>> outcome = equal_shares([60, 40], {(0,): 6, (1,): 4}, 100, weight=10, step=Fraction(1))
    >>> outcome.share, [(bought.project, bought.payment) for bought in outcome.count.purchases]
    (Fraction(10, 1), [(0, Fraction(10, 1)), (1, Fraction(10, 1))])
    """
    hall = _Hall(costs, papers, budget)
    start = Fraction(budget, weight) if weight else Fraction(0)
    steps, count, beyond = _complete(hall, start, budget, step)
    bought = {purchase.project for purchase in count.purchases}
    rest = [project for project in range(len(costs)) if project not in bought]
    left = budget - sum(costs[project] for project in bought)
    turns = greedy([costs[project] for project in rest], [hall.votes[project] for project in rest], left)
    turns = tuple(Turn(rest[turn.project], turn.left, turn.won) for turn in turns)
    return Outcome(start, start + steps * step, steps, count, beyond, turns)


def step_of(budget: int, weight: int, unit: int = 1) -> Fraction:
    """The step of completion for a unit of weight: whole roubles for every `unit` of them (100 for hundredths of m²).

    >>> step_of(500_000, 800), step_of(30_000_000, 800), step_of(500_000, 480_000, 100)
    (Fraction(1, 1), Fraction(38, 1), Fraction(1, 100))
    """
    return Fraction(max(1, -(-budget * unit // (1000 * weight))), unit) if weight else Fraction(1, unit)


def _complete(hall: "_Hall", start: Fraction, budget: int, step: Fraction) -> tuple[int, Count, Count | None]:
    """Raise shares to the last step before the first that overspends: the number of steps, the count, and the next."""
    count, steps, jump, searching = hall.run(start), 0, 1, False
    while len(count.purchases) < len(hall.eligible):
        # A jump over steps has to be sound; a single step leaves nothing out.
        later = hall.run(start + (steps + jump) * step, guide=count if jump > 1 else None)
        if later is None:
            # Something changes, or nearly so, within the jump: halve it until it is found.
            jump, searching = jump // 2, True
            continue
        if sum(hall.costs[purchase.project] for purchase in later.purchases) > budget:
            return steps, count, later
        steps, count = steps + jump, later
        searching = searching and jump > 1
        jump = jump // 2 if searching else jump * 2
    return steps, count, None


class _Hall:
    """The voters, grouped by equal papers, and the projects that can be bought with their money."""

    def __init__(self, costs: Sequence[int], papers: Mapping[tuple[int, ...], int], budget: int):
        self.costs = costs
        groups = [(paper, weight) for paper, weight in papers.items() if paper]
        self.groups = len(groups)
        self.supporters: list[list[tuple[int, int]]] = [[] for _ in costs]
        for group, (paper, weight) in enumerate(groups):
            for project in paper:
                self.supporters[project].append((group, weight))
        self.votes = [sum(weight for _group, weight in supporters) for supporters in self.supporters]
        order = standing(costs, self.votes)
        self.rank = {project: place for place, project in enumerate(order)}
        self.eligible = [project for project in order if self.votes[project] and costs[project] <= budget]

    def run(self, share: Fraction, guide: Count | None = None) -> Count | None:
        """One count with a share for each unit of weight.

        With the count of a lesser share as `guide`, None unless it is certain that every share between the two makes
        the same purchases as both: no rival's ρ at this share may be better than the chosen one's at the lesser.
        """
        # Money is kept in whole parts of 1/scale, so that all is exact and fast.
        scale, purse = share.denominator, [share.numerator] * self.groups
        # Nobody's ρ is better than with all supporters paying in full, and it only gets worse as money is spent.
        bounds = {project: (Fraction(1, self.votes[project]), self.rank[project]) for project in self.eligible}
        purchases: list[Purchase] = []
        while True:
            aim = None
            if guide is not None and len(purchases) < len(guide.purchases):
                expected = guide.purchases[len(purchases)]
                aim = expected.rho, self.rank[expected.project]
            best = self._best(bounds, purse, scale, aim)
            if guide is not None:
                chosen = None if best is None else best.project
                if chosen != (expected.project if aim else None):
                    return None
                if aim and any(bound < aim for project, bound in bounds.items() if project != chosen):
                    return None
            if best is None:
                break
            del bounds[best.project]
            purchases.append(best)
            # The payment is a whole number of finer parts.
            most = best.payment * scale
            scale *= most.denominator
            purse = [left * most.denominator for left in purse]
            for group, _weight in self.supporters[best.project]:
                purse[group] = max(0, purse[group] - most.numerator)
            common = gcd(scale, *purse)
            if common > 1:
                scale, purse = scale // common, [left // common for left in purse]
        return Count(tuple(purchases), tuple(Fraction(self._purse(p, purse), scale) for p in range(len(self.costs))))

    def _best(
        self, bounds: dict[int, Standing], purse: list[int], scale: int, aim: Standing | None
    ) -> Purchase | None:
        """The project that is bought next, or None; `bounds` are made exact as far as that, and `aim`, need.

        What cannot be bought any more leaves `bounds`: money only becomes less.
        """
        best = best_standing = None
        for project in sorted(bounds, key=bounds.__getitem__):
            bound = bounds[project]
            if best is not None and bound > best_standing and (aim is None or bound >= aim):
                break
            offer = self._offer(project, purse, scale)
            if offer is None:
                del bounds[project]
                continue
            bounds[project] = offer.rho, self.rank[project]
            if best is None or bounds[project] < best_standing:
                best, best_standing = offer, bounds[project]
        return best

    def _offer(self, project: int, purse: list[int], scale: int) -> Purchase | None:
        """How the supporters would pay for a project: equally, and who has less all they have. None if they cannot."""
        owed, weight, nothing = self.costs[project] * scale, self.votes[project], 0
        payers = [(purse[group], voters) for group, voters in self.supporters[project]]
        if sum(left * voters for left, voters in payers) < owed:
            return None
        # Whoever has less than an equal part pays all they have, and the part of the others grows.
        while short := [payer for payer in payers if payer[0] * weight < owed]:
            payers = [payer for payer in payers if payer[0] * weight >= owed]
            for left, voters in short:
                owed -= left * voters
                weight -= voters
                if not left:
                    nothing += voters
        payment = Fraction(owed, weight * scale)
        less = self.votes[project] - weight - nothing
        return Purchase(project, payment / self.costs[project], payment, weight, less, nothing)

    def _purse(self, project: int, purse: list[int]) -> int:
        return sum(purse[group] * weight for group, weight in self.supporters[project])
