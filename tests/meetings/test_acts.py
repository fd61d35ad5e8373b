"""A meeting's life: planned, announced, moved, called off; who may do it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from communities.staff import give_role
from core import clock
from feed.models import HideReason
from journal.models import Event
from journal.verbs import Verb
from meetings import actions
from meetings.actions import moves
from meetings.models import ALLOWED, Meeting, MeetingKind, MeetingQuestion, MeetingState
from meetings.permissions import can_run
from municipalities.models import StaffRole
from tests.cast import NOON, make_person
from tests.meetings.making import TEXTS, announced, planned

LATER = NOON + timedelta(days=9)


@pytest.fixture
def at_noon():
    with clock.set_to(NOON):
        yield


def verbs(meeting):
    return list(Event.objects.about(meeting).order_by("pk").values_list("verb", flat=True))


def elsewhere(**changed):
    return {
        "starts_at": LATER,
        "ends_at": LATER + timedelta(hours=1),
        "place": "у подъезда 2",
        "reason": "В этот день отключат воду.",
        **changed,
    }


def test_plan_is_seen_by_staff_alone(nina, anna, vera, town, lenina, at_noon):
    meeting = planned(nina, town, lenina, hosts=[nina, "«Заречье-Сервис»"], agenda=["Площадка", "Парковка"])

    seen = [Meeting.objects.visible_to(user).filter(pk=meeting.pk).exists() for user in (nina, vera, anna)]
    assert seen == [True, False, False]
    assert [(host.user, host.words) for host in meeting.hosts.all()] == [(nina, ""), (None, "«Заречье-Сервис»")]
    assert [point.text for point in meeting.agenda.all()] == ["Площадка", "Парковка"]
    assert verbs(meeting) == [Verb.MEETING_PLANNED]


def test_activists_call_meetings_of_their_houses_alone(vera, nina, town, lenina, mira, at_noon):
    mine = planned(vera, town, lenina, kind=MeetingKind.CLEANUP)

    assert can_run(vera, mine)
    assert Meeting.objects.visible_to(vera).filter(pk=mine.pk).exists()
    for kind, places in (
        (MeetingKind.YARD, [lenina]),
        (MeetingKind.HOUSE, [mira]),
        (MeetingKind.HOUSE, [lenina, mira]),
    ):
        with pytest.raises(PermissionDenied):
            planned(vera, town, *places, kind=kind)
    with pytest.raises(PermissionDenied):
        planned(vera, town, kind=MeetingKind.HOUSE)
    # A house meeting of both houses is not one activist's to call off.
    assert not can_run(vera, planned(nina, town, lenina, mira, kind=MeetingKind.HOUSE))


@pytest.mark.parametrize("name", ["anna", "egor", "semyon", "pavel"])
def test_others_plan_nothing(request, name, town, lenina, at_noon):
    with pytest.raises(PermissionDenied):
        planned(request.getfixturevalue(name), town, lenina)


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"starts_at": NOON - timedelta(hours=1)}, "starts_at", "past"),
        ({"starts_at": NOON + timedelta(days=1000), "ends_at": NOON + timedelta(days=1001)}, "starts_at", "far"),
        ({"ends_at": NOON + timedelta(days=7)}, "ends_at", "order"),
    ],
)
def test_plan_refuses_a_wrong_time(nina, town, lenina, at_noon, fields, field, code):
    with pytest.raises(ValidationError) as refusal:
        planned(nina, town, lenina, **fields)

    assert refusal.value.error_dict[field][0].code == code
    assert not Meeting.objects.exists()


def test_announce_shows_it_to_everybody(nina, anna, town, lenina, at_noon):
    meeting = announced(nina, town, lenina)

    assert meeting.state == MeetingState.ANNOUNCED
    assert Meeting.objects.visible_to(anna).get() == meeting
    assert verbs(meeting) == [Verb.MEETING_PLANNED, Verb.MEETING_ANNOUNCED]
    with pytest.raises(ValidationError) as refusal:
        actions.announce(meeting, by=nina)
    assert refusal.value.code == "not_now"


def test_announce_wants_the_page_of_an_official_event(nina, town, at_noon):
    hearing = planned(nina, town, kind=MeetingKind.HEARING)

    with pytest.raises(ValidationError) as refusal:
        actions.announce(hearing, by=nina)
    assert refusal.value.error_dict["official_url"][0].code == "official_page"
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=hearing.pk).update(announced_at=NOON, state=MeetingState.ANNOUNCED)


def test_change_corrects_words_but_not_the_day_of_an_announced_meeting(nina, town, lenina, mira, at_noon):
    meeting = announced(nina, town, lenina)

    changed = actions.change(
        meeting, by=nina, communities=[lenina, mira], title="Встреча во дворе", starts_at=LATER, agenda=["Въезд"]
    )

    changed.refresh_from_db()
    assert (changed.title, changed.starts_at, changed.sequence) == ("Встреча во дворе", meeting.starts_at, 1)
    assert set(changed.communities.all()) == {lenina, mira}


def test_change_cannot_take_a_meeting_out_of_ones_own_hands(vera, town, lenina, mira, at_noon):
    meeting = announced(vera, town, lenina, kind=MeetingKind.HOUSE)

    with pytest.raises(PermissionDenied):
        actions.change(meeting, by=vera, communities=[lenina, mira], title="Общее собрание двух домов")


def test_change_of_a_plan_changes_everything(vera, town, lenina, at_noon):
    meeting = planned(vera, town, lenina, kind=MeetingKind.HOUSE)
    terms = {**TEXTS, "kind": MeetingKind.CLEANUP, "starts_at": LATER, "ends_at": LATER + timedelta(hours=3)}

    changed = actions.change(meeting, by=vera, communities=[lenina], **terms)

    assert (changed.kind, changed.starts_at) == (MeetingKind.CLEANUP, LATER)
    with pytest.raises(PermissionDenied):
        actions.change(meeting, by=vera, communities=[lenina], **{**terms, "kind": MeetingKind.YARD})


def test_move_keeps_the_address_and_says_what_was(nina, anna, town, lenina, at_noon):
    meeting = announced(nina, town, lenina)
    actions.register(meeting, by=anna)
    actions.remind_comers()

    moved = actions.move(meeting, by=nina, **elsewhere())

    assert moved.get_absolute_url() == meeting.get_absolute_url()
    assert (moved.state, moved.starts_at, moved.place) == (MeetingState.MOVED, LATER, "у подъезда 2")
    assert (moved.sequence, moved.reminded_at, moved.coming_count) == (1, None, 1)
    step = moved.moves.get()
    assert (step.was_at, step.was_place, step.reason) == (
        meeting.starts_at, TEXTS["place"], "В этот день отключат воду.",
    )  # fmt: skip
    again = actions.move(moved, by=nina, **elsewhere(place="в школе"))
    assert (again.sequence, again.moves.count()) == (2, 2)


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"reason": " "}, "reason"), ({"starts_at": NOON - timedelta(days=1)}, "past")],
)
def test_move_wants_a_reason_and_a_day_ahead(nina, town, lenina, at_noon, changed, code):
    meeting = announced(nina, town, lenina)

    with pytest.raises(ValidationError) as refusal:
        actions.move(meeting, by=nina, **elsewhere(**changed))

    assert [error.code for errors in refusal.value.error_dict.values() for error in errors] == [code]
    assert not meeting.moves.exists()


def test_move_to_the_same_day_and_place_is_no_move(nina, town, lenina, at_noon):
    meeting = announced(nina, town, lenina)
    same = {"starts_at": meeting.starts_at, "ends_at": meeting.ends_at, "place": meeting.place}

    with pytest.raises(ValidationError) as refusal:
        actions.move(meeting, by=nina, **same, reason="Так")

    assert refusal.value.code == "same"


def test_cancel_says_why_and_is_the_end(nina, anna, town, lenina, at_noon):
    meeting = announced(nina, town, lenina)

    with pytest.raises(ValidationError):
        actions.cancel(meeting, by=nina, reason=" ")
    cancelled = actions.cancel(meeting, by=nina, reason="Глава болен")

    assert (cancelled.state, cancelled.cancel_reason, cancelled.sequence) == (MeetingState.CANCELLED, "Глава болен", 1)
    assert Meeting.objects.visible_to(anna).exists()
    with pytest.raises(ValidationError) as refusal:
        actions.move(meeting, by=nina, **elsewhere())
    assert refusal.value.code == "not_now"


def test_cancelled_plan_is_never_public(nina, anna, town, lenina, at_noon):
    actions.cancel(planned(nina, town, lenina), by=nina, reason="Передумали")

    assert not Meeting.objects.visible_to(anna).exists()


def test_follow_up_is_planned_for_a_held_meeting_alone(nina, town, lenina, at_noon):
    meeting = announced(nina, town, lenina)
    terms = {**TEXTS, "kind": MeetingKind.YARD, "starts_at": LATER, "ends_at": LATER + timedelta(hours=1)}

    with pytest.raises(ValidationError):
        actions.plan_follow_up(meeting, by=nina, communities=[lenina], **terms)
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.HELD, held_at=NOON)
    later = actions.plan_follow_up(meeting, by=nina, communities=[lenina], **terms)

    assert later.follow_up_of == meeting
    assert list(meeting.follow_ups.all()) == [later]


ROLES = ("guest", "anna", "pavel", "vera", "gleb", "nina", "head", "egor", "olga", "semyon")
OF_TOWN = {"gleb", "nina", "head", "olga"}
RESIDENTS = set(ROLES) - {"guest"}
S = MeetingState
AHEAD = {S.ANNOUNCED, S.MOVED}
ACTS = {
    "change": {S.PLANNED, *AHEAD},
    "announce": {S.PLANNED},
    "move": AHEAD,
    "cancel": {S.PLANNED, *AHEAD},
    "plan_follow_up": {S.HELD},
    "hide_question": {*AHEAD, S.HELD, S.CANCELLED},
    "register": AHEAD,
    "unregister": AHEAD,
    "ask": AHEAD,
    "vote_question": AHEAD,
    "unvote_question": AHEAD,
}
OF_RESIDENTS = {"register", "unregister", "ask", "vote_question", "unvote_question"}
ON_QUESTION = {"vote_question", "unvote_question", "hide_question"}


@pytest.fixture
def guest():
    return AnonymousUser()


@pytest.fixture
def head(town, operator):
    user = make_person("Пётр", "Глава")
    give_role(user, StaffRole.HEAD, municipality=town, by=operator, position="глава города")
    return user


def do(act, meeting, by, lenina):
    options = {
        "change": {"communities": [lenina], **TEXTS, "starts_at": LATER, "ends_at": LATER + timedelta(hours=1)},
        "announce": {},
        "move": elsewhere(),
        "cancel": {"reason": "Причина"},
        "plan_follow_up": {
            **TEXTS, "kind": meeting.kind, "communities": [lenina], "starts_at": LATER,
            "ends_at": LATER + timedelta(hours=1),
        },
        "ask": {"text": "Когда починят качели?"},
        "hide_question": {"reason": HideReason.INSULT},
    }  # fmt: skip
    target = meeting.questions.get() if act in ON_QUESTION else meeting
    return getattr(actions, act)(target, by=by, **options.get(act, {}))


def test_the_table_has_all_the_acts():
    assert set(ACTS) == set(moves.ACTS)
    assert {act: set(row.states) for act, row in moves.ACTS.items()} == ACTS
    assert {act for act, row in moves.ACTS.items() if row.in_time} == OF_RESIDENTS


def who_may(act, kind) -> set[str]:
    if act in OF_RESIDENTS:
        # An event of the law has a registration of its own elsewhere.
        return set() if kind == MeetingKind.HEARING else RESIDENTS
    return OF_TOWN | ({"vera"} if kind == MeetingKind.CLEANUP else set())


@pytest.mark.parametrize("state", list(ALLOWED))
@pytest.mark.parametrize("act", list(ACTS))
def test_every_state_act_and_role(request, act, state, nina, boris, town, lenina, at_noon):
    """The whole table for a yard meeting, for a clean-up day that the elder calls, and for an event of the law."""
    people = {role: request.getfixturevalue(role) for role in ROLES}
    for kind in (MeetingKind.YARD, MeetingKind.CLEANUP, MeetingKind.HEARING):
        meeting = planned(nina, town, lenina, kind=kind, official_url="https://example.org/")
        MeetingQuestion.objects.create(meeting=meeting, author=boris, text="Когда?", at=NOON)
        may = who_may(act, kind)
        fields = {"state": state}
        if state not in (MeetingState.PLANNED, MeetingState.CANCELLED):
            fields["announced_at"] = NOON
        if state == MeetingState.HELD:
            fields["held_at"] = NOON
        if state == MeetingState.CANCELLED:
            fields["cancel_reason"] = "Причина"
        Meeting.objects.filter(pk=meeting.pk).update(**fields)
        for role, person in people.items():
            with transaction.atomic():
                try:
                    do(act, meeting, person, lenina)
                    answer = "done"
                except PermissionDenied:
                    answer = "forbidden"
                except ValidationError:
                    answer = "refused"
                transaction.set_rollback(True)
            expected = "forbidden" if role not in may else "done" if state in ACTS[act] else "refused"
            assert (kind, role, answer) == (kind, role, expected)
            if expected != "refused":
                assert moves.can(person, Meeting.objects.get(pk=meeting.pk), act, NOON) == (expected == "done")


@pytest.mark.parametrize("act", sorted(OF_RESIDENTS))
def test_what_residents_do_ends_with_the_meeting(act, nina, anna, boris, town, lenina):
    meeting = announced(nina, town, lenina)
    MeetingQuestion.objects.create(meeting=meeting, author=boris, text="Когда?", at=NOON)

    with clock.set_to(meeting.ends_at):
        assert not moves.can(anna, meeting, act, meeting.ends_at)
        with pytest.raises(ValidationError) as refusal:
            do(act, meeting, anna, lenina)

    assert refusal.value.code == "over"
