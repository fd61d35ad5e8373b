"""A resident comes by a poster, asks, a neighbour votes it up; the staff move the meeting, and the mail says so."""

from datetime import datetime, time, timedelta

from django.core import mail
from django.utils import timezone

from core import clock
from core.text import public_id
from meetings.models import Meeting, MeetingState
from notifications.actions import send_letters, spread_events
from posters.actions import make_meeting_packs
from posters.models import PosterScan
from tests.meetings.making import TEXTS, announced


def test_from_a_poster_to_the_moved_meeting(new_page, sign_in, look, nina, anna, boris, town, lenina, mira):
    # Browsers come by today's clock; a meeting is in the evening, at whatever hour the test runs.
    now = timezone.now()
    evening = datetime.combine(town.today(now) + timedelta(days=9), time(18), tzinfo=town.tz)
    hours = {"starts_at": evening, "ends_at": evening + timedelta(hours=2)}
    meeting = announced(nina, town, lenina, mira, at=now, **hours)
    with clock.set_to(now):
        lines = dict.fromkeys(("what", "when", "how", "whom"), "Встреча")
        pack = make_meeting_packs(meeting, [lenina], by=nina, key=public_id(), lines=lines, last_day=town.today(now))[
            0
        ]
    poster = pack.posters.first()

    phone = new_page()
    sign_in(phone, anna)
    phone.goto(f"/q/{poster.public_id}/")
    phone.wait_for_url(f"**{meeting.get_absolute_url()}")
    look(phone)
    phone.wait_for_function("window.htmx !== undefined")
    phone.get_by_role("button", name="Приду", exact=True).click()
    phone.get_by_text("Придёт 1 человек").wait_for()
    phone.get_by_role("link", name="Задать вопрос заранее").click()
    look(phone)
    phone.get_by_label("Ваш вопрос").fill("Когда починят качели у второго подъезда?")
    phone.get_by_role("button", name="Задать вопрос").click()
    phone.get_by_text("Когда починят качели").first.wait_for()
    assert PosterScan.objects.get(poster=poster).count == 1

    neighbour = new_page(javascript=False)
    sign_in(neighbour, boris)
    neighbour.goto(meeting.get_absolute_url())
    neighbour.get_by_role("button", name="Меня тоже касается").click()
    neighbour.get_by_text("Ваш голос учтён").wait_for()
    look(neighbour)
    assert meeting.questions.get().vote_count == 1

    desk = new_page(viewport={"width": 1280, "height": 900})
    sign_in(desk, nina)
    desk.goto(meeting.get_absolute_url())
    desk.get_by_role("link", name="Перенести", exact=True).click()
    moved_to = town.today(now) + timedelta(days=12)
    desk.get_by_label("День").fill(moved_to.isoformat())
    desk.get_by_label("Почему переносим").fill("В этот день отключат свет.")
    look(desk)
    desk.get_by_role("button", name="Перенести встречу").click()
    desk.get_by_text("В этот день отключат свет.").wait_for()
    look(desk)

    moved = Meeting.objects.get()
    assert moved.state == MeetingState.MOVED
    assert town.today(moved.starts_at) == moved_to
    spread_events(500)
    send_letters(50)
    letters = [letter for letter in mail.outbox if letter.to == [anna.email] and "перенесена" in letter.body]
    assert len(letters) == 1
    assert moved.get_absolute_url() in letters[0].body


def test_the_schedule_on_a_phone(phone, look, nina, town, lenina):
    now = timezone.now()
    meeting = announced(nina, town, lenina, at=now, days=1)

    phone.goto("/meetings/")
    look(phone)
    phone.get_by_role("navigation", name="Основное меню").get_by_role("link", name="Встречи").wait_for()
    phone.goto(f"/meetings/?view=month&month={meeting.starts_at.astimezone(town.tz):%Y-%m}")
    look(phone)
    phone.get_by_role("link", name=TEXTS["title"]).last.click()
    phone.wait_for_url(f"**{meeting.get_absolute_url()}")
    look(phone)
