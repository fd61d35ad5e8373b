"""A yard meeting with the network cut in the middle: every problem arrives once, and is followed to its end."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.signals import request_started
from playwright.sync_api import expect

from appeals.models import Appeal, AppealState
from assignments.models import Assignment
from core import clock
from figures.actions import refresh
from figures.models import FigureValue
from meetings.models import Fate, Meeting, Problem
from tests.meetings.making import announced
from tests.pictures import encoded, picture

VOICED = 12
# What the page of figures says in the end.
HEADLINES = {
    "Встречи с жителями": "1",
    "Участников встреч": "11",
    "Озвучено проблем": "12",
    "Решено проблем": "1",
}
# In tests the copies of a picture are made before its answer goes out.
SENDING_MS = 60_000


@pytest.fixture(autouse=True)
def fresh_limits(transactional_db):
    cache.clear()


@pytest.fixture
def meeting(nina, town, lenina):
    """It began twenty minutes ago."""
    now = clock.now()
    begins = now - timedelta(minutes=20)
    return announced(
        nina, town, lenina, at=now - timedelta(days=7), starts_at=begins, ends_at=begins + timedelta(hours=2)
    )


@pytest.fixture
def requests_heard():
    """What has reached the server, whoever of the page and its worker asked."""
    heard = []

    def hear(sender, environ, **kwargs):
        heard.append(environ["PATH_INFO"])

    request_started.connect(hear)
    yield heard
    request_started.disconnect(hear)


def desk_of(meeting):
    return f"/meetings/{meeting.public_id}/desk/"


def photo(number):
    colour = ("red", "green", "blue")[number % 3]
    content = encoded(picture((700, 500), colour=colour), "JPEG")
    return {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": content}


def write_down(page, number, **more):
    page.locator("[name=text]").fill(f"Проблема {number}: не горит фонарь")
    if more.get("department"):
        page.locator("[name=department]").first.check()
    if more.get("photo"):
        page.locator("[name=photo]").set_input_files(photo(number))
        page.locator("[data-veche-shot] img").wait_for()
    if more.get("answer"):
        page.locator("[name=decision][value=answer]").check()
        page.locator("[name=answer]").fill(more["answer"])
    page.locator("[data-veche-note] .desk__send button").click()
    page.locator(".desk__row", has_text=f"Проблема {number}:").first.wait_for()


def waiting(page):
    return page.locator(".desk__row--queued")


def is_live(page):
    """The scripts have taken the form over; until then it goes to the server as any form."""
    page.locator(".desk.is-live").wait_for()


def is_kept(page):
    """The device has all it needs to open the page without a signal."""
    page.locator("[data-veche-kept]:not(:empty)").wait_for()


def all_sent(page, count):
    expect(page.locator("[data-veche-count]")).to_have_text(str(count), timeout=SENDING_MS)
    expect(waiting(page)).to_have_count(0, timeout=SENDING_MS)


def all_counted(page, heads):
    """The phone shows its own presses before they are sent: here the server has them."""
    for _turn in range(SENDING_MS // 200):
        if Meeting.objects.get().attendance == heads:
            break
        page.wait_for_timeout(200)


def test_network_is_cut_in_the_middle_of_a_meeting(
    page, new_page, sign_in, look, requests_heard, meeting, town, nina, gleb, anna, roads
):
    sign_in(page, nina)
    page.goto(desk_of(meeting))
    look(page)
    is_kept(page)
    write_down(page, 1, department=True)
    write_down(page, 2, photo=True)
    page.locator("[data-veche-press] [value='10']").click()
    all_sent(page, 2)

    page.context.set_offline(True)
    requests_heard.clear()
    for number in range(3, 7):
        write_down(page, number, photo=number % 2)
    page.locator("[data-veche-press] [value='1']").click()
    assert waiting(page).count() == 4
    look(page)
    # The page itself opens without a signal, with what waits.
    page.reload()
    waiting(page).nth(3).wait_for()
    expect(page.locator("[data-veche-heads]")).to_have_text("11")
    for number in range(7, VOICED):
        # A page from the store remembers no department.
        write_down(page, number, department=True, photo=number == 8)
    write_down(page, VOICED, answer="Уберём сегодня до вечера.")
    assert waiting(page).count() == 10
    assert requests_heard == [] and Problem.objects.count() == 2

    page.context.set_offline(False)
    all_sent(page, VOICED)
    assert page.locator("[data-veche-waiting]").inner_text() == ""
    look(page)
    titles = list(Problem.objects.order_by("pk").values_list("appeal__title", flat=True))
    assert titles == [f"Проблема {number}: не горит фонарь" for number in range(1, VOICED + 1)]
    assert Assignment.objects.count() == VOICED - 1
    assert set(Assignment.objects.values_list("department", flat=True)) == {roads.pk}
    assert sum(appeal.photos.count() for appeal in Appeal.objects.all()) == 4
    all_counted(page, 11)
    assert Meeting.objects.get().attendance == 11

    # A page that is opened again finds nothing to send.
    page.reload()
    all_sent(page, VOICED)
    assert Problem.objects.count() == VOICED

    quiet = figures_of(town)
    close(page, look, meeting)
    voiced = figures_of(town)
    assert fates_of(meeting) == {"voiced": 12, Fate.IN_WORK: 11, Fate.ANSWERED: 1}
    assert changed(quiet, voiced) == {"meetings": 1, "participants": 11, "voiced": 12}
    assert voiced["assignments"] == 11

    assignment = Assignment.objects.order_by("pk").first()
    executor = new_page()
    sign_in(executor, gleb)
    report(executor, look, assignment)
    assert changed(voiced, figures_of(town)) == {}
    sign_in(page, nina)
    accept_report(page, look, assignment)
    done = figures_of(town)
    assert changed(voiced, done) == {"solved": 1, "assignments_done": 1, "assignments_in_time": 1}
    neighbour = new_page()
    sign_in(neighbour, anna)
    confirm(neighbour, look, assignment)
    assert changed(done, figures_of(town)) == {"confirmed": 1}
    assert fates_of(meeting) == {"voiced": 12, Fate.SOLVED: 1, Fate.IN_WORK: 10, Fate.ANSWERED: 1}

    page.goto(f"{meeting.get_absolute_url()}?fate=solved")
    assert page.locator("#problems tbody tr").count() == 1
    assert page.locator(".kpi--ok").inner_text().split()[0] == "1"
    look(page)
    page.goto("/figures/")
    shown = {name: page.locator(".kpi", has_text=name).inner_text().split()[0] for name in HEADLINES}
    assert shown == HEADLINES
    look(page)


def close(page, look, meeting):
    page.goto(f"/meetings/{meeting.public_id}/close/")
    look(page)
    assert page.locator("[name=attendance]").input_value() == "11"
    page.locator("[name=minutes]").fill("Говорили о фонарях и дворе.")
    page.locator("main form button.btn").last.click()
    page.wait_for_url(f"**{meeting.get_absolute_url()}")
    look(page)


def fates_of(meeting):
    return {fate: count for fate, count in meeting.problems.fates().items() if count}


def figures_of(town):
    """All that is counted of the town this year, counted anew."""
    refresh(town)
    year = clock.now().astimezone(town.tz).year
    rows = FigureValue.objects.filter(municipality=town, community=None, department=None, year=year, month=None)
    return dict(rows.values_list("figure", "value"))


def changed(before, after):
    """Counts that are not as they were, and by how much; shares and medians follow from these."""
    moved = {name: after.get(name, 0) - before.get(name, 0) for name in {*before, *after}}
    return {name: by for name, by in moved.items() if by}


def report(phone, look, assignment):
    """The executor takes it and reports with a photo."""
    phone.goto("/assignments/mine/")
    phone.get_by_role("link", name=f"Принять № {assignment.number}", exact=True).click()
    phone.get_by_role("button", name="Принять", exact=True).click()
    phone.get_by_role("link", name="Отчёт об исполнении").click()
    phone.get_by_label("Что сделано").fill("Лампы заменены.")
    phone.locator("input[name=after]").set_input_files([photo(1)])
    look(phone)
    phone.get_by_role("button", name="Отправить отчёт").click()
    phone.get_by_text("Отчёт отправлен.").wait_for()


def accept_report(page, look, assignment):
    """The controller."""
    page.goto(assignment.get_absolute_url())
    page.get_by_text("Лампы заменены.").wait_for()
    page.get_by_role("link", name="Принять отчёт").click()
    look(page)
    page.get_by_role("button", name="Снять с контроля").click()
    page.get_by_text("Поручение снято с контроля.").first.wait_for()


def confirm(phone, look, assignment):
    """Who spoke at the meeting signed nothing: a neighbour of the house says that it is so."""
    appeal = Appeal.objects.get(assignment=assignment)
    phone.goto(appeal.get_absolute_url())
    look(phone)
    phone.locator("form[action$='/confirm/'] button").click()
    phone.locator("form[action$='/confirm/']").wait_for(state="detached")
    appeal.refresh_from_db()
    assert (appeal.state, appeal.is_silent) == (AppealState.CONFIRMED, False)


def test_an_answer_that_was_lost_makes_no_double(page, sign_in, meeting, nina, roads):
    """The server has written it down, and the phone does not know: it asks again, and presses go on being counted."""
    swallowed = []

    def swallow(route):
        if route.request.method != "POST" or len(swallowed) >= 4:
            return route.fallback()
        swallowed.append(route.fetch().status)
        return route.abort()

    sign_in(page, nina)
    page.goto(desk_of(meeting))
    is_kept(page)
    page.context.route("**/desk/**", swallow)
    write_down(page, 1, department=True, photo=True)
    page.locator("[data-veche-press] [value='10']").click()
    write_down(page, 2, department=True)
    page.locator("[data-veche-press] [value='1']").click()
    all_sent(page, 2)
    expect(page.locator("[data-veche-heads]")).to_have_text("11")
    all_counted(page, 11)

    assert swallowed == [200] * 4
    assert (Problem.objects.count(), Assignment.objects.count(), Appeal.objects.count()) == (2, 2, 2)
    assert Meeting.objects.get().attendance == 11


def test_records_wait_for_the_one_who_made_them(page, sign_in, meeting, nina, gleb, roads):
    sign_in(page, nina)
    page.goto(desk_of(meeting))
    is_kept(page)
    page.context.set_offline(True)
    write_down(page, 1, department=True)

    # Signed out in the meantime: the record is kept, and the page says what to do.
    page.context.clear_cookies()
    page.context.set_offline(False)
    page.locator("[data-veche-waiting] .note--bad a").wait_for()
    assert Problem.objects.count() == 0

    # A colleague with the same phone sends nothing of hers.
    sign_in(page, gleb)
    page.goto(desk_of(meeting))
    page.locator("[data-veche-waiting] .note").wait_for()
    write_down(page, 2, department=True)
    all_sent(page, 1)
    assert Problem.objects.get().appeal.entered_by == gleb

    sign_in(page, nina)
    page.goto(desk_of(meeting))
    all_sent(page, 2)
    assert Problem.objects.filter(appeal__entered_by=nina).count() == 1


def test_refused_record_is_mended_on_the_phone(page, sign_in, look, meeting, nina, roads):
    sign_in(page, nina)
    page.goto(desk_of(meeting))
    is_live(page)
    page.locator("[name=text]").fill("Позвоните мне: 8 900 123-45-67")
    page.locator("[data-veche-note] .desk__send button").click()
    page.locator("[data-veche-err]").wait_for()
    page.locator("[name=department]").first.check()
    page.locator("[data-veche-note] .desk__send button").click()
    page.locator(".desk__row--refused").wait_for()
    look(page)

    page.locator(".desk__row--refused button").first.click()
    all_sent(page, 1)

    assert Problem.objects.get().appeal.title == "Позвоните мне: 8 900 123-45-67"


def test_desk_works_without_scripts(no_script_page, sign_in, look, meeting, nina, roads):
    page = no_script_page
    sign_in(page, nina)
    page.goto(desk_of(meeting))
    page.locator("[name=text]").fill("Не горит фонарь")
    page.locator("[name=department]").first.check()
    page.locator("[name=photo]").set_input_files(photo(1))
    page.locator("[data-veche-note] .desk__send button").click()
    page.locator(".desk__row", has_text="Не горит фонарь").wait_for()
    page.locator("[data-veche-press] [value='10']").click()
    look(page)

    assert Problem.objects.get().appeal.state == AppealState.UNDER_CONTROL
    assert Meeting.objects.get().attendance == 10


def test_signing_out_asks_about_what_was_not_sent(page, sign_in, meeting, nina, roads):
    sign_in(page, nina)
    page.goto(desk_of(meeting))
    is_kept(page)
    page.locator("[name=text]").fill("Позвоните мне: 8 900 123-45-67")
    page.locator("[name=department]").first.check()
    page.locator("[data-veche-note] .desk__send button").click()
    page.locator(".desk__row--refused").wait_for()
    page.goto("/meetings/")

    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.locator(".topbar__out button").click()
    page.wait_for_timeout(500)
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    with page.expect_navigation():
        page.locator(".topbar__out button").click()

    assert len(asked) == 2 and "1" in asked[0]
    kept = page.evaluate("async () => [(await caches.keys()).length, localStorage.getItem('veche-desk')]")
    assert kept == [0, None]
