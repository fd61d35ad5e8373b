"""Which papers are whole and valid, and which manifests can be counted at all."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.counting.making import manifest, unhurried
from voting.counting import KINDS, check_paper, count

TWO = {"questions": 2}
POLL = manifest("poll", "multiple", options=4, max_choices=2)
SINGLE, RANKING = manifest("poll", "single", options=4), manifest("poll", "schulze", options=4)
BUDGET = manifest("budget", "equal_shares", costs=[5, 6, 7], budget=10)
VALID = [
    (manifest("decision", "agenda", **TWO), {"0": "for", "1": "abstain"}),
    (manifest("support", "signatures", needed=1), {"0": "for"}),
    (SINGLE, {"0": [3]}),
    (SINGLE, {"0": []}),
    (POLL, {"0": [0, 3]}),
    (POLL, {"0": []}),
    (RANKING, {"0": [2, 0, 1]}),
    (RANKING, {"0": []}),
    (RANKING, {"0": [3, 2, 1, 0]}),
    (BUDGET, {"0": [0, 1, 2]}),
]


@pytest.mark.parametrize(("terms", "choices"), VALID)
def test_a_valid_paper_is_taken_and_counted(terms, choices):
    check_paper(terms, choices)

    assert count(terms, [(choices, 3)])["turnout"] == 3


@pytest.mark.parametrize(
    ("terms", "choices", "code"),
    [
        (manifest("decision", "agenda", **TWO), {}, "questions"),
        (manifest("decision", "agenda", **TWO), {"0": "for"}, "questions"),
        (manifest("decision", "agenda", **TWO), {"0": "for", "1": "for", "2": "for"}, "questions"),
        (manifest("decision", "agenda", **TWO), {"0": "for", "01": "for"}, "questions"),
        (manifest("decision", "agenda", **TWO), {0: "for", 1: "for"}, "questions"),
        (manifest("decision", "agenda", **TWO), ["for", "for"], "questions"),
        (manifest("decision", "agenda", **TWO), None, "questions"),
        (manifest("decision", "agenda", **TWO), {"0": "for", "1": "maybe"}, "choice"),
        (manifest("decision", "agenda", **TWO), {"0": "for", "1": ["for"]}, "choice"),
        (manifest("support", "signatures", needed=1), {"0": "against"}, "choice"),
        (SINGLE, {"0": 1}, "list"),
        (SINGLE, {"0": (1,)}, "list"),
        (SINGLE, {"0": None}, "list"),
        (SINGLE, {"0": [4]}, "option"),
        (SINGLE, {"0": [-1]}, "option"),
        (SINGLE, {"0": [True]}, "option"),
        (SINGLE, {"0": [1.0]}, "option"),
        (SINGLE, {"0": ["1"]}, "option"),
        (SINGLE, {"0": [[1]]}, "option"),
        (SINGLE, {"0": [0, 1]}, "too_many"),
        (POLL, {"0": [3, 0]}, "ascending"),
        (POLL, {"0": [0, 0]}, "repeated"),
        (POLL, {"0": [0, 1, 2]}, "too_many"),
        (RANKING, {"0": [2, 2]}, "repeated"),
        (BUDGET, {"0": [1, 0]}, "ascending"),
    ],
)
def test_a_paper_is_whole_or_refused(terms, choices, code):
    with pytest.raises(ValueError) as refusal:
        check_paper(terms, choices)
    with pytest.raises(ValueError) as uncounted:
        count(terms, [(choices, 1)])

    assert str(refusal.value) == str(uncounted.value) == code


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        ([3], "overcast"),
        ([1, 1, 1], "overcast"),
        ([0], "weight"),
        ([-1], "weight"),
        ([True], "weight"),
        ([1.0], "weight"),
    ],
)
def test_more_votes_than_voters_and_strange_weights_are_refused(weights, code):
    terms = manifest("decision", "agenda", roll=2)

    with pytest.raises(ValueError, match=code):
        count(terms, [({"0": "for"}, weight) for weight in weights])
    assert count(terms, [({"0": "for"}, 2)])["turnout"] == 2


def changed(terms, path, value):
    terms = copy.deepcopy(terms)
    place = terms
    for step in path[:-1]:
        place = place[step]
    if value is KeyError:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return terms


DECISION = manifest("decision", "agenda")


@pytest.mark.parametrize(
    ("terms", "path", "value", "code"),
    [
        (DECISION, ["kind"], "lottery", "kind"),
        (DECISION, ["kind"], ["decision"], "kind"),
        (DECISION, ["method"], "single", "kind"),
        (DECISION, ["rules"], None, "rules"),
        (DECISION, ["rules", "threshold"], None, "threshold"),
        (DECISION, ["rules", "threshold", "base"], "all", "threshold"),
        (DECISION, ["rules", "threshold", "base"], [], "threshold"),
        (DECISION, ["rules", "threshold", "share"], "1/0", "threshold"),
        (DECISION, ["rules", "threshold", "share"], "3/2", "threshold"),
        (DECISION, ["rules", "threshold", "share"], "1/3\n", "threshold"),
        (DECISION, ["rules", "threshold", "share"], "١/٢", "threshold"),
        (DECISION, ["rules", "threshold", "share"], 0.5, "threshold"),
        (DECISION, ["rules", "threshold", "strict"], 1, "threshold"),
        (DECISION, ["rules", "quorum"], "1/3", "quorum"),
        (DECISION, ["rules", "quorum"], {"share": "-1/3", "strict": False}, "quorum"),
        (DECISION, ["rules", "quorum"], {"share": "1/3"}, "quorum"),
        (DECISION, ["rules", "tie"], "lot", "tie"),
        (DECISION, ["rules", "needed"], 0, "needed"),
        (DECISION, ["items"], [], "items"),
        (DECISION, ["items"], {}, "items"),
        (DECISION, ["items", 0], "?", "items"),
        (DECISION, ["items", 0, "order"], 1, "items"),
        (DECISION, ["items", 0, "order"], False, "items"),
        (DECISION, ["roll"], None, "roll"),
        (DECISION, ["roll", "weight"], -1, "roll"),
        (DECISION, ["roll", "weight"], 1e3, "roll"),
        (DECISION, ["roll", "weight"], 10**400, "roll"),
        (SINGLE, ["items", 0, "options"], [], "options"),
        (SINGLE, ["items", 0, "options"], KeyError, "options"),
        (SINGLE, ["items", 0, "options", 0, "order"], 1, "options"),
        (SINGLE, ["items", 0, "options"], [{"order": n} for n in range(101)], "options"),
        (SINGLE, ["items", 0, "max_choices"], 0, "max_choices"),
        (BUDGET, ["budget"], None, "budget"),
        (BUDGET, ["budget"], 0, "budget"),
        (BUDGET, ["items", 0, "options", 0, "cost"], None, "cost"),
        (BUDGET, ["items", 0, "options", 0, "cost"], 0, "cost"),
        (BUDGET, ["items", 0, "options", 0, "cost"], "5", "cost"),
        (manifest("budget", "greedy", costs=[5], budget=10, questions=2), ["budget"], 10, "items"),
        (manifest("support", "signatures", needed=1), ["rules", "needed"], None, "needed"),
    ],
)
def test_a_manifest_that_cannot_be_counted_is_refused_by_a_code(terms, path, value, code):
    with pytest.raises(ValueError) as refusal:
        count(changed(terms, path, value), [])

    assert str(refusal.value) == code


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("0123ab"), inner, max_size=4),
    max_leaves=8,
)


@unhurried
@given(st.sampled_from([terms for terms, _choices in VALID]), JSON)
def test_any_json_is_a_paper_or_a_value_error(terms, choices):
    for paper in (choices, {"0": choices}):
        try:
            check_paper(terms, paper)
        except ValueError:
            continue
        assert count(terms, [(paper, 1)])["papers"] == 1


def test_every_kind_is_tried_here():
    assert {(terms["kind"], terms["method"]) for terms, _choices in VALID} == KINDS.keys() - {("budget", "greedy")}
