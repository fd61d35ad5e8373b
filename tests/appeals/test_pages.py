"""The pages of residents: few taps, words kept, one answer for everybody, a fixed number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appeals import actions
from appeals.models import Appeal, AppealState, Reply
from assignments import actions as assignments
from core import clock
from core import photos as intake
from feed import actions as feed
from feed.models import PostKind
from tests.cast import NOON, make_members
from tests.pictures import jpeg

HERE = {"host": "localhost"}
S = AppealState
WORDS = {"title": "Яма у второго подъезда", "text": "С марта", "place": "ул. Ленина, 1", "visibility": "public"}


def address(category):
    return f"{reverse('appeals:new')}?category={category.public_id}"


def test_categories_say_whose_job_it_is(client, potholes, not_ours):
    page = client.get(reverse("appeals:new"), headers=HERE).content.decode().replace("\xa0", " ")
    assert potholes.name in page and "Отдел дорог" in page and "104" in page

    page = client.get(address(not_ours), headers=HERE).content.decode().replace("\xa0", " ")
    assert 'href="tel:104"' in page and "<textarea" not in page
    assert client.post(address(not_ours), WORDS, headers=HERE).status_code == 200
    assert not Appeal.objects.exists()


def test_words_survive_signing_in(client, potholes, anna):
    answer = client.post(address(potholes), WORDS, headers=HERE)
    assert answer.status_code == 302 and "login" in answer.url and not Appeal.objects.exists()

    client.force_login(anna)
    page = client.get(address(potholes), headers=HERE).content.decode().replace("\xa0", " ")
    assert WORDS["title"] in page and WORDS["text"] in page
    assert WORDS["title"] not in client.get(address(potholes), headers=HERE).content.decode().replace("\xa0", " ")


def test_sent_twice_is_one(client, potholes, anna):
    client.force_login(anna)
    sent = WORDS | {"key": "bcdfghjkmn", "community": ""}

    for _press in range(2):
        answer = client.post(address(potholes), sent, headers=HERE)
        assert answer.status_code == 302, answer.content.decode().replace("\xa0", " ")
    assert Appeal.objects.get().get_absolute_url() == answer.url


def test_telephone_is_asked_about_once(client, potholes, anna):
    client.force_login(anna)
    sent = WORDS | {"text": "Звоните 8 912 345-67-89"}

    page = client.post(address(potholes), sent, headers=HERE).content.decode().replace("\xa0", " ")
    assert 'name="as_is"' in page and sent["text"] in page and not Appeal.objects.exists()
    client.post(address(potholes), sent | {"visibility": "private"}, headers=HERE)
    assert Appeal.objects.count() == 1


def test_similar_message_is_shown_once_and_may_be_sent_over(client, send, potholes, boris):
    first = send(place="ул. Ленина, 1")
    client.force_login(boris)

    page = client.post(address(potholes), WORDS, headers=HERE).content.decode().replace("\xa0", " ")
    assert first.get_absolute_url() in page and Appeal.objects.count() == 1
    client.post(address(potholes), WORDS | {"seen": first.public_id}, headers=HERE)
    assert Appeal.objects.count() == 2


def test_from_post_asks_one_thing(client, lenina, anna, potholes):
    post = feed.publish(lenina, by=anna, kind=PostKind.QUESTION, title="Яма на дороге", text="Большая.")
    client.force_login(anna)
    url = reverse("appeals:from_post", args=[post.public_id])

    page = client.get(url, headers=HERE).content.decode().replace("\xa0", " ")
    assert "Большая." in page and "checked" in page
    answer = client.post(url, {"category": potholes.pk}, headers=HERE)
    assert answer.url == Appeal.objects.get(post=post).get_absolute_url()
    assert client.get(url, headers=HERE).url == answer.url


def test_staff_write_down_for_a_caller(client, gleb, anna, boris, potholes):
    client.force_login(gleb)
    url = reverse("appeals:new_for")
    said = WORDS | {
        "source": "phone",
        "category": potholes.pk,
        "applicant_name": "Мария",
        "applicant_contact": "60-00",
    }

    client.post(url, said, headers=HERE)
    assert Appeal.objects.get().author is None
    page = client.post(url, said | {"account": anna.email}, headers=HERE).content.decode().replace("\xa0", " ")
    assert Appeal.objects.count() == 1 and anna.email in page
    client.post(url, said | {"account": anna.email, "agreed": "on"}, headers=HERE)
    assert Appeal.objects.latest("pk").author == anna
    client.post(url, said | {"account": gleb.email, "agreed": "on"}, headers=HERE)
    assert Appeal.objects.count() == 2


def test_author_confirms_on_the_page(client, make, anna, boris):
    appeal = make(S.ANSWERED)
    confirm = reverse("appeals:confirm", args=[appeal.public_id])
    assert confirm not in client.get(appeal.get_absolute_url(), headers=HERE).content.decode().replace("\xa0", " ")
    client.force_login(anna)
    assert confirm in client.get(appeal.get_absolute_url(), headers=HERE).content.decode().replace("\xa0", " ")

    client.post(confirm, headers=HERE)

    appeal.refresh_from_db()
    assert appeal.state == S.CONFIRMED


def test_refused_words_stay_on_the_screen(client, make, anna):
    appeal = make(S.ANSWERED)
    client.force_login(anna)
    url = reverse("appeals:dispute", args=[appeal.public_id])

    with clock.set_to(NOON + timedelta(days=8)):
        page = client.post(url, {"text": "Всё так же плохо"}, headers=HERE).content.decode().replace("\xa0", " ")

    assert "Всё так же плохо" in page


def test_joining_answers_htmx_with_its_part(client, send, boris):
    appeal = send()
    client.force_login(boris)
    url = reverse("appeals:join", args=[appeal.public_id])

    part = client.post(url, headers=HERE | {"hx-request": "true"}).content.decode().replace("\xa0", " ")

    assert part.strip().startswith("<section") and reverse("appeals:leave", args=[appeal.public_id]) in part


@pytest.mark.parametrize("query", ["", "?state=waiting", "?q=яма", "?q=1", "?where=ленина", "?view=map", "?mine=1"])
def test_list_filters(client, send, anna, boris, query):
    mine, _other = send(place="ул. Ленина, 1"), send(by=boris, title="Фонарь", place="ул. Ленина, 1")
    client.force_login(anna)

    page = client.get(reverse("appeals:list") + query, headers=HERE).content.decode().replace("\xa0", " ")

    assert mine.title in page
    assert ("Фонарь" in page) == (query not in ("?q=яма", "?q=1", "?mine=1"))


def test_done_work_is_shown_before_and_after(client, send, nina, gleb, roads, anna, town):
    appeal = send(photos=[jpeg()])
    actions.take_under_control(appeal, by=nina, department=roads, due_at=NOON + timedelta(days=10))
    appeal.refresh_from_db()
    work = appeal.assignment
    after = intake.take_in(jpeg(), by=gleb, description="Ровный асфальт", collection=town.collection, is_private=True)
    assignments.report(work, by=gleb, text="Засыпали.", after=[after])
    unfinished = client.get(appeal.get_absolute_url(), headers=HERE).content.decode()
    work.refresh_from_db()
    assignments.close(work, by=nina)
    actions.confirm(appeal, by=anna)

    page = client.get(appeal.get_absolute_url(), headers=HERE).content.decode()

    assert "Ровный асфальт" not in unfinished and 'class="is-now"' in unfinished
    assert "Ровный асфальт" in page and page.count('class="ba"') == 1 and page.count('class="is-done"') == 4


@pytest.mark.parametrize("page", ["list", "detail", "community", "my"])
def test_queries_do_not_grow(client, send, page, anna, lenina, gleb, make, request):
    appeal = make(S.ANSWERED)
    client.force_login(anna)
    url = {
        "list": reverse("appeals:list"),
        "detail": appeal.get_absolute_url(),
        "community": lenina.get_absolute_url(),
        "my": reverse("my:page"),
    }[page]
    client.get(url, headers=HERE)
    few = _queries(client, url)

    for number in range(6):
        other = Appeal.objects.get(pk=appeal.pk)
        other.pk, other.public_id, other.number = None, f"bcdfghjkm{number + 2}", 100 + number
        other.state = S.NEW
        other.save()
        Reply.objects.create(appeal=appeal, kind="answer", text="Ещё", author=gleb, at=NOON)
    for person in make_members(lenina, 3):
        Appeal.objects.filter(pk=appeal.pk).update(state=S.NEW)
        actions.join(appeal, by=person)
    Appeal.objects.filter(pk=appeal.pk).update(state=S.ANSWERED)

    assert _queries(client, url) == few


@pytest.mark.parametrize("state", [S.NEW, S.CLARIFYING, S.UNDER_CONTROL, S.IN_PROGRESS, S.DONE, S.CONFIRMED])
def test_cards_of_any_state_ask_nothing_each(client, make, anna, lenina, state):
    make(state)
    client.force_login(anna)
    addresses = [reverse("appeals:list"), lenina.get_absolute_url()]
    few = [(client.get(url, headers=HERE), _queries(client, url))[1] for url in addresses]

    for _more in range(2):
        make(state)

    assert [_queries(client, url) for url in addresses] == few


def _queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url, headers=HERE).status_code == 200
    return len(asked)
