"""Who joined a flat by a code, what its members say of it, and who decides between neighbours."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from communities import actions
from communities.models import (
    ActivistRole,
    Membership,
    MembershipObjection,
    MembershipState,
    RejectionReason,
    VerificationMethod,
)
from communities.permissions import is_activist, is_member
from core import clock
from journal.models import Event, Look
from journal.verbs import Verb
from notifications.actions import spread_events
from notifications.inbox import latest
from tests.cast import NOON, make_member, make_person
from tests.communities.conftest import redeem

TOWN = {"host": "localhost"}


@pytest.fixture
def flatmate(flats, lenina):
    """Zoya lives in flat 12."""
    user = make_person("Зоя", "Двенадцатова")
    make_member(user, lenina, flat="12", premises=flats[0])
    return user


@pytest.fixture
def newcomer(pavel, slips, town, flatmate):
    """Pavel joined flat 12 by its code at NOON."""
    return redeem(slips["12"], by=pavel, town=town)


def object_to(membership, *, by, at=NOON, note="Не знаем такого."):
    with clock.set_to(at):
        return actions.object_to(membership, by=by, note=note)


def refused(act) -> str:
    with pytest.raises(ValidationError) as refusal:
        act()
    return refusal.value.code


def inbox(user, town):
    return [(item.text, item.url) for item in latest(user, town, 10)]


def test_members_of_the_flat_are_told_and_nobody_else(newcomer, flatmate, anna, vera, town):
    spread_events()

    ((words, url),) = inbox(flatmate, town)
    assert "Павел Г." in words
    assert "Гостев" not in words
    assert url == f"/communities/lenina-1/objections/{newcomer.public_id}/"
    assert inbox(anna, town) == inbox(vera, town) == []


def test_an_objection_stops_the_membership_at_once(newcomer, flatmate, lenina, pavel):
    objection = object_to(newcomer, by=flatmate)

    membership = Membership.objects.get(pk=newcomer.pk)
    assert (membership.state, membership.decided_at) == (MembershipState.PENDING, None)
    assert not is_member(membership.user, lenina.pk)
    assert list(Event.objects.about(objection).values_list("verb", flat=True)) == [Verb.MEMBERSHIP_OBJECTED]


@pytest.mark.parametrize("name", ["anna", "boris", "vera", "olga", "pavel"])
def test_only_members_of_the_flat_object(request, newcomer, lenina, name):
    with pytest.raises(PermissionDenied):
        object_to(newcomer, by=request.getfixturevalue(name))

    assert Membership.objects.get(pk=newcomer.pk).is_verified


def test_objections_have_a_term(newcomer, flatmate):
    last = NOON + timedelta(days=14)

    assert refused(lambda: object_to(newcomer, by=flatmate, at=last)) == "late"
    assert object_to(newcomer, by=flatmate, at=last - timedelta(seconds=1)).pk


def test_who_was_confirmed_by_the_activist_is_not_objected_to(lenina, pavel, vera, flatmate):
    asked = actions.request_membership(lenina, by=pavel, flat="12")
    actions.verify_membership(asked, by=vera)

    assert refused(lambda: object_to(asked, by=flatmate)) == "late"


def test_an_upheld_objection_takes_the_membership_back(newcomer, flatmate, lenina, pavel, vera, town):
    ActivistRole.objects.create(community=lenina, user=pavel, granted_at=NOON)
    objection = object_to(newcomer, by=flatmate)
    ActivistRole.objects.filter(user=pavel).delete()

    actions.uphold_objection(objection, by=vera)
    spread_events()

    membership = Membership.objects.get(pk=newcomer.pk)
    assert (membership.state, membership.rejection_reason) == (MembershipState.REVOKED, RejectionReason.NOT_OF_FLAT)
    assert len(inbox(flatmate, town)) == 2
    assert any("отозвано" in words for words, _url in inbox(pavel, town))


def test_a_dismissed_objection_restores_the_membership(newcomer, flatmate, lenina, vera, town):
    objection = object_to(newcomer, by=flatmate)

    actions.dismiss_objection(objection, by=vera)

    membership = Membership.objects.get(pk=newcomer.pk)
    assert membership.is_verified
    assert (membership.verified_by, membership.decided_by) == (VerificationMethod.CODE, vera)
    assert refused(lambda: object_to(newcomer, by=flatmate)) == "objected"
    assert refused(lambda: actions.uphold_objection(objection, by=vera)) == "decided"


def test_another_flatmate_may_still_object(newcomer, flatmate, flats, lenina, vera):
    other = make_person("Лев", "Двенадцатов")
    make_member(other, lenina, premises=flats[0])
    objection = object_to(newcomer, by=flatmate)

    assert refused(lambda: object_to(newcomer, by=other)) == "decided"
    actions.dismiss_objection(objection, by=vera)

    assert object_to(newcomer, by=other).pk


def test_nobody_decides_on_themselves(newcomer, flatmate, lenina, pavel, vera, olga):
    """An activist who objects, or is objected to, leaves the decision to others."""
    ActivistRole.objects.create(community=lenina, user=flatmate, granted_at=NOON)
    objection = object_to(newcomer, by=flatmate)

    for act in (actions.uphold_objection, actions.dismiss_objection):
        with pytest.raises(PermissionDenied):
            act(objection, by=flatmate)
        with pytest.raises(PermissionDenied):
            act(objection, by=pavel)

    assert actions.dismiss_objection(objection, by=vera).upheld is False


def test_without_another_activist_the_administrator_is_told(newcomer, flatmate, lenina, vera, olga, town):
    ActivistRole.objects.filter(user=vera).update(user=flatmate)
    object_to(newcomer, by=flatmate)
    spread_events()

    address = f"/communities/lenina-1/objections/{newcomer.public_id}/"
    assert address in [url for _words, url in inbox(olga, town)]
    assert address not in [url for _words, url in inbox(vera, town)]


def test_an_objection_is_decided_as_one_and_not_as_a_request(newcomer, flatmate, vera, pavel, slips, town):
    object_to(newcomer, by=flatmate)

    assert refused(lambda: actions.verify_membership(newcomer, by=vera)) == "objection"
    assert refused(lambda: actions.reject_membership(newcomer, by=vera, reason="not_found")) == "objection"
    assert refused(lambda: redeem(slips["2"], by=pavel, town=town)) == "objection"


def test_the_database_keeps_one_objection_per_neighbour(newcomer, flatmate):
    object_to(newcomer, by=flatmate)

    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipObjection.objects.create(membership=newcomer, by=flatmate, raised_at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipObjection.objects.update(decided_at=NOON)


# --- taking a membership back


def test_a_membership_is_taken_back_with_its_role(lenina, anna, olga, town):
    ActivistRole.objects.create(community=lenina, user=anna, granted_at=NOON)
    membership = Membership.objects.get(user=anna)

    actions.revoke_membership(membership, by=olga, reason="moved_away")
    spread_events()

    anna = type(anna).objects.get(pk=anna.pk)
    assert not is_member(anna, lenina.pk)
    assert not is_activist(anna, lenina.pk)
    assert any("отозвано" in words for words, _url in inbox(anna, town))
    assert refused(lambda: actions.revoke_membership(membership, by=olga, reason="moved_away")) == "ended"


def test_an_activist_does_not_remove_another(lenina, anna, vera):
    ActivistRole.objects.create(community=lenina, user=anna, granted_at=NOON)

    with pytest.raises(PermissionDenied):
        actions.revoke_membership(Membership.objects.get(user=anna), by=vera, reason="moved_away")


@pytest.mark.parametrize("name", ["anna", "boris", "nina", "gleb", "semyon"])
def test_others_take_no_membership_back(request, lenina, vera, name):
    with pytest.raises(PermissionDenied):
        actions.revoke_membership(
            Membership.objects.get(user=vera), by=request.getfixturevalue(name), reason="moved_away"
        )

    assert Membership.objects.get(user=vera).is_verified


# --- pages


def test_a_flatmate_objects_on_the_page_and_the_activist_decides(client, newcomer, flatmate, vera, town):
    page = f"/communities/lenina-1/objections/{newcomer.public_id}/"
    with clock.set_to(NOON):
        client.force_login(flatmate)
        asked = client.get(page, headers=TOWN).content.decode()
        client.post(page, {"note": "Не живёт"}, headers=TOWN)
        client.force_login(vera)
        awaiting = client.get("/me/", headers=TOWN).content.decode()
        requests = client.get("/communities/lenina-1/requests/", headers=TOWN).content.decode()
        decide = client.get(f"{page}decide/", headers=TOWN).content.decode()
        client.post(f"{page}decide/", {"decision": "uphold"}, headers=TOWN)

    assert "Павел Г." in asked
    assert "Гостев" not in asked
    assert "Решить по возражению" in awaiting
    assert f"{page}decide/" in requests
    assert "/confirm/" not in requests
    assert "Не живёт" in decide
    assert Membership.objects.get(pk=newcomer.pk).state == MembershipState.REVOKED


def test_the_person_does_not_learn_who_objected(client, newcomer, flatmate, pavel):
    object_to(newcomer, by=flatmate, note="Тайное слово")
    client.force_login(pavel)

    for page in (f"objections/{newcomer.public_id}/", "join/"):
        shown = client.get(f"/communities/lenina-1/{page}", headers=TOWN)
        assert shown.status_code == 200
        assert "Зоя" not in shown.content.decode()
        assert "Тайное" not in shown.content.decode()
        assert "не живёте" in shown.content.decode()


def test_looks_of_the_administrator_are_kept(client, newcomer, flatmate, olga):
    object_to(newcomer, by=flatmate)
    client.force_login(olga)

    client.get(f"/communities/lenina-1/objections/{newcomer.public_id}/decide/", headers=TOWN)

    assert set(Look.objects.values_list("subject", flat=True)) == {newcomer.user_id, flatmate.pk}


def test_members_are_listed_without_flats_and_found_by_name(client, newcomer, flatmate, anna, vera):
    client.force_login(vera)

    everybody = client.get("/communities/lenina-1/members/", headers=TOWN).content.decode()
    found = client.get("/communities/lenina-1/members/?q=ильина", headers=TOWN).content.decode()

    assert "Павел Гостев" in everybody
    assert "подтверждено по коду из почтового ящика" in everybody
    assert "Анна Ильина" in found
    assert "Павел Гостев" not in found
    assert not re.search(r"\b31\b", found.split("<main")[1])


@pytest.mark.parametrize("rows", [10, 200])
def test_members_cost_the_same_at_any_size(client, lenina, vera, rows, django_assert_max_num_queries):
    from tests.cast import make_members

    make_members(lenina, rows)
    client.force_login(vera)

    with django_assert_max_num_queries(11):
        client.get("/communities/lenina-1/members/", headers=TOWN)
