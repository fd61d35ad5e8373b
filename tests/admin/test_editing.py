"""The work of the press service and of the administrator in Wagtail's admin."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import WorkflowState

from core.models import Photo
from journal.models import Event
from journal.verbs import Verb
from municipalities import border
from municipalities.models import Department, StaffMember, StaffRole
from publications.models import NewsIndexPage, NewsPage
from tests.admin.conftest import make_document, tells
from tests.publications.making import make_decision, make_news, make_photo

HOST = {"host": "localhost"}


def news_form(title, **extra):
    return {
        "title": title,
        "slug": "novost",
        "date": "2026-10-12",
        "lead": "",
        "picture": "",
        "body-count": "0",
        "community": "",
        "initiative": "",
        "seo_title": "",
        "search_description": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **extra,
    }


def write(client, town, title, **extra):
    index = NewsIndexPage.objects.child_of(town.site.root_page).get()
    address = reverse("wagtailadmin_pages:add", args=["publications", "newspage", index.pk])
    return client.post(address, news_form(title, **extra), headers=HOST)


@pytest.mark.parametrize("person", ["anna", "vera", "gleb", "nina", "pavel", "semyon"])
def test_only_the_press_service_enters(client, town, lenina, request, person):
    client.force_login(request.getfixturevalue(person))

    assert client.get("/admin/", headers=HOST).status_code == 403


def test_a_guest_is_sent_to_the_one_door(client, town):
    response = client.get("/admin/", headers=HOST, follow=True)

    assert response.redirect_chain[-1][0].startswith("/accounts/login/")


@pytest.mark.parametrize("person", ["egor", "olga"])
def test_the_press_service_enters_its_own_town_only(client, town, palana, request, person):
    client.force_login(request.getfixturevalue(person))

    assert client.get("/admin/", headers=HOST).status_code == 200
    assert client.get("/admin/", headers={"host": "palana.localhost"}).status_code == 403


def test_an_editor_submits_and_the_administrator_publishes(client, town, egor, olga):
    client.force_login(egor)
    write(client, town, "Открыли сквер", **{"action-submit": "1"})
    news = NewsPage.objects.get()
    before = (news.live, WorkflowState.objects.get().status)

    client.force_login(olga)
    task = news.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[news.pk, "approve", task.pk])
    client.post(address, {}, headers=HOST)

    news.refresh_from_db()
    assert before == (False, "in_progress")
    assert news.live
    event = Event.objects.get(verb=Verb.PAGE_PUBLISHED)
    assert (event.target_id, event.actor_key) == (news.pk, olga.actor_key)


def test_an_editor_cannot_publish(client, town, egor):
    client.force_login(egor)

    write(client, town, "Открыли сквер", **{"action-publish": "1"})

    assert not NewsPage.objects.get().live


def test_a_page_refers_to_its_own_town_only(client, town, foreign, olga):
    client.force_login(olga)
    body = {"body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "document"}

    saved = [
        write(client, town, "Новость", slug="a", picture=str(foreign.photo.pk)),
        write(client, town, "Новость", slug="b", community=str(foreign.community.pk)),
        write(client, town, "Новость", slug="c", initiative=str(foreign.initiative.pk)),
    ]
    refused = write(client, town, "Новость", slug="d", **body, **{"body-0-value": str(foreign.document.pk)})

    assert not any(tells(response) for response in (*saved, refused))
    assert refused.url == "/admin/"
    written = NewsPage.objects.filter(municipality=town)
    assert {(news.picture_id, news.community_id, news.initiative_id) for news in written} == {(None, None, None)}
    assert not written.filter(slug="d").exists()


def test_without_the_border_a_foreign_page_is_seen(client, town, foreign, olga, monkeypatch):
    """The counterpart of the crawl in test_border: what Wagtail alone would show."""
    client.force_login(olga)
    address = reverse("wagtailadmin_choose_page_child", args=[foreign.town.site.root_page_id])
    guarded = client.get(address, headers=HOST)

    monkeypatch.setattr(border.TownBorder, "process_view", lambda *args: None)
    without = Client()
    without.force_login(olga)
    bare = without.get(address, headers=HOST)

    assert guarded.status_code == 404
    assert (bare.status_code, tells(bare, "Дворы Паланы")) == (200, True)


def picture_with_place():
    """A JPEG that says where it was taken."""
    out = io.BytesIO()
    picture = Image.new("RGB", (40, 30), "red")
    exif = picture.getexif()
    exif[0x010E] = "Ленина 1, кв. 31"
    picture.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("IMG-home.jpg", out.getvalue(), content_type="image/jpeg")


@pytest.mark.parametrize("door", ["wagtailimages:add", "wagtailimages:add_multiple"])
def test_a_picture_of_an_editor_loses_its_metadata(client, town, egor, door):
    client.force_login(egor)
    upload = picture_with_place()
    fields = {"files[]": upload} if door.endswith("multiple") else {"file": upload}

    client.post(
        reverse(door),
        {"title": "Двор", "collection": town.collection_id, **fields},
        headers={**HOST, "x-requested-with": "XMLHttpRequest"},
    )

    photo = Photo.objects.get()
    with photo.file.open("rb") as file:
        content = file.read()
    assert "Ленина".encode() not in content
    assert not Image.open(io.BytesIO(content)).getexif()
    assert "IMG" not in photo.file.name
    assert photo.collection_id == town.collection_id


def test_what_is_not_a_picture_is_refused(client, town, egor):
    client.force_login(egor)
    upload = SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>", content_type="image/jpeg")

    client.post(reverse("wagtailimages:add"), {"title": "x", "file": upload}, headers=HOST)

    assert not Photo.objects.exists()


def test_unpublished_photos_of_residents_are_not_for_editors(client, town, egor):
    make_photo(town, "Открытый двор")
    secret = make_photo(town, "Чужая комната", is_private=True)
    client.force_login(egor)

    listing = client.get(reverse("wagtailimages:index"), headers=HOST).content.decode()
    chooser = client.get(reverse("wagtailimages_chooser:choose"), headers=HOST).content.decode()
    edit = client.get(reverse("wagtailimages:edit", args=[secret.pk]), headers=HOST)

    assert ("Открытый двор" in listing, "Чужая комната" in listing + chooser) == (True, False)
    assert edit.status_code == 404


def test_the_administrator_sets_the_town(client, town, palana, olga):
    client.force_login(olga)

    assert client.get(f"/admin/town/edit/{town.pk}/", headers=HOST).status_code == 200
    assert client.get(f"/admin/town/edit/{palana.pk}/", headers=HOST).status_code == 404


def test_the_administrator_keeps_departments(client, town, olga, roads):
    client.force_login(olga)

    client.post("/admin/departments/new/", {"name": "Отдел парков", "phone": ""}, headers=HOST)
    twice = client.post("/admin/departments/new/", {"name": "Отдел парков", "phone": ""}, headers=HOST)

    assert twice.status_code == 200
    assert Department.objects.filter(name="Отдел парков", municipality=town).count() == 1


def test_the_administrator_gives_and_takes_a_role(client, town, olga, pavel, roads):
    client.force_login(olga)
    client.post(
        "/admin/staff/new/",
        {"email": pavel.email.upper(), "role": StaffRole.EDITOR, "department": roads.pk, "position": "редактор"},
        headers=HOST,
    )
    member = StaffMember.objects.get(user=pavel)
    given = (member.role, member.municipality_id, pavel.groups.count())

    client.post(f"/admin/staff/delete/{member.pk}/", headers=HOST)

    assert given == (StaffRole.EDITOR, town.pk, 1)
    assert (pavel.groups.count(), StaffMember.objects.filter(user=pavel).exists()) == (0, False)
    assert Event.objects.filter(verb=Verb.ROLE_TAKEN, actor_key=olga.actor_key).count() == 1


@pytest.mark.parametrize(
    "address", ["town", "departments", "organisations", "staff", "representatives", "journal", "users", "sites"]
)
def test_an_editor_has_no_rows_of_the_town(client, town, egor, address):
    client.force_login(egor)

    assert client.get(f"/admin/{address}/", headers=HOST).status_code in (302, 403, 404)


@pytest.mark.parametrize("address", ["users", "groups", "sites", "workflows/list", "collections"])
def test_people_and_sites_are_for_the_operator(client, town, olga, operator, address):
    client.force_login(olga)
    refused = client.get(f"/admin/{address}/", headers=HOST).status_code
    client.force_login(operator)

    assert refused in (302, 403)
    assert client.get(f"/admin/{address}/", headers=HOST).status_code == 200


def test_the_journal_is_read_and_never_written(client, town, palana, semyon, olga):
    client.force_login(olga)

    listed = set(client.get("/admin/journal/", headers=HOST).context["events"])

    assert listed == set(Event.objects.within(town)) and Event.objects.within(palana).exists()
    assert client.get("/admin/journal/new/", headers=HOST).status_code == 404


def test_a_file_is_given_out_once_a_published_page_refers_to_it(client, town, palana, egor):
    document = make_document(town, "Смета")
    guest_before = client.get(document.url, headers=HOST).status_code
    make_decision(town, "Черновик", live=False, document=document)
    guest_draft = client.get(document.url, headers=HOST).status_code
    make_decision(town, "Решение", document=document)
    published = client.get(document.url, headers=HOST)
    elsewhere = client.get(document.url, headers={"host": "palana.localhost"}).status_code

    assert (guest_before, guest_draft, published.status_code, elsewhere) == (404, 404, 200, 404)
    assert published["Content-Disposition"].startswith("attachment")
    b"".join(published)
    published.close()


def test_a_foreign_town_is_not_changed_by_group_action(client, town, foreign, olga):
    client.force_login(olga)
    own = make_news(town, "Своя новость")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])

    refused = client.post(f"{address}?id={own.pk}&id={foreign.news.pk}", headers=HOST)

    foreign.news.refresh_from_db()
    assert refused.status_code == 404
    assert foreign.news.live
