"""Who may do which act at which stage, and what each act does to the life of an initiative."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from communities.models import ActivistRole, Membership
from core import clock
from initiatives import actions
from initiatives.actions.moves import _move
from initiatives.models import ALLOWED, GroupMember, Initiative, InitiativeState
from journal.models import Event
from journal.verbs import Verb
from tests.cast import NOON, make_community, make_member, make_members, make_person
from tests.initiatives.conftest import gather, make_draft

S = InitiativeState
ROLES = ("guest", "pavel", "boris", "anna", "vera", "gleb", "nina", "egor", "olga", "semyon")
PUBLIC = set(S) - {S.DRAFT, S.REVIEW}
ALIVE = {S.DISCUSSION, S.VOTING, S.CONSIDERATION, S.REWORK, S.APPROVED, S.IN_PROGRESS}
ANYBODY = {"pavel", "boris", "anna", "vera", "gleb", "nina", "egor", "olga", "semyon"}
# The rights of the town, written down a second time and from the product's side: act → (who, when).
# anna is the author, vera the activist of her house, olga the administrator, nina the controller, gleb a specialist.
LAW = {
    "submit": ({"anna"}, {S.DRAFT}),
    "accept": ({"vera", "olga"}, {S.REVIEW}),
    "send_back": ({"vera", "olga"}, {S.REVIEW}),
    "support": (ANYBODY, {S.DISCUSSION}),
    "withdraw_support": (ANYBODY, {S.DISCUSSION}),
    "follow": (ANYBODY, PUBLIC),
    "unfollow": (ANYBODY, PUBLIC),
    "offer_help": (ANYBODY, ALIVE),
    "withdraw_help": (ANYBODY, ALIVE),
    "count_help": ({"anna", "vera", "gleb", "nina"}, {S.IN_PROGRESS, S.DONE}),
    "correct": ({"anna"}, {S.DISCUSSION, S.CONSIDERATION, S.REWORK}),
    "add_note": ({"anna"}, {S.DISCUSSION, S.CONSIDERATION, S.REWORK, S.APPROVED, S.IN_PROGRESS}),
    "change_materially": ({"anna"}, {S.DISCUSSION, S.REWORK}),
    "put_to_vote": ({"vera", "olga"}, {S.DISCUSSION}),
    "send_to_administration": ({"anna", "vera"}, {S.DISCUSSION}),
    "give_opinion": ({"nina"}, {S.DISCUSSION, S.VOTING}),
    "add_conclusion": ({"gleb"}, {S.DISCUSSION, S.VOTING, S.CONSIDERATION}),
    "approve": ({"nina"}, {S.CONSIDERATION}),
    "decline": ({"nina"}, {S.CONSIDERATION}),
    "return_for_rework": ({"nina"}, {S.CONSIDERATION}),
    "rework": ({"anna"}, {S.REWORK}),
    "give_assignment": ({"nina"}, {S.APPROVED, S.IN_PROGRESS}),
    "plan_stage": ({"anna", "vera", "gleb", "nina"}, {S.APPROVED, S.IN_PROGRESS}),
    "start_work": ({"anna", "vera", "gleb", "nina"}, {S.APPROVED}),
    "report_stage": ({"anna", "vera", "gleb", "nina"}, {S.IN_PROGRESS}),
    "complete": ({"anna", "vera", "gleb", "nina"}, {S.IN_PROGRESS}),
    "withdraw": ({"anna"}, {S.DRAFT, S.REVIEW, S.DISCUSSION, S.CONSIDERATION, S.REWORK, S.APPROVED}),
    "archive": ({"olga"}, {S.REWORK, S.DECLINED}),
    "prepare": ({"anna"}, {S.DRAFT, S.REWORK}),
    "hide_photo": ({"vera", "olga"}, PUBLIC),
    "blur_photo": ({"anna", "vera", "olga"}, set(S)),
    "dispute_photo": ({"anna"}, PUBLIC),
    "restore_photo": ({"olga"}, PUBLIC),
    "uphold_photo": ({"olga"}, PUBLIC),
    "redact": ({"vera", "olga"}, PUBLIC | {S.REVIEW}),
    "pass_on": ({"anna"}, {S.DRAFT, S.REVIEW} | ALIVE),
}
# What an act needs beside `by`; acts on a part (an offer, a stage) are walked through in their own tests.
NEEDS = {
    "send_back": {"note": "Добавьте фото."},
    "offer_help": {"kind": "hands"},
    "add_note": {"text": "Нашли спонсора."},
    "give_opinion": {"text": "Поддерживаем."},
    "add_conclusion": {"text": "Сетей нет."},
    "approve": {"text": "Сделаем."},
    "decline": {"reason": "no_money", "text": "Нет денег."},
    "return_for_rework": {"text": "Уточните."},
    "complete": {"text": "Готово", "actual_cost": 1, "completed_on": NOON.date()},
    "plan_stage": {"title": "Демонтаж", "starts_on": NOON.date(), "ends_on": NOON.date()},
    "put_to_vote": {"preset": None, "secrecy": "closed", "days": 7, "replaceable": True},
    "hide_photo": {"photo": None, "reason": "spam"},
    "blur_photo": {"photo": None, "areas": []},
    "dispute_photo": {"photo": None, "text": ""},
    "restore_photo": {"photo": None},
    "uphold_photo": {"photo": None},
    "redact": {"fragments": ["кв. 12"]},
    "correct": {"title": "", "problem": "", "proposal": "", "expected_result": ""},
    "change_materially": {"title": "", "problem": "", "proposal": "", "expected_result": ""},
}
# "prepare" is the right behind several acts: see test_draft, test_files and test_rework.
ON_A_PART = {"give_assignment", "withdraw_help", "count_help", "report_stage", "prepare"}


@pytest.fixture
def cast(anna, boris, vera, gleb, nina, egor, olga, semyon, pavel):
    from django.contrib.auth.models import AnonymousUser

    people = {"anna": anna, "boris": boris, "vera": vera, "gleb": gleb, "nina": nina, "egor": egor}
    return {**people, "olga": olga, "semyon": semyon, "pavel": pavel, "guest": AnonymousUser()}


def test_every_act_at_every_stage_for_every_role(lenina, anna, cast):
    initiative = make_draft(lenina, anna)
    wrong, asked = [], 0

    for state in S:
        initiative.state = state
        for role in ROLES:
            expected = {act for act, (who, when) in LAW.items() if role in who and state in when}
            found = actions.possible(cast[role], initiative)
            asked += len(actions.ACTS)
            if found != expected:
                wrong.append((state, role, sorted(found ^ expected)))

    assert wrong == []
    assert asked == len(S) * len(ROLES) * len(LAW)


@pytest.mark.parametrize("act", sorted(set(LAW) - ON_A_PART))
def test_acts_refuse_those_who_may_not(lenina, anna, cast, act):
    who, when = LAW[act]
    initiative = make_draft(lenina, anna)
    at = {"number": 1, "published_at": NOON, "consideration_due": NOON.date()}
    Initiative.objects.filter(pk=initiative.pk).update(state=sorted(when)[0], **at)

    refused = 0
    for role in ROLES:
        if role not in who:
            with pytest.raises(PermissionDenied):
                getattr(actions, act)(initiative, by=cast[role], **NEEDS.get(act, {}))
            refused += 1

    assert refused >= 1
    assert Event.objects.about(initiative).count() == 0
    assert Initiative.objects.get(pk=initiative.pk).state == sorted(when)[0]


@pytest.mark.parametrize("act", sorted(set(LAW) - ON_A_PART))
def test_acts_refuse_at_other_stages(lenina, anna, cast, act):
    who, when = LAW[act]
    initiative = make_draft(lenina, anna)
    at = {"number": 1, "published_at": NOON, "consideration_due": NOON.date()}

    refused = 0
    for state in set(S) - when:
        Initiative.objects.filter(pk=initiative.pk).update(state=state, **at)
        with pytest.raises(ValidationError) as refusal:
            getattr(actions, act)(initiative, by=cast[sorted(who)[0]], **NEEDS.get(act, {}))
        assert refusal.value.code == "not_now"
        assert Initiative.objects.get(pk=initiative.pk).state == state
        refused += 1

    assert refused == len(S) - len(when)
    assert Event.objects.about(initiative).count() == 0


def test_no_move_exists_outside_the_table(lenina, anna):
    initiative = make_draft(lenina, anna)
    refused = 0

    for before in S:
        for after in set(S) - ALLOWED[before]:
            initiative.state = before
            with pytest.raises(ValidationError) as refusal:
                _move(initiative, after)
            assert refusal.value.code == "no_such_move"
            refused += 1

    assert refused == len(S) ** 2 - sum(len(after) for after in ALLOWED.values())


def test_accept_gives_number_thread_and_time_for_support(make, vera, town):
    initiative = make(S.REVIEW)

    actions.accept(initiative, by=vera)

    initiative.refresh_from_db()
    assert initiative.number == 1
    assert initiative.thread.is_open
    assert initiative.thread.url == initiative.get_absolute_url()
    assert initiative.support_ends_at - initiative.published_at == timedelta(days=town.support_days)
    assert initiative.support_needed == town.support_threshold
    assert Event.objects.about(initiative).last().verb == Verb.INITIATIVE_ACCEPTED


def test_accept_takes_the_threshold_of_the_community(make, vera, lenina):
    initiative = make(S.REVIEW)
    lenina.support_threshold = 3
    lenina.save()

    actions.accept(initiative, by=vera)

    initiative.refresh_from_db()
    assert initiative.support_needed == 3


def test_numbers_have_no_gaps(make, lenina, palana, vera, anna):
    first, sent_back, second = make(S.DISCUSSION), make(S.REVIEW), make(S.DISCUSSION)
    with pytest.raises(ValidationError):
        actions.accept(first, by=vera)
    actions.send_back(sent_back, by=vera, note="Где фото?")

    third = make(S.DISCUSSION)

    assert [first.number, second.number, third.number] == [1, 2, 3]


def test_two_initiatives_cannot_share_a_number(make):
    first, second = make(S.DISCUSSION), make(S.DISCUSSION)

    with pytest.raises(IntegrityError), transaction.atomic():
        Initiative.objects.filter(pk=second.pk).update(number=first.number)


def test_submit_names_what_is_empty(lenina, anna):
    initiative = make_draft(lenina, anna, proposal=" ", expected_result="")

    with pytest.raises(ValidationError) as refusal:
        actions.submit(initiative, by=anna)

    assert refusal.value.code == "incomplete"
    assert "what we propose" in refusal.value.messages[0] or "предлагаем" in refusal.value.messages[0]


def test_send_back_keeps_the_note_until_sent_again(make, vera, anna):
    initiative = make(S.REVIEW)

    actions.send_back(initiative, by=vera, note="Где фото?")

    initiative.refresh_from_db()
    assert (initiative.state, initiative.review_note) == (S.DRAFT, "Где фото?")
    assert actions.submit(initiative, by=anna).review_note == ""


def test_nobody_lets_through_their_own(lenina, vera, olga):
    own = make_draft(lenina, vera)
    actions.submit(own, by=vera)

    with pytest.raises(PermissionDenied):
        actions.accept(own, by=vera)

    assert actions.accept(own, by=olga).state == S.DISCUSSION


def test_the_group_counts_as_author_once_it_agreed(make, anna, vera, lenina):
    initiative = make(S.REVIEW)
    GroupMember.objects.create(initiative=initiative, user=vera, invited_at=NOON)
    assert actions.can(vera, initiative, "accept")

    GroupMember.objects.filter(user=vera).update(agreed_at=NOON)
    vera.__dict__.pop("_initiative_groups")

    assert not actions.can(vera, initiative, "accept")


def test_activist_of_another_house_does_not_review(make, boris, mira):
    initiative = make(S.REVIEW)
    ActivistRole.objects.create(community=mira, user=boris, granted_at=NOON)

    with pytest.raises(PermissionDenied):
        actions.accept(initiative, by=boris)


def test_withdrawing_ends_the_discussion(make, anna):
    initiative = make(S.DISCUSSION)

    actions.withdraw(initiative, by=anna)

    initiative.refresh_from_db()
    assert initiative.state == S.WITHDRAWN
    assert not initiative.thread.is_open


def test_withdrawn_draft_is_never_public(make, anna):
    draft, shown = make(S.DRAFT), make(S.DISCUSSION)

    actions.withdraw(draft, by=anna)
    actions.withdraw(shown, by=anna)

    assert list(Initiative.objects.public()) == [shown]


def test_support_not_gathered_in_time_is_archived_at_the_very_second(make):
    initiative = make(S.DISCUSSION)

    with clock.set_to(initiative.support_ends_at - timedelta(seconds=1)):
        early = actions.archive_stale()
    with clock.set_to(initiative.support_ends_at):
        due = actions.archive_stale()
        again = actions.archive_stale()

    initiative.refresh_from_db()
    assert (early, due, again) == (0, 1, 0)
    assert initiative.state == S.ARCHIVED
    assert not initiative.thread.is_open
    assert Event.objects.about(initiative).last().data == {"reason": "no_support"}


def test_enough_support_is_not_archived(make):
    initiative = make(S.DISCUSSION)
    Initiative.objects.filter(pk=initiative.pk).update(support_needed=2)
    gather(initiative, 2)

    with clock.set_to(initiative.support_ends_at + timedelta(days=1)):
        archived = actions.archive_stale()

    assert archived == 0


def test_supporter_who_joined_later_saves_from_the_archive(make, lenina, stranger):
    initiative = make(S.DISCUSSION)
    Initiative.objects.filter(pk=initiative.pk).update(support_needed=1)
    actions.support(initiative, by=stranger)
    make_member(stranger, lenina)

    with clock.set_to(initiative.support_ends_at + timedelta(days=1)):
        archived = actions.archive_stale()

    initiative.refresh_from_db()
    assert (archived, initiative.state, initiative.verified_support_count) == (0, S.DISCUSSION, 1)


def test_authorship_passes_to_the_group_before_the_activist(make, anna, vera, lenina):
    initiative = make(S.DISCUSSION)
    neighbour, still_asked = make_members(lenina, 2)
    GroupMember.objects.create(initiative=initiative, user=still_asked, invited_at=NOON)
    GroupMember.objects.create(initiative=initiative, user=neighbour, invited_at=NOON, agreed_at=NOON)

    actions.pass_on(initiative, by=anna)

    initiative.refresh_from_db()
    assert initiative.author == neighbour


def test_authorship_of_those_who_left_passes_to_the_activist(make, anna, vera, lenina, town):
    orphan, draft = make(S.DISCUSSION), make(S.DRAFT)
    kept = make_draft(lenina, vera)
    assert actions.pass_on_orphans() == 0
    Membership.objects.filter(user=anna).update(state="revoked")

    passed = actions.pass_on_orphans()

    orphan.refresh_from_db(), draft.refresh_from_db(), kept.refresh_from_db()
    assert passed == 1
    assert (orphan.author, draft.author, kept.author) == (vera, anna, vera)
    assert actions.pass_on_orphans() == 0


def test_an_orphan_without_an_heir_waits(town):
    house = make_community(town, "ул. Озёрная, 5", slug="ozernaya-5")
    author = make_person("Иван", "Петров")
    membership = make_member(author, house)
    initiative = make_draft(house, author)
    Initiative.objects.filter(pk=initiative.pk).update(state=S.DISCUSSION, number=1, published_at=NOON)
    membership.delete()

    assert actions.pass_on_orphans() == 0
    with pytest.raises(ValidationError) as refusal:
        actions.pass_on(initiative, by=author)
    assert refusal.value.code == "no_heir"


def test_administrator_puts_away_what_was_declined(make, olga):
    initiative = make(S.DECLINED)

    actions.archive(initiative, by=olga)

    initiative.refresh_from_db()
    assert initiative.state == S.ARCHIVED
