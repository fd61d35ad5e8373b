"""Pictures and documents of a draft: taken in, shown to those who may see them, deleted with their files."""

import io
import zipfile

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import storages
from django.urls import reverse

from core.models import Photo
from initiatives.actions.draft import create_draft, delete_draft
from initiatives.actions.photos import (
    DOCUMENT_LIMIT,
    PHOTO_LIMIT,
    add_document,
    add_photo,
    describe_photos,
    put_photo_first,
    remove_document,
    remove_photo,
)
from initiatives.models import Initiative, InitiativeDocument, InitiativeState
from tests.pictures import jpeg, upload

HOST = {"host": "localhost"}
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def pdf(name="smeta.pdf"):
    return upload(PDF, name, "application/pdf")


@pytest.fixture
def draft(anna, lenina):
    return create_draft(lenina, by=anna, title="Новая площадка", category="playground")


@pytest.fixture
def member(client, anna):
    client.force_login(anna)
    return client


def address(name, draft, *rest):
    return reverse(f"initiatives:{name}", args=[draft.public_id, *rest])


def test_first_photo_becomes_the_cover_and_is_private(draft, anna, town):
    row = add_photo(draft, jpeg(), by=anna, description=" Старые   качели ")
    add_photo(draft, jpeg(), by=anna)

    draft.refresh_from_db()
    assert draft.cover == row.photo
    assert row.photo.is_private
    assert row.photo.description == "Старые качели"
    assert row.photo.collection == town.collection


def test_photos_are_few(draft, anna):
    for _number in range(PHOTO_LIMIT):
        add_photo(draft, jpeg(), by=anna)

    with pytest.raises(ValidationError) as refusal:
        add_photo(draft, jpeg(), by=anna)

    assert refusal.value.code == "too_many"
    assert Photo.objects.count() == PHOTO_LIMIT


def test_photos_have_a_daily_quota(draft, anna, settings):
    settings.PHOTOS_PER_USER_AND_DAY = 1
    add_photo(draft, jpeg(), by=anna)

    with pytest.raises(ValidationError) as refusal:
        add_photo(draft, jpeg(), by=anna)

    assert refusal.value.code == "quota"


def test_strangers_and_late_authors_add_nothing(draft, anna, vera):
    with pytest.raises(PermissionDenied):
        add_photo(draft, jpeg(), by=vera)
    with pytest.raises(PermissionDenied):
        add_document(draft, pdf(), by=vera)
    Initiative.objects.update(state=InitiativeState.REVIEW)
    with pytest.raises(ValidationError):
        add_photo(draft, jpeg(), by=anna)

    assert not Photo.objects.exists()


def test_order_cover_and_removal_of_photos(draft, anna, django_capture_on_commit_callbacks):
    first, second = (add_photo(draft, jpeg(), by=anna) for _number in range(2))
    put_photo_first(draft, by=anna, row=second)
    assert [row.pk for row in draft.photos.all()] == [second.pk, first.pk]

    name = second.photo.file.name
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(draft, by=anna, row=second)

    draft.refresh_from_db()
    assert draft.cover == first.photo
    assert not storages["private"].exists(name)


def test_descriptions_touch_only_pictures_of_this_draft(draft, anna, vera, lenina):
    other = create_draft(lenina, by=vera, title="Другая", category="yard")
    mine, foreign = add_photo(draft, jpeg(), by=anna), add_photo(other, jpeg(), by=vera, description="Чужое")

    describe_photos(draft, by=anna, descriptions={row.photo.public_id: "Качели" for row in (mine, foreign)})

    mine.photo.refresh_from_db()
    foreign.photo.refresh_from_db()
    assert (mine.photo.description, foreign.photo.description) == ("Качели", "Чужое")


def test_document_is_kept_under_a_name_of_ours(draft, anna):
    document = add_document(draft, pdf("Иванов кв 5.pdf"), by=anna)

    assert document.title == "Иванов кв 5"
    assert document.file.name == f"documents/{document.public_id}.pdf"
    assert document.size == len(PDF)


def test_documents_are_few(draft, anna):
    for _number in range(DOCUMENT_LIMIT):
        add_document(draft, pdf(), by=anna)

    with pytest.raises(ValidationError) as refusal:
        add_document(draft, pdf(), by=anna)

    assert refusal.value.code == "too_many"


def test_deleted_draft_leaves_no_files(draft, anna, django_capture_on_commit_callbacks):
    names = [add_photo(draft, jpeg(), by=anna).photo.file.name, add_document(draft, pdf(), by=anna).file.name]
    assert all(storages["private"].exists(name) for name in names)

    with django_capture_on_commit_callbacks(execute=True):
        delete_draft(draft, by=anna)

    assert not any(storages["private"].exists(name) for name in names)
    assert not Photo.objects.exists()


def test_removed_document_takes_its_file(draft, anna, django_capture_on_commit_callbacks):
    document = add_document(draft, pdf(), by=anna)

    with django_capture_on_commit_callbacks(execute=True):
        remove_document(draft, by=anna, document=document)

    assert not InitiativeDocument.objects.exists()
    assert not storages["private"].exists(document.file.name)


# --- addresses


def test_photo_sent_by_script_answers_with_its_html(member, draft):
    response = member.post(address("add_photo", draft), {"photo": jpeg()}, headers=HOST)

    photo = Photo.objects.get()
    assert response.status_code == 200
    assert "data-veche-photo-item" in response.text
    assert f'name="alt-{photo.public_id}"' in response.text


@pytest.mark.parametrize(
    "file", [None, upload(b"<svg onload=alert(1)>", "a.svg", "image/svg+xml"), upload(b"", "a.jpg")]
)
def test_refused_photo_says_why(member, draft, file):
    response = member.post(address("add_photo", draft), {"photo": file} if file else {}, headers=HOST)

    assert response.status_code == 422
    assert 'class="err"' in response.text
    assert not Photo.objects.exists()


def test_photos_sent_with_the_form_survive_its_errors(member, draft):
    response = member.post(
        address("edit", draft, "text"),
        {"go": "next", "problem": "Мало", "photo": [jpeg(), upload(b"junk", "IMG_2041.heic"), jpeg()]},
        headers=HOST,
    )

    assert response.status_code == 200
    assert draft.photos.count() == 2
    assert "«IMG_2041.heic»" in response.text
    assert 'href="#id_photo"' in response.text
    assert response.text.count("data-veche-photo-item") == 2


def test_photo_buttons_work_without_scripts(member, draft, anna):
    first, second = (add_photo(draft, jpeg(), by=anna) for _number in range(2))
    words = {f"alt-{first.photo.public_id}": "Качели", "problem": "Начало"}

    member.post(address("edit", draft, "text"), {**words, "go": f"first-{second.photo.public_id}"}, headers=HOST)
    member.post(
        address("edit", draft, "text"), {"go": f"remove-{second.photo.public_id}", "problem": "Начало"}, headers=HOST
    )

    draft.refresh_from_db()
    assert draft.cover == first.photo
    assert draft.cover.description == "Качели"
    assert draft.problem == "Начало"


@pytest.mark.parametrize("go", ["remove-", "remove-\x00", "first-zzzz", "remove-bcdfghjkmn", "x" * 3000])
def test_odd_buttons_never_fail(member, draft, go):
    response = member.post(
        address("edit", draft, "text"), {"go": go, "alt-\x00": "x", "alt-bcdf": "\x07"}, headers=HOST
    )

    assert response.status_code in (200, 302, 400, 404)


def test_private_photo_is_shown_to_those_who_see_the_draft(client, draft, anna, vera, boris):
    photo = add_photo(draft, jpeg((800, 500)), by=anna).photo
    url = address("photo", draft, photo.public_id)
    assert client.get(url, headers=HOST).status_code == 404
    for stranger in (vera, boris):
        client.force_login(stranger)
        assert client.get(url, headers=HOST).status_code == 404
    client.force_login(anna)

    whole, small = client.get(url, headers=HOST), client.get(f"{url}?small", headers=HOST)

    assert b"".join(whole.streaming_content)[:2] == small.content[:2] == b"\xff\xd8"
    for answer in (whole, small):
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_photo_of_a_draft_has_no_public_copy(draft, anna, member):
    photo = add_photo(draft, jpeg(), by=anna).photo
    member.get(address("edit", draft, "text"), headers=HOST)
    member.get(address("edit", draft, "check"), headers=HOST)

    assert not photo.renditions.exists()
    assert member.get(f"{settings.MEDIA_URL}{photo.file.name}", headers=HOST).status_code == 404


def test_photo_is_not_reached_through_another_initiative(draft, anna, lenina, member):
    other = create_draft(lenina, by=anna, title="Другая", category="yard")
    photo = add_photo(draft, jpeg(), by=anna).photo

    assert member.get(address("photo", other, photo.public_id), headers=HOST).status_code == 404
    assert member.post(address("remove_photo", other, photo.public_id), headers=HOST).status_code == 404


def test_document_is_an_attachment_for_those_who_see_the_draft(client, draft, anna, vera):
    document = add_document(draft, pdf(), by=anna, title='Смета "двор"')
    url = address("document", draft, document.public_id)
    client.force_login(vera)
    assert client.get(url, headers=HOST).status_code == 404
    client.force_login(anna)

    answer = client.get(url, headers=HOST)

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


def test_document_is_added_and_removed_by_the_form(member, draft):
    group = address("edit", draft, "group")
    member.post(group, {"go": "upload", "document": pdf(), "document_title": "Протокол"}, headers=HOST)
    document = InitiativeDocument.objects.get()
    assert document.title == "Протокол"

    refused = member.post(group, {"go": "upload", "document": upload(b"MZ\x90", "run.pdf")}, headers=HOST)
    assert "«run.pdf»" in refused.text
    assert 'href="#id_document"' in refused.text

    member.post(address("remove_document", draft, document.public_id), headers=HOST)
    assert not InitiativeDocument.objects.exists()


def test_draft_files_are_changed_by_post_alone(member, draft, anna):
    row = add_photo(draft, jpeg(), by=anna)

    assert member.get(address("remove_photo", draft, row.photo.public_id), headers=HOST).status_code == 405
    assert member.get(address("add_photo", draft), headers=HOST).status_code == 405


def test_office_archive_with_a_document_inside(draft, anna):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")

    assert add_document(draft, upload(out.getvalue(), "план.docx"), by=anna).extension == "docx"
