"""What holds for the result of every kind: it is plain JSON, and the order of papers does not matter."""

import json
import random

import pytest

from tests.voting.counting.making import manifest, share
from voting.counting import KINDS, count


def chosen(chance, most):
    return sorted(chance.sample(range(5), chance.randint(0, most)))


# How a paper of each kind is filled in at random.
ANSWERS = {
    ("support", "signatures"): lambda chance: "for",
    ("decision", "agenda"): lambda chance: chance.choice(["for", "against", "abstain"]),
    ("poll", "single"): lambda chance: chosen(chance, 1),
    ("poll", "multiple"): lambda chance: chosen(chance, 5),
    ("poll", "schulze"): lambda chance: chance.sample(range(5), chance.randint(0, 5)),
    ("budget", "greedy"): lambda chance: chosen(chance, 5),
    ("budget", "equal_shares"): lambda chance: chosen(chance, 5),
}


@pytest.mark.parametrize(("kind", "method"), KINDS)
def test_results_are_plain_and_do_not_depend_on_the_order_of_papers(kind, method):
    chance = random.Random(3)
    costs = [90, 70, 55, 40, 20] if kind == "budget" else ()
    options = 5 if kind == "poll" else 0
    terms = manifest(kind, method, costs=costs, options=options, budget=200, needed=10, quorum=share("1/9"), roll=300)
    papers = [({"0": ANSWERS[kind, method](chance)}, chance.randint(1, 3)) for _ in range(120)]

    result = count(terms, papers)

    assert json.loads(json.dumps(result, allow_nan=False)) == result
    assert (result["papers"], result["turnout"]) == (120, sum(weight for _choices, weight in papers))
    for _ in range(5):
        chance.shuffle(papers)
        assert json.dumps(count(terms, iter(papers))) == json.dumps(result)
