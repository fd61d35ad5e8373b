"""Budget by cost-limited approval, against an oracle that looks for the next project anew each time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.counting.making import manifest, ones, share, unhurried
from voting.counting import count

BUDGETS = st.integers(1, 6).flatmap(
    lambda size: st.tuples(
        st.lists(st.integers(1, 20), min_size=size, max_size=size),
        st.lists(st.tuples(st.sets(st.integers(0, size - 1)), st.integers(1, 3)), max_size=8),
        st.integers(1, 60),
    )
)


def share_out(costs, rows, budget, **rules):
    terms = manifest("budget", "greedy", costs=costs, budget=budget, **rules)
    return count(terms, [({"0": sorted(chosen)}, weight) for chosen, weight in rows])["items"][0]


def oracle(costs, rows, budget):
    """{project: (won, what was left at its turn)}: of those not yet seen, the one nobody stands before."""
    votes = {project: sum(weight for chosen, weight in rows if project in chosen) for project in range(len(costs))}
    left, seen = budget, {}
    while len(seen) < len(costs):
        waiting = [project for project in votes if project not in seen]
        most = max(votes[project] for project in waiting)
        liked = [project for project in waiting if votes[project] == most]
        cheapest = min(costs[project] for project in liked)
        turn = min(project for project in liked if costs[project] == cheapest)
        won = votes[turn] > 0 and costs[turn] <= left
        seen[turn] = (won, left)
        left -= costs[turn] if won else 0
    return votes, seen, budget - left


@unhurried
@given(BUDGETS)
def test_outcome_is_the_oracles(budget_vote):
    costs, rows, budget = budget_vote

    item = share_out(*budget_vote)

    votes, seen, spent = oracle(costs, rows, budget)
    for option in item["options"]:
        won, left = seen[option["order"]]
        reason = "won" if won else "no_money" if votes[option["order"]] else "no_votes"
        assert (option["votes"], option["cost"]) == (votes[option["order"]], costs[option["order"]])
        assert (option["won"], option["left"], option["reason"]) == (won, left, reason)
    assert item["spent"] == spent <= budget
    assert [each["order"] for each in item["rounds"]] == [project for project, (won, _left) in seen.items() if won]
    assert (item["rounds"][-1]["left"] if item["rounds"] else budget) == budget - spent


@unhurried
@given(BUDGETS.filter(lambda vote: vote[1]), st.data())
def test_one_more_approval_never_harms_a_winner(budget_vote, data):
    costs, rows, budget = budget_vote
    number = data.draw(st.integers(0, len(rows) - 1))
    won = [option["order"] for option in share_out(*budget_vote)["options"] if option["won"]]

    for project in won:
        more = [(chosen | {project} if n == number else chosen, weight) for n, (chosen, weight) in enumerate(rows)]
        assert share_out(costs, more, budget)["options"][project]["won"]


def test_what_does_not_fit_is_passed_over():
    item = share_out([70, 50, 30, 9, 1], [({0, 1, 2}, 3), ({0, 1}, 2), ({0, 3}, 1)], 100)

    assert [(option["votes"], option["reason"], option["left"]) for option in item["options"]] == [
        (6, "won", 100), (5, "no_money", 30), (3, "won", 30), (1, "no_money", 0), (0, "no_votes", 0),
    ]  # fmt: skip
    assert (item["spent"], item["passed"], item["reason"]) == (100, True, "passed")


def test_of_equals_the_cheaper_goes_first_and_then_the_one_listed_first():
    item = share_out([30, 20, 20], [({0, 1, 2}, 1)], 40)

    assert [each["order"] for each in item["rounds"]] == [1, 2]
    assert share_out([20, 20, 20], [({0, 1, 2}, 1)], 40)["rounds"][0]["order"] == 0


@pytest.mark.parametrize("method", ["greedy", "equal_shares"])
@pytest.mark.parametrize(
    ("papers", "reason"), [([([0], 4)], "no_quorum"), ([([], 6)], "empty"), ([([1], 6)], "empty")]
)
def test_nothing_is_bought_without_quorum_or_votes(method, papers, reason):
    terms = manifest("budget", method, costs=[5, 99], budget=10, roll=10, quorum=share("1/2"))

    item = count(terms, ones(*papers))["items"][0]

    assert (item["spent"], item["rounds"], item["passed"], item["reason"]) == (0, [], False, reason)
    assert not any(option["won"] for option in item["options"])
