"""The arithmetic of a vote, against an oracle written another way: by comparing whole numbers, without Fractions."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voting.counting import Rules, Tally, count, decide, shown_percent, tally_papers, votes_needed

# A busy machine must not fail a test of arithmetic.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
NUMBERS = st.integers(min_value=0, max_value=10**6)
SHARES = st.tuples(st.integers(0, 30), st.integers(1, 30)).filter(lambda pair: pair[0] <= pair[1])
MAJORITIES = st.sampled_from(["simple", "absolute", "two_thirds"])


def oracle(numerator, denominator, strict, majority, votes_for, against, abstain, roll):
    """Outcome and reason in the words of the rules, by cross-multiplication only."""
    took_part = votes_for + against + abstain
    left, right = took_part * denominator, numerator * roll
    if left < right or (strict and left == right):
        return False, "no_quorum"
    enough = {
        "simple": votes_for > against + abstain,
        "absolute": votes_for > roll - votes_for,
        "two_thirds": votes_for >= 1 and votes_for >= 2 * (roll - votes_for),
    }[majority]
    if enough:
        return True, "passed"
    return False, "tied" if votes_for == against != 0 else "no_majority"


@unhurried
@given(SHARES, st.booleans(), MAJORITIES, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_outcome_is_the_oracles(share, strict, majority, votes_for, against, abstain, absent):
    turnout = votes_for + against + abstain
    rules = Rules(Fraction(*share), strict, majority)

    outcome = count(rules, [Tally(votes_for, against, abstain)], turnout=turnout, roll_weight=turnout + absent)

    expected = oracle(*share, strict, majority, votes_for, against, abstain, turnout + absent)
    assert (outcome.items[0].passed, outcome.items[0].reason) == expected
    assert outcome.passed is expected[0]
    assert outcome.quorum_met is (expected[1] != "no_quorum")


@unhurried
@given(SHARES, st.booleans(), st.integers(1, 10**6))
def test_votes_needed_is_the_least_that_is_enough(share, strict, whole):
    needed = votes_needed(Fraction(*share), strict, whole)

    def enough(votes):
        left, right = votes * share[1], share[0] * whole
        return left > right if strict else left >= right

    assert enough(needed)
    assert needed == 0 or not enough(needed - 1)


@pytest.mark.parametrize(
    ("rules", "tally", "roll", "reason"),
    [
        (Rules(Fraction(1, 3), False, "simple"), Tally(52, 0, 0), 156, "passed"),
        (Rules(Fraction(1, 3), True, "simple"), Tally(52, 0, 0), 156, "no_quorum"),
        (Rules(Fraction(1, 3), False, "simple"), Tally(51, 0, 0), 156, "no_quorum"),
        (Rules(None, False, "simple"), Tally(2, 2, 0), 100, "tied"),
        (Rules(None, False, "simple"), Tally(2, 1, 1), 100, "no_majority"),
        (Rules(None, False, "simple"), Tally(0, 0, 0), 100, "no_majority"),
        (Rules(None, False, "absolute"), Tally(50, 0, 0), 100, "no_majority"),
        (Rules(None, False, "absolute"), Tally(51, 0, 0), 100, "passed"),
        (Rules(None, False, "two_thirds"), Tally(66, 0, 0), 100, "no_majority"),
        (Rules(None, False, "two_thirds"), Tally(66, 33, 0), 99, "passed"),
    ],
)
def test_boundaries(rules, tally, roll, reason):
    turnout = tally.votes_for + tally.votes_against + tally.votes_abstain

    assert decide(rules, tally, turnout=turnout, roll_weight=roll).reason == reason


def test_one_question_that_fails_fails_the_vote():
    outcome = count(Rules(None, False, "simple"), [Tally(2, 0, 0), Tally(0, 2, 0)], turnout=2, roll_weight=2)

    assert [item.passed for item in outcome.items] == [True, False]
    assert outcome.passed is False


def test_more_votes_than_voters_are_refused():
    with pytest.raises(ValueError):
        count(Rules(None, False, "simple"), [Tally(3, 0, 0)], turnout=3, roll_weight=2)


@pytest.mark.parametrize("paper", [{}, {"0": "for"}, {"0": "for", "1": "maybe"}, {"0": "for", "1": "for", "2": "for"}])
def test_a_paper_is_whole_or_invalid(paper):
    with pytest.raises(ValueError):
        tally_papers([(paper, 1)], ["0", "1"])


@unhurried
@given(st.lists(st.tuples(st.sampled_from(["for", "against", "abstain"]), st.integers(1, 500)), max_size=60))
def test_every_weight_is_counted_once(papers):
    turnout, [tally] = tally_papers([({"0": choice}, weight) for choice, weight in papers], ["0"])

    assert turnout == sum(weight for _choice, weight in papers)
    assert tally.votes_for + tally.votes_against + tally.votes_abstain == turnout
    assert tally.votes_for == sum(weight for choice, weight in papers if choice == "for")


@unhurried
@given(st.integers(0, 10**6), st.integers(1, 10**6), st.lists(SHARES, max_size=3))
def test_a_shown_share_stays_on_its_side_of_every_threshold(part, whole, thresholds):
    part = min(part, whole)
    limits = [Fraction(*pair) for pair in thresholds]

    shown = shown_percent(part, whole, limits)

    # A fraction is shown only where it is exact.
    value = Fraction(shown) if "/" in shown else Fraction(shown) / 100
    exact = Fraction(part, whole)
    for limit in [Fraction(0), Fraction(1), *limits]:
        assert (value > limit) == (exact > limit)
        assert (value < limit) == (exact < limit)
    assert "/" not in shown or value == exact


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (243, 318, "76"), (1, 3, "1/3"), (502, 1000, "50.2"), (500001, 1000000, "50.0001"), (499, 1000, "49.9"),
        (999, 1000, "99.9"), (1, 1000, "0.1"), (0, 10, "0"), (10, 10, "100"), (1, 0, "0"), (1, 2, "50"),
    ],
)  # fmt: skip
def test_shown_percent_in_examples(part, whole, shown):
    assert shown_percent(part, whole, [Fraction(1, 3), Fraction(1, 2)]) == shown
