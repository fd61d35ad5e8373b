"""Faces and plates in a picture are blurred for good, by its author or by a moderator."""

import io
import re
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageChops, ImageStat

from accounts.models import User
from core import photos as intake
from core.blurring import Area
from core.models import Photo, PhotoRendition
from initiatives import actions
from initiatives.actions.photos import add_photo
from initiatives.actions.work import _add_photos
from initiatives.models import InitiativeState, PhotoKind
from journal.models import Event
from journal.verbs import Verb
from notifications.audience import audience
from notifications.messages import message
from tests.access.world import body
from tests.initiatives.conftest import make_draft

HERE = {"host": "localhost"}
FACE = Area(250, 250, 500, 500)
COPY = "fill-480x300|format-jpeg"


def striped() -> SimpleUploadedFile:
    """Stripes of 10 pixels: any detail that is left would show."""
    picture = Image.new("RGB", (480, 300), "white")
    for x in range(0, 480, 20):
        picture.paste("navy", (x, 0, x + 10, 300))
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=95)
    return SimpleUploadedFile("a.jpg", data.getvalue())


def contrast(picture, box) -> float:
    return ImageStat.Stat(picture.crop(box).convert("L")).stddev[0]


def opened(photo) -> Image.Image:
    with photo.file.open("rb") as file:
        return Image.open(io.BytesIO(file.read())).convert("RGB")


def take_in(initiative, by):
    town = initiative.municipality
    photo = intake.take_in(striped(), by=by, description="Двор", collection=town.collection, is_private=True)
    _add_photos(initiative, [photo], PhotoKind.NOW)
    photo.refresh_from_db()
    return photo


@pytest.fixture
def initiative(make):
    return make(InitiativeState.DISCUSSION)


@pytest.fixture
def photo(initiative, anna):
    """Public, with a copy that has an address."""
    photo = take_in(initiative, anna)
    photo.get_rendition(COPY)
    return photo


def blur_url(initiative, photo):
    return reverse("initiatives:blur_photo", args=[initiative.public_id, photo.public_id])


def test_the_marked_place_is_gone_from_the_master_and_every_copy(
    initiative, photo, vera, django_capture_on_commit_callbacks
):
    before = opened(photo)
    master, name = photo.file.name, photo.public_id
    copies = [rendition.file.name for rendition in PhotoRendition.objects.filter(image=photo)]
    private, public = storages["private"], storages["default"]
    assert copies and private.exists(master) and all(public.exists(copy) for copy in copies)

    with django_capture_on_commit_callbacks(execute=True):
        actions.blur_photo(initiative, by=vera, photo=photo, areas=[FACE])

    photo = Photo.objects.get(pk=photo.pk)
    after = opened(photo)
    box = FACE.box(before.size)
    assert contrast(before, box) > 60 and contrast(after, box) < 8
    for rest in ((0, 0, 100, 300), (260, 0, 480, 300), (0, 0, 480, 60), (0, 170, 480, 300)):
        differences = ImageStat.Stat(ImageChops.difference(after.crop(rest), before.crop(rest)))
        assert max(differences.mean) < 6
    assert not private.exists(master)
    assert not any(public.exists(copy) for copy in copies)
    assert photo.public_id != name and photo.file_hash and photo.file_size == private.size(photo.file.name)
    assert (photo.width, photo.height) == before.size
    # The worker's new copies show what is left.
    assert contrast(opened(PhotoRendition.objects.get(image=photo, filter_spec=COPY)), box) < 8
    assert not set(copies) & set(PhotoRendition.objects.values_list("file", flat=True))


def test_old_addresses_lead_nowhere(client, initiative, photo, vera):
    address = reverse("initiatives:photo", args=[initiative.public_id, photo.public_id])
    assert body(client.get(address, headers=HERE))

    actions.blur_photo(initiative, by=vera, photo=photo, areas=[FACE])

    assert client.get(address, headers=HERE).status_code == 404
    assert body(client.get(address.replace(photo.public_id, Photo.objects.get().public_id), headers=HERE))


def test_everybody_reads_that_it_happened_and_the_author_is_told(client, initiative, photo, vera, anna):
    actions.blur_photo(initiative, by=vera, photo=photo, areas=[FACE, FACE])

    event = Event.objects.about(initiative).last()
    assert (event.verb, event.data) == (Verb.INITIATIVE_PHOTO_BLURRED, {"photo": photo.pk, "areas": 2})
    assert list(User.objects.filter(audience(event))) == [anna]
    assert initiative.title in message(event).text
    assert "размыты" in client.get(initiative.get_absolute_url(), headers=HERE).text


def test_a_draft_is_its_authors_business(lenina, anna, vera):
    draft = make_draft(lenina, anna)
    photo = add_photo(draft, striped(), by=anna).photo
    count = Event.objects.count()

    actions.blur_photo(draft, by=anna, photo=photo, areas=[FACE])

    assert Event.objects.count() == count
    photo = Photo.objects.get()
    assert photo.is_private and not photo.renditions.exists()


@pytest.mark.parametrize("name", ["boris", "gleb", "nina", "egor"])
def test_others_blur_nothing(initiative, photo, request, name):
    with pytest.raises(PermissionDenied):
        actions.blur_photo(initiative, by=request.getfixturevalue(name), photo=photo, areas=[FACE])

    assert Photo.objects.get().file.name == photo.file.name


def test_a_refusal_keeps_the_picture(initiative, photo, vera, make, anna):
    other = take_in(make(InitiativeState.DISCUSSION), anna)
    actions.hide_photo(initiative, by=vera, photo=photo, reason="personal_data")
    for picture, areas, code in ((photo, [FACE], "hidden"), (other, [FACE], "hidden"), (other, [], "nothing")):
        with pytest.raises(ValidationError) as refusal:
            actions.blur_photo(initiative, by=vera, photo=picture, areas=areas)
        assert refusal.value.code == code
    assert storages["private"].exists(photo.file.name) and storages["private"].exists(other.file.name)


def test_two_at_once_do_not_bring_anything_back(initiative, photo, vera, anna, django_capture_on_commit_callbacks):
    stale = Photo.objects.get(pk=photo.pk)
    original = opened(stale)
    actions.blur_photo(initiative, by=vera, photo=photo, areas=[FACE])

    # Anna's request read the picture before vera's was over: its file is not yet deleted.
    with pytest.raises(ValidationError) as refusal:
        actions.blur_photo(initiative, by=anna, photo=stale, areas=[Area(0, 0, 100, 100)])

    assert refusal.value.code == "changed"
    assert contrast(opened(Photo.objects.get()), FACE.box(original.size)) < 8


def test_copies_made_of_the_old_picture_meanwhile_are_deleted(initiative, photo, vera, monkeypatch):
    encode = Photo.get_renditions
    done = []

    def slowly(self, *specs):
        made = encode(self, *specs[:1])
        if not done:
            done.append(True)
            actions.blur_photo(initiative, by=vera, photo=photo, areas=[FACE])
            # As if they had been encoded a moment later.
            encode(self, *specs[:1])
        return made

    monkeypatch.setattr(Photo, "get_renditions", slowly)
    intake.prepare.call(photo.pk)

    assert done
    current = Photo.objects.get()
    stem = current.public_id
    assert all(stem in name for name in current.renditions.values_list("file", flat=True))


# --- on the screen


def test_squares_are_marked_looked_at_and_only_then_blurred(client, initiative, photo, vera):
    client.force_login(vera)
    url = blur_url(initiative, photo)
    asked = client.get(url, headers=HERE).text
    # 480 × 300: twelve columns of eight rows.
    assert asked.count('name="cell"') == 96

    nothing = client.post(url, {"go": "preview"}, headers=HERE)
    assert 'class="errs"' in nothing.text
    looked = client.post(url, {"go": "preview", "cell": ["3-4", "3-5"], "drawn": "0,0,100,100"}, headers=HERE).text
    assert "data:image/jpeg;base64," in looked
    assert Photo.objects.get().file.name == photo.file.name
    back = client.post(url, {"go": "back", "cell": ["3-4"], "drawn": "0,0,100,100"}, headers=HERE).text
    assert re.findall(r'value="([\d-]+)"[^>]*checked', back) == ["3-4"] and 'value="0,0,100,100"' in back
    done = client.post(url, {"go": "blur", "cell": ["3-4", "3-5"], "drawn": "0,0,100,100"}, headers=HERE)

    assert done.url == reverse("initiatives:photos", args=[initiative.public_id])
    after = opened(Photo.objects.get())
    assert contrast(after, (130, 80, 190, 110)) < 8
    assert contrast(after, (2, 2, 46, 28)) < 8
    assert contrast(after, (300, 0, 480, 300)) > 60


@pytest.mark.parametrize(
    "typed", [{"cell": "99-1"}, {"drawn": "0,0,9999,1"}, {"drawn": "<script>"}, {"drawn": "1," * 700}, {"cell": "x"}]
)
def test_nonsense_is_refused_in_words(client, initiative, photo, vera, typed):
    client.force_login(vera)

    for go in ("preview", "blur"):
        answer = client.post(blur_url(initiative, photo), {"go": go} | typed, headers=HERE)
        assert answer.status_code == 200 and 'class="errs"' in answer.text
    assert Photo.objects.get().file.name == photo.file.name


def test_an_author_goes_from_the_form_and_comes_back_to_it(client, lenina, anna):
    draft = make_draft(lenina, anna)
    photo = take_in(draft, anna)
    client.force_login(anna)
    form = reverse("initiatives:edit", args=[draft.public_id, "text"])
    typed = {"problem": "Набрано и не потеряно", "go": f"blur-{photo.public_id}"}

    sent = client.post(form, typed, headers=HERE)
    assert sent.url == blur_url(draft, photo)
    done = client.post(sent.url, {"go": "blur", "cell": ["1-1"]}, headers=HERE)

    assert done.url == form
    draft.refresh_from_db()
    assert draft.problem == "Набрано и не потеряно"


def test_the_list_of_pictures_costs_the_same_for_many(client, initiative, vera, anna, django_assert_num_queries):
    client.force_login(vera)
    url = reverse("initiatives:photos", args=[initiative.public_id])
    take_in(initiative, anna)
    get = partial(client.get, url, headers=HERE)
    with django_assert_num_queries(8):
        assert get().text.count("Размыть лица") == 1
    for _time in range(4):
        take_in(initiative, anna)
    with django_assert_num_queries(8):
        assert get().text.count("Размыть лица") == 5


def test_strangers_and_other_towns(client, initiative, photo, boris, olga):
    for url in (blur_url(initiative, photo), reverse("initiatives:photos", args=[initiative.public_id])):
        client.force_login(boris)
        assert client.get(url, headers=HERE).status_code == 403
        client.force_login(olga)
        assert client.get(url, headers={"host": "palana.localhost"}).status_code in (400, 404)
        assert client.get(url, headers=HERE).status_code == 200
