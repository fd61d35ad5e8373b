"""A vote in `lenina` and moments around its closing."""

import secrets
from datetime import timedelta

import pytest

from core import clock
from tests.cast import NOON
from voting import actions
from voting.models import RulePreset, Secrecy

CLOSING = NOON + timedelta(days=14)
TICK = timedelta(microseconds=1)


def nonce():
    return secrets.token_hex(16)


def neighbours_rules():
    return RulePreset.objects.get(name="Решение соседей")


def announce(community, by, **terms):
    """A closed, replaceable vote on one question, open from NOON to CLOSING unless said otherwise."""
    terms = {
        "community": community,
        "electorate": [community],
        "title": "Ставим новую детскую площадку?",
        "preset": neighbours_rules(),
        "secrecy": Secrecy.CLOSED,
        "replaceable": terms.get("secrecy") != Secrecy.SECRET,
        "turnout_shown": True,
        "opens_at": NOON,
        "closes_at": CLOSING,
        "items": ["Ставим новую детскую площадку?"],
        "by": by,
    } | terms
    return actions.schedule_vote(**terms)


def finish(vote):
    """Let the closing come, close and count."""
    with clock.set_to(vote.closes_at):
        assert actions.close_due_votes() == 1
        assert actions.count_closed_votes() == 1
    vote.refresh_from_db()
    return vote


@pytest.fixture
def at_noon():
    with clock.set_to(NOON):
        yield NOON


@pytest.fixture
def vote(lenina, anna, vera, at_noon):
    return announce(lenina, vera)


@pytest.fixture
def secret_vote(lenina, anna, vera, at_noon):
    return announce(lenina, vera, secrecy=Secrecy.SECRET)
