"""The roll of flats and of shares: whole, each right once, frozen at the opening."""

import uuid
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given
from hypothesis import strategies as st

from accounts.models import User
from communities.models import Membership, MembershipState, Ownership, Premises, Tenure
from communities.owners import owner_digest
from tests.cast import make_member, make_person
from tests.communities.conftest import make_flat
from tests.voting.conftest import announce, finish, nonce
from tests.voting.kinds import announce_by_flat, preset
from voting import actions, audit, roll
from voting.households import _shares, split
from voting.models import Basis, CountedBy, RollEntry, RollVoter, Secrecy, Vote

PLACE = 7  # a building that only a digest knows
NAMES = ("Анна Ильина", "Борис Котов", "Вера Сорокина", "Глеб Тимофеев")


@st.composite
def wholes(draw):
    """Shares that add up to one."""
    parts = draw(st.lists(st.integers(1, 10**6), min_size=1, max_size=12))
    return [Fraction(part, sum(parts)) for part in parts]


@given(st.integers(1, 10**7), wholes())
@example(4561, [Fraction(1, 3)] * 3)
@example(1, [Fraction(1, 12)] * 12)
def test_split_adds_up_to_the_area_and_favours_nobody(area, shares):
    parts = split(area, shares)

    assert sum(parts) == area
    assert all(part >= 0 and abs(part - area * share) < 1 for part, share in zip(parts, shares, strict=True))
    by_share = sorted(zip(shares, parts, strict=True))
    for (smaller, less), (larger, more) in zip(by_share, by_share[1:], strict=False):
        assert less <= more or (smaller == larger and less - more == 1)


@st.composite
def units(draw):
    """A unit with some shares, at most the whole, some with a name; and people who say they own some of it."""
    parts = draw(st.lists(st.integers(1, 6), min_size=0, max_size=5))
    whole = sum(parts) + draw(st.integers(0, 3))
    unit = Premises(
        pk=1, public_id="0123456789", community_id=PLACE, number="31", area_hundredths=draw(st.integers(1, 9999))
    )
    named = [draw(st.sampled_from(["", *NAMES])) for _part in parts]
    unit._prefetched_objects_cache = {
        "ownerships": [
            Ownership(
                pk=number, premises=unit, numerator=part, denominator=whole, owner_digest=owner_digest(PLACE, name)
            )
            for number, (part, name) in enumerate(zip(parts, named, strict=True))
        ]
    }
    people = []
    for number, name in enumerate(draw(st.lists(st.sampled_from(NAMES), max_size=5))):
        first, last = name.split()
        user = User(pk=number, first_name=first, last_name=last, actor_key=uuid.UUID(int=number + 1))
        people.append(Membership(user=user, tenure=draw(st.sampled_from(Tenure))))
    return unit, people


@given(units())
def test_a_unit_is_shared_without_rest_and_nothing_is_guessed(drawn):
    unit, people = drawn

    pairs = _shares(unit, people)

    assert sum(entry.weight for entry, _keys in pairs) == unit.area_hundredths
    assert all(entry.weight > 0 for entry, _keys in pairs)
    assert len({entry.key for entry, _keys in pairs}) == len(pairs)
    casting = [key for _entry, keys in pairs for key in keys]
    assert len(casting) == len(set(casting))
    owners = {
        one.user.actor_key: owner_digest(PLACE, one.user.get_full_name())
        for one in people
        if one.tenure == Tenure.OWNER
    }
    assert set(casting) <= owners.keys()
    held = [(ownership.share, ownership.owner_digest) for ownership in unit.ownerships.all()]
    if sum(share for share, _whose in held) < 1:
        held.append((1 - sum(share for share, _whose in held), ""))
    if len(held) == 1:
        return
    for entry, keys in pairs:
        share, whose = held[int(entry.key.partition("/")[2]) - 1]
        assert entry.share == str(share)
        assert len(keys) <= 1
        for key in keys:
            assert whose == owners[key] or (not whose and len({share for share, _whose in held}) == 1)


@pytest.fixture
def by_area(lenina, anna, vera, at_noon):
    """Announce a vote of owners in `lenina`."""
    rules = preset("Подготовка собрания собственников: обычные вопросы")
    return lambda **terms: announce(
        lenina, vera, counted_by=CountedBy.AREA, secrecy=Secrecy.NAMED, preset=rules, paper_allowed=True, **terms
    )


def settle(user, flat, tenure=Tenure.OWNER):
    Membership.objects.filter(user=user).update(premises=flat, tenure=tenure)


def own(flat, share, name=""):
    share = Fraction(share)
    return Ownership.objects.create(
        premises=flat,
        numerator=share.numerator,
        denominator=share.denominator,
        owner_digest=owner_digest(flat.community_id, name),
    )


def refusal(act, **terms):
    with pytest.raises(ValidationError) as refused:
        act(**terms)
    assert refused.value.messages[0]
    return refused.value


def test_each_flat_is_on_the_roll_once(lenina, anna, vera, at_noon):
    flats = [make_flat(lenina, number) for number in ("10", "9", "12а")]
    make_flat(lenina, "1н", kind="non_residential")
    make_flat(lenina, "99", gone_at=at_noon)
    settle(anna, flats[0])
    mate = make_person("Пётр", "Ильин")
    make_member(mate, lenina, premises=flats[0], tenure=Tenure.TENANT)

    vote = announce_by_flat(lenina, vera)

    entries = list(vote.roll.order_by("pk"))
    assert [entry.flat for entry in entries] == ["9", "10", "12а"]
    assert {entry.key for entry in entries} == {flat.public_id for flat in flats}
    assert {(entry.weight, entry.basis, entry.share) for entry in entries} == {(1, Basis.REGISTRY, "")}
    voters = set(RollVoter.objects.filter(entry__vote=vote).values_list("entry__flat", "voter_key"))
    assert voters == {("10", anna.actor_key), ("10", mate.actor_key)}
    assert (vote.roll_size, vote.roll_weight) == (3, 3)


def test_shares_are_cast_by_their_owners(lenina, anna, vera, by_area):
    flat = make_flat(lenina, "31", area_hundredths=4561)
    make_flat(lenina, "1н", kind="non_residential", area_hundredths=12000)
    own(flat, "2/3", "Ильина Анна Петровна")
    own(flat, "1/3", "Кто-то Другой")
    settle(anna, flat)

    vote = by_area()

    found = vote.roll.order_by("flat", "pk").values_list("flat", "share", "weight", "voters__voter_key")
    assert sorted(found) == [("1н", "", 12000, None), ("31", "1/3", 1520, None), ("31", "2/3", 3041, anna.actor_key)]
    assert vote.roll_weight == 16561
    receipt = actions.cast_ballot(vote, by=anna, choices={0: "for"}, nonce=nonce())
    assert vote.ballots.get(pk=receipt).weight == 3041
    assert finish(vote).turnout == 3041


def test_a_tenant_does_not_cast_the_area(lenina, anna, vera, by_area):
    flat = make_flat(lenina, "31", area_hundredths=4561)
    settle(anna, flat, Tenure.TENANT)

    vote = by_area()

    with pytest.raises(PermissionDenied):
        actions.cast_ballot(vote, by=anna, choices={0: "for"}, nonce=nonce())


def test_a_roll_that_contradicts_itself_is_refused_in_words(lenina, anna, vera, at_noon, by_area):
    assert refusal(lambda: announce_by_flat(lenina, vera)).code == "no_registry"
    assert refusal(by_area).code == "no_registry"

    flat = make_flat(lenina, "31")
    assert refusal(lambda: announce_by_flat(lenina, vera)).code == "nobody_votes"
    told = refusal(by_area)
    assert told.code == "no_area" and "31" in told.messages[0]

    Premises.objects.update(area_hundredths=4560)
    own(flat, "2/3")
    own(flat, "1/2")
    told = refusal(by_area)
    assert told.code == "shares" and "31" in told.messages[0]
    assert not Vote.objects.exists()

    Ownership.objects.all().delete()
    assert by_area().roll_weight == 4560


def test_the_roll_stands_whatever_becomes_of_the_registry(lenina, anna, vera, by_area):
    flat = make_flat(lenina, "31", area_hundredths=4561)
    own(flat, 1, "Ильина Анна")
    settle(anna, flat)
    vote = by_area()
    before = list(RollEntry.objects.values().order_by("pk"))

    Membership.objects.filter(user=anna).update(state=MembershipState.REVOKED, premises=None, tenure="")
    make_flat(lenina, "32", area_hundredths=9000)
    flat.delete()

    assert list(RollEntry.objects.values().order_by("pk")) == before
    assert actions.cast_ballot(vote, by=anna, choices={0: "against"}, nonce=nonce())
    lines = RollEntry.objects.filter(vote=vote).values_list("line", "weight")
    assert audit.roll_fingerprint(lines) == vote.roll_fingerprint
    assert finish(vote).turnout == 4561


def test_a_roll_costs_the_same_at_any_size(lenina, anna, vera, at_noon):
    def queries(flats):
        for number in flats:
            flat = make_flat(lenina, str(number), area_hundredths=5000)
            own(flat, "1/2", "Кто-то Другой")
            make_member(make_person("Житель", f"Я{number}"), lenina, premises=flat, tenure=Tenure.OWNER)
        vote = Vote(counted_by=CountedBy.AREA, min_age=18)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            drawn = roll.draw_up(vote, [lenina.pk])
        assert len(drawn) == 2 * Premises.objects.count()
        assert sum(len(keys) for _entry, keys in drawn) == Premises.objects.count()
        return len(captured)

    assert queries(range(2)) == queries(range(2, 30)) == 3


@pytest.mark.parametrize(
    ("counted_by", "kind", "tenure", "where"),
    [
        (CountedBy.FLAT, "flat", "", "listed"),
        (CountedBy.FLAT, "non_residential", Tenure.OWNER, "flat"),
        (CountedBy.FLAT, None, "", "flat"),
        (CountedBy.AREA, "non_residential", Tenure.OWNER, "listed"),
        (CountedBy.AREA, "flat", Tenure.TENANT, "tenure"),
        (CountedBy.AREA, None, Tenure.OWNER, "flat"),
    ],
)
def test_standing_tells_why_somebody_is_not_on_the_roll(lenina, anna, at_noon, counted_by, kind, tenure, where):
    """What is wrong elsewhere in the registry is not the reader's business: no flat here has an area."""
    make_flat(lenina, "99")
    settle(anna, kind and make_flat(lenina, "31", kind=kind), tenure)

    assert roll.standing(anna, Vote(counted_by=counted_by, min_age=18), [lenina.pk]) == where
