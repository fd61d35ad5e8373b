"""Who may do which act at which state, and that no other way through the life of an assignment exists."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from assignments import actions
from assignments.actions.moves import _move
from assignments.models import ALLOWED, CLOSED, OPEN, Assignment, AssignmentState, ExecutionReport
from communities.staff import give_role, take_role
from journal.models import Event
from municipalities.models import StaffMember, StaffRole
from tests.assignments.conftest import DAY, DUE, S
from tests.cast import NOON

ROLES = ("guest", "pavel", "anna", "vera", "gleb", "dasha", "nina", "head", "egor", "olga", "semyon")
IN_HAND = {S.ISSUED, S.ACCEPTED, S.IN_PROGRESS, S.RETURNED}
DECIDERS = {"nina", "head"}
# The rights of the town, written down a second time and from the product's side: act → (who, when).
# gleb works in the department, dasha in the one that helps it; nina controls, head is the head of the town.
LAW = {
    "accept": ({"gleb"}, {S.ISSUED}),
    "start": ({"gleb"}, {S.ISSUED, S.ACCEPTED, S.RETURNED}),
    "plan_step": ({"gleb", "dasha"}, IN_HAND),
    "finish_step": ({"gleb", "dasha"}, IN_HAND),
    "report": ({"gleb"}, IN_HAND),
    "ask_extension": ({"gleb"}, IN_HAND),
    "extend": (DECIDERS, IN_HAND),
    "grant_extension": (DECIDERS, IN_HAND),
    "refuse_extension": (DECIDERS, IN_HAND),
    "reassign": (DECIDERS, IN_HAND),
    "send_back": (DECIDERS, {S.REPORTED}),
    "close": (DECIDERS, {S.REPORTED}),
    "cancel": (DECIDERS, IN_HAND | {S.REPORTED}),
}
NEEDS = {
    "plan_step": {"title": "Закупить асфальт", "due_on": NOON.date()},
    "report": {"text": "Сделали."},
    "ask_extension": {"due_at": DUE + DAY, "reason": "Ждём погоды."},
    "extend": {"due_at": DUE + DAY, "reason": "Ждём погоды."},
    "send_back": {"note": "Нет фото."},
    "cancel": {"reason": "Не наше."},
}
# Walked through in their own tests: they act on a step or a request, or need a department.
ON_A_PART = {"finish_step", "grant_extension", "refuse_extension", "reassign"}


@pytest.fixture
def cast(anna, vera, gleb, dasha, nina, head, egor, olga, semyon, pavel):
    people = {"anna": anna, "vera": vera, "gleb": gleb, "dasha": dasha, "nina": nina, "head": head, "egor": egor}
    return {**people, "olga": olga, "semyon": semyon, "pavel": pavel, "guest": AnonymousUser()}


def test_every_act_at_every_state_for_every_role(give, cast, parks):
    assignment = give(co_executors=[parks])
    wrong, asked = [], 0

    for state in S:
        assignment.state = state
        for role in ROLES:
            expected = {act for act, (who, when) in LAW.items() if role in who and state in when}
            found = actions.possible(cast[role], assignment)
            asked += len(actions.ACTS)
            if found != expected:
                wrong.append((state, role, sorted(found ^ expected)))

    assert wrong == []
    assert asked == len(S) * len(ROLES) * len(LAW)


@pytest.mark.parametrize("act", sorted(set(LAW) - ON_A_PART))
def test_acts_refuse_those_who_may_not(at, cast, parks, act):
    who, when = LAW[act]
    assignment = at(sorted(when)[0], co_executors=[parks])
    before = Event.objects.about(assignment).count()

    for role in set(ROLES) - who:
        with pytest.raises(PermissionDenied):
            getattr(actions, act)(assignment, by=cast[role], **NEEDS.get(act, {}))

    assert Event.objects.about(assignment).count() == before
    assert Assignment.objects.get().state == sorted(when)[0]


@pytest.mark.parametrize("state", sorted(S))
@pytest.mark.parametrize("act", sorted(set(LAW) - ON_A_PART))
def test_acts_are_done_in_their_states_and_refused_in_all_others(at, gleb, nina, act, state):
    assignment = at(state)
    who, when = LAW[act]
    by = gleb if "gleb" in who else nina
    before = Event.objects.about(assignment).count()

    if state in when:
        getattr(actions, act)(assignment, by=by, **NEEDS.get(act, {}))
        assert Event.objects.about(assignment).count() == before + 1
    else:
        with pytest.raises(ValidationError) as refusal:
            getattr(actions, act)(assignment, by=by, **NEEDS.get(act, {}))
        assert refusal.value.code == "not_now"
        assert Event.objects.about(assignment).count() == before
        assert Assignment.objects.get().state == state


def test_table_of_moves_is_the_whole_life(give):
    assignment = give()

    for state in S:
        for to in S:
            assignment.state = state
            if to in ALLOWED[state]:
                continue
            with pytest.raises(ValidationError) as refusal:
                _move(assignment, to)
            assert refusal.value.code == "no_such_move"
    assert set(OPEN) | set(CLOSED) == set(AssignmentState)


def test_nobody_decides_a_report_of_their_own(give, nina, head, town, roads, operator):
    give_role(nina, StaffRole.SPECIALIST, municipality=town, by=operator, department=roads)
    mine = give(by=head)
    actions.report(mine, by=nina, text="Сделала сама.")

    for act, words in (("close", {}), ("send_back", {"note": "Нет."}), ("cancel", {"reason": "Нет."})):
        with pytest.raises(PermissionDenied):
            getattr(actions, act)(mine, by=nina, **words)
    actions.close(mine, by=head)

    mine.refresh_from_db()
    assert (mine.state, mine.closed_by) == (S.DONE, head)


def test_nobody_moves_a_term_of_their_own(give, nina, head):
    mine = give(by=head, executor=nina)

    with pytest.raises(PermissionDenied):
        actions.extend(mine, by=nina, due_at=DUE + DAY, reason="Не успеваю.")
    request = actions.ask_extension(mine, by=nina, due_at=DUE + DAY, reason="Не успеваю.")
    with pytest.raises(PermissionDenied):
        actions.grant_extension(request, by=nina)
    actions.grant_extension(request, by=head)

    mine.refresh_from_db()
    assert mine.due_at == DUE + DAY


def test_rights_end_with_the_role(at, gleb, nina, operator, town):
    assignment = at(S.ISSUED)
    take_role(StaffMember.objects.get(user=gleb), by=operator)
    gleb.__dict__.pop("_departments", None)

    with pytest.raises(PermissionDenied):
        actions.accept(assignment, by=gleb)

    assert Assignment.objects.get().state == S.ISSUED


def test_one_report_waits_by_constraint(at, gleb):
    assignment = at(S.REPORTED)

    with pytest.raises(IntegrityError), transaction.atomic():
        ExecutionReport.objects.create(assignment=assignment, text="Ещё", by=gleb, at=NOON)

    assert assignment.reports.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "done", "reported_at": NOON},
        {"state": "cancelled", "closed_at": NOON},
        {"state": "reported"},
        {"closed_at": NOON},
        {"first_due_at": NOON},
    ],
)
def test_database_refuses_what_cannot_be(give, wrong):
    assignment = give()

    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=assignment.pk).update(**wrong)

    assignment.refresh_from_db()
    assert assignment.state == S.ISSUED
