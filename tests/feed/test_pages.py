"""Discussions as pages: the tag, its price, what guests see, moderation."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation
from django.utils.html import escape

from accounts.models import User
from feed.actions import appeal_hiding, close_thread, comment, edit_comment, hide_words, pin, report_words
from feed.models import AbuseReport, Comment, Thread
from feed.reading import address_of
from tests.cast import NOON

TOWN = {"host": "localhost"}
PALANA = {"host": "palana.localhost"}
HTMX = {**TOWN, "HX-Request": "true"}
SECRET = "Живу в квартире 4242"


def text(response):
    return response.content.decode()


@pytest.fixture
def render(town, django_assert_max_num_queries):
    """The tag as a page would show it, for a fresh reader."""

    def draw(thread, user=None, at_most=None, **query):
        request = RequestFactory().get("/communities/lenina-1/", query, headers=TOWN)
        request.municipality, request.now = town, NOON
        request.user = User.objects.get(pk=user.pk) if user else AnonymousUser()
        template = Template("{% load feed_tags %}{% thread discussion %}")
        discussion = Thread.objects.get(pk=thread.pk)
        with timezone.override(town.tz), django_assert_max_num_queries(at_most or 100):
            return template.render(Context({"request": request, "discussion": discussion}))

    return draw


def test_thread_shows_authors_without_flats(render, thread, said):
    page = render(thread)

    assert "Анна И." in page
    assert translation.gettext("entrance %(number)s") % {"number": 2} in page
    assert "Ильина" not in page
    assert said.public_id in page


def test_thread_escapes_what_people_write(render, thread, anna):
    comment(thread, by=anna, text="<script>alert(1)</script> javascript:alert(1)")

    page = render(thread)

    assert "<script" not in page
    assert 'href="javascript' not in page


def test_thread_offers_a_guest_to_sign_in(render, thread, said):
    page = render(thread)

    assert "/accounts/login/?next=/communities/lenina-1/" in page
    assert "<form" not in page


def test_thread_pins_first_then_official_then_newest(render, thread, said, anna, gleb, vera):
    official = comment(thread, by=gleb, text="Официально", official=True)
    newest = comment(thread, by=anna, text="Последнее")
    pin(said, by=vera)

    page = render(thread)

    places = [page.index(f'id="c-{one.public_id}"') for one in (said, official, newest)]
    assert places == sorted(places)


@pytest.mark.parametrize("name", [None, "boris", "gleb", "nina", "semyon"])
def test_hidden_words_are_not_in_the_page(request, render, client, thread, anna, vera, name):
    secret = comment(thread, by=anna, text="Было")
    edit_comment(secret, by=anna, text=SECRET)
    hide_words(secret, by=vera, reason="personal_data")
    reader = request.getfixturevalue(name) if name else None
    if reader:
        client.force_login(reader)

    page = render(thread, reader)

    assert "4242" not in page
    assert escape(Comment.objects.get().get_hidden_reason_display()) in page
    for path in ("", "history/", "reply/", "edit/", "report/", "hide/", "appeal/", "block/"):
        assert "4242" not in text(client.get(f"/comments/{secret.public_id}/{path}", headers=TOWN))
    assert "Было" not in text(client.get(f"/comments/{secret.public_id}/history/", headers=TOWN))


@pytest.mark.parametrize("name", ["anna", "vera", "olga"])
def test_hidden_words_are_read_by_author_and_moderators(request, render, thread, anna, vera, name):
    hide_words(comment(thread, by=anna, text=SECRET), by=vera, reason="personal_data")

    assert SECRET in render(thread, request.getfixturevalue(name))


@pytest.mark.parametrize("rows", [10, 1000])
def test_thread_costs_the_same_at_any_length(render, thread, anna, vera, boris, crowd, rows):
    roots = crowd(thread, anna, rows)
    crowd(thread, vera, rows, parent=roots[-1])

    guest = render(thread, at_most=2)
    render(thread, boris, at_most=6)
    render(thread, vera, at_most=6)

    assert guest.count('class="stack comment"') == min(rows, 20) + min(rows, 10)


def test_thread_pages_hold_everything_once(render, thread, anna, crowd):
    roots = crowd(thread, anna, 45)

    pages = [render(thread, c=number) for number in (1, 2, 3)]

    for root in roots:
        assert sum(f'id="c-{root.public_id}"' in page for page in pages) == 1
    assert 'rel="next"' not in pages[2]


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "²", ""])
def test_thread_survives_nonsense_pages(render, thread, said, number):
    assert said.public_id in render(thread, c=number)


def test_address_of_a_comment_leads_to_its_page(thread, anna, crowd):
    roots = crowd(thread, anna, 45)
    replies = crowd(thread, anna, 70, parent=roots[0])

    assert address_of(roots[44]) == f"/communities/lenina-1/#c-{roots[44].public_id}"
    assert address_of(roots[24]) == f"/communities/lenina-1/?c=2#c-{roots[24].public_id}"
    assert address_of(replies[0]) == f"/communities/lenina-1/?c=3#c-{replies[0].public_id}"
    assert address_of(replies[60]) == f"/comments/{roots[0].public_id}/?page=2#c-{replies[60].public_id}"


def test_a_link_to_a_comment_leads_to_the_page_it_stands_on(client, thread, anna, crowd):
    roots = crowd(thread, anna, 45)
    link = Comment.objects.get(pk=roots[24].pk).get_absolute_url()

    assert client.get(link, headers=TOWN).headers["Location"] == f"/communities/lenina-1/?c=2#c-{roots[24].public_id}"
    assert client.get(link, headers={"host": "palana.localhost"}).status_code != 302
    assert client.get("/comments/nobody/go/", headers=TOWN).status_code == 404


def test_write_without_scripts_leads_to_the_comment(client, thread, anna):
    client.force_login(anna)

    response = client.post(f"/comments/threads/{thread.public_id}/comment/", {"text": "Я за"}, headers=TOWN)

    assert response.headers["Location"] == f"/communities/lenina-1/#c-{Comment.objects.get().public_id}"


def test_write_with_htmx_equals_a_reload(client, render, thread, anna):
    client.force_login(anna)

    part = text(client.post(f"/comments/threads/{thread.public_id}/comment/?c=1", {"text": "Я за"}, headers=HTMX))

    def without_tokens(page):
        return [line.strip() for line in page.splitlines() if "csrfmiddlewaretoken" not in line and line.strip()]

    assert without_tokens(part) == without_tokens(render(thread, anna))
    assert "Я за" in part


@pytest.mark.parametrize("headers", [TOWN, HTMX])
def test_write_keeps_what_was_typed(client, thread, anna, headers):
    client.force_login(anna)

    page = text(client.post(f"/comments/threads/{thread.public_id}/comment/", {"text": "Ы" * 1501}, headers=headers))

    assert "Ы" * 1501 in page
    assert 'class="errs"' in page
    assert not Comment.objects.exists()


def test_write_into_a_discussion_closed_meanwhile_says_so(client, thread, anna):
    client.force_login(anna)
    close_thread(thread)

    page = text(client.post(f"/comments/threads/{thread.public_id}/comment/", {"text": "Опоздала"}, headers=TOWN))

    assert "Опоздала" in page
    assert 'class="errs"' in page


def test_official_mark_is_not_taken_from_a_resident(client, thread, anna):
    client.force_login(anna)

    client.post(
        f"/comments/threads/{thread.public_id}/comment/",
        {"text": "От администрации", "official": "on", "is_official": "1", "is_pinned": "1"},
        headers=TOWN,
    )

    said = Comment.objects.get()
    assert (said.is_official, said.is_pinned) == (False, False)


def test_reply_opens_in_place_and_without_scripts(client, thread, said, vera):
    client.force_login(vera)
    address = f"/comments/{said.public_id}/reply/"

    whole = text(client.get(address, headers=TOWN))
    part = client.get(address, headers=HTMX)
    client.post(address, {"text": "Перенесли"}, headers=TOWN)

    assert "<html" in whole
    assert "<html" not in text(part)
    assert part.headers["HX-Retarget"] == f"#reply-{said.public_id}"
    assert Comment.objects.get(parent=said).text == "Перенесли"


def test_control_characters_are_taken_out(client, thread, anna):
    client.force_login(anna)

    client.post(f"/comments/threads/{thread.public_id}/comment/", {"text": "Раз\r\nдва\x07\u202eтри"}, headers=TOWN)

    assert Comment.objects.get().text == "Раз\nдватри"


def test_history_shows_what_was_said(client, said, anna):
    edit_comment(said, by=anna, text="К липам")

    page = text(client.get(f"/comments/{said.public_id}/history/", headers=TOWN))

    assert "К липам" in page
    assert "Скамейки подальше от окон" in page


def test_comments_of_another_town_are_not_found(client, said, thread, palana, semyon, operator):
    client.force_login(semyon)
    for path in ("", "reply/", "edit/", "history/", "report/", "appeal/", "hide/", "block/"):
        response = client.get(f"/comments/{said.public_id}/{path}", headers=PALANA)
        assert response.status_code == 404
        assert said.text not in text(response)
    for path in ("pin", "unpin", "restore", "dismiss", "decide"):
        assert client.post(f"/comments/{said.public_id}/{path}/", headers=PALANA).status_code == 404
    write = client.post(f"/comments/threads/{thread.public_id}/comment/", {"text": "Чужой"}, headers=PALANA)
    assert write.status_code == 404
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("path", ["pin", "unpin", "restore", "dismiss", "decide"])
def test_acts_need_a_post(client, said, vera, path):
    client.force_login(vera)

    assert client.get(f"/comments/{said.public_id}/{path}/", headers=TOWN).status_code == 405


def test_reports_are_decided_in_the_queue(client, said, boris, vera):
    report_words(said, by=boris, reason="insult", note="обидно")
    client.force_login(vera)

    queue = text(client.get("/comments/reports/", headers=TOWN))
    response = client.post(f"/comments/{said.public_id}/dismiss/", {"next": "/comments/reports/"}, headers=TOWN)

    assert "обидно" in queue
    assert "Борис" not in queue
    assert response.headers["Location"] == "/comments/reports/"
    assert said.public_id not in text(client.get("/comments/reports/", headers=TOWN))


def test_back_never_leads_to_another_site(client, said, boris, vera):
    report_words(said, by=boris, reason="insult")
    client.force_login(vera)

    response = client.post(f"/comments/{said.public_id}/dismiss/", {"next": "https://example.org/"}, headers=TOWN)

    assert response.headers["Location"].startswith("/communities/lenina-1/")


def test_disputes_are_decided_in_the_administrators_queue(client, said, anna, vera, olga):
    hide_words(said, by=vera, reason="insult")
    appeal_hiding(said, by=anna, text="Я никого не обидела")
    client.force_login(vera)
    assert "Я никого не обидела" not in text(client.get("/comments/reports/", headers=TOWN))
    client.force_login(olga)
    assert "Я никого не обидела" in text(client.get("/comments/reports/", headers=TOWN))

    client.post(f"/comments/{said.public_id}/decide/", {"restore": "1"}, headers=TOWN)

    assert not Comment.objects.get().is_hidden


@pytest.mark.parametrize("name", ["anna", "gleb", "nina", "egor", "semyon"])
def test_the_queue_is_refused_to_everybody_else(request, client, said, boris, name):
    report_words(said, by=boris, reason="insult")
    client.force_login(request.getfixturevalue(name))

    response = client.get("/comments/reports/", headers=TOWN)

    assert response.status_code == 403
    assert said.text not in text(response)


@pytest.mark.parametrize("rows", [10, 1000])
def test_the_queue_costs_the_same_at_any_size(
    client, thread, anna, boris, vera, crowd, rows, django_assert_max_num_queries
):
    comments = crowd(thread, anna, rows)
    AbuseReport.objects.bulk_create(
        AbuseReport(comment=one, reporter=boris, reason="spam", created_at=NOON) for one in comments
    )
    client.force_login(vera)

    with django_assert_max_num_queries(11):
        response = client.get("/comments/reports/", headers=TOWN)

    assert text(response).count('class="card mt5"') == min(rows, 20)


def test_moderator_hides_and_blocks_through_pages(client, lenina, said, anna, vera):
    client.force_login(vera)

    client.post(f"/comments/{said.public_id}/hide/", {"reason": "insult"}, headers=TOWN)
    client.post(f"/comments/{said.public_id}/block/", {"reason": "insult", "days": "7"}, headers=TOWN)

    assert Comment.objects.get().hidden_reason == "insult"
    assert (anna.author_blocks.get().until - NOON).days == 7


def test_a_blocked_author_reads_why(render, client, thread, lenina, said, anna, vera):
    client.force_login(vera)
    client.post(f"/comments/{said.public_id}/block/", {"reason": "insult", "days": "7"}, headers=TOWN)

    page = render(thread, anna)

    assert 'class="note note--warn"' in page
    assert 'id="write"' not in page
