"""Votes of the site as Pabulib files: the same winners, and nobody's receipt or name."""

import pytest

from tests.voting.counting.making import manifest
from voting.counting import count
from voting.pabulib import by_approvals, by_shares, of_vote, published, read, write

WORDS = {
    "title": "Бюджет двора;\nчто делаем",
    "town": "dvory.example",
    "number": 14,
    "opens_at": "2026-09-01T09:00:00+00:00",
    "closes_at": "2026-09-15T09:00:00+00:00",
}
COSTS = [300_000, 150_000, 60_000, 45_000]
PAPERS = [
    ({"0": answer}, 1) for answer, number in (([0, 1], 6), ([0, 2], 3), ([1, 3], 2), ([], 1)) for _ in range(number)
]


def vote(method="greedy", **terms):
    made = manifest("budget", method, costs=COSTS, budget=500_000, **terms) | WORDS
    made["items"][0]["options"][1]["text"] = '=Освещение "Луч";\tи скамьи'
    return made


@pytest.mark.parametrize(
    ("method", "again"), [("greedy", by_approvals), ("equal_shares", lambda e: by_shares(e, step=None))]
)
def test_the_file_of_a_vote_counts_to_the_same_winners(method, again):
    result = count(vote(method), PAPERS)

    election = read("".join(write(of_vote(vote(method), PAPERS, result))).encode())

    won = [str(option["order"] + 1) for option in result["items"][0]["options"] if option["won"]]
    assert sorted(again(election).projects) == sorted(published(election).projects) == won
    assert [project.votes for project in election.projects] == [9, 8, 3, 2]


def test_the_file_says_what_the_vote_was():
    election = of_vote(vote("equal_shares", max_choices=2), PAPERS)

    assert election.projects[1].name == '=Освещение "Луч"; и скамьи'
    assert election.projects[0].selected is None
    assert election.meta == {
        "description": "Бюджет двора; что делаем", "country": "Russia", "unit": "dvory.example", "instance": "14",
        "rule": "equalshares/add1", "date_begin": "01.09.2026", "date_end": "15.09.2026", "min_length": "0",
        "max_length": "2", "language": "ru", "currency": "RUB",
    }  # fmt: skip
    assert [(voter.id, voter.vote) for voter in election.voters][-2:] == [("11", ("2", "4")), ("12", ())]


@pytest.mark.parametrize(
    ("terms", "papers", "code"),
    [
        (vote(), [({"0": [0]}, 2)], "weight"),
        (vote(), [({"0": [9]}, 1)], "option"),
        (manifest("decision", "agenda") | WORDS, [({"0": "for"}, 1)], "kind"),
    ],
)
def test_what_the_format_cannot_say_is_refused(terms, papers, code):
    with pytest.raises(ValueError, match=code):
        of_vote(terms, papers)
