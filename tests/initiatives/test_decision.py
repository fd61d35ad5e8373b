"""The vote of neighbours and the answer of the administration (decisions 4 and 9)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core import clock
from initiatives import actions
from initiatives.actions.vote import PREVIEW, closing_time
from initiatives.models import Conclusion, Decision, Initiative, InitiativeState
from journal.models import Event
from journal.verbs import Verb
from municipalities.models import StaffRole
from tests.cast import NOON, make_member
from tests.initiatives.conftest import gather, make_draft
from voting import actions as voting
from voting.models import Choice, Vote, VoteState

S = InitiativeState


def verbs(initiative):
    return list(Event.objects.about(initiative).values_list("verb", flat=True))


def run_vote(initiative, ballots=()):
    """The clock lives through the whole vote; `ballots` are pairs (voter, choice)."""
    vote = Vote.objects.get(pk=initiative.vote_id)
    with clock.set_to(vote.opens_at):
        voting.open_due_votes()
        for number, (voter, choice) in enumerate(ballots):
            voting.cast_ballot(vote, by=voter, choices={0: choice}, nonce=f"{number:032x}")
    with clock.set_to(vote.closes_at):
        voting.close_due_votes()
        voting.count_closed_votes()
    initiative.refresh_from_db()
    vote.refresh_from_db()
    return vote


def test_vote_needs_enough_members_and_not_enough_residents(make, vera, boris, preset):
    initiative = make(S.DISCUSSION)
    Initiative.objects.filter(pk=initiative.pk).update(support_needed=1)
    actions.support(initiative, by=boris)

    with pytest.raises(ValidationError) as refusal:
        actions.put_to_vote(initiative, by=vera, preset=preset, secrecy="closed", days=7, replaceable=True)

    assert refusal.value.code == "support_missing"
    assert not Vote.objects.exists()


def test_support_of_those_who_left_does_not_carry_a_vote(make, vera, lenina, preset):
    initiative = make(S.DISCUSSION)
    Initiative.objects.filter(pk=initiative.pk).update(support_needed=2)
    _stays, leaves = gather(initiative, 2)
    leaves.memberships.update(state="revoked")

    with pytest.raises(ValidationError) as refusal:
        actions.put_to_vote(initiative, by=vera, preset=preset, secrecy="closed", days=7, replaceable=True)

    assert refusal.value.code == "support_missing"


def test_vote_begins_in_three_days_and_ends_in_the_evening(make, lenina, mira):
    initiative = make(S.VOTING)

    vote = initiative.vote
    local = vote.closes_at.astimezone(initiative.municipality.tz)
    assert vote.opens_at == NOON + PREVIEW
    assert (local.date(), local.hour) == (date(2026, 10, 22), 20)
    assert vote.state == VoteState.SCHEDULED
    assert list(vote.electorate.all()) == [lenina]
    assert initiative.title in vote.items.get().text


def test_neighbours_who_share_the_yard_vote_too(make, vera, anna, lenina, mira, preset):
    initiative = make(S.DISCUSSION)
    initiative.neighbours.add(mira)
    Initiative.objects.filter(pk=initiative.pk).update(support_needed=1)
    actions.support(initiative, by=anna)

    actions.put_to_vote(initiative, by=vera, preset=preset, secrecy="secret", days=7, replaceable=False)

    initiative.refresh_from_db()
    assert set(initiative.vote.electorate.all()) == {lenina, mira}


@pytest.mark.parametrize(
    ("opens_at", "days", "ends"),
    [
        # 23:30 in Kamchatka is noon in London: the day is the town's.
        (datetime(2026, 10, 12, 11, 30, tzinfo=ZoneInfo("UTC")), 1, "2026-10-13 20:00:00+12:00"),
        (datetime(2026, 10, 12, 12, 30, tzinfo=ZoneInfo("UTC")), 1, "2026-10-14 20:00:00+12:00"),
    ],
)
def test_closing_time_is_the_evening_of_the_town(opens_at, days, ends):
    assert str(closing_time(opens_at, days, ZoneInfo("Asia/Kamchatka"))) == ends


def test_passed_vote_goes_to_the_administration_with_a_term(make, anna, vera):
    initiative = make(S.VOTING)

    vote = run_vote(initiative, [(anna, Choice.FOR), (vera, Choice.FOR)])

    assert vote.passed
    assert initiative.state == S.CONSIDERATION
    assert initiative.consideration_due == date(2026, 10, 22) + timedelta(days=30)
    assert verbs(initiative)[-1] == Verb.INITIATIVE_VOTE_PASSED
    assert vote.outcome == "Администрация рассмотрит инициативу и ответит до 21 ноября 2026 включительно."
    assert (vote.outcome_at, vote.outcome_by) == (vote.counted_at, None)


@pytest.mark.parametrize(
    "ballots",
    [[], [Choice.AGAINST, Choice.AGAINST], [Choice.FOR, Choice.AGAINST]],
    ids=["no quorum", "rejected", "tied"],
)
def test_failed_vote_goes_back_to_discussion_and_the_second_to_the_archive(make, anna, vera, preset, ballots):
    initiative = make(S.VOTING)
    ballots = list(zip((anna, vera), ballots, strict=False))

    first = run_vote(initiative, ballots)

    assert (initiative.state, initiative.failed_votes, initiative.vote) == (S.DISCUSSION, 1, first)
    assert first.outcome.startswith("Инициатива возвращается к обсуждению")
    assert initiative.thread.is_open
    actions.put_to_vote(initiative, by=vera, preset=preset, secrecy="closed", days=7, replaceable=True)
    initiative.refresh_from_db()
    assert list(initiative.past_votes.all()) == [first]

    second = run_vote(initiative, ballots)

    assert (initiative.state, initiative.failed_votes) == (S.ARCHIVED, 2)
    assert second.outcome.startswith("Инициатива уходит в архив")
    assert not initiative.thread.is_open
    assert verbs(initiative)[-2:] == [Verb.INITIATIVE_VOTE_FAILED, Verb.INITIATIVE_ARCHIVED]


def test_second_vote_may_pass(make, anna, vera, preset):
    initiative = make(S.VOTING)
    run_vote(initiative)
    actions.put_to_vote(initiative, by=vera, preset=preset, secrecy="closed", days=7, replaceable=True)
    initiative.refresh_from_db()

    run_vote(initiative, [(anna, Choice.FOR), (vera, Choice.FOR)])

    assert initiative.state == S.CONSIDERATION


def test_a_vote_lost_cannot_be_gone_round(make, anna, vera):
    initiative = make(S.VOTING)
    run_vote(initiative)

    with pytest.raises(ValidationError) as refusal:
        actions.send_to_administration(initiative, by=anna)

    assert refusal.value.code == "voted"


def test_cancelled_vote_is_no_failure(make, olga):
    initiative = make(S.VOTING)

    voting.cancel_vote(initiative.vote, by=olga, reason="Ошибка в вопросе")

    initiative.refresh_from_db()
    assert (initiative.state, initiative.failed_votes) == (S.DISCUSSION, 0)


def test_result_taken_twice_or_of_another_vote_changes_nothing(make):
    initiative = make(S.VOTING)
    vote = run_vote(initiative)

    actions.take_vote_result(initiative, vote)

    initiative.refresh_from_db()
    assert (initiative.state, initiative.failed_votes) == (S.DISCUSSION, 1)


def test_when_the_result_cannot_be_taken_nothing_is_counted(make, monkeypatch, caplog):
    initiative = make(S.VOTING)
    monkeypatch.setattr("initiatives.receivers.take_vote_result", lambda *args: 1 / 0)

    vote = run_vote(initiative)

    assert "ZeroDivisionError" in caplog.text
    assert vote.state == VoteState.CLOSED
    assert initiative.state == S.VOTING


def test_enough_support_goes_to_the_administration_without_a_vote(make, anna):
    initiative = make(S.DISCUSSION)
    with pytest.raises(ValidationError) as refusal:
        actions.send_to_administration(initiative, by=anna)
    assert refusal.value.code == "support_missing"
    gather(initiative, initiative.support_needed)

    actions.send_to_administration(initiative, by=anna)

    initiative.refresh_from_db()
    assert initiative.state == S.CONSIDERATION
    assert initiative.consideration_due == NOON.date() + timedelta(days=30)


def test_term_is_counted_by_the_days_of_the_town(make, anna, town):
    initiative = make(S.DISCUSSION)
    gather(initiative, initiative.support_needed)
    town.timezone = "Asia/Kamchatka"
    town.save()

    with clock.set_to(datetime(2026, 10, 12, 13, 0, tzinfo=ZoneInfo("UTC"))):
        actions.send_to_administration(initiative, by=anna)

    initiative.refresh_from_db()
    assert initiative.consideration_due == date(2026, 10, 13) + timedelta(days=30)


@pytest.mark.parametrize(
    ("act", "words", "state", "verb"),
    [
        ("approve", {}, S.APPROVED, Verb.INITIATIVE_APPROVED),
        ("decline", {"reason": "no_power"}, S.DECLINED, Verb.INITIATIVE_DECLINED),
        ("return_for_rework", {}, S.REWORK, Verb.INITIATIVE_RETURNED),
    ],
)
def test_decision_has_words_a_name_and_a_date(make, nina, act, words, state, verb):
    initiative = make(S.CONSIDERATION)

    getattr(actions, act)(
        initiative, by=nina, text="Слова решения.", next_step="До 1 июля.", document_number="№ 1042", **words
    )

    initiative.refresh_from_db()
    decision = Decision.objects.get()
    assert initiative.state == state
    assert (decision.text, decision.position, decision.decided_by, decision.decided_at) == (
        "Слова решения.",
        "начальник отдела",
        nina,
        NOON,
    )
    assert verbs(initiative)[-1] == verb
    assert initiative.thread.is_open == (state != S.DECLINED)


def test_head_decides_as_the_controller_does(make, town, operator, stranger):
    from communities.staff import give_role

    initiative = make(S.CONSIDERATION)
    give_role(stranger, StaffRole.HEAD, municipality=town, by=operator, position="глава города")

    assert actions.approve(initiative, by=stranger, text="Сделаем.").position == "глава города"


def test_nobody_decides_on_their_own(lenina, vera, nina):
    make_member(nina, lenina)
    own = make_draft(lenina, nina)
    actions.submit(own, by=nina)
    actions.accept(own, by=vera)
    gather(own, own.support_needed)
    actions.send_to_administration(own, by=nina)

    for act, words in [("approve", {}), ("decline", {"reason": "other"}), ("return_for_rework", {})]:
        with pytest.raises(PermissionDenied):
            getattr(actions, act)(own, by=nina, text="Сама себе", **words)

    assert not Decision.objects.exists()


def test_rework_starts_the_term_anew(make, anna):
    initiative = make(S.REWORK)

    with clock.set_to(NOON + timedelta(days=10)):
        actions.rework(initiative, by=anna)

    initiative.refresh_from_db()
    assert initiative.state == S.CONSIDERATION
    assert initiative.consideration_due == NOON.date() + timedelta(days=40)


def test_conclusion_carries_the_department(make, gleb, roads):
    initiative = make(S.CONSIDERATION)

    actions.add_conclusion(initiative, by=gleb, text="Сетей под площадкой нет.")

    conclusion = Conclusion.objects.get()
    assert (conclusion.department, conclusion.author) == (roads, gleb)


def test_opinion_may_come_before_the_vote(make, nina):
    initiative = make(S.VOTING)

    actions.give_opinion(initiative, by=nina, text="Участок свободен.")

    initiative.refresh_from_db()
    assert (initiative.preliminary_opinion, initiative.opinion_at) == ("Участок свободен.", NOON)
    assert initiative.state == S.VOTING
