"""Schulze's method against every path of a small graph, and the examples of the literature."""

from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.voting.counting.making import manifest, ones, share, unhurried
from voting.counting import count

RANKINGS = st.integers(1, 5).flatmap(
    lambda size: st.tuples(
        st.just(size),
        st.lists(
            st.tuples(
                st.permutations(range(size)).flatmap(lambda all_of: st.integers(0, size).map(lambda k: all_of[:k])),
                st.integers(1, 5),
            ),
            max_size=10,
        ),
    )
)


def elect(size, rows, **rules):
    result = count(manifest("poll", "schulze", options=size, **rules), [({"0": list(r)}, w) for r, w in rows])
    return result["items"][0]


def duel(rows, a, b):
    """How many put `a` before `b`; what is left out stands behind everything ranked."""

    def place(ranking, option):
        return ranking.index(option) if option in ranking else 99

    return sum(weight for ranking, weight in rows if place(list(ranking), a) < place(list(ranking), b))


def strongest(size, rows, a, b):
    """Over all simple paths, the greatest of their weakest links; a lost or drawn duel is no link."""
    best = 0
    others = [option for option in range(size) if option not in (a, b)]
    for length in range(len(others) + 1):
        for between in permutations(others, length):
            path = [a, *between, b]
            links = [(duel(rows, x, y), duel(rows, y, x)) for x, y in zip(path, path[1:], strict=False)]
            if all(won > lost for won, lost in links):
                best = max(best, min(won for won, _lost in links))
    return best


@unhurried
@given(RANKINGS)
def test_outcome_is_that_of_all_paths(election):
    size, rows = election

    item = elect(size, rows)

    options = range(size)
    paths = {(a, b): strongest(size, rows, a, b) for a in options for b in options if a != b}
    for a, b in paths:
        assert item["pairwise"][a][b] == duel(rows, a, b)
        assert item["strengths"][a][b] == paths[a, b]
    unbeaten = [a for a in options if all(paths[a, b] >= paths[b, a] for b in options if a != b)]
    cast = any(ranking for ranking, _weight in rows)
    assert item["leaders"] == (unbeaten if cast else [])
    assert item["winners"] == (unbeaten if cast and len(unbeaten) == 1 else [])
    # Places hold everybody once, and who beats another never stands behind.
    at = {option: number for number, place in enumerate(item["places"]) for option in place}
    assert sorted(option for place in item["places"] for option in place) == list(options)
    assert all(at[a] < at[b] for a, b in paths if paths[a, b] > paths[b, a])


@unhurried
@given(RANKINGS, st.data())
def test_whoever_beats_everyone_in_duels_wins(election, data):
    size, rows = election
    liked = data.draw(st.integers(0, size - 1))
    most = sum(weight for _ranking, weight in rows) + 1
    others = data.draw(st.permutations([option for option in range(size) if option != liked]))

    item = elect(size, [*rows, ([liked, *others], most)])

    assert item["winners"] == [liked]
    assert item["places"][0] == [liked]


@unhurried
@given(RANKINGS.filter(lambda election: election[1]), st.data())
def test_to_be_raised_never_harms_the_winner(election, data):
    size, rows = election
    winners = elect(size, rows)["winners"]
    assume(winners)
    number = data.draw(st.integers(0, len(rows) - 1))
    ranking, weight = rows[number]
    raised = [winners[0], *(option for option in ranking if option != winners[0])]

    item = elect(size, [*rows[:number], (raised, weight), *rows[number + 1 :]])

    assert item["winners"] == winners


def letters(text):
    return ["ABCDE".index(letter) for letter in text]


def test_the_example_of_forty_five_voters():
    """Schulze (2011), example 1; also the one of Wikipedia, «Schulze method»."""
    papers = {
        "ACBED": 5, "ADECB": 5, "BEDAC": 8, "CABED": 3, "CAEBD": 7, "CBADE": 2, "DCEBA": 7, "EBADC": 8,
    }  # fmt: skip

    item = elect(5, [(letters(ranking), number) for ranking, number in papers.items()])

    assert item["pairwise"] == [
        [0, 20, 26, 30, 22],
        [25, 0, 16, 33, 18],
        [19, 29, 0, 17, 24],
        [15, 12, 28, 0, 14],
        [23, 27, 21, 31, 0],
    ]
    assert item["strengths"] == [
        [0, 28, 28, 30, 24],
        [25, 0, 28, 33, 24],
        [25, 29, 0, 29, 24],
        [25, 28, 28, 0, 24],
        [25, 28, 28, 31, 0],
    ]
    assert item["places"] == [[place] for place in letters("EACBD")]
    assert (item["winners"], item["reason"]) == (letters("E"), "passed")


def test_a_circle_of_equal_victories_is_a_tie():
    circle = [([0, 1, 2], 1), ([1, 2, 0], 1), ([2, 0, 1], 1)]

    tied, listed = elect(3, circle), elect(3, circle, tie="listed")

    assert (tied["places"], tied["winners"], tied["reason"]) == ([[0, 1, 2]], [], "tied")
    assert (listed["winners"], listed["reason"]) == ([0], "tie_listed")


def test_what_is_left_out_stands_together_behind():
    item = elect(4, [([2], 3), ([], 2)])

    assert item["pairwise"] == [[0, 0, 0, 0], [0, 0, 0, 0], [3, 3, 0, 3], [0, 0, 0, 0]]
    assert (item["places"], item["blank"]) == ([[2], [0, 1, 3]], 2)
    assert [option["votes"] for option in item["options"]] == [0, 0, 3, 0]


@pytest.mark.parametrize(("papers", "reason"), [([([], 5)], "empty"), ([([1], 4)], "no_quorum")])
def test_nobody_wins_without_papers_or_quorum(papers, reason):
    terms = manifest("poll", "schulze", options=2, roll=10, quorum=share("1/2"), tie="listed")

    item = count(terms, ones(*papers))["items"][0]

    assert (item["winners"], item["passed"], item["reason"]) == ([], False, reason)
