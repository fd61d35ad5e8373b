"""Roles of those who run a community: chairs by two people, terms of office, effects at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from communities import actions
from communities.models import ActivistRole, ActivistTitle, CommunityKind, MembershipState, ProposalState, RoleProposal
from communities.permissions import activist_communities, can_verify, forget, is_activist
from communities.staff import expire_staff_roles, give_role, take_role
from core import clock
from journal.models import Event
from journal.verbs import Verb
from municipalities.models import StaffMember, StaffRole
from municipalities.permissions import is_administrator, staff_roles
from tests.cast import NOON, make_community, make_member, make_person

TOWN = {"host": "localhost"}
TODAY = NOON.date()
PROTOCOL = {"protocol_number": "3", "protocol_date": date(2026, 10, 1)}


@pytest.fixture
def noon():
    with clock.set_to(NOON):
        yield


def propose(lenina, anna, olga, **changed):
    terms = {"title": ActivistTitle.COUNCIL_CHAIR, **PROTOCOL} | changed
    return actions.propose_chair(lenina, user=anna, by=olga, **terms)


def verbs():
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


# --- chairs


@pytest.mark.parametrize("second", ["nina", "other"])
def test_a_chair_takes_two_people(lenina, anna, olga, nina, town, operator, noon, second):
    other = make_person("Пётр", "Второв")
    give_role(other, StaffRole.ADMINISTRATOR, municipality=town, by=operator)
    approver = {"nina": nina, "other": other}[second]
    before = len(verbs())

    proposal = propose(lenina, anna, olga, term_ends_on=date(2028, 10, 1))
    assert not is_activist(anna, lenina.pk)
    role = actions.approve_chair(proposal, by=approver)

    forget(anna)
    assert is_activist(anna, lenina.pk)
    assert (role.title, role.granted_by, role.protocol_number) == (ActivistTitle.COUNCIL_CHAIR, approver, "3")
    assert (role.term_ends_on, role.protocol_date) == (date(2028, 10, 1), PROTOCOL["protocol_date"])
    assert verbs()[before:] == [Verb.ROLE_PROPOSED, Verb.ROLE_GIVEN]


@pytest.mark.parametrize("name", ["olga", "anna", "gleb", "vera", "egor", "semyon"])
def test_a_chair_is_approved_by_nobody_else(request, lenina, anna, olga, noon, name):
    user = request.getfixturevalue(name)
    proposal = propose(lenina, anna, olga)

    for decide in (actions.approve_chair, actions.decline_chair):
        with pytest.raises(PermissionDenied):
            decide(proposal, by=user)

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.PENDING
    assert not is_activist(anna, lenina.pk)


def test_nobody_approves_themselves(lenina, anna, olga, town, operator, noon):
    give_role(anna, StaffRole.CONTROLLER, municipality=town, by=operator)
    proposal = propose(lenina, anna, olga)

    with pytest.raises(PermissionDenied):
        actions.approve_chair(proposal, by=anna)


def test_the_database_is_the_last_guard_of_two_people(lenina, anna, olga, nina, noon):
    proposal = propose(lenina, anna, olga)
    decided = {"state": ProposalState.APPROVED, "decided_at": NOON}

    with pytest.raises(IntegrityError, match="proposal_decided_by_another"), transaction.atomic():
        RoleProposal.objects.filter(pk=proposal.pk).update(decided_by=olga, **decided)
    assert RoleProposal.objects.filter(pk=proposal.pk).update(decided_by=nina, **decided) == 1


def test_the_database_wants_a_protocol_for_the_chair_of_a_council(lenina, anna, olga, noon):
    proposal = propose(lenina, anna, olga)
    rows = RoleProposal.objects.filter(pk=proposal.pk)

    for missing in ({"protocol_number": ""}, {"protocol_date": None}):
        with pytest.raises(IntegrityError, match="council_chair_has_protocol"), transaction.atomic():
            rows.update(**missing)
    assert rows.update(protocol_number="", protocol_date=None, title=ActivistTitle.TOS_CHAIR) == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"protocol_number": " "}, "protocol"),
        ({"protocol_date": None}, "protocol"),
        ({"protocol_date": TODAY + timedelta(days=1)}, "protocol"),
        ({"title": ActivistTitle.TOS_CHAIR}, "title"),
        ({"title": ActivistTitle.ACTIVIST}, "title"),
        ({"term_ends_on": TODAY - timedelta(days=1)}, "term"),
    ],
)
def test_a_proposal_is_refused(lenina, anna, olga, noon, changed, code):
    with pytest.raises(ValidationError) as refusal:
        propose(lenina, anna, olga, **changed)

    assert refusal.value.code == code
    assert propose(lenina, anna, olga).state == ProposalState.PENDING


def test_a_chair_is_not_given_by_one_person(lenina, anna, olga):
    with pytest.raises(ValidationError) as refusal:
        actions.grant_activist(lenina, user=anna, title=ActivistTitle.COUNCIL_CHAIR, by=olga)

    assert refusal.value.code == "two_people"
    assert actions.grant_activist(lenina, user=anna, title=ActivistTitle.ENTRANCE_ELDER, by=olga).granted_by == olga


def test_a_proposal_is_made_and_decided_once(lenina, anna, olga, nina, noon):
    proposal = propose(lenina, anna, olga)
    with pytest.raises(ValidationError) as again:
        propose(lenina, anna, olga)
    actions.decline_chair(proposal, by=nina)
    with pytest.raises(ValidationError) as late:
        actions.approve_chair(proposal, by=nina)

    assert (again.value.code, late.value.code) == ("proposed", "decided")
    assert verbs()[-1] == Verb.ROLE_PROPOSAL_DECLINED
    assert not is_activist(anna, lenina.pk)


def test_who_left_meanwhile_does_not_become_chair(lenina, anna, olga, nina, noon):
    proposal = propose(lenina, anna, olga)
    actions.leave(lenina.memberships.get(), by=anna)

    with pytest.raises(ValidationError) as refusal:
        actions.approve_chair(proposal, by=nina)

    assert refusal.value.code == "not_member"
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.PENDING


def test_an_elder_who_is_elected_chair_holds_one_title(lenina, vera, olga, nina, noon):
    actions.approve_chair(propose(lenina, vera, olga), by=nina)

    assert [role.title for role in lenina.activists.serving(TODAY)] == [ActivistTitle.COUNCIL_CHAIR]
    assert lenina.activists.count() == 2


def test_the_chair_of_a_tos_needs_a_tos(town, olga, nina, noon):
    tos = make_community(town, "ТОС «Заря»", slug="zarya", kind=CommunityKind.TOS)
    member = make_person("Иван", "Тосов")
    make_member(member, tos)

    proposal = actions.propose_chair(tos, user=member, title=ActivistTitle.TOS_CHAIR, by=olga)
    with pytest.raises(ValidationError) as refusal:
        actions.propose_chair(tos, user=member, title=ActivistTitle.COUNCIL_CHAIR, by=olga, **PROTOCOL)

    assert refusal.value.code == "title"
    assert actions.approve_chair(proposal, by=nina).title == ActivistTitle.TOS_CHAIR


# --- terms


ZONES = [
    # The last moments of 31 October and the first of 1 November by the clocks of the two towns.
    ("Europe/Moscow", datetime(2026, 10, 31, 20, 59, 59, tzinfo=UTC)),
    ("Asia/Kamchatka", datetime(2026, 10, 31, 11, 59, 59, tzinfo=UTC)),
]
LAST_DAY = date(2026, 10, 31)


@pytest.mark.parametrize(("zone", "last"), ZONES)
def test_rights_of_an_activist_end_with_the_last_day_in_the_towns_zone(lenina, town, vera, zone, last):
    type(town).objects.update(timezone=zone)
    ActivistRole.objects.update(term_ends_on=LAST_DAY)

    with clock.set_to(last):
        forget(vera)
        assert activist_communities(vera) == [lenina.pk]
        assert actions.expire_roles() == 0
    with clock.set_to(last + timedelta(seconds=1)):
        forget(vera)
        assert activist_communities(vera) == []
        assert not can_verify(vera, lenina)
        assert actions.expire_roles() == 1
        assert actions.expire_roles() == 0

    assert Event.objects.get(verb=Verb.ROLE_EXPIRED).target == vera
    assert lenina.activists.get().revoked_at == last + timedelta(seconds=1)


@pytest.mark.parametrize(("zone", "last"), ZONES)
def test_rights_of_staff_end_with_the_last_day_in_the_towns_zone(town, operator, zone, last):
    type(town).objects.update(timezone=zone)
    town.refresh_from_db()
    chief = make_person("Олег", "Срочный")
    with clock.set_to(NOON):
        give_role(chief, StaffRole.ADMINISTRATOR, municipality=town, by=operator, term_ends_on=LAST_DAY)

    with clock.set_to(last):
        forget(chief)
        assert is_administrator(chief, town)
        assert expire_staff_roles() == 0
    with clock.set_to(last + timedelta(seconds=1)):
        forget(chief)
        assert staff_roles(chief, town) == frozenset()
        assert chief.groups.exists()
        assert expire_staff_roles() == 1

    assert not chief.groups.exists()
    assert not StaffMember.objects.filter(user=chief).exists()
    assert verbs()[-1] == Verb.ROLE_EXPIRED


def test_terms_cost_no_query(lenina, vera, olga, django_assert_num_queries):
    ActivistRole.objects.update(term_ends_on=date(2030, 1, 1))

    with django_assert_num_queries(2):
        forget(vera)
        assert is_activist(vera, lenina.pk)
        forget(olga)
        assert is_administrator(olga, lenina.municipality)


def test_a_role_past_its_term_does_not_hinder_a_new_one(lenina, vera, olga):
    ActivistRole.objects.update(term_ends_on=date(2026, 10, 31))
    with clock.set_to(datetime(2026, 11, 2, 9, tzinfo=UTC)):
        role = actions.grant_activist(
            lenina, user=vera, title=ActivistTitle.HOUSE_ELDER, by=olga, term_ends_on=date(2027, 10, 31)
        )

    assert verbs()[-2:] == [Verb.ROLE_EXPIRED, Verb.ROLE_GIVEN]
    assert list(lenina.activists.filter(revoked_at=None)) == [role]


def test_a_staff_role_given_again_is_prolonged(town, gleb, operator, noon):
    before = len(verbs())
    for until in (None, date(2027, 1, 31), date(2027, 1, 31)):
        give_role(gleb, StaffRole.SPECIALIST, municipality=town, by=operator, term_ends_on=until)

    assert StaffMember.objects.get(user=gleb).term_ends_on == date(2027, 1, 31)
    assert verbs()[before:] == [Verb.ROLE_GIVEN]
    with pytest.raises(ValidationError) as refusal:
        give_role(gleb, StaffRole.SPECIALIST, municipality=town, by=operator, term_ends_on=TODAY - timedelta(days=1))
    assert refusal.value.code == "term"


# --- sessions that were open before


def take_from_activist(vera, olga):
    actions.revoke_activist(vera.activist_roles.get(), by=olga)


def take_by_term(vera, olga):
    ActivistRole.objects.update(term_ends_on=TODAY - timedelta(days=1))


def deactivate(vera, olga):
    type(vera).objects.filter(pk=vera.pk).update(is_active=False)


def leave(vera, olga):
    actions.leave(vera.memberships.get(), by=vera)


@pytest.mark.parametrize("take", [take_from_activist, take_by_term, deactivate, leave])
def test_an_open_session_of_an_activist_loses_the_right_at_once(client, lenina, vera, olga, noon, take):
    client.force_login(vera)
    assert client.get("/communities/lenina-1/requests/", headers=TOWN).status_code == 200

    take(vera, olga)

    answer = client.get("/communities/lenina-1/requests/", headers=TOWN)
    assert answer.status_code == (302 if take is deactivate else 403)


@pytest.mark.parametrize("how", ["taken", "term", "inactive"])
@pytest.mark.parametrize("address", ["/communities/lenina-1/roles/", "/admin/"])
def test_an_open_session_of_staff_loses_the_right_at_once(client, lenina, olga, operator, noon, how, address):
    client.force_login(olga)
    assert client.get(address, headers=TOWN).status_code == 200

    if how == "taken":
        take_role(StaffMember.objects.get(user=olga), by=operator)
    elif how == "term":
        StaffMember.objects.filter(user=olga).update(term_ends_on=TODAY - timedelta(days=1))
    else:
        deactivate(olga, operator)

    assert client.get(address, headers=TOWN).status_code in ((302,) if how == "inactive" else (302, 403))


def test_a_revoked_membership_ends_the_rights_of_an_open_session(client, lenina, anna, noon):
    client.force_login(anna)
    assert client.get("/initiatives/new/", headers=TOWN).status_code == 200

    lenina.memberships.update(state=MembershipState.REVOKED)

    assert client.get("/initiatives/new/", headers=TOWN).status_code == 403


# --- pages


def test_the_administrator_proposes_and_the_controller_approves(client, lenina, anna, olga, nina, noon):
    client.force_login(olga)
    member = lenina.memberships.get()
    form = {"member": member.public_id, "title": "council_chair", "protocol_number": "3"}
    refused = client.post("/communities/lenina-1/roles/", form, headers=TOWN)
    assert 'value="3"' in refused.text
    client.post("/communities/lenina-1/roles/", form | {"protocol_date": "2026-10-01"}, headers=TOWN)
    address = f"/communities/lenina-1/roles/proposals/{RoleProposal.objects.get().public_id}/"
    assert 'value="approve"' not in client.get(address, headers=TOWN).text
    assert client.post(address, {"decision": "approve"}, headers=TOWN).status_code == 403

    client.force_login(nina)
    assert address in client.get("/communities/lenina-1/roles/", headers=TOWN).text
    assert 'value="approve"' in client.get(address, headers=TOWN).text
    # A button has to be pressed.
    assert client.post(address, headers=TOWN).status_code == 200
    assert RoleProposal.objects.pending().exists()
    client.post(address, {"decision": "approve"}, headers=TOWN)

    assert lenina.activists.get().title == "council_chair"
    assert client.get(address, headers=TOWN).status_code == 404
    assert client.post("/communities/lenina-1/roles/", form, headers=TOWN).status_code == 403
