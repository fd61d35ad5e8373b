"""Breakdowns by entrance and channel: what they tell, and that nobody finds out fewer than five."""

from collections import defaultdict
from itertools import product

import pytest

from tests.cast import make_members
from tests.voting.conftest import announce, finish, nonce
from voting import actions, breakdown
from voting.actions.casting import give_voice
from voting.breakdown import FEWEST, LEAST_BLOCK, Group, blocks, publishable, split_publishable, tally
from voting.models import Channel, Choice


def published(sizes, votes):
    """What a reader learns of entrances of these sizes: the figures of blocks, or nothing."""
    found = blocks([Group((number,), *pair) for number, pair in enumerate(zip(sizes, votes, strict=True))])
    if len(found) < 2 or not publishable(found):
        return None
    return tuple(found)


@pytest.mark.parametrize(
    "sizes", [(15, 15), (15, 16), (16, 19), (24, 15), (9, 8, 15), (15, 7, 8), (3, 12, 16), (5, 30)]
)
def test_nobody_finds_out_fewer_than_five(sizes):
    """A reader who knows the roll, the total and these rules, and tries all that could have been."""
    possible, by_total = defaultdict(list), defaultdict(list)
    for votes in product(*(range(size + 1) for size in sizes)):
        possible[sum(votes), published(sizes, votes)].append(votes)
        by_total[sum(votes)].append(votes)

    for (total, shown), candidates in possible.items():
        for block in shown or ():
            assert FEWEST <= block.voted <= block.entitled - FEWEST
        for entrance, size in enumerate(sizes):
            values = {votes[entrance] for votes in candidates}
            if len(values) == 1 and len({votes[entrance] for votes in by_total[total]}) > 1:
                (known,) = values
                assert FEWEST <= known <= size - FEWEST


@pytest.mark.parametrize("sizes", [(1,), (14, 1), (3, 3, 3), (20, 3), (4, 4, 8, 30, 2), (16, 17, 18), (100, 1, 1)])
def test_blocks_are_made_by_the_roll_alone(sizes):
    found = blocks([Group((number,), size, 0) for number, size in enumerate(sizes)])

    assert [place for block in found for place in block.places] == list(range(len(sizes)))
    assert sum(block.entitled for block in found) == sum(sizes)
    assert len(found) == 1 or all(block.entitled >= LEAST_BLOCK for block in found)
    assert [block.places for block in found] == [
        block.places for block in blocks([Group((number,), size, size) for number, size in enumerate(sizes)])
    ]


@pytest.mark.parametrize(("site", "paper", "told"), [(5, 5, True), (9, 0, True), (5, 4, False), (1, 30, False)])
def test_channels_are_told_of_five_or_of_none(site, paper, told):
    assert split_publishable({"site": site, "paper": paper}) is told


def test_a_ranking_is_told_by_its_first_places_and_a_blank_by_itself():
    manifest = {"method": "schulze", "items": [{"order": 0}]}
    papers = [({"0": [2, 0]}, 3), ({"0": []}, 1), ({"0": [2]}, 1)]

    assert tally(manifest, papers) == [{"2": 4, "": 1}]
    assert tally(manifest | {"method": "multiple"}, papers) == [{"2": 4, "0": 3, "": 1}]


def entrance(community, number, count):
    users = make_members(community, count)
    community.memberships.filter(user__in=users).update(entrance=number)
    return users


@pytest.fixture
def people(lenina, vera, at_noon):
    lenina.memberships.update(entrance=1)
    return entrance(lenina, 1, 15), entrance(lenina, 2, 15), entrance(lenina, 3, 4)


def vote_of(lenina, vera, people, *counts, **terms):
    vote = announce(lenina, vera, **terms)
    for users, count in zip(people, counts, strict=True):
        for user in users[:count]:
            actions.cast_ballot(vote, by=user, choices={0: Choice.FOR}, nonce=nonce())
    return vote


@pytest.mark.parametrize("secrecy", ["closed", "secret"])
def test_turnout_is_told_by_entrance(lenina, vera, people, secrecy):
    size = lenina.memberships.filter(entrance=1).count()

    vote = finish(vote_of(lenina, vera, people, 9, 6, 4, secrecy=secrecy))

    figures = breakdown.of(vote)
    assert figures["entrances"] == [
        {"places": [[lenina.pk, 1]], "entitled": size, "voted": 9},
        {"places": [[lenina.pk, 2], [lenina.pk, 3]], "entitled": 19, "voted": 10},
    ]
    assert figures["channels"] == {}


@pytest.mark.parametrize("counts", [(9, 4, 0), (9, 15, 1), (3, 9, 2)])
def test_of_one_small_figure_nothing_is_told(lenina, vera, people, counts):
    vote = finish(vote_of(lenina, vera, people, *counts))

    assert breakdown.of(vote)["entrances"] == []


@pytest.mark.parametrize(("on_paper", "told"), [(5, True), (4, False)])
def test_paper_is_told_apart_from_five_on(lenina, vera, people, on_paper, told):
    vote = vote_of(lenina, vera, people, 6, 0, 0, paper_allowed=True)
    for user in people[1][:on_paper]:
        entry = vote.roll.get(key=str(user.actor_key))
        give_voice(vote, entry, choices={0: Choice.AGAINST}, nonce=nonce(), at=vote.opens_at, channel=Channel.PAPER)
    finish(vote)

    assert breakdown.of(vote)["channels"] == (
        {
            "site": {"papers": 6, "weight": 6, "items": [{"for": 6}]},
            "paper": {"papers": 5, "weight": 5, "items": [{"against": 5}]},
        }
        if told
        else {}
    )
