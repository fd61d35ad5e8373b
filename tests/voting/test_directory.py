"""The directory of communities tells where neighbours vote now."""

import re
from datetime import timedelta

from core import clock
from tests.voting.conftest import CLOSING, announce, finish

TOWN = {"host": "localhost"}
CHIP = "Идёт голосование"


def voting_in(client):
    """Titles of the rows with the chip."""
    rows = client.get("/communities/", headers=TOWN).text.split('<li class="row"')[1:]
    titles = (re.search(r"<h2><a[^>]*>([^<]+)", row)[1].replace("\u00a0", " ") for row in rows if CHIP in row)
    return sorted(titles)


def test_directory_marks_everybody_who_votes(client, lenina, mira, anna, vera, at_noon):
    assert voting_in(client) == []

    vote = announce(lenina, vera, electorate=[lenina, mira])
    assert voting_in(client) == ["пр. Мира, 45", "ул. Ленина, 1"]

    finish(vote)
    assert voting_in(client) == []


def test_directory_does_not_mark_what_has_not_begun(client, lenina, anna, vera, at_noon):
    announce(lenina, vera, opens_at=at_noon + timedelta(days=1), closes_at=CLOSING)

    assert voting_in(client) == []
    with clock.set_to(CLOSING):
        assert voting_in(client) == []


def test_directory_asks_for_votes_once(client, lenina, anna, boris, vera, at_noon, django_assert_max_num_queries):
    announce(lenina, vera)
    announce(boris.memberships.get().community, vera)
    client.get("/communities/", headers=TOWN)

    with django_assert_max_num_queries(7):
        assert len(voting_in(client)) == 2
