"""Every act in every state by everybody: who may, what can, and where it leads; nothing else moves a message."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from appeals import actions
from appeals.models import ALLOWED, CLOSED, Appeal, AppealState
from communities.staff import give_role
from feed.models import HideReason
from journal.models import Event
from municipalities.models import StaffRole
from tests.cast import NOON, make_person

S = AppealState
UNDECIDED = {S.NEW, S.REOPENED, S.CLARIFYING}
OFFICIALS = {"gleb", "nina", "head"}
PEOPLE = ("guest", "pavel", "anna", "boris", "vera", "gleb", "nina", "head", "egor", "olga", "semyon")
NEIGHBOURS = set(PEOPLE) - {"guest", "anna"}
# Who may, and the state it leads from and to; None: it stays as it is.
RULES = {
    "join": (NEIGHBOURS, dict.fromkeys([S.NEW, S.CLARIFYING, S.UNDER_CONTROL, S.IN_PROGRESS, S.REOPENED])),
    "leave": (NEIGHBOURS | {"anna"}, dict.fromkeys(set(S) - {S.DUPLICATE})),
    "answer": (OFFICIALS, dict.fromkeys(UNDECIDED, S.ANSWERED)),
    "ask_author": (OFFICIALS, dict.fromkeys([S.NEW, S.REOPENED], S.CLARIFYING)),
    "clarify": ({"anna"}, {S.CLARIFYING: S.NEW}),
    "take_under_control": (OFFICIALS, dict.fromkeys([S.NEW, S.REOPENED], S.UNDER_CONTROL)),
    "forward": (OFFICIALS, dict.fromkeys(UNDECIDED, S.FORWARDED)),
    "decline": (OFFICIALS, dict.fromkeys(UNDECIDED, S.DECLINED)),
    "merge": (OFFICIALS, dict.fromkeys(UNDECIDED, S.DUPLICATE)),
    "route": (OFFICIALS, dict.fromkeys(UNDECIDED)),
    "register": (OFFICIALS, dict.fromkeys(set(S) - {S.DUPLICATE})),
    "add_note": (OFFICIALS, dict.fromkeys(S)),
    "confirm": ({"anna"}, dict.fromkeys([S.ANSWERED, S.DONE], S.CONFIRMED)),
    "dispute": ({"anna"}, dict.fromkeys([S.ANSWERED, S.DONE, S.DECLINED], S.REOPENED)),
    "redact": ({"vera", "olga"}, dict.fromkeys(S)),
    "hide": ({"vera", "olga"}, dict.fromkeys(S)),
    "show": ({"olga"}, dict.fromkeys(S)),
    "extend_statutory": (OFFICIALS, dict.fromkeys([*UNDECIDED, S.UNDER_CONTROL, S.IN_PROGRESS, S.ANSWERED, S.DONE])),
}
# What was done before, without which there is nothing to do.
BEFORE = {
    "show": lambda appeal, people: actions.hide(appeal, by=people["olga"], reason=HideReason.INSULT),
    "extend_statutory": lambda appeal, people: actions.register(
        appeal, by=people["nina"], number="12-К", registered_on=NOON.date()
    ),
}


@pytest.fixture
def do(send, vera, roads):
    """do("answer", appeal, by): the act with parameters that suit it."""

    def parameters(act):
        return {
            "answer": {"text": "Сделали."},
            "ask_author": {"text": "Где?"},
            "clarify": {"text": "У подъезда."},
            "take_under_control": {"department": roads, "due_at": NOON + timedelta(days=5)},
            "forward": {"body": "Росавтодор", "text": "Дорога их."},
            "decline": {"reason": "Земля частная."},
            "route": {"department": roads},
            "register": {"number": "12-К", "registered_on": NOON.date()},
            "add_note": {"text": "Позвонить."},
            "dispute": {"reason": "Не так."},
            "redact": {"fragments": ["Яма"]},
            "hide": {"reason": HideReason.INSULT},
            "extend_statutory": {"until": NOON.date() + timedelta(days=40), "reason": "Запрос в область."},
        }.get(act, {})

    original = send(by=vera, title="Та же яма, раньше")

    def do(act, appeal, by):
        extra = {"original": original} if act == "merge" else {}
        return getattr(actions, act)(appeal, by=by, **parameters(act), **extra)

    return do


@pytest.fixture
def head(town, operator):
    user = make_person("Игорь", "Главин")
    give_role(user, StaffRole.HEAD, municipality=town, by=operator, position="глава города")
    return user


@pytest.fixture
def cast(request, pavel, anna, boris, vera, gleb, nina, head, egor, olga, semyon):
    from django.contrib.auth.models import AnonymousUser

    return {"guest": AnonymousUser()} | {name: request.getfixturevalue(name) for name in PEOPLE if name != "guest"}


@pytest.mark.parametrize("state", list(S))
def test_walk(state, make, do, cast):
    appeal = make(state)

    for act, (who, moves) in RULES.items():
        for name in PEOPLE:
            by = cast[name]
            assert actions.ACTS[act].may(by, appeal) == (name in who), (act, name)
            if name in who and state in moves:
                continue
            before, events = _row(appeal), Event.objects.count()
            with pytest.raises((PermissionDenied, ValidationError)) as refusal:
                do(act, appeal, by)
            assert isinstance(refusal.value, PermissionDenied) == (name not in who), (act, name)
            assert (_row(appeal), Event.objects.count()) == (before, events), (act, name)


def _row(appeal):
    return Appeal.objects.filter(pk=appeal.pk).values().get()


@pytest.mark.parametrize(
    ("act", "state"), [(act, state) for act, (_who, moves) in RULES.items() for state in sorted(moves)]
)
def test_acts_lead_where_the_table_says(act, state, make, do, cast):
    who, moves = RULES[act]
    appeal = make(state)
    if act in BEFORE:
        BEFORE[act](appeal, cast)
    by = cast["gleb" if "gleb" in who and act != "join" else sorted(who)[-1]]

    do(act, appeal, by)

    appeal.refresh_from_db()
    assert appeal.state == (moves[state] or state)
    assert appeal.state == state or appeal.state in ALLOWED[state]
    assert (appeal.closed_at is not None) == (appeal.state in CLOSED)


def test_rules_are_all_the_acts():
    assert set(RULES) == set(actions.ACTS)
    for act, (_who, moves) in RULES.items():
        assert set(actions.ACTS[act].states) == set(moves), act


def test_terms_and_words_are_needed(make):
    from django.db import IntegrityError, transaction

    appeal = make(S.NEW)
    for broken in (
        {"answer_due": None},
        {"state": S.UNDER_CONTROL},
        {"state": S.DUPLICATE},
        {"state": S.FORWARDED},
        {"state": S.CONFIRMED},
        {"state": S.ANSWERED},
        {"is_statutory": True},
        {"hidden_at": NOON},
        {"latitude": 1.0},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appeal.objects.filter(pk=appeal.pk).update(**broken)
