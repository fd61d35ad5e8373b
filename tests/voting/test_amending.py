"""Two people prolong or cancel an open vote; what happens next is said once; the idle are reminded once."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from communities.models import Premises
from core import clock
from journal.models import Event
from journal.verbs import Verb
from notifications.actions import spread_events
from notifications.models import Channel, Notification
from tests.cast import NOON, make_member, make_person
from tests.voting.conftest import CLOSING, TICK, announce, finish, nonce
from voting import actions, audit
from voting.actions.amending import latest_end
from voting.actions.reminding import reminder_time
from voting.models import Amendment, AmendmentState, Ballot, RulePreset, Secrecy, Vote, VoteKey, VoteState
from voting.signals import vote_cancelled

LATER = CLOSING + timedelta(days=3)
DAY = timedelta(days=1)


def code_of(act, *args, **kwargs):
    with pytest.raises(ValidationError) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


def bodies(vote):
    return [json.loads(body) for body in vote.records.order_by("seq").values_list("body", flat=True)]


def told(verb):
    """First names of those who were told of the newest event of a verb."""
    spread_events()
    event = Event.objects.filter(verb=verb).latest("pk")
    rows = Notification.objects.filter(event=event, channel=Channel.INBOX)
    return set(rows.values_list("recipient__first_name", flat=True))


def prolong(vote, by, until=LATER):
    return actions.propose_extension(vote, by=by, reason="Половина дома в отпуске", closes_at=until)


def cancel(vote, by):
    return actions.propose_cancellation(vote, by=by, reason="Ошибка в смете")


def cast(vote, by, choice="for"):
    return actions.cast_ballot(vote, by=by, choices={"0": choice}, nonce=nonce())


def test_two_people_prolong_a_vote(vote, anna, vera, olga):
    amendment = prolong(vote, vera)
    vote.refresh_from_db()
    assert vote.closes_at == CLOSING

    actions.confirm_amendment(amendment, by=olga)

    vote.refresh_from_db()
    amendment.refresh_from_db()
    assert (vote.state, vote.closes_at) == (VoteState.OPEN, LATER)
    assert (amendment.state, amendment.decided_by) == (AmendmentState.CONFIRMED, olga)
    last = bodies(vote)[-1]
    assert {name: last[name] for name in ("type", "closes_at", "reason", "by")} == {
        "type": "extended", "closes_at": audit.moment(LATER), "reason": "Половина дома в отпуске", "by": 2,
    }  # fmt: skip
    assert told(Verb.VOTE_CHANGE_PROPOSED) == {"Ольга"}
    assert told(Verb.VOTE_EXTENDED) == {"Анна", "Вера"}
    # The old end is nothing any more: whoever comes after it votes, until the new one.
    with clock.set_to(CLOSING + DAY):
        assert actions.close_due_votes() == 0
        cast(vote, anna)
    with clock.set_to(LATER):
        assert actions.close_due_votes() == 1
        assert actions.count_closed_votes() == 1
    vote.refresh_from_db()
    assert (vote.turnout, vote.manifest["closes_at"]) == (1, audit.moment(CLOSING))


def test_who_proposed_does_not_confirm(vote, vera, anna, olga, boris):
    amendment = prolong(vote, vera)

    for somebody in (vera, anna, boris):
        with pytest.raises(PermissionDenied):
            actions.confirm_amendment(amendment, by=somebody)
    for somebody in (anna, boris):
        with pytest.raises(PermissionDenied):
            actions.decline_amendment(amendment, by=somebody)
        with pytest.raises(PermissionDenied):
            cancel(vote, somebody)
    assert Amendment.objects.get().state == AmendmentState.PROPOSED
    assert Vote.objects.get().closes_at == CLOSING


@pytest.mark.parametrize("until", [CLOSING, CLOSING - DAY, CLOSING + timedelta(days=60) + TICK])
def test_a_vote_is_neither_shortened_nor_prolonged_without_end(vote, vera, until):
    assert latest_end(vote) == CLOSING + timedelta(days=60)
    assert code_of(prolong, vote, vera, until) == "end"
    assert not Amendment.objects.exists()


def test_the_limit_of_prolonging_is_of_all_prolongings(vote, vera, olga):
    actions.confirm_amendment(prolong(vote, vera, CLOSING + timedelta(days=59)), by=olga)

    assert code_of(prolong, vote, vera, CLOSING + timedelta(days=61)) == "end"


def test_one_change_waits_at_a_time_and_needs_a_reason(vote, vera, olga):
    assert code_of(actions.propose_cancellation, vote, by=vera, reason=" ") == "reason"
    amendment = prolong(vote, vera)
    assert code_of(cancel, vote, olga) == "proposed"

    # Who proposed it takes it back; then another one may be proposed.
    actions.decline_amendment(amendment, by=vera)

    assert code_of(actions.confirm_amendment, amendment, by=olga) == "decided"
    assert cancel(vote, olga).state == AmendmentState.PROPOSED
    assert Vote.objects.get().closes_at == CLOSING


def test_a_declined_change_is_told_to_who_proposed_it(vote, vera, olga):
    actions.decline_amendment(prolong(vote, vera), by=olga)

    assert told(Verb.VOTE_CHANGE_DECLINED) == {"Вера"}
    assert bodies(vote)[-1]["type"] == "manifest"


def test_a_vote_that_came_to_its_end_first_stays_as_it_was(vote, vera, olga):
    amendment = prolong(vote, vera)

    with clock.set_to(CLOSING):
        assert code_of(actions.confirm_amendment, amendment, by=olga) == "closed"
        assert code_of(prolong, vote, olga) == "closed"

    assert finish(vote).closed_at == CLOSING
    amendment.refresh_from_db()
    assert amendment.state == AmendmentState.PROPOSED


@pytest.mark.parametrize("secrecy", [Secrecy.CLOSED, Secrecy.SECRET])
def test_two_people_cancel_an_open_vote(lenina, anna, vera, olga, at_noon, secrecy):
    heard = []

    def hear(sender, vote, **kwargs):
        heard.append(vote.pk)

    vote_cancelled.connect(hear)
    vote = announce(lenina, vera, secrecy=secrecy)
    receipt = cast(vote, anna)

    actions.confirm_amendment(cancel(vote, olga), by=vera)

    vote_cancelled.disconnect(hear)
    vote.refresh_from_db()
    assert (vote.state, vote.cancel_reason, heard) == (VoteState.CANCELLED, "Ошибка в смете", [vote.pk])
    assert (vote.turnout, vote.passed, vote.result) == (None, None, {})
    assert bodies(vote)[-1]["type"] == "cancelled"
    assert not VoteKey.objects.filter(vote=vote).exists()
    # Nothing will shuffle the papers of a cancelled secret vote: they are destroyed, and nothing joins them to marks.
    assert Ballot.objects.filter(pk=receipt).exists() == (secrecy != Secrecy.SECRET)
    assert vote.participations.count() == 1
    assert told(Verb.VOTE_CANCELLED) == {"Анна"}
    with clock.set_to(CLOSING):
        assert (actions.close_due_votes(), actions.count_closed_votes()) == (0, 0)
    assert code_of(cast, vote, anna) == "closed"


def test_what_happens_next_is_written_once(vote, anna, vera, olga):
    assert code_of(actions.publish_outcome, vote, by=vera, text="Потом") == "not_counted"
    finish(vote)
    assert list(Vote.objects.awaiting_outcome()) == [vote]
    with pytest.raises(PermissionDenied):
        actions.publish_outcome(vote, by=anna, text="Сделаем")
    assert code_of(actions.publish_outcome, vote, by=vera, text=" \n") == "outcome"

    actions.publish_outcome(vote, by=vera, text=" Передадим решение в управляющую организацию до 20 ноября. ")

    vote.refresh_from_db()
    assert vote.outcome == "Передадим решение в управляющую организацию до 20 ноября."
    assert (vote.outcome_by, vote.outcome_at) == (vera, NOON)
    assert not Vote.objects.awaiting_outcome().exists()
    assert code_of(actions.publish_outcome, vote, by=olga, text="Иначе") == "written"
    assert told(Verb.VOTE_OUTCOME_PUBLISHED) == {"Анна"}


@pytest.mark.parametrize(
    ("days", "before"), [(14, timedelta(days=1)), (4, timedelta(days=1)), (2, timedelta(hours=12))]
)
def test_a_reminder_comes_a_day_before_or_in_the_last_quarter(days, before):
    vote = Vote(opens_at=NOON, closes_at=NOON + timedelta(days=days))

    assert vote.closes_at - reminder_time(vote) == before


@pytest.mark.parametrize("secrecy", [Secrecy.CLOSED, Secrecy.SECRET])
def test_only_those_who_have_not_voted_are_reminded_and_once(lenina, anna, vera, boris, olga, at_noon, secrecy):
    gone = make_person("Глаша", "Ушедшая")
    make_member(gone, lenina)
    vote = announce(lenina, vera, secrecy=secrecy)
    # A newcomer is no voter; who left the site hears nothing.
    make_member(make_person("Нюра", "Опоздавшая"), lenina)
    gone.is_active = False
    gone.save()
    cast(vote, anna)
    with clock.set_to(CLOSING - DAY - TICK):
        assert actions.remind_voters() == 0

    with clock.set_to(CLOSING - DAY):
        assert actions.remind_voters() == 1
        assert actions.remind_voters() == 0
        assert told(Verb.VOTE_REMINDED) == {"Вера"}
        assert told(Verb.VOTE_REMINDED) == {"Вера"}
        actions.confirm_amendment(prolong(vote, vera), by=olga)
    with clock.set_to(LATER - TICK):
        assert actions.remind_voters() == 0
    assert Event.objects.filter(verb=Verb.VOTE_REMINDED).count() == 1
    assert Notification.objects.filter(event__verb=Verb.VOTE_REMINDED, channel=Channel.INBOX).count() == 1


def test_a_flat_is_reminded_until_one_of_its_people_votes(lenina, anna, vera, boris, at_noon):
    home, other = (
        Premises.objects.create(community=lenina, number=number, key=number, entrance=1) for number in ("31", "32")
    )
    lida = make_person("Лида", "Соседова")
    make_member(lida, lenina, premises=home)
    anna.memberships.filter(community=lenina).update(premises=home)
    vera.memberships.filter(community=lenina).update(premises=other)
    rules = RulePreset.objects.get(name="Решение соседей: один голос от квартиры")
    vote = announce(lenina, vera, counted_by="flat", preset=rules)
    cast(vote, anna)

    with clock.set_to(CLOSING - DAY):
        assert actions.remind_voters() == 1
        assert told(Verb.VOTE_REMINDED) == {"Вера"}


def test_members_hear_of_a_vote_that_is_announced_ahead(lenina, mira, anna, vera, boris, at_noon):
    announce(lenina, vera, opens_at=NOON + DAY)

    assert told(Verb.VOTE_SCHEDULED) == {"Анна"}


def test_a_vote_that_opens_at_once_is_told_once(vote, anna, vera):
    assert told(Verb.VOTE_SCHEDULED) == set()
    assert told(Verb.VOTE_OPENED) == {"Анна", "Вера"}
