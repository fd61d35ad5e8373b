"""The author of a hidden picture asks the town to show it again, once (decision 12)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import User
from home.awaiting import awaiting
from initiatives import actions
from initiatives.actions.work import _add_photos
from initiatives.models import InitiativePhoto, InitiativeState, PhotoKind
from journal.models import Event
from journal.verbs import Verb
from notifications.audience import audience
from notifications.messages import message
from tests.access.world import body
from tests.cast import NOON
from tests.initiatives.conftest import make_photo

HERE = {"host": "localhost"}


@pytest.fixture
def initiative(make):
    return make(InitiativeState.DISCUSSION)


@pytest.fixture
def photo(initiative, anna, vera):
    """Hidden by vera; it stood in two places."""
    photo = make_photo(anna, initiative.municipality)
    _add_photos(initiative, [photo], PhotoKind.NOW)
    _add_photos(initiative, [photo], PhotoKind.SKETCH)
    actions.hide_photo(initiative, by=vera, photo=photo, reason="personal_data")
    photo.refresh_from_db()
    return photo


def last(initiative):
    return Event.objects.about(initiative).last()


def told(event):
    return list(User.objects.filter(audience(event)))


def test_the_administrator_shows_a_disputed_picture_again(initiative, photo, anna, olga):
    actions.dispute_photo(initiative, by=anna, photo=photo, text="Это моя машина")
    assert last(initiative).verb == Verb.PHOTO_HIDING_APPEALED
    assert told(last(initiative)) == [olga]

    actions.restore_photo(initiative, by=olga, photo=photo)

    photo.refresh_from_db()
    initiative.refresh_from_db()
    assert not photo.is_private
    assert initiative.cover == photo
    assert initiative.photos.shown().count() == 2
    assert not initiative.photos.filter(appeal_decided_at=None).exists()
    assert (last(initiative).verb, told(last(initiative))) == (Verb.INITIATIVE_PHOTO_RESTORED, [anna])
    assert "показано снова" in message(last(initiative)).text.replace("\u00a0", " ")


def test_or_leaves_it_hidden_for_good(initiative, photo, anna, olga):
    actions.dispute_photo(initiative, by=anna, photo=photo, text="Это моя машина")

    actions.uphold_photo(initiative, by=olga, photo=photo)

    assert not initiative.photos.shown().exists()
    assert not initiative.photos.disputed().exists()
    assert told(last(initiative)) == [anna]
    for act, by, code in (
        (lambda by: actions.dispute_photo(initiative, by=by, photo=photo, text="Ещё раз"), anna, "appealed"),
        (lambda by: actions.uphold_photo(initiative, by=by, photo=photo), olga, "no_appeal"),
    ):
        with pytest.raises(ValidationError) as refusal:
            act(by)
        assert refusal.value.code == code


def test_the_administrator_may_show_it_without_a_dispute(initiative, photo, olga):
    actions.restore_photo(initiative, by=olga, photo=photo)

    assert initiative.photos.shown().count() == 2
    with pytest.raises(ValidationError) as refusal:
        actions.restore_photo(initiative, by=olga, photo=photo)
    assert refusal.value.code == "shown"


def test_what_the_town_has_ruled_on_the_activist_does_not_hide_again(initiative, photo, anna, vera, olga):
    actions.dispute_photo(initiative, by=anna, photo=photo, text="Это моя машина")
    actions.restore_photo(initiative, by=olga, photo=photo)

    with pytest.raises(PermissionDenied):
        actions.hide_photo(initiative, by=vera, photo=photo, reason="spam")
    assert initiative.photos.shown().count() == 2
    actions.hide_photo(initiative, by=olga, photo=photo, reason="spam")
    assert not initiative.photos.shown().exists()


@pytest.mark.parametrize("name", ["vera", "boris", "gleb", "nina"])
def test_others_neither_dispute_nor_decide(initiative, photo, request, name):
    person = request.getfixturevalue(name)
    for act in (
        lambda: actions.dispute_photo(initiative, by=person, photo=photo, text="Верните"),
        lambda: actions.restore_photo(initiative, by=person, photo=photo),
        lambda: actions.uphold_photo(initiative, by=person, photo=photo),
    ):
        with pytest.raises(PermissionDenied):
            act()

    assert not initiative.photos.shown().exists()


def test_nobody_decides_on_their_own(initiative, photo, olga):
    initiative.group.create(user=olga, invited_at=NOON, agreed_at=NOON)

    with pytest.raises(PermissionDenied):
        actions.restore_photo(initiative, by=User.objects.get(pk=olga.pk), photo=photo)


def test_a_decision_needs_an_appeal(initiative, photo):
    with pytest.raises(IntegrityError), transaction.atomic():
        InitiativePhoto.objects.update(appeal_decided_at=NOON)


def test_by_the_pages(client, initiative, photo, anna, olga, town):
    photos = reverse("initiatives:photos", args=[initiative.public_id])
    dispute = reverse("initiatives:dispute_photo", args=[initiative.public_id, photo.public_id])
    picture = reverse("initiatives:photo", args=[initiative.public_id, photo.public_id])
    assert client.get(picture, headers=HERE).status_code == 404
    client.force_login(anna)
    assert photos in client.get(initiative.get_absolute_url(), headers=HERE).text
    page = client.get(photos, headers=HERE).text
    assert "персональные данные" in page.lower() and dispute in page
    # Its author sees what is disputed.
    assert body(client.get(picture, headers=HERE))
    assert 'class="err"' in client.post(dispute, {"text": " "}, headers=HERE).text
    client.post(dispute, {"text": "Это моя машина"}, headers=HERE)
    assert dispute not in client.get(photos, headers=HERE).text

    client.force_login(olga)
    (task,) = [task for task in awaiting(olga, town, NOON, []) if task.url == photos]
    assert task.title == initiative.title
    assert "Это моя машина" in client.get(photos, headers=HERE).text
    client.post(reverse("initiatives:restore_photo", args=[initiative.public_id, photo.public_id]), headers=HERE)

    assert body(client.get(picture, headers=HERE))
    client.logout()
    assert body(client.get(picture, headers=HERE))
    assert not [task for task in awaiting(olga, town, NOON, []) if task.url == photos]
