"""Who still hears of a message or a meeting when the letter goes out: those who may read it, and nobody by chance."""

import pytest
from django.core import mail

from appeals import actions as messages
from appeals.models import Appeal
from feed.models import HideReason
from municipalities.models import Department
from notifications import inbox
from notifications.actions import send_letters, spread_events
from notifications.permissions import can_hear
from tests.appeals.conftest import potholes, send  # noqa: F401
from tests.meetings.making import announced, planned

CAST = ("anna", "boris", "vera", "gleb", "nina", "egor", "olga", "pavel", "semyon")


@pytest.fixture
def cast(request, palana):
    return {name: request.getfixturevalue(name) for name in CAST}


def heard_of(person, town, word):
    """Lines of the inbox and letters with this word in them."""
    spread_events()
    send_letters()
    lines = [item.text for item in inbox.latest(person, town, 20) if word in item.text]
    letters = [letter.body for letter in mail.outbox if letter.to == [person.email] and word in letter.body]
    return len(lines), len(letters)


def test_an_answer_reaches_its_author_on_the_site_and_by_mail(send, town, anna, boris, gleb):  # noqa: F811
    messages.answer(send(title="Яма во дворе"), by=gleb, text="Засыпали.")

    assert heard_of(anna, town, "Яма во дворе") == (1, 1)
    assert heard_of(boris, town, "Яма во дворе") == (0, 0)


def test_a_meeting_reaches_the_members_of_its_communities(town, lenina, anna, boris, nina):
    announced(nina, town, lenina)

    assert heard_of(anna, town, "Глава города") == (1, 1)
    assert heard_of(boris, town, "Глава города") == (0, 0)


def test_a_message_is_heard_of_by_those_who_may_read_it(send, cast, nina, olga):  # noqa: F811
    public, private, hidden = send(title="Всем"), send(title="Только вам", is_public=False), send(title="Скрыто")
    messages.hide(hidden, by=olga, reason=HideReason.PERSONAL_DATA)
    told = {}

    for appeal in (public, private, hidden):
        appeal.refresh_from_db()
        told[appeal.title] = {name for name, person in cast.items() if can_hear(person, appeal)}
        read = {name for name, person in cast.items() if Appeal.objects.visible_to(person).filter(pk=appeal.pk)}
        assert told[appeal.title] == read

    assert told == {
        "Всем": set(CAST),
        "Только вам": {"anna", "gleb", "nina"},
        "Скрыто": {"anna", "gleb", "nina", "olga"},
    }


def test_a_planned_meeting_is_heard_of_by_those_who_hold_it(town, lenina, cast, nina):
    meeting = planned(nina, town, lenina)

    assert {name for name, person in cast.items() if can_hear(person, meeting)} == {"gleb", "nina", "olga"}


def test_the_same_key_by_chance_opens_nothing(town, anna):
    private = Appeal(pk=anna.pk, municipality=town, is_public=False)
    for other in (private, Department(pk=anna.pk, municipality=town)):
        assert not can_hear(anna, other)
    assert can_hear(anna, anna)
