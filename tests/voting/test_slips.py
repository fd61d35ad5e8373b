"""Printed ballots: their codes are known to the paper alone, and guesses run out."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.limits import count
from communities.codes import shown
from communities.models import Membership
from core import clock
from journal.models import Event
from journal.verbs import Verb
from tests.cast import NOON, make_community, make_member, make_person
from tests.communities.conftest import make_flat
from tests.voting.conftest import CLOSING, nonce
from tests.voting.kinds import announce_by_flat
from voting import actions
from voting.actions.slips import WRONG_BY_NETWORK, WRONG_BY_PERSON, WRONG_IN_TOWN
from voting.codes import digest_of
from voting.models import Ballot, Participation, RollEntry, Secrecy, Slip

NETWORK = "192.0.2.1"


@pytest.fixture
def flat_vote(lenina, anna, vera, at_noon):
    """By flats: anna and her husband live in 31, nobody of the site in 32."""
    flat = make_flat(lenina, "31", entrance=2)
    make_flat(lenina, "32", entrance=2)
    Membership.objects.filter(user=anna).update(premises=flat)
    make_member(make_person("Пётр", "Ильин"), lenina, premises=flat)
    return announce_by_flat(lenina, vera, paper_allowed=True, codes_allowed=True)


def printed(vote, by, flat="31"):
    ((slip, code),) = actions.issue_slips(vote, RollEntry.objects.filter(vote=vote, flat=flat), by)
    return slip, code


def look_up(typed, town, by, network=NETWORK, vote=None):
    return actions.open_slip(typed, municipality=town, by=by, network=network, vote=vote)


def refusal(act, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        act(*args, **kwargs)
    return refused.value.code


@pytest.fixture
def guest():
    return AnonymousUser()


def test_a_code_is_kept_as_a_digest_alone(flat_vote, vera):
    slips = actions.issue_slips(flat_vote, RollEntry.objects.filter(vote=flat_vote).order_by("flat"), vera)

    assert [slip.entry.flat for slip, _code in slips] == ["31", "32"]
    assert len({code for _slip, code in slips}) == 2
    for slip, code in slips:
        assert slip.digest == digest_of(code)
        assert code not in str(Slip.objects.filter(pk=slip.pk).values())
    assert Event.objects.get(verb=Verb.SLIPS_ISSUED).data["slips"] == 2


def test_the_activist_prints_and_others_may_not(flat_vote, anna, boris, olga):
    entries = RollEntry.objects.filter(vote=flat_vote)

    for person in (anna, boris):
        with pytest.raises(PermissionDenied):
            actions.issue_slips(flat_vote, entries, person)
    assert not Slip.objects.exists()
    assert len(actions.issue_slips(flat_vote, entries, olga)) == 2


def test_ballots_are_printed_of_an_open_roll_alone(flat_vote, vote, vera):
    entries = RollEntry.objects.filter(vote=flat_vote)
    assert refusal(actions.issue_slips, vote, RollEntry.objects.filter(vote=vote), vera) == "no_paper"
    assert refusal(actions.issue_slips, flat_vote, entries.none(), vera) == "no_flats"
    with pytest.raises(ValueError, match="another vote"):
        actions.issue_slips(flat_vote, RollEntry.objects.filter(vote=vote), vera)
    with clock.set_to(CLOSING):
        assert refusal(actions.issue_slips, flat_vote, entries, vera) == "not_open"


def test_a_code_is_read_in_any_layout_and_case(flat_vote, town, guest, vera):
    slip, code = printed(flat_vote, vera)
    typed = shown(code).lower().translate(str.maketrans("acehkmptxy", "асенкмртху"))

    assert look_up(f" {typed} ", town, guest) == slip
    assert look_up(typed, town, guest, vote=flat_vote) == slip
    assert actions.find_slip(flat_vote, typed) == slip


def test_a_code_opens_neither_another_vote_nor_another_town(flat_vote, vote, town, palana, guest, vera):
    _slip, code = printed(flat_vote, vera)

    assert refusal(look_up, code, town, guest, vote=vote) == "unknown"
    assert refusal(look_up, code, palana, guest) == "unknown"
    assert actions.find_slip(vote, code) is None
    assert refusal(look_up, "22222-22222", town, guest) == "unknown"
    assert refusal(look_up, "", town, guest) == "unknown"


def test_a_code_that_does_not_open_a_ballot_alone(lenina, town, flat_vote, guest, vera):
    by_paper = announce_by_flat(lenina, vera, paper_allowed=True)
    _slip, code = printed(by_paper, vera)

    assert refusal(look_up, code, town, guest) == "no_codes"


def test_revoked_codes_open_nothing_and_take_back_no_voice(flat_vote, town, guest, vera, anna):
    slip, code = printed(flat_vote, vera)
    receipt = actions.cast_ballot(flat_vote, slip=slip, choices={0: "for"}, nonce=nonce())
    with pytest.raises(PermissionDenied):
        actions.revoke_slips(flat_vote, [slip.entry], anna)

    assert actions.revoke_slips(flat_vote, [slip.entry], vera) == 1

    assert refusal(look_up, code, town, guest) == "revoked"
    assert refusal(actions.revoke_slips, flat_vote, [slip.entry], vera) == "ended"
    # The print in hand was fetched before it was cancelled.
    with pytest.raises(PermissionDenied):
        actions.cast_ballot(flat_vote, slip=slip, choices={0: "against"}, nonce=nonce())
    assert Ballot.objects.get(vote=flat_vote).receipt == receipt
    assert Event.objects.get(verb=Verb.SLIPS_REVOKED).data["slips"] == 1


@pytest.mark.parametrize(
    ("limit", "subject"), [(WRONG_BY_NETWORK, NETWORK), (WRONG_IN_TOWN, "town"), (WRONG_BY_PERSON, "user")]
)
def test_wrong_codes_run_out_and_right_ones_buy_no_guesses(flat_vote, town, anna, vera, limit, subject):
    slip, code = printed(flat_vote, vera)
    subject = {"town": f"town {town.pk}", "user": f"user {anna.pk}"}.get(subject, subject)
    for _guess in range(limit.most - 1):
        count(limit, subject)
    assert look_up(code, town, anna) == slip
    assert refusal(look_up, "22222-22222", town, anna) == "unknown"

    assert refusal(look_up, code, town, anna) == "too_many"

    with clock.set_to(NOON + timedelta(hours=1)):
        assert look_up(code, town, anna) == slip


@pytest.mark.parametrize("secrecy", [Secrecy.CLOSED, Secrecy.SECRET])
def test_a_code_and_a_member_of_its_flat_meet_one_voice(lenina, anna, vera, at_noon, flat_vote, secrecy):
    vote = announce_by_flat(lenina, vera, codes_allowed=True, secrecy=secrecy)
    slip, _code = printed(vote, vera)

    actions.cast_ballot(vote, slip=slip, choices={0: "for"}, nonce=nonce())

    expected = "already" if secrecy == Secrecy.SECRET else "flat_already"
    assert refusal(actions.cast_ballot, vote, by=anna, choices={0: "against"}, nonce=nonce()) == expected
    assert Participation.objects.filter(vote=vote).count() == 1


def test_codes_of_one_house_open_no_other(town, lenina, vera, flat_vote):
    house = make_community(town, "ул. Ленина, 3", slug="lenina-3")
    make_flat(house, "31", entrance=1)
    both = announce_by_flat(lenina, vera, electorate=[lenina, house], codes_allowed=True)
    entries = list(RollEntry.objects.filter(vote=both, flat="31").order_by("community__slug"))

    slips = actions.issue_slips(both, entries, vera)

    assert [slip.entry.community.slug for slip, _code in slips] == ["lenina-1", "lenina-3"]
