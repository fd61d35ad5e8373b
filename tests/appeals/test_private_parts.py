"""Internal notes and contacts of applicants are on no page, in no letter, export or copy of anybody else."""

import json

import pytest
from django.core import mail
from django.urls import reverse

from appeals import actions
from core import clock
from journal.models import Event, PendingEvent
from notifications.actions import send_letters, spread_events
from privacy.copies import data_of
from tests.cast import NOON

HOST = {"host": "localhost"}
NOTE, NAME, CONTACT = "Жалуется третий раз подряд", "Немолодой Пётр", "8 900 123-45-67"
SECRETS = (NOTE, NAME, CONTACT)


@pytest.fixture
def told(town, lenina, potholes, gleb, nina, boris, roads):
    """By telephone, for somebody without an account; a neighbour joined; notes; answered."""
    appeal = actions.file_appeal(
        by=gleb, municipality=town, author=None, applicant_name=NAME, applicant_contact=CONTACT, source="phone",
        title="Яма у подъезда", text="Глубокая.", category=potholes, community=lenina, place="ул. Ленина, 1",
    )  # fmt: skip
    actions.add_note(appeal, by=nina, text=NOTE)
    actions.join(appeal, by=boris)
    actions.answer(appeal, by=gleb, text="Засыпали.")
    return appeal


def pages(appeal, lenina):
    return [
        appeal.get_absolute_url(),
        f"{reverse('appeals:list')}?q=Яма",
        f"{reverse('search')}?q=Яма",
        reverse("communities:detail", args=[lenina.slug]),
        reverse("my:page"),
        reverse("my:notifications"),
        reverse("home"),
    ]


@pytest.mark.parametrize("who", ["guest", "pavel", "anna", "boris", "vera", "gleb", "nina", "egor", "olga"])
def test_no_page_outside_the_working_place_shows_them(client, request, told, lenina, who):
    if who != "guest":
        client.force_login(request.getfixturevalue(who))

    for address in pages(told, lenina):
        text = client.get(address, headers=HOST, follow=True).content.decode()
        assert [secret for secret in SECRETS if secret in text] == [], address


def test_no_letter_and_no_event_carries_them(told, boris, gleb):
    while spread_events():
        pass
    send_letters(100)

    letters = "".join(f"{letter.subject}{letter.body}{letter.alternatives}" for letter in mail.outbox)
    events = json.dumps(list(Event.objects.values_list("data", flat=True)), ensure_ascii=False)
    assert PendingEvent.objects.count() == 0
    assert "Яма у подъезда" in letters
    assert [secret for secret in SECRETS if secret in letters + events] == []


@pytest.mark.parametrize("who", ["boris", "gleb", "anna"])
def test_no_copy_of_anybody_carries_them(request, told, who):
    with clock.set_to(NOON):
        copy = json.dumps(data_of(request.getfixturevalue(who), at=NOON), ensure_ascii=False, default=str)

    assert [secret for secret in SECRETS if secret in copy] == []


def test_the_list_of_the_desk_shows_no_contact_either(client, told, nina):
    client.force_login(nina)

    text = client.get(reverse("appeals:desk"), {"tab": "all"}, headers=HOST).content.decode()

    assert "Яма у подъезда" in text
    assert [secret for secret in SECRETS if secret in text] == []
