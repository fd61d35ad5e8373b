"""The Method of Equal Shares against an oracle of single voters and single steps, in Fractions and without groups."""

import random
import time
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.voting.counting.making import manifest, ones, unhurried
from voting.counting import count
from voting.counting.equal_shares import equal_shares, step_of

BUDGETS = st.integers(1, 5).flatmap(
    lambda size: st.tuples(
        st.lists(st.integers(1, 40), min_size=size, max_size=size),
        st.lists(st.tuples(st.sets(st.integers(0, size - 1)), st.integers(1, 3)), max_size=7),
        st.integers(1, 90),
    )
)


def one_count(costs, voters, share):
    """[(project, the most a supporter pays)], and each voter's money after it. Voters are sets of projects."""
    money = [share for _voter in voters]
    votes = [sum(project in voter for voter in voters) for project in range(len(costs))]
    bought = []
    while True:
        offers = []
        for project, cost in enumerate(costs):
            supporters = [n for n, voter in enumerate(voters) if project in voter]
            if project in dict(bought) or not supporters or sum(money[n] for n in supporters) < cost:
                continue
            # Of all ways to part the supporters into those who give all and those who pay alike, the one that is fair.
            for level in {Fraction(-1), *(money[n] for n in supporters)}:
                alike = [n for n in supporters if money[n] > level]
                given_all = sum(money[n] for n in supporters if money[n] <= level)
                if alike and level <= Fraction(cost - given_all, len(alike)) <= min(money[n] for n in alike):
                    payment = Fraction(cost - given_all, len(alike))
                    break
            else:
                # All give all they have, to the last kopeck.
                payment = max(money[n] for n in supporters)
            offers.append((payment / cost, -votes[project], cost, project, payment))
        if not offers:
            return bought, money
        _rho, _votes, _cost, project, payment = min(offers)
        bought.append((project, payment))
        money = [
            left - min(left, payment) if project in voter else left for left, voter in zip(money, voters, strict=True)
        ]


def oracle(costs, rows, budget, step):
    """Purchases by shares, the share, and what the rest buys, raising the share by one step after another."""
    voters = [chosen for chosen, weight in rows for _ in range(weight)]
    votes = [sum(project in voter for voter in voters) for project in range(len(costs))]
    # What costs more than there is cannot be bought by anybody.
    standing = [{project for project in voter if costs[project] <= budget} for voter in voters]
    share = Fraction(budget, len(voters))
    bought, money = one_count(costs, standing, share)
    while len(bought) < sum(1 for cost, liked in zip(costs, votes, strict=True) if liked and cost <= budget):
        later = one_count(costs, standing, share + step)
        if sum(costs[project] for project, _payment in later[0]) > budget:
            break
        share, (bought, money) = share + step, later
    left = budget - sum(costs[project] for project, _payment in bought)
    rest = []
    for project in sorted(range(len(costs)), key=lambda project: (-votes[project], costs[project], project)):
        if project not in dict(bought) and votes[project] and costs[project] <= left:
            rest.append(project)
            left -= costs[project]
    return (
        bought,
        share,
        rest,
        [sum(m for m, v in zip(money, voters, strict=True) if p in v) for p in range(len(costs))],
    )


@unhurried
@given(BUDGETS.filter(lambda vote: vote[1]), st.sampled_from([1, 2, 7]))
@example(([20, 30, 10], [({0, 1}, 2), ({1, 2}, 1), ({2}, 1)], 40), 7)
def test_outcome_is_that_of_single_voters_and_single_steps(budget_vote, parts):
    costs, rows, budget = budget_vote
    papers = {}
    for chosen, weight in rows:
        papers[tuple(sorted(chosen))] = papers.get(tuple(sorted(chosen)), 0) + weight
    step = Fraction(1, parts)

    outcome = equal_shares(costs, papers, budget, weight=sum(papers.values()), step=step)

    bought, share, rest, purses = oracle(costs, rows, budget, step)
    assert [(each.project, each.payment) for each in outcome.count.purchases] == bought
    assert (outcome.share, outcome.steps) == (share, (share - outcome.start) / step)
    assert [turn.project for turn in outcome.turns if turn.won] == rest
    assert list(outcome.count.purses) == purses


def test_many_steps_are_jumped_over_soundly():
    """Money by the thousand: each step is counted by the oracle, and few by the method."""
    chance = random.Random(4)
    for _ in range(12):
        size = chance.randint(2, 5)
        costs = [chance.randint(100, 900) for _ in range(size)]
        rows = [(set(chance.sample(range(size), chance.randint(1, size))), 1) for _ in range(chance.randint(2, 6))]
        papers = {}
        for chosen, weight in rows:
            papers[tuple(sorted(chosen))] = papers.get(tuple(sorted(chosen)), 0) + weight
        budget = chance.randint(400, 1200)

        outcome = equal_shares(costs, papers, budget, weight=len(rows), step=Fraction(1))

        bought, share, rest, _purses = oracle(costs, rows, budget, 1)
        assert [(each.project, each.payment) for each in outcome.count.purchases] == bought
        assert outcome.share == share
        assert [turn.project for turn in outcome.turns if turn.won] == rest


@pytest.mark.parametrize(
    ("costs", "papers", "budget", "steps"),
    [
        (
            [49, 30, 49, 51, 38],
            {(1, 2, 3, 4): 1, (0,): 2, (0, 1, 2, 3, 4): 2, (0, 1, 2, 4): 1, (1, 2, 3): 1},
            175,
            8,
        ),
        (
            [298, 215, 115, 280, 90],
            {(2, 3): 1, (1,): 2, (0, 1, 2, 3, 4): 2, (0, 3): 1, (0, 2, 3, 4): 1},
            670,
            19,
        ),
        ([84, 232, 288, 234], {(1,): 1, (0, 2): 1, (2,): 1, (0, 1, 3): 1, (1, 3): 2, (3,): 1}, 606, 57),
    ],
)
def test_a_jump_does_not_pass_over_a_step_that_overspends(costs, papers, budget, steps):
    """Found by trying thousands: both ends of a jump make the same purchases, but a step between them does not."""
    outcome = equal_shares(costs, papers, budget, weight=sum(papers.values()), step=Fraction(1))

    bought, share, _rest, _purses = oracle(costs, [(set(paper), n) for paper, n in papers.items()], budget, 1)
    assert [(each.project, each.payment) for each in outcome.count.purchases] == bought
    assert (outcome.share, outcome.steps) == (share, steps)


@unhurried
@given(
    st.lists(st.lists(st.integers(1, 30), min_size=1, max_size=3), min_size=1, max_size=4),
    st.data(),
)
def test_a_group_with_wishes_of_its_own_gets_all_that_its_share_pays(groups, data):
    """Proportionality: each group approves its own projects only, and has at least the money for them."""
    costs = [cost for group in groups for cost in group]
    price = data.draw(st.integers(1, 20))
    sizes = [-(-sum(group) // price) for group in groups]
    budget = price * sum(sizes)
    rows, first = [], 0
    for group, size in zip(groups, sizes, strict=True):
        rows.append(({"0": list(range(first, first + len(group)))}, size))
        first += len(group)

    item = count(manifest("budget", "equal_shares", costs=costs, budget=budget), rows)["items"][0]

    assert all(option["won"] for option in item["options"])
    assert item["spent"] == sum(costs) <= budget


def test_a_committee_of_the_literature():
    """Lackner, Skowron, "Multi-Winner Voting with Approval Preferences" (2023), example 11, before its completion.

    Twelve voters choose four of eight: here each costs 12 of 48 roubles, so that everybody has 4. Eight approve a and
    pay 1.5 each (1/8 of a seat), which leaves them 2.5; then nobody's supporters can pay for anything more.
    """
    a, b, c, d, e, f, g, _h = range(8)
    papers = {(a, b): 3, (a, c): 3, (a, d): 2, (b, c, f): 1, (e,): 1, (f,): 1, (g,): 1}

    outcome = equal_shares([12] * 8, papers, 48, weight=12, step=Fraction(100))

    assert (outcome.start, outcome.steps) == (4, 0)
    assert [(each.project, each.rho * 12, each.payment) for each in outcome.count.purchases] == [
        (a, Fraction(12, 8), Fraction(3, 2))
    ]
    # 3 voters with 2.5 and one with 4 stand for b, as for c.
    assert outcome.count.purses[b] == outcome.count.purses[c] == Fraction(23, 2)
    assert outcome.count.purses[d] == 5
    # The rest goes by approvals: b and c have four each, then d and f two.
    assert [turn.project for turn in outcome.turns if turn.won] == [b, c, d]


def test_half_of_the_voters_are_not_left_with_nothing():
    """51 want the red projects and 49 the blue ones: greedy buys red only, equal shares five and five."""
    costs, papers = [10_000] * 20, [(list(range(10)), 51), (list(range(10, 20)), 49)]

    greedy, shares = (
        count(manifest("budget", method, costs=costs, budget=100_000), ones(*papers))["items"][0]
        for method in ("greedy", "equal_shares")
    )

    def won(item):
        return [sum(option["won"] for option in part) for part in (item["options"][:10], item["options"][10:])]

    assert won(greedy) == [10, 0]
    assert won(shares) == [5, 5]


def test_each_fate_is_explained():
    costs = [300_000, 150_000, 60_000, 45_000, 700_000, 20_000]
    papers = ones(([0, 1], 60), ([0, 2], 30), ([1, 3], 15), ([2, 3], 25), ([0, 4], 12), ([], 4))

    item = count(manifest("budget", "equal_shares", costs=costs, budget=500_000), papers)["items"][0]

    assert [(option["won"], option["reason"], option["left"]) for option in item["options"]] == [
        (True, "shares", None),
        (False, "no_money", 95_000),
        (True, "shares", None),
        (True, "shares", None),
        (False, "too_dear", 95_000),
        (False, "no_votes", 95_000),
    ]
    assert item["rounds"][0] == {
        "round": 1, "by": "shares", "order": 0, "cost": 300_000, "effective": "102", "payment": "50000/17",
        "full": 102, "less": 0, "nothing": 0, "left": 200_000,
    }  # fmt: skip
    # The step is a thousandth of 500000/146 roubles, rounded up.
    assert item["shares"]["start"] == "250000/73"
    assert item["shares"]["step"] == "4"
    assert Fraction(item["shares"]["final"]) == Fraction(500_000, 146) + 4 * item["shares"]["steps"]
    assert (item["spent"], item["blank"]) == (405_000, 4)
    # One more step would buy the second before the fourth, and both, for 555000 in all.
    assert item["shares"]["beyond"] == [0, 2, 1, 3]


def test_who_has_less_pays_all_they_have():
    """Three pay for the first; then one of them has little left for the second, one has all, one has nothing to do."""
    outcome = equal_shares([30, 24], {(0,): 2, (0, 1): 1, (1,): 1}, 60, weight=4, step=Fraction(1))

    first, second = outcome.count.purchases
    assert (first.project, first.payment, first.full, first.less, first.nothing) == (0, 10, 3, 0, 0)
    # 15 + k each: the one who paid has 5 + k, the other pays the rest, and that needs k = 2.
    assert (second.project, second.payment, second.full, second.less, second.nothing) == (1, 17, 1, 1, 0)
    assert (outcome.start, outcome.steps, outcome.share, outcome.beyond) == (15, 2, 17, None)


def test_areas_count_as_roubles_for_a_square_metre():
    papers = [({"0": [0]}, 5_000), ({"0": [1]}, 5_000)]
    terms = manifest("budget", "equal_shares", costs=[600, 500], budget=1_000, counted_by="area")

    item = count(terms, papers)["items"][0]

    # A hundred square metres share 1000 roubles: 10 for each; at 12 both would be bought for 1100.
    assert item["shares"] == {"start": "1/10", "final": "11/100", "step": "1/100", "steps": 1, "beyond": [1, 0]}
    assert [option["reason"] for option in item["options"]] == ["no_money", "shares"]


def test_steps_are_whole_roubles_and_never_too_many():
    assert step_of(1_000_000, 1_000) == 1
    assert step_of(1_000_001, 1_000) == 2
    assert step_of(10, 1_000) == 1
    assert step_of(10, 0) == 1
    assert step_of(3_000_000, 120_000, 100) == Fraction(3, 100)


def test_a_town_is_counted_in_seconds():
    """Thirty projects and a thousand different papers. About two seconds of work; the bound is for a busy machine."""
    chance = random.Random(1)
    costs = [chance.randint(50_000, 600_000) for _ in range(30)]
    papers = [({"0": sorted(chance.sample(range(30), chance.randint(1, 9)))}, 1) for _ in range(1_000)]
    terms = manifest("budget", "equal_shares", costs=costs, budget=3_000_000)
    begun = time.process_time()

    item = count(terms, papers)["items"][0]

    assert time.process_time() - begun < 20
    assert len({tuple(choices["0"]) for choices, _weight in papers}) > 850
    assert len(item["rounds"]) > 5
    assert item["spent"] == sum(option["cost"] for option in item["options"] if option["won"]) <= 3_000_000
