"""Shares of a whole, against whole numbers only."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.counting.making import unhurried
from voting.counting import shown_percent, votes_needed

SHARES = st.tuples(st.integers(0, 30), st.integers(1, 30)).filter(lambda pair: pair[0] <= pair[1])


@unhurried
@given(SHARES, st.booleans(), st.integers(1, 10**6))
def test_votes_needed_is_the_least_that_is_enough(share, strict, whole):
    needed = votes_needed(Fraction(*share), strict, whole)

    def enough(votes):
        left, right = votes * share[1], share[0] * whole
        return left > right if strict else left >= right

    assert enough(needed)
    assert needed == 0 or not enough(needed - 1)


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
