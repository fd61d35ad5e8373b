"""The feed as pages: order, price, search, what is new, whom a closed feed lets in."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Revision

from communities.models import CommunityPage
from core import clock
from core.models import Photo
from feed.actions import (
    comment,
    hide_words,
    pin,
    publish,
    reply,
    report_words,
    set_feed_access,
    take_photos,
)
from feed.models import Comment, Post, PostKind, Thread
from home.searching import search_town
from notifications.actions import spread_events
from notifications.models import Channel, Notification
from notifications.permissions import can_hear
from tests.cast import NOON
from tests.pictures import jpeg

TOWN = {"host": "localhost"}
HTMX = {**TOWN, "HX-Request": "true"}
FEED = "/communities/lenina-1/feed/"
DAY = timedelta(days=1)
K = PostKind
SECRET = "Сиреневая тайна"


def text(response):
    return response.content.decode()


def ask(community, by, title="Когда включат фонарь?", **fields):
    return publish(community, by=by, kind=K.QUESTION, title=title, **fields)


@pytest.fixture
def secret(lenina, anna):
    """A post with a picture, and a word under it, of a feed that its community keeps to members."""
    taken = take_photos(lenina, [jpeg()], by=anna, description=SECRET)
    post = publish(lenina, by=anna, kind=K.PHOTO, title=SECRET, text=SECRET, photos_taken=taken)
    comment(post.thread, by=anna, text="Слово о том же")
    return post


@pytest.fixture
def closed(lenina, secret, vera):
    return set_feed_access(lenina, by=vera, access="members")


def test_the_newest_activity_stands_first_and_pinned_above_it(client, lenina, anna, boris, vera):
    posts = []
    for number in range(3):
        with clock.set_to(NOON + number * DAY):
            posts.append(ask(lenina, anna, title=f"Вопрос {number}"))
    with clock.set_to(NOON + 4 * DAY):
        reply(posts[0], by=boris, text="И у нас")
        pin(posts[1], by=vera)

    page = text(client.get(FEED, headers=TOWN))

    order = [posts[1], posts[0], posts[2]]
    places = [page.index(f'id="p-{post.public_id}"') for post in order]
    assert places == sorted(places)
    client.force_login(boris)
    assert [text(client.get(FEED, headers=TOWN)).index(f'id="p-{post.public_id}"') for post in order]


def test_authors_stand_under_a_short_name_and_entrance(client, lenina, anna):
    ask(lenina, anna)

    page = text(client.get(FEED, headers=TOWN))

    assert "Анна И." in page
    assert translation.gettext("entrance %(number)s") % {"number": 2} in page
    assert "Ильина" not in page


def many(community, author, count):
    threads = Thread.objects.bulk_create(
        Thread(
            municipality=community.municipality, community=community, title="т", url="/", is_open=True, in_feed=True
        )
        for _ in range(count)
    )
    Post.objects.bulk_create(
        Post(
            municipality=community.municipality, community=community, author=author, thread=thread,
            title=f"№ {number}", kind=K.ANNOUNCEMENT, created_at=NOON - (number + 1) * DAY / 24,
            active_at=NOON - (number + 1) * DAY / 24,
            search_text="номер",
        )
        for number, thread in enumerate(threads)
    )  # fmt: skip


def price(client, address):
    client.get(address, headers=TOWN)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, headers=TOWN).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", [None, "anna", "gleb"])
def test_a_feed_costs_the_same_at_any_length(request, client, lenina, anna, vera, name):
    if name:
        client.force_login(request.getfixturevalue(name))
    publish(lenina, by=anna, kind=K.POLL, title="Опрос", options=["Да", "Нет"], ends_at=NOON + 9 * DAY)
    taken = take_photos(lenina, [jpeg()], by=anna, description="Двор")
    publish(lenina, by=anna, kind=K.PHOTO, title="Двор", photos_taken=taken)
    ask(lenina, anna)
    few = price(client, FEED), price(client, "/communities/lenina-1/")

    many(lenina, vera, 60)
    for number in range(4):
        ask(lenina, anna, title=f"Вопрос {number}")

    assert (price(client, FEED), price(client, "/communities/lenina-1/")) == few


def test_pages_kinds_words_and_months(client, lenina, anna, vera):
    many(lenina, vera, 20)
    with clock.set_to(NOON - 40 * DAY):
        ask(lenina, anna, title="Когда починят качели?", text="Ёлку уберите")

    first, second = (text(client.get(f"{FEED}?page={number}", headers=TOWN)) for number in (1, 2))
    assert first.count("<article") == 15
    assert second.count("<article") == 6
    for wanted in ("kind=question", "q=качелями", "q=ЕЛКУ", "month=2026-09"):
        page = text(client.get(f"{FEED}?{wanted}", headers=TOWN))
        assert page.count("<article") == 1, wanted
        assert "качели" in page
    assert (
        text(client.get(f"{FEED}?q=нетничего&kind=nonsense&month=2026-99&page=x", headers=TOWN)).count("<article") == 0
    )


def test_a_fragment_equals_the_page(client, lenina, anna):
    ask(lenina, anna)

    part = text(client.get(FEED, headers=HTMX))

    assert part.strip().startswith('<div id="wall"')
    assert "<html" not in part
    assert part.strip() in text(client.get(FEED, headers=TOWN))


def test_what_is_new_is_told_cheaply_and_only_then(client, lenina, anna, django_assert_max_num_queries):
    with clock.set_to(NOON - DAY):
        ask(lenina, anna, title="Старый")
    page = text(client.get(FEED, headers=TOWN))
    mark = page.split('data-veche-newest="')[1].split('"')[0]
    address = f"{FEED}fresh/"

    assert client.get(address, {"since": mark}, headers=TOWN).status_code == 204
    ask(lenina, anna, title="Новый")
    with django_assert_max_num_queries(8):
        answer = client.get(address, {"since": mark}, headers=TOWN)

    assert answer.status_code == 200
    assert FEED in text(answer)
    assert "no-cache" in answer["Cache-Control"]
    for nonsense in ("завтра", "2026-10-12T09:00:00"):
        assert client.get(address, {"since": nonsense}, headers=TOWN).status_code == 204


def test_a_post_is_published_by_its_form_and_keeps_what_was_typed(client, lenina, anna):
    client.force_login(anna)
    address = f"{FEED}new/question/"

    refused = text(client.post(address, {"title": "Звоните", "text": "8 912 000-11-22"}, headers=TOWN))
    assert "Звоните" in refused
    assert 'name="as_is"' in refused
    assert not Post.objects.exists()
    done = client.post(address, {"title": "Где дворник?", "text": "Неделю нет", "photo": jpeg()}, headers=TOWN)

    post = Post.objects.get()
    assert done.url == post.get_absolute_url()
    assert post.photos.get().photo.is_private is False
    assert post.photos.get().photo.description == "Где дворник?"


def test_a_wrong_picture_leaves_nothing_behind(client, lenina, anna):
    client.force_login(anna)

    files = [jpeg(), SimpleUploadedFile("x.jpg", b"not a picture", content_type="image/jpeg")]
    page = client.post(f"{FEED}new/photo/", {"title": "Двор", "photo": files}, headers=TOWN)

    assert page.status_code == 200
    assert "Двор" in text(page)
    assert not Post.objects.exists()
    assert not Photo.objects.filter(uploaded_by_user=anna).exists()


def test_a_hidden_post_leaves_its_place_with_the_reason_and_no_picture(client, lenina, secret, anna, vera, pavel):
    hide_words(secret, by=vera, reason="personal_data")
    picture, root = secret.photos.get().photo, secret.get_absolute_url()
    said = f"/comments/{secret.thread.comments.get().public_id}/"

    for person in (None, pavel):
        if person:
            client.force_login(person)
        for address in (FEED, root, f"{root}history/", "/search/?q=Сиреневая", said):
            assert SECRET not in text(client.get(address, headers=TOWN)), address
        assert client.get(f"{root}photos/{picture.public_id}/", headers=TOWN).status_code == 404
    picture.refresh_from_db()
    assert picture.is_private
    assert not picture.renditions.exists()
    client.force_login(anna)
    assert SECRET in text(client.get(secret.get_absolute_url(), headers=TOWN))


def closed_addresses(post):
    picture = post.photos.get().photo.public_id
    said = post.thread.comments.get()
    root = post.get_absolute_url()
    return [
        root, f"{root}history/", f"{root}photos/{picture}/", f"{root}report/", f"{FEED}fresh/", f"{FEED}new/question/",
        f"/comments/{said.public_id}/", f"/comments/{said.public_id}/history/", f"/comments/{said.public_id}/reply/",
        f"/comments/threads/{post.thread.public_id}/comment/",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["pavel", "boris", "egor", "semyon", None])
def test_a_feed_kept_to_members_is_nowhere_for_others(request, client, closed, secret, town, name):
    person = request.getfixturevalue(name) if name else None
    if person:
        client.force_login(person)

    for address in closed_addresses(secret):
        answer = client.get(address, headers=TOWN)
        # A guest is asked to sign in before some of them.
        assert answer.status_code in ((404,) if person else (404, 302)), address
        assert SECRET not in text(answer)
        assert "Слово о том же" not in text(answer)
    for address in (FEED, "/communities/lenina-1/", "/search/?q=Сиреневая", "/"):
        assert SECRET not in text(client.get(address, headers=TOWN)), address
    assert search_town(town, "сиреневая", user=person or AnonymousUser()).posts == []
    picture = secret.photos.get().photo
    assert picture.is_private
    assert not picture.renditions.exists()
    if person:
        post = Post.objects.with_thread().get(pk=secret.pk)
        assert not can_hear(person, post)
        assert not can_hear(person, Comment.objects.with_thread().get(thread=post.thread))


@pytest.mark.parametrize("name", ["anna", "vera", "gleb", "nina", "olga", "agent"])
def test_a_feed_kept_to_members_is_open_to_them_and_to_those_who_answer(request, client, closed, secret, name):
    client.force_login(request.getfixturevalue(name))

    assert SECRET in text(client.get(FEED, headers=TOWN))
    assert SECRET in text(client.get("/communities/lenina-1/", headers=TOWN))
    assert SECRET in text(client.get(secret.get_absolute_url(), headers=TOWN))
    picture = secret.photos.get().photo
    answer = client.get(f"{secret.get_absolute_url()}photos/{picture.public_id}/?small", headers=TOWN)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


def test_a_draft_of_the_page_does_not_open_the_feed_again(closed):
    page = CommunityPage.objects.get(pk=closed.pk)
    CommunityPage.objects.filter(pk=closed.pk).update(feed_access="open")
    page.refresh_from_db()
    revision = page.save_revision()
    CommunityPage.objects.filter(pk=closed.pk).update(feed_access="members")

    Revision.objects.get(pk=revision.pk).publish()

    assert CommunityPage.objects.get(pk=closed.pk).feed_access == "members"


def test_members_hear_of_an_outage_and_authors_of_answers(lenina, anna, vera, gleb, boris):
    publish(lenina, by=vera, kind=K.OUTAGE, title="Нет воды", starts_at=NOON + DAY)
    post = ask(lenina, anna)
    comment(post.thread, by=boris, text="И у нас")
    with clock.set_to(NOON + DAY):
        reply(post, by=gleb, text="Сделаем", on_behalf=True)
        spread_events(100)

    rows = Notification.objects.filter(channel=Channel.INBOX).exclude(event__verb="role_given")
    told = set(rows.values_list("recipient__first_name", "event__verb"))
    assert told == {("Анна", "post_published"), ("Анна", "commented"), ("Анна", "post_answered")}


def test_a_complaint_reaches_the_queue_of_the_moderator(client, lenina, anna, boris, vera):
    post = ask(lenina, anna)
    report_words(post, by=boris, reason="spam", note="реклама")
    client.force_login(vera)

    page = text(client.get("/comments/reports/", headers=TOWN))

    assert "реклама" in page
    assert f"{post.get_absolute_url()}hide/" in page
    client.post(f"{post.get_absolute_url()}dismiss/", {"next": "/comments/reports/"}, headers=TOWN)
    assert "реклама" not in text(client.get("/comments/reports/", headers=TOWN))


def test_my_page_of_an_official_lists_questions_by_urgency(client, lenina, anna, vera, gleb):
    with clock.set_to(NOON - 3 * DAY):
        ask(lenina, anna, title="Давний вопрос")
    ask(lenina, vera, title="Новый вопрос")
    client.force_login(gleb)

    page = text(client.get("/me/", headers=TOWN))

    assert 0 < page.index("Давний вопрос") < page.index("Новый вопрос")
