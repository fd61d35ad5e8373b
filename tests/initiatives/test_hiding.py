"""A moderator takes a picture off a public initiative (decision 12)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import User
from core import photos as intake
from core.models import Photo
from initiatives import actions
from initiatives.actions.work import _add_photos
from initiatives.models import InitiativePhoto, InitiativeState, PhotoKind
from journal.models import Event
from journal.verbs import Verb
from notifications.audience import audience
from notifications.messages import message
from tests.cast import NOON
from tests.initiatives.conftest import make_photo

HERE = {"host": "localhost"}


def hide_url(initiative):
    return reverse("initiatives:hide_photo", args=[initiative.public_id])


@pytest.fixture
def initiative(make, anna):
    """In discussion, with two public pictures; the first is the cover."""
    found = make(InitiativeState.DISCUSSION)
    pictures = [make_photo(anna, found.municipality, colour) for colour in ("green", "blue")]
    _add_photos(found, pictures, PhotoKind.NOW)
    found.cover = pictures[0]
    found.save(update_fields=["cover"])
    return found


def test_hide_photo_takes_it_off_and_moves_the_cover(initiative, vera, django_capture_on_commit_callbacks):
    first, second = (row.photo for row in initiative.photos.all())
    first.refresh_from_db()
    copy = first.get_rendition("fill-480x300|format-jpeg").file.name
    assert storages["default"].exists(copy)

    with django_capture_on_commit_callbacks(execute=True):
        actions.hide_photo(initiative, by=vera, photo=first, reason="personal_data")

    initiative.refresh_from_db()
    first.refresh_from_db()
    assert initiative.cover == second
    assert first.is_private
    assert not storages["default"].exists(copy)
    assert [row.photo for row in initiative.photos.shown()] == [second]
    event = Event.objects.about(initiative).last()
    assert (event.verb, event.data) == (
        Verb.INITIATIVE_PHOTO_HIDDEN,
        {"photo": first.pk, "reason": "personal_data"},
    )


def test_hide_photo_takes_it_from_every_place(initiative, olga):
    photo = initiative.photos.first().photo
    _add_photos(initiative, [photo], PhotoKind.BEFORE)

    actions.hide_photo(initiative, by=olga, photo=photo, reason="spam")

    assert InitiativePhoto.objects.filter(photo=photo, hidden_at=None).count() == 0
    assert InitiativePhoto.objects.filter(photo=photo, hidden_reason="spam").count() == 2


def test_cover_of_what_is_done_stays_a_picture_of_the_result(make, anna, vera):
    done = make(InitiativeState.DONE)
    extra = make_photo(anna, done.municipality, "red")
    _add_photos(done, [make_photo(anna, done.municipality, "blue")], PhotoKind.NOW)
    _add_photos(done, [extra], PhotoKind.AFTER)

    actions.hide_photo(done, by=vera, photo=done.cover, reason="off_topic")

    done.refresh_from_db()
    assert done.cover == extra


def test_hide_photo_twice_or_of_another_initiative_is_refused(initiative, vera, anna):
    first = initiative.photos.first().photo
    foreign = make_photo(anna, initiative.municipality)
    actions.hide_photo(initiative, by=vera, photo=first, reason="spam")

    for photo in (first, foreign):
        with pytest.raises(ValidationError) as refusal:
            actions.hide_photo(initiative, by=vera, photo=photo, reason="spam")
        assert refusal.value.code == "hidden"


def test_nobody_hides_pictures_of_their_own(initiative, vera):
    initiative.group.create(user=vera, invited_at=NOON, agreed_at=NOON)
    photo = initiative.photos.first().photo

    with pytest.raises(PermissionDenied):
        actions.hide_photo(initiative, by=User.objects.get(pk=vera.pk), photo=photo, reason="spam")

    assert initiative.photos.shown().count() == 2


def test_hidden_photo_has_a_reason(initiative):
    with pytest.raises(IntegrityError), transaction.atomic():
        initiative.photos.update(hidden_at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        initiative.photos.update(hidden_reason="spam")


def test_copies_made_while_it_was_hidden_are_deleted(initiative, vera, monkeypatch):
    photo = initiative.photos.first().photo
    encode = Photo.get_renditions

    def slowly(self, *specs):
        intake.withdraw(photo)
        return encode(self, *specs[:1])

    monkeypatch.setattr(Photo, "get_renditions", slowly)
    intake.prepare.call(photo.pk)

    assert not photo.renditions.exists()


def test_page_shows_the_way_to_those_who_may(client, initiative, vera, anna, boris):
    page, photos = initiative.get_absolute_url(), reverse("initiatives:photos", args=[initiative.public_id])
    for person, cares, hides in ((None, False, False), (boris, False, False), (anna, True, False), (vera, True, True)):
        if person:
            client.force_login(person)
        assert (photos in client.get(page, headers=HERE).text) is cares
        assert (hide_url(initiative) in client.get(photos, headers=HERE).text) is hides


def test_hiding_by_the_form(client, initiative, vera, anna):
    first, second = (row.photo for row in initiative.photos.all())
    client.force_login(vera)
    asked = client.get(hide_url(initiative), headers=HERE).text
    assert asked.count('name="photo"') == 2
    assert f"/photos/{first.public_id}/?small" in asked

    refused = client.post(hide_url(initiative), {"reason": "insult"}, headers=HERE)
    assert 'class="err"' in refused.text
    done = client.post(hide_url(initiative), {"photo": first.public_id, "reason": "insult"}, headers=HERE)

    assert done.status_code == 302
    page = client.get(initiative.get_absolute_url(), headers=HERE).text
    assert first.public_id not in page
    assert client.get(hide_url(initiative), headers=HERE).text.count('name="photo"') == 1
    gone = reverse("initiatives:photo", args=[initiative.public_id, first.public_id])
    client.logout()
    assert client.get(gone, headers=HERE).status_code == 404


def test_author_hears_the_reason(initiative, vera, anna):
    actions.hide_photo(initiative, by=vera, photo=initiative.photos.first().photo, reason="personal_data")
    event = Event.objects.about(initiative).last()

    told = User.objects.filter(audience(event))

    assert list(told) == [anna]
    assert "персональные данные" in message(event).text.lower()
