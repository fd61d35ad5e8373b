"""Polls: the most votes, ties by the vote's own rule, blank papers that take part."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.counting.making import manifest, ones, share, unhurried
from voting.counting import count


@unhurried
@given(
    st.integers(1, 5).flatmap(
        lambda size: st.tuples(
            st.just(size),
            st.lists(st.tuples(st.sets(st.integers(0, size - 1)), st.integers(1, 9)), max_size=12),
        )
    ),
    st.sampled_from(["none", "listed"]),
)
def test_outcome_is_that_of_a_heap_of_single_voices(poll, tie):
    size, rows = poll
    heap = Counter(option for chosen, weight in rows for _ in range(weight) for option in chosen)
    ranked = sorted(heap, key=lambda option: (-heap[option], option))
    top = [option for option in ranked if heap[option] == heap[ranked[0]]]

    result = count(
        manifest("poll", "multiple", options=size, tie=tie),
        [({"0": sorted(chosen)}, weight) for chosen, weight in rows],
    )

    item = result["items"][0]
    assert [option["votes"] for option in item["options"]] == [heap[option] for option in range(size)]
    assert item["blank"] == sum(weight for chosen, weight in rows if not chosen)
    assert item["leaders"] == top
    assert item["winners"] == (top[:1] if len(top) == 1 or tie == "listed" else [])
    assert result["passed"] is item["passed"] is bool(item["winners"])


@pytest.mark.parametrize(
    ("groups", "tie", "winners", "reason"),
    [
        ([([1], 2), ([0], 1)], "none", [1], "passed"),
        ([([1], 2), ([0], 2)], "none", [], "tied"),
        ([([1], 2), ([0], 2)], "listed", [0], "tie_listed"),
        ([([2], 2), ([1], 2), ([0], 1)], "listed", [1], "tie_listed"),
        ([([], 4)], "listed", [], "empty"),
        ([([1], 2), ([], 2)], "none", [1], "passed"),
        ([([1], 3)], "none", [], "no_quorum"),
        ([], "none", [], "no_quorum"),
    ],
)
def test_winners_and_reasons(groups, tie, winners, reason):
    terms = manifest("poll", "single", options=3, roll=12, quorum=share("1/4", strict=True), tie=tie)
    if reason != "no_quorum":
        terms["rules"]["quorum"] = share("1/4")

    item = count(terms, ones(*groups))["items"][0]

    assert (item["winners"], item["reason"]) == (winners, reason)


def test_blank_papers_make_the_quorum():
    terms = manifest("poll", "single", options=2, roll=9, quorum=share("1/3"))

    without, with_blank = (count(terms, ones(([0], 2), ([], blank))) for blank in (0, 1))

    assert (without["quorum"]["met"], without["passed"]) == (False, False)
    assert (with_blank["quorum"], with_blank["passed"]) == ({"needed": 3, "met": True}, True)
