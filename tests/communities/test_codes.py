"""Flat codes: how they look, who prints them, who may use them, and what guessing comes to."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.limits import forget_old_counters
from accounts.models import AttemptCounter
from communities import actions, codes
from communities.codes import ALPHABET, LENGTH, digest_of, normalised, shown
from communities.models import (
    CodeRedemption,
    Membership,
    MembershipState,
    Premises,
    VerificationCode,
    VerificationMethod,
)
from communities.permissions import is_member
from core import clock
from journal.models import Event
from journal.verbs import Verb
from tests.cast import NOON, make_person
from tests.communities.conftest import NETWORK, make_flat, redeem

WRONG = "2222222222"
CODES = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)
# The same shapes on a Russian keyboard.
RUSSIAN = str.maketrans("ACEHKMPTXY", "АСЕНКМРТХУ")


def refused(act) -> str:
    with pytest.raises(ValidationError) as refusal:
        act()
    return refusal.value.code


# --- how a code looks


@given(CODES)
def test_a_code_is_read_however_it_is_typed(code):
    for typed in (shown(code), code.lower(), f" {code[:3]} {code[3:]} ", shown(code).translate(RUSSIAN).lower()):
        assert normalised(typed) == code


@given(st.text(max_size=30))
def test_what_is_read_is_a_code_or_nothing(text):
    read = normalised(text)

    assert read == "" or len(read) == LENGTH and set(read) <= set(ALPHABET)


def test_look_alikes_of_the_alphabet_are_read_and_not_printed():
    assert normalised("bвзчs-zgб88") == "8834526688"
    assert set("0O1ILB") & set(ALPHABET) == set()
    assert len({codes.new_code() for _time in range(200)}) == 200


def test_codes_are_kept_as_keyed_digests_only(slips, settings):
    code = slips["12"]
    before = digest_of(code)

    assert VerificationCode.objects.filter(digest=before, premises__number="12").exists()
    assert not VerificationCode.objects.filter(digest__icontains=code).exists()
    settings.SECRET_KEY = "another"
    assert digest_of(code) != before


# --- printing


@pytest.mark.parametrize("name", ["vera", "olga"])
def test_codes_are_printed_for_the_flats_of_the_registry(request, lenina, flats, name):
    batch, issued = actions.issue_codes(lenina, by=request.getfixturevalue(name))

    assert {premises.number for premises, _code in issued} == {"12", "2", "12а", "21"}
    assert len({code for _premises, code in issued}) == 4
    (event,) = Event.objects.filter(verb=Verb.CODES_ISSUED)
    assert event.data == {"community": lenina.pk, "entrance": None, "codes": 4}


@pytest.mark.parametrize("name", ["anna", "boris", "gleb", "nina", "egor", "semyon"])
def test_codes_are_not_printed_for_others(request, lenina, flats, name):
    with pytest.raises(PermissionDenied):
        actions.issue_codes(lenina, by=request.getfixturevalue(name))

    assert not VerificationCode.objects.exists()


def test_codes_of_an_entrance_leave_the_others_alone(lenina, vera, slips, pavel, town):
    with clock.set_to(NOON + timedelta(days=1)):
        _batch, issued = actions.issue_codes(lenina, by=vera, entrance=1)

    assert {premises.entrance for premises, _code in issued} == {1}
    assert refused(lambda: redeem(slips["12"], by=pavel, town=town)) == "revoked"
    assert redeem(slips["21"], by=pavel, town=town).is_verified


def test_a_second_press_of_the_button_cancels_nothing(lenina, vera, slips, pavel, town):
    with clock.set_to(NOON + timedelta(seconds=5)):
        assert refused(lambda: actions.issue_codes(lenina, by=vera, entrance=1)) == "just_issued"

    assert redeem(slips["12"], by=pavel, town=town).is_verified


def test_codes_need_a_registry(lenina, vera):
    assert refused(lambda: actions.issue_codes(lenina, by=vera)) == "no_flats"


def test_revoked_codes_open_nothing(lenina, vera, slips, pavel, town):
    batch = lenina.code_batches.get()

    actions.revoke_codes(batch, by=vera)

    assert refused(lambda: redeem(slips["12"], by=pavel, town=town)) == "revoked"
    assert refused(lambda: actions.revoke_codes(batch, by=vera)) == "ended"
    assert Event.objects.get(verb=Verb.CODES_REVOKED).data["codes"] == 4


# --- using


def test_a_code_makes_a_confirmed_member_of_its_flat(slips, lenina, pavel, town):
    membership = redeem(slips["21"], by=pavel, town=town, tenure="tenant", declared_age=18)

    assert (membership.flat, membership.entrance, membership.premises.number) == ("21", 2, "21")
    assert (membership.verified_by, membership.decided_by) == (VerificationMethod.CODE, None)
    assert (membership.tenure, membership.declared_age) == ("tenant", 18)
    assert is_member(pavel, lenina.pk)
    verbs = list(Event.objects.about(membership).values_list("verb", flat=True))
    assert verbs == [Verb.MEMBERSHIP_VERIFIED, Verb.CODE_REDEEMED]
    assert slips["21"] not in str(list(Event.objects.values_list("data", flat=True)))


def test_a_request_that_waits_is_confirmed_by_the_code(slips, lenina, pavel, town):
    asked = actions.request_membership(lenina, by=pavel, flat="7", entrance=3, tenure="owner")

    membership = redeem(slips["12"], by=pavel, town=town)

    assert membership.pk == asked.pk
    assert (membership.flat, membership.entrance, membership.tenure) == ("12", 1, "owner")
    assert Membership.objects.filter(user=pavel).count() == 1


def test_a_code_is_used_once(slips, pavel, town):
    redeem(slips["12"], by=pavel, town=town)
    other = make_person("Яна", "Чужова")

    assert refused(lambda: redeem(slips["12"], by=other, town=town)) == "used"
    assert not Membership.objects.filter(user=other).exists()


def test_a_code_for_two_is_used_twice(flats, lenina, vera, pavel, town):
    with clock.set_to(NOON):
        _batch, ((_flat, code),) = actions.issue_codes(lenina, by=vera, entrance=2, people=2)
    people = [pavel, make_person("Яна", "Гостева"), make_person("Ян", "Третий")]

    for person in people[:2]:
        redeem(code, by=person, town=town)

    assert refused(lambda: redeem(code, by=people[2], town=town)) == "used"
    assert list(CodeRedemption.objects.order_by("pk").values_list("number", flat=True)) == [1, 2]


def test_members_do_not_use_up_a_code(slips, anna, pavel, town):
    assert refused(lambda: redeem(slips["12"], by=anna, town=town)) == "member"

    assert redeem(slips["12"], by=pavel, town=town).is_verified


def test_guests_cannot_use_a_code(slips, town):
    with pytest.raises(PermissionDenied):
        redeem(slips["12"], by=AnonymousUser(), town=town)


def test_who_was_sent_away_does_not_return_by_a_code(slips, lenina, vera, pavel, town):
    membership = redeem(slips["12"], by=pavel, town=town)
    actions.revoke_membership(membership, by=vera, reason="moved_away")

    assert refused(lambda: redeem(slips["2"], by=pavel, town=town)) == "taken_back"


def test_who_left_returns_by_a_code(slips, lenina, pavel, town):
    actions.leave(redeem(slips["12"], by=pavel, town=town), by=pavel)

    assert redeem(slips["2"], by=pavel, town=town).is_verified


def test_a_code_ends_with_the_last_day_of_its_term(slips, pavel, town):
    # Printed on 12 October for thirty days: until midnight after 11 November in Moscow.
    midnight = datetime(2026, 11, 11, 21, 0, tzinfo=UTC)

    assert refused(lambda: redeem(slips["12"], by=pavel, town=town, at=midnight)) == "expired"
    assert redeem(slips["12"], by=pavel, town=town, at=midnight - timedelta(seconds=1)).is_verified


def test_a_flat_that_is_gone_has_no_code(slips, pavel, town):
    Premises.objects.filter(number="12").update(gone_at=NOON)

    assert refused(lambda: redeem(slips["12"], by=pavel, town=town)) == "revoked"


def test_a_code_of_another_town_is_unknown(slips, pavel, palana, town):
    words = []
    for code, there in ((slips["12"], palana), (WRONG, palana)):
        with pytest.raises(ValidationError) as refusal:
            redeem(code, by=pavel, town=there)
        words.append((refusal.value.code, refusal.value.message))

    assert words[0] == words[1]
    assert redeem(slips["12"], by=pavel, town=town).is_verified


def test_the_database_refuses_what_the_act_forbids(slips, pavel, town):
    membership = redeem(slips["12"], by=pavel, town=town)
    code = VerificationCode.objects.get(premises__number="12")
    other = Membership.objects.create(
        user=make_person("Яна", "Чужова"), community=membership.community, requested_at=NOON
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        CodeRedemption.objects.create(code=code, number=1, membership=other, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        VerificationCode.objects.filter(pk=code.pk).update(uses=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        CodeRedemption.objects.create(code=code, number=2, membership=membership, at=NOON)


# --- guessing


def guess(times, *, by, town, network=NETWORK, at=NOON):
    """Codes of the refusals, with the cache flushed in between."""
    answers = []
    for _time in range(times):
        cache.clear()
        answers.append(refused(lambda: redeem(WRONG, by=by, town=town, network=network, at=at)))
    return answers


def test_guessing_locks_even_the_right_code_until_the_hour_ends(slips, pavel, town):
    assert guess(7, by=pavel, town=town) == ["unknown"] * 5 + ["too_many"] * 2

    assert refused(lambda: redeem(slips["12"], by=pavel, town=town)) == "too_many"
    hour_later = NOON + timedelta(hours=1)
    assert redeem(slips["12"], by=pavel, town=town, at=hour_later).is_verified


def test_without_the_counters_guessing_goes_on(slips, pavel, town, monkeypatch):
    """The counterpart of the test above."""
    monkeypatch.setattr("communities.actions.codes.count", lambda limit, subject: 0)

    assert guess(30, by=pavel, town=town) == ["unknown"] * 30


def test_a_network_is_locked_whoever_guesses_from_it(slips, pavel, town):
    people = [make_person("Гость", f"Н{number}") for number in range(5)]
    answers = [guess(5, by=person, town=town) for person in people]

    assert answers[:4] == [["unknown"] * 5] * 4
    assert answers[4] == ["too_many"] * 5
    assert guess(1, by=AnonymousUser(), town=town) == ["too_many"]
    # Another network is not.
    assert redeem(slips["12"], by=pavel, town=town, network="198.51.100.1").is_verified


def test_a_town_is_locked_for_guessing_from_many_networks(slips, pavel, town, monkeypatch):
    monkeypatch.setattr(actions.codes, "WRONG_IN_TOWN", actions.codes.Limit("flat_code_town", 3, 3600))

    for number in range(3):
        guess(1, by=AnonymousUser(), town=town, network=f"192.0.2.{number}")

    assert refused(lambda: redeem(slips["12"], by=pavel, town=town, network="198.51.100.1")) == "too_many"


def test_right_codes_are_no_guesses_and_buy_none(slips, pavel, town):
    """A slip in hand neither locks its holder out nor makes room for guesses at others."""
    guess(4, by=pavel, town=town)
    for _time in range(10):
        with clock.set_to(NOON):
            actions.find_code(digest_of(slips["2"]), municipality=town, by=pavel, network=NETWORK)

    assert guess(2, by=pavel, town=town) == ["unknown", "too_many"]


def test_a_refused_guess_is_counted_though_nothing_was_done(slips, pavel, town):
    guess(1, by=pavel, town=town)

    assert set(AttemptCounter.objects.values_list("scope", "count")) == {
        ("flat_code_person", 1),
        ("flat_code_network", 1),
        ("flat_code_town", 1),
    }


def test_old_counters_are_forgotten(slips, pavel, town):
    guess(1, by=pavel, town=town)
    with clock.set_to(NOON + timedelta(days=7)):
        kept = forget_old_counters()
    with clock.set_to(NOON + timedelta(days=9)):
        gone = forget_old_counters()

    assert (kept, gone) == (0, 3)
    assert not AttemptCounter.objects.exists()


# --- what the registry says


def test_an_owner_with_a_confirmed_name_is_a_member_at_once(lenina, pavel, flats, monkeypatch):
    from communities.owners import owner_digest

    digest = owner_digest(lenina.pk, "ГОСТЕВ Павел Игоревич")
    flats[0].ownerships.create(numerator=1, denominator=1, owner_digest=digest)
    monkeypatch.setattr("communities.actions.joining.confirmed_name", lambda user: ("Павел", "Гостев"))

    membership = actions.request_membership(lenina, by=pavel, flat="кв. 12", tenure="owner")

    assert (membership.state, membership.verified_by) == (MembershipState.VERIFIED, VerificationMethod.REGISTRY)
    assert membership.premises == flats[0]
    assert not Event.objects.filter(verb=Verb.MEMBERSHIP_REQUESTED).exists()


@pytest.mark.parametrize(("name", "flat"), [(None, "12"), (("Пётр", "Гостев"), "12"), (("Павел", "Гостев"), "2")])
def test_a_typed_name_or_another_flat_proves_nothing(lenina, pavel, flats, monkeypatch, name, flat):
    from communities.owners import owner_digest

    flats[0].ownerships.create(numerator=1, denominator=1, owner_digest=owner_digest(lenina.pk, "Гостев Павел"))
    monkeypatch.setattr("communities.actions.joining.confirmed_name", lambda user: name)

    membership = actions.request_membership(lenina, by=pavel, flat=flat, tenure="owner")

    assert membership.state == MembershipState.PENDING
    assert membership.premises.number == flat


def test_the_flat_and_the_entrance_of_the_registry_are_kept(lenina, pavel, vera, flats):
    membership = actions.request_membership(lenina, by=pavel, flat="кв. 12-А", entrance=3)
    asked = membership.flat, membership.entrance

    membership = actions.verify_membership(membership, by=vera)

    assert asked == ("кв. 12-А", 3)
    assert (membership.flat, membership.entrance) == ("12а", 1)
    assert membership.verified_by == VerificationMethod.ACTIVIST


def test_a_flat_that_the_registry_learnt_later_is_found_at_the_decision(lenina, pavel, olga):
    asked = actions.request_membership(lenina, by=pavel, flat="33")
    flat = make_flat(lenina, "33", entrance=4)

    membership = actions.verify_membership(asked, by=olga)

    assert (membership.premises, membership.entrance) == (flat, 4)
    assert membership.verified_by == VerificationMethod.STAFF
