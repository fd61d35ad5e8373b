"""Paper ballots: typed in from the phone with a photo, and by two people without one; papers of an owners' meeting."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from communities.codes import shown
from communities.models import Membership
from core import clock
from tests.browser.conftest import DESKTOP
from tests.communities.conftest import make_flat
from tests.pictures import encoded, picture
from tests.voting.conftest import announce
from voting import actions
from voting.actions.papers import print_receipts
from voting.models import Ballot, Channel, CountedBy, PaperEntry, Purpose, RollEntry, RulePreset, Secrecy


@pytest.fixture(autouse=True)
def fresh_limits(transactional_db):
    cache.clear()


@pytest.fixture
def house(lenina, anna, vera, olga):
    """Flats 31 and 32; anna owns 31, nobody of the site lives in 32."""
    for number in ("31", "32"):
        make_flat(lenina, number, entrance=2, area_hundredths=4560)
    Membership.objects.filter(user=anna).update(premises=lenina.premises.get(number="31"), tenure="owner")
    return lenina


@pytest.fixture
def started(house, vera):
    def start(rules, **terms):
        now = clock.now()
        preset = RulePreset.objects.get(name=rules)
        times = {"opens_at": now, "closes_at": now + timedelta(days=14)}
        return announce(house, vera, preset=preset, paper_allowed=True, **times, **terms)

    return start


def photo():
    return {"name": "ballot.jpg", "mimeType": "image/jpeg", "buffer": encoded(picture((600, 800)), "JPEG")}


def choose(page, answer):
    page.get_by_role("radio", name=answer).first.check()


def submit(page):
    page.get_by_role("button", name="На бумаге так").click()


def test_a_paper_is_typed_in_with_a_photo_and_another_by_two(phone, new_page, sign_in, look, started, vera, olga):
    vote = started("Решение соседей: один голос от квартиры", counted_by=CountedBy.FLAT, replaceable=False)
    ((slip, code),) = actions.issue_slips(vote, [RollEntry.objects.get(vote=vote, flat="32")], vera)
    sign_in(phone, vera)

    phone.goto(f"/b/{shown(code)}/")
    phone.get_by_role("heading", name="Бумажный бюллетень: подъезд 2, квартира 32").wait_for()
    look(phone)
    submit(phone)
    phone.get_by_role("link", name="Выберите ответ").wait_for()
    look(phone)
    choose(phone, "Против")
    phone.get_by_label("Снимок или скан бюллетеня").set_input_files(photo())
    submit(phone)
    phone.get_by_text("Бумажный бюллетень учтён.").wait_for()
    look(phone)
    (receipt,) = print_receipts(vote, [slip])
    assert phone.locator("main code").inner_text().replace(" ", "") == receipt

    phone.goto(f"/votes/{vote.public_id}/papers/")
    look(phone)
    phone.get_by_label("Код бюллетеня или номер квартиры").fill("31")
    phone.get_by_role("button", name="Найти", exact=True).click()
    phone.get_by_role("heading", name="квартира 31").wait_for()
    choose(phone, "За")
    submit(phone)
    phone.get_by_text("Теперь тот же бюллетень вводит второй человек").wait_for()
    look(phone)
    second = new_page(javascript=phone.has_scripts, viewport=DESKTOP)
    sign_in(second, olga)
    second.goto(f"/votes/{vote.public_id}/papers/")
    second.get_by_role("link", name="подъезд 2, квартира 31").click()
    second.get_by_role("link", name="Ввести").click()
    second.get_by_text("Один человек уже ввёл этот бюллетень.").wait_for()
    look(second)
    choose(second, "За")
    submit(second)
    second.get_by_text("Бумажный бюллетень учтён.").wait_for()
    look(second)

    kept = Ballot.objects.filter(vote=vote).order_by("choices").values_list("channel", flat=True)
    assert list(kept) == [Channel.PAPER, Channel.PAPER]
    assert PaperEntry.objects.exclude(second_by=None).get().second_by == olga


def test_two_who_read_differently_see_it_and_correct(page, new_page, sign_in, look, started, vera, olga):
    vote = started("Решение соседей: один голос от квартиры", counted_by=CountedBy.FLAT)
    address = f"/votes/{vote.public_id}/papers/read/{RollEntry.objects.get(vote=vote, flat='32').line}/"
    sign_in(page, vera)
    page.goto(address)
    choose(page, "За")
    submit(page)
    second = new_page(viewport=DESKTOP)
    sign_in(second, olga)
    second.goto(address)
    choose(second, "Против")
    submit(second)

    second.get_by_role("heading", name="Два ввода").wait_for()
    look(second)
    second.get_by_role("link", name="Ввести заново").click()
    choose(second, "За")
    submit(second)

    second.get_by_text("Бумажный бюллетень учтён.").wait_for()
    assert Ballot.objects.get(vote=vote).choices == {"0": "for"}


def test_ballots_and_papers_of_owners_are_printed(page, sign_in, look, started, vera):
    vote = started(
        "Подготовка собрания собственников: обычные вопросы",
        counted_by=CountedBy.AREA,
        purpose=Purpose.OWNERS,
        secrecy=Secrecy.NAMED,
    )
    sign_in(page, vera)
    page.goto(vote.get_absolute_url())
    page.get_by_text("Юридической силы это не имеет.").wait_for()
    look(page)

    page.get_by_role("link", name="Напечатать бюллетени").click()
    look(page)
    with page.expect_download() as ballots:
        page.get_by_role("button", name="Скачать бюллетени").click()
    page.goto(vote.get_absolute_url())
    page.get_by_role("link", name="Бумаги для собрания").click()
    look(page)
    page.get_by_role("link", name="Сообщение о собрании").click()
    look(page)
    page.get_by_role("button", name="Скачать сообщение").click()
    page.get_by_role("link", name="Заполните").first.wait_for()
    look(page)

    assert ballots.value.suggested_filename == f"ballots-{vote.number}.pdf"
