"""Support, following and help."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from initiatives import actions
from initiatives.models import Follow, HelpOffer, Initiative, InitiativeState, Support
from journal.models import Event
from journal.verbs import Verb
from tests.cast import NOON, make_member, make_members
from tests.initiatives.conftest import gather

S = InitiativeState


def numbers(initiative):
    initiative.refresh_from_db()
    return initiative.support_count, initiative.verified_support_count


def test_any_resident_supports_and_only_members_count(make, anna, boris, stranger):
    initiative = make(S.DISCUSSION)

    for person in (anna, boris, stranger):
        actions.support(initiative, by=person)

    assert numbers(initiative) == (3, 1)


def test_neighbours_who_share_the_yard_count_with_their_house(make, anna, boris, lenina, mira):
    initiative = make(S.DISCUSSION)
    initiative.neighbours.add(mira)

    actions.support(initiative, by=anna)
    actions.support(initiative, by=boris)

    assert numbers(initiative) == (2, 2)
    assert dict(Support.objects.values_list("user", "community")) == {anna.pk: lenina.pk, boris.pk: mira.pk}


def test_pending_member_does_not_count(make, lenina, stranger):
    initiative = make(S.DISCUSSION)
    lenina.memberships.create(user=stranger, requested_at=NOON)

    actions.support(initiative, by=stranger)

    assert numbers(initiative) == (1, 0)


def test_support_twice_is_one_voice_and_one_event(make, anna):
    initiative = make(S.DISCUSSION)

    first, second = actions.support(initiative, by=anna), actions.support(initiative, by=anna)

    assert first == second
    assert numbers(initiative) == (1, 1)
    assert Event.objects.about(initiative).filter(verb=Verb.INITIATIVE_SUPPORTED).count() == 1


def test_the_database_refuses_a_second_support(make, anna):
    initiative = make(S.DISCUSSION)
    actions.support(initiative, by=anna)

    with pytest.raises(IntegrityError), transaction.atomic():
        Support.objects.create(initiative=initiative, user=anna, at=NOON)


def test_withdrawn_support_is_not_counted(make, anna, stranger):
    initiative = make(S.DISCUSSION)
    actions.support(initiative, by=anna)
    actions.support(initiative, by=stranger)

    actions.withdraw_support(initiative, by=anna)
    actions.withdraw_support(initiative, by=anna)

    assert numbers(initiative) == (1, 0)
    assert Event.objects.about(initiative).filter(verb=Verb.INITIATIVE_SUPPORT_WITHDRAWN).count() == 1


def test_later_acts_count_those_who_joined_and_not_those_who_left(make, anna, stranger, lenina, boris):
    initiative = make(S.DISCUSSION)
    actions.support(initiative, by=stranger)
    actions.support(initiative, by=anna)
    make_member(stranger, lenina)
    anna.memberships.update(state="revoked")
    assert numbers(initiative) == (2, 1)

    actions.support(initiative, by=boris)

    assert numbers(initiative) == (3, 1)
    assert dict(Support.objects.values_list("user", "community")) == {
        stranger.pk: lenina.pk,
        anna.pk: None,
        boris.pk: None,
    }


def test_one_who_moved_within_the_yard_still_counts(make, anna, lenina, mira):
    initiative = make(S.DISCUSSION)
    initiative.neighbours.add(mira)
    actions.support(initiative, by=anna)
    anna.memberships.update(state="revoked")
    make_member(anna, mira)

    gather(initiative, 1)

    assert numbers(initiative) == (2, 2)
    assert Support.objects.get(user=anna).community == mira


def test_threshold_is_told_once_whoever_comes_and_goes(make, lenina):
    initiative = make(S.DISCUSSION)
    Initiative.objects.filter(pk=initiative.pk).update(support_needed=2)
    _first, second = gather(initiative, 2)

    actions.withdraw_support(initiative, by=second)
    actions.support(initiative, by=second)

    assert Event.objects.about(initiative).filter(verb=Verb.INITIATIVE_THRESHOLD_REACHED).count() == 1


def test_follow_and_unfollow_leave_one_row_or_none(make, anna):
    initiative = make(S.DISCUSSION)

    actions.follow(initiative, by=anna)
    actions.follow(initiative, by=anna)
    followed = Follow.objects.count()
    actions.unfollow(initiative, by=anna)

    assert (followed, Follow.objects.count()) == (1, 0)


def test_help_of_one_kind_is_offered_once(make, anna):
    initiative = make(S.DISCUSSION)

    first = actions.offer_help(initiative, by=anna, kind="hands", note="В субботу")
    second = actions.offer_help(initiative, by=anna, kind="hands", note="В воскресенье")
    tools = actions.offer_help(initiative, by=anna, kind="tools")

    assert first == second != tools
    assert HelpOffer.objects.get(pk=first.pk).note == "В воскресенье"


def test_help_taken_back_can_be_offered_again(make, anna):
    initiative = make(S.DISCUSSION)
    first = actions.offer_help(initiative, by=anna, kind="hands")

    actions.withdraw_help(first, by=anna)
    second = actions.offer_help(initiative, by=anna, kind="hands")

    assert first.pk != second.pk
    assert HelpOffer.objects.filter(withdrawn_at=None).get() == second


def test_nobody_takes_back_anothers_offer(make, anna, vera):
    offer = actions.offer_help(make(S.DISCUSSION), by=anna, kind="hands")

    with pytest.raises(PermissionDenied):
        actions.withdraw_help(offer, by=vera)


def test_hours_are_counted_by_others_in_halves(make, anna, vera):
    initiative = make(S.IN_PROGRESS)
    offer = actions.offer_help(initiative, by=vera, kind="hands")
    with pytest.raises(PermissionDenied):
        actions.count_help(offer, by=vera, came=True, half_hours=30)

    actions.count_help(offer, by=anna, came=True, half_hours=3)

    offer.refresh_from_db()
    assert (offer.came, offer.half_hours) == (True, 3)


def test_one_who_did_not_come_has_no_hours(make, anna, vera):
    offer = actions.offer_help(make(S.IN_PROGRESS), by=vera, kind="hands")

    actions.count_help(offer, by=anna, came=False, half_hours=8)

    offer.refresh_from_db()
    assert (offer.came, offer.half_hours) == (False, None)


def test_counted_help_is_not_taken_back(make, anna, vera):
    offer = actions.offer_help(make(S.IN_PROGRESS), by=vera, kind="hands")
    actions.count_help(offer, by=anna, came=True, half_hours=3)

    with pytest.raises(ValidationError) as refusal:
        actions.withdraw_help(offer, by=vera)

    assert refusal.value.code == "counted"


def test_journal_names_nobody(make, anna):
    initiative = make(S.DISCUSSION)
    make_members(initiative.community, 1)

    actions.support(initiative, by=anna)

    event = Event.objects.about(initiative).last()
    assert (event.actor_key, event.data) == (anna.actor_key, {})
