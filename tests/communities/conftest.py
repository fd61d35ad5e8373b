"""Flats of `lenina`, and slips for their mailboxes."""

import pytest

from communities import actions
from communities.codes import digest_of
from communities.models import Premises
from core import clock
from tests.cast import NOON

NETWORK = "192.0.2.7"


def make_flat(community, number, entrance=1, **fields):
    return Premises.objects.create(community=community, number=number, key=number, entrance=entrance, **fields)


@pytest.fixture
def flats(lenina):
    """Flats 12, 2 and 12а in the first entrance, 21 in the second, a shop that has no mailbox, and a flat no more."""
    make_flat(lenina, "1н", kind="non_residential")
    make_flat(lenina, "99", gone_at=NOON)
    return [make_flat(lenina, number) for number in ("12", "2", "12а")] + [make_flat(lenina, "21", entrance=2)]


@pytest.fixture
def slips(flats, lenina, vera):
    """Codes by the flat, printed by vera at NOON for thirty days."""
    with clock.set_to(NOON):
        _batch, issued = actions.issue_codes(lenina, by=vera)
    return {premises.number: code for premises, code in issued}


def redeem(code, *, by, town, network=NETWORK, at=NOON, **answers):
    with clock.set_to(at):
        return actions.redeem_code(digest_of(code), by=by, municipality=town, network=network, **answers)
