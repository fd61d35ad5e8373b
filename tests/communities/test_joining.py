"""Joining, leaving, roles: who may, and what is refused."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from communities.actions import (
    grant_activist,
    leave,
    reject_membership,
    request_membership,
    revoke_activist,
    verify_membership,
)
from communities.models import ActivistRole, ActivistTitle, Membership, MembershipState, RejectionReason
from communities.permissions import is_activist, is_member, waiting_requests
from journal.models import Event
from journal.verbs import Verb
from tests.cast import NOON, make_person


def verbs_about(target):
    return list(Event.objects.about(target).values_list("verb", flat=True))


@pytest.fixture
def asked(lenina, pavel):
    return request_membership(lenina, by=pavel, tenure="owner", flat="17", entrance=1, declared_age=18)


def test_request_membership_waits_for_a_decision(lenina, pavel, asked):
    assert asked.state == MembershipState.PENDING
    assert not is_member(pavel, lenina.pk)
    assert verbs_about(asked) == [Verb.MEMBERSHIP_REQUESTED]


def test_request_membership_twice_gives_the_same_request(lenina, pavel, asked):
    again = request_membership(lenina, by=pavel, tenure="tenant", flat="18")

    assert again == asked
    assert Membership.objects.get(user=pavel).flat == "17"


def test_request_membership_is_refused_to_members(lenina, anna):
    with pytest.raises(ValidationError) as refusal:
        request_membership(lenina, by=anna)

    assert refusal.value.code == "member"


def test_request_membership_is_refused_after_many_refusals(lenina, vera, pavel):
    for _time in range(3):
        asked = request_membership(lenina, by=pavel, flat="17")
        reject_membership(asked, by=vera, reason=RejectionReason.NOT_FOUND)

    with pytest.raises(ValidationError) as refusal:
        request_membership(lenina, by=pavel, flat="17")

    assert refusal.value.code == "too_often"
    assert Membership.objects.filter(user=pavel).count() == 3


def test_the_database_refuses_a_second_current_membership(lenina, pavel, asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(community=lenina, user=pavel, requested_at=NOON)

    assert Membership.objects.filter(user=pavel).count() == 1


@pytest.mark.parametrize("name", ["vera", "olga"])
def test_verify_membership_by_activist_and_administrator(request, name, lenina, pavel, asked):
    who = request.getfixturevalue(name)

    verify_membership(asked, by=who)

    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == (MembershipState.VERIFIED, who)
    assert verbs_about(asked) == [Verb.MEMBERSHIP_REQUESTED, Verb.MEMBERSHIP_VERIFIED]


@pytest.mark.parametrize("name", ["anna", "boris", "gleb", "nina", "egor", "semyon", "pavel"])
@pytest.mark.parametrize("act", [verify_membership, reject_membership])
def test_decisions_are_refused_to_everybody_else(request, name, act, asked):
    codes = {"reason": "not_found"} if act is reject_membership else {}
    with pytest.raises(PermissionDenied):
        act(asked, by=request.getfixturevalue(name), **codes)

    asked.refresh_from_db()
    assert asked.state == MembershipState.PENDING


def test_nobody_confirms_themselves(lenina, olga):
    asked = request_membership(lenina, by=olga, flat="5")

    with pytest.raises(PermissionDenied):
        verify_membership(asked, by=olga)


def test_verify_membership_twice_keeps_the_first_decision(asked, vera, olga):
    verify_membership(asked, by=vera)

    with pytest.raises(ValidationError) as refusal:
        reject_membership(asked, by=olga, reason="not_found")

    assert refusal.value.code == "decided"
    assert Membership.objects.get(pk=asked.pk).decided_by == vera


def test_leave_ends_the_role_of_an_activist(lenina, vera):
    leave(Membership.objects.get(user=vera), by=vera)

    assert not is_member(vera, lenina.pk)
    assert not is_activist(vera, lenina.pk)
    assert verbs_about(vera) == [Verb.ROLE_TAKEN]


def test_leave_is_refused_for_somebody_else(anna, vera):
    with pytest.raises(PermissionDenied):
        leave(Membership.objects.get(user=anna), by=vera)

    assert Membership.objects.get(user=anna).is_verified


def test_leave_twice_is_refused(anna):
    membership = Membership.objects.get(user=anna)
    leave(membership, by=anna)

    with pytest.raises(ValidationError) as refusal:
        leave(membership, by=anna)

    assert refusal.value.code == "ended"


def test_grant_activist_gives_rights_at_once(lenina, anna, olga):
    grant_activist(lenina, user=anna, title=ActivistTitle.HOUSE_ELDER, by=olga)

    assert is_activist(anna, lenina.pk)
    assert Event.objects.get(verb=Verb.ROLE_GIVEN, target_id=anna.pk).data["role"] == "house_elder"


@pytest.mark.parametrize(("name", "code"), [("pavel", "not_member"), ("vera", "has_role")])
def test_grant_activist_is_refused(request, lenina, olga, name, code):
    user = request.getfixturevalue(name)
    with pytest.raises(ValidationError) as refusal:
        grant_activist(lenina, user=user, title=ActivistTitle.ACTIVIST, by=olga)

    assert refusal.value.code == code


@pytest.mark.parametrize("name", ["vera", "nina", "egor", "semyon"])
def test_roles_are_the_administrators(request, name, lenina, anna, vera):
    who = request.getfixturevalue(name)
    with pytest.raises(PermissionDenied):
        grant_activist(lenina, user=anna, title=ActivistTitle.ACTIVIST, by=who)
    with pytest.raises(PermissionDenied):
        revoke_activist(ActivistRole.objects.get(user=vera), by=who)

    assert ActivistRole.objects.filter(revoked_at=None).count() == 1


def test_revoke_activist_ends_rights_at_once(lenina, vera, olga):
    role = revoke_activist(ActivistRole.objects.get(user=vera), by=olga)

    assert not is_activist(role.user, lenina.pk)
    with pytest.raises(ValidationError) as refusal:
        revoke_activist(role, by=olga)
    assert refusal.value.code == "ended"


def test_waiting_requests_belong_to_those_who_decide(town, lenina, mira, asked, vera, olga, anna, semyon):
    other = request_membership(mira, by=make_person("Зоя", "Ильина"))

    assert list(waiting_requests(vera, town)) == [asked]
    assert set(waiting_requests(olga, town)) == {asked, other}
    assert waiting_requests(anna, town) is None
    assert waiting_requests(semyon, town) is None
