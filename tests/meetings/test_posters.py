"""Posters of a meeting: every entrance of every house at once, and where their codes lead."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core import clock
from core.text import public_id
from meetings import actions
from posters.actions import make_meeting_packs
from posters.models import Poster, PosterPack, PosterScan
from tests.cast import NOON
from tests.meetings.making import announced, planned

LINES = {"what": "Площадка", "when": "19 октября, 12:00", "how": "Приходите", "whom": "Администрация"}
PHONE = "Mozilla/5.0 (Android 14; Mobile)"


@pytest.fixture(autouse=True)
def at_noon():
    with clock.set_to(NOON):
        yield


def printed(meeting, *places, by, **changed):
    terms = {"key": public_id(), "lines": LINES, "last_day": NOON.date(), **changed}
    return make_meeting_packs(meeting, list(places), by=by, **terms)


def test_all_houses_get_their_sheets_in_one_act(nina, town, lenina, mira):
    meeting = announced(nina, town, lenina, mira)

    packs = printed(meeting, mira, lenina, by=nina)

    assert {pack.community: pack.posters.count() for pack in packs} == {lenina: 4, mira: 1}
    assert {pack.subject for pack in packs} == {meeting}
    assert len({pack.made_at for pack in packs}) == 1


def test_the_same_form_sent_twice_prints_the_same(nina, town, lenina, mira):
    meeting, key = announced(nina, town, lenina, mira), public_id()

    first = printed(meeting, lenina, mira, by=nina, key=key)

    assert printed(meeting, lenina, mira, by=nina, key=key) == first
    assert PosterPack.objects.count() == 2


def test_who_holds_the_meeting_prints_where_it_concerns_residents(nina, gleb, vera, anna, town, lenina, mira):
    meeting = announced(nina, town, lenina)

    printed(meeting, lenina, by=gleb)
    for person in (vera, anna):
        with pytest.raises(PermissionDenied):
            printed(meeting, lenina, by=person)
    with pytest.raises(ValidationError) as refusal:
        printed(meeting, mira, by=nina)
    assert refusal.value.code == "where"


def test_posters_wait_for_the_announcement(client, nina, town, lenina):
    meeting = planned(nina, town, lenina)
    client.force_login(nina)

    with pytest.raises(ValidationError) as refusal:
        printed(meeting, lenina, by=nina)

    assert refusal.value.code == "not_now"
    answer = client.get(f"{meeting.get_absolute_url()}posters/", follow=True)
    assert answer.redirect_chain == [(meeting.get_absolute_url(), 302)]
    assert "Сначала объявите встречу" in answer.content.decode()


def test_a_code_leads_to_the_meeting_and_is_counted(client, nina, town, lenina):
    meeting = announced(nina, town, lenina)
    poster = printed(meeting, lenina, by=nina)[0].posters.first()

    answer = client.get(f"/q/{poster.public_id}/", headers={"user-agent": PHONE})

    assert answer.url == meeting.get_absolute_url()
    assert PosterScan.objects.get(poster=poster).count == 1
    actions.cancel(meeting, by=nina, reason="Причина")
    assert client.get(f"/q/{poster.public_id}/").url == meeting.get_absolute_url()


def test_the_form_answers_with_one_file_for_all_houses(client, nina, town, lenina, mira):
    meeting = announced(nina, town, lenina, mira)
    client.force_login(nina)
    address = f"{meeting.get_absolute_url()}posters/"
    form = client.get(address).context["form"]
    assert form.initial["when"] == "19 октября, 12:00, у детской площадки, вход со стороны дома 3"
    assert form.initial["last_day"].isoformat() == "2026-10-19"

    answer = client.post(address, {**LINES, "places": [lenina.pk, mira.pk], "last_day": "2026-10-19", "key": ""})
    sheets = client.get(answer.url)

    assert sheets["Content-Type"] == "application/pdf"
    assert sheets.content.startswith(b"%PDF")
    assert Poster.objects.count() == 5
