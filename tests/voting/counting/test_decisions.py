"""Decisions and support, against an oracle that compares whole numbers only."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.counting.making import manifest, ones, share, unhurried
from voting.counting import count

NUMBERS = st.integers(min_value=0, max_value=10**6)
SHARES = st.tuples(st.integers(0, 30), st.integers(1, 30)).filter(lambda pair: pair[0] <= pair[1])
# What a decision is made by is never less than a half.
THRESHOLDS = SHARES.filter(lambda pair: 2 * pair[0] >= pair[1])
BASES = st.sampled_from(["cast", "decided", "roll"])


def oracle(quorum, quorum_strict, base, threshold, strict, votes_for, against, abstain, roll):
    """The reason in the words of the rules, by cross-multiplication."""
    took_part = votes_for + against + abstain
    left, right = took_part * quorum[1], quorum[0] * roll
    if left < right or (quorum_strict and left == right):
        return "no_quorum"
    whole = {"cast": took_part, "decided": votes_for + against, "roll": roll}[base]
    left, right = votes_for * threshold[1], threshold[0] * whole
    if votes_for == against != 0:
        return "tied"
    return "passed" if votes_for and (left > right or (left == right and not strict)) else "short"


def decide(votes_for, against, abstain, *, roll=10**9, **rules):
    papers = [
        ({"0": choice}, n) for choice, n in [("for", votes_for), ("against", against), ("abstain", abstain)] if n
    ]
    result = count(manifest("decision", "agenda", roll=roll, **rules), papers)
    return result, result["items"][0]


@unhurried
@given(SHARES, st.booleans(), BASES, THRESHOLDS, st.booleans(), NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_outcome_is_the_oracles(quorum, quorum_strict, base, threshold, strict, votes_for, against, abstain, absent):
    roll = votes_for + against + abstain + absent
    rules = {
        "quorum": share("{}/{}".format(*quorum), strict=quorum_strict),
        "threshold": share("{}/{}".format(*threshold), strict=strict, base=base),
    }

    result, item = decide(votes_for, against, abstain, roll=roll, **rules)

    expected = oracle(quorum, quorum_strict, base, threshold, strict, votes_for, against, abstain, roll)
    assert item["reason"] == expected
    assert result["passed"] is item["passed"] is (expected == "passed")
    assert result["quorum"]["met"] is (expected != "no_quorum")
    assert result["turnout"] == votes_for + against + abstain


@unhurried
@given(SHARES, st.booleans(), BASES, st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_a_vote_for_never_harms_and_one_against_never_helps(
    threshold, strict, base, votes_for, against, abstain, absent
):
    roll = votes_for + against + abstain + absent + 1
    rules = {"threshold": share("{}/{}".format(*threshold), strict=strict, base=base), "roll": roll}

    passed = decide(votes_for, against, abstain, **rules)[1]["passed"]

    if passed:
        assert decide(votes_for + 1, against, abstain, **rules)[1]["passed"]
        assert votes_for > against
    else:
        assert not decide(votes_for, against + 1, abstain, **rules)[1]["passed"]


THIRD, STRICT_THIRD = share("1/3"), share("1/3", strict=True)
HALF_CAST, HALF_DECIDED = share("1/2", strict=True, base="cast"), share("1/2", strict=True, base="decided")
HALF_ROLL, TWO_THIRDS = share("1/2", strict=True, base="roll"), share("2/3", base="roll")


@pytest.mark.parametrize(
    ("quorum", "threshold", "votes", "roll", "base", "needed", "reason"),
    [
        (THIRD, HALF_CAST, (52, 0, 0), 156, 52, 27, "passed"),
        (STRICT_THIRD, HALF_CAST, (52, 0, 0), 156, 52, 27, "no_quorum"),
        (THIRD, HALF_CAST, (51, 0, 0), 156, 51, 26, "no_quorum"),
        (THIRD, HALF_CAST, (27, 0, 25), 156, 52, 27, "passed"),
        (None, HALF_CAST, (2, 2, 0), 100, 4, 3, "tied"),
        (None, HALF_CAST, (2, 1, 1), 100, 4, 3, "short"),
        (None, HALF_DECIDED, (2, 1, 1), 100, 3, 2, "passed"),
        (None, HALF_DECIDED, (0, 0, 9), 100, 0, 1, "short"),
        (None, share("1/2", base="cast"), (2, 2, 0), 100, 4, 2, "tied"),
        (None, HALF_CAST, (0, 0, 0), 100, 0, 1, "short"),
        (None, HALF_ROLL, (50, 0, 0), 100, 100, 51, "short"),
        (None, HALF_ROLL, (51, 49, 0), 100, 100, 51, "passed"),
        (None, TWO_THIRDS, (66, 0, 0), 100, 100, 67, "short"),
        (None, TWO_THIRDS, (66, 33, 0), 99, 99, 66, "passed"),
        (None, share("0/1", base="roll"), (0, 0, 1), 99, 99, 1, "short"),
        # A threshold below one half does not let fewer outvote more.
        (None, share("1/3", base="roll"), (40, 60, 0), 100, 100, 61, "short"),
        (None, share("1/3", base="roll"), (40, 39, 0), 100, 100, 40, "passed"),
    ],
)
def test_boundaries(quorum, threshold, votes, roll, base, needed, reason):
    _result, item = decide(*votes, roll=roll, quorum=quorum, threshold=threshold)

    assert (item["base"], item["needed"], item["reason"]) == (base, needed, reason)


def test_one_question_that_fails_fails_the_vote():
    papers = [({"0": "for", "1": "against"}, 1)] * 2

    result = count(manifest("decision", "agenda", questions=2), papers)

    assert [item["passed"] for item in result["items"]] == [True, False]
    assert result["passed"] is False


@unhurried
@given(
    st.lists(st.tuples(*[st.sampled_from(["for", "against", "abstain"])] * 2, st.integers(1, 500)), max_size=60),
    st.randoms(use_true_random=False),
)
def test_every_weight_is_counted_once_in_any_order(rows, randomness):
    terms = manifest("decision", "agenda", questions=2)
    papers = [({"0": first, "1": second}, weight) for first, second, weight in rows]

    result = count(terms, papers)

    assert result["papers"] == len(papers)
    for order, item in enumerate(result["items"]):
        sums = {word: sum(row[2] for row in rows if row[order] == word) for word in ("for", "against", "abstain")}
        assert {word: item[word] for word in sums} == sums
        assert sum(sums.values()) == result["turnout"]
    shuffled = list(papers)
    random.Random(randomness.random()).shuffle(shuffled)
    assert count(terms, shuffled) == result


@pytest.mark.parametrize(("signatures", "reason"), [(0, "short"), (9, "short"), (10, "passed"), (11, "passed")])
def test_support_needs_a_number_and_no_quorum(signatures, reason):
    terms = manifest("support", "signatures", roll=1000, needed=10, quorum=share("1/2"))

    result = count(terms, ones(("for", signatures)))

    assert result == {
        "turnout": signatures,
        "papers": signatures,
        "quorum": {"needed": 0, "met": True},
        "items": [
            {"order": 0, "for": signatures, "needed": 10, "passed": reason == "passed", "reason": reason},
        ],
        "passed": reason == "passed",
    }
