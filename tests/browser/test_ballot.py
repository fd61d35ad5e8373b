"""Ballots of other kinds, by other ways: large letters without scripts, a paper ballot's code, the keyboard alone."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache

from communities.codes import shown
from communities.models import Membership
from core import clock
from tests.cast import make_member, make_person
from tests.communities.conftest import make_flat
from tests.voting.kinds import announce_agenda, announce_budget, announce_by_flat, announce_poll
from voting import actions
from voting.models import Ballot, Method, Participation, RollEntry

DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(autouse=True)
def fresh_limits(transactional_db):
    cache.clear()


def now_until_later():
    now = clock.now()
    return {"opens_at": now, "closes_at": now + timedelta(days=14)}


def press(page, name):
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def confirm(page, look):
    page.get_by_role("heading", name="Проверьте свой выбор").wait_for()
    look(page)
    press(page, "Подтвердить голос")
    page.get_by_role("heading", name="Ваш голос принят").wait_for()
    look(page)


def test_a_pensioner_votes_with_large_letters_and_prints_the_receipt(
    no_script_page, sign_in, look, lenina, anna, vera
):
    page = no_script_page
    vote = announce_agenda(lenina, vera, **now_until_later())
    sign_in(page, anna)
    page.goto("/display/?font=3&next=/")
    page.goto(vote.get_absolute_url())
    look(page)

    for group, answer in enumerate(("За", "Против", "Воздерживаюсь")):
        page.locator("#ballot fieldset").nth(group).get_by_role("radio", name=re.compile(f"^{answer}")).check()
    target = page.locator(".pick--card").first.bounding_box()
    assert target["height"] >= 44
    press(page, "Проголосовать")
    confirm(page, look)

    code = page.locator("b.code").inner_text()
    page.emulate_media(media="print")
    assert page.locator("b.code").is_visible()
    assert not page.get_by_role("navigation", name="Основное меню").is_visible()
    assert not page.locator("form, button").locator("visible=true").count()
    page.emulate_media(media="screen")
    page.goto("/me/")
    assert code in page.get_by_role("main").inner_text()
    look(page)
    assert Ballot.objects.get().choices == {"0": "for", "1": "against", "2": "abstain"}


def test_a_flat_votes_by_its_paper_ballots_code_and_a_flatmate_is_told(
    phone, new_page, sign_in, look, lenina, anna, vera
):
    flat = make_flat(lenina, "31", entrance=2)
    Membership.objects.filter(user=anna).update(premises=flat)
    make_member(make_person("Пётр", "Ильин"), lenina, premises=flat)
    vote = announce_by_flat(lenina, vera, codes_allowed=True, paper_allowed=True, **now_until_later())
    ((_slip, code),) = actions.issue_slips(vote, RollEntry.objects.filter(vote=vote), vera)

    phone.goto(vote.get_absolute_url())
    look(phone)
    phone.get_by_role("link", name="У меня бумажный бюллетень с кодом").click()
    phone.get_by_label("Код бумажного бюллетеня").fill("22222-22222")
    press(phone, "Открыть бюллетень")
    phone.get_by_text("Такого кода нет").first.wait_for()
    look(phone)
    phone.get_by_label("Код бумажного бюллетеня").fill(shown(code).lower())
    press(phone, "Открыть бюллетень")
    phone.get_by_text("Вы голосуете по бумажному бюллетеню квартиры").wait_for()
    words = phone.get_by_role("main").inner_text()
    assert "подъезд 2" in words and "31" not in phone.locator(".note").first.inner_text()
    look(phone)
    phone.get_by_role("radio", name=re.compile("^Против")).check()
    press(phone, "Проголосовать")
    confirm(phone, look)
    receipt = phone.locator(".receipt").inner_text()
    assert "подъезд 2" in receipt and "квартира" not in receipt
    press(phone, "Убрать бюллетень с этого устройства")
    phone.get_by_text("Живёте здесь?").or_(phone.get_by_role("link", name="Войти")).first.wait_for()

    flatmate = new_page(javascript=phone.has_scripts)
    sign_in(flatmate, anna)
    flatmate.goto(vote.get_absolute_url())
    flatmate.get_by_text("Из вашей квартиры уже проголосовали.").wait_for()
    look(flatmate)
    assert flatmate.get_by_role("radio").count() == 0
    assert Participation.objects.get().by_key is None
    assert Ballot.objects.get().choices == {"0": "against"}


def test_ranking_by_the_keyboard_alone(new_page, sign_in, look, lenina, anna, vera):
    page = new_page(viewport=DESKTOP)
    vote = announce_poll(lenina, vera, Method.SCHULZE, **now_until_later())
    sign_in(page, anna)
    page.goto(vote.get_absolute_url())
    look(page)

    def key(name, *keys):
        page.get_by_role("button", name=name, exact=True).focus()
        for one in keys:
            page.keyboard.press(one)

    key("Дать следующее место: Качели", "Enter")
    key("Дать следующее место: Песочница", "Enter")
    key("Дать следующее место: Горка", "Space")
    # The focus stays on the button while the option goes up to the top.
    key("Выше: Горка", "Enter", "Enter")
    assert page.get_by_role("status").filter(has_text="Горка: место 1").count() == 1
    key("Убрать: Качели", "Enter")
    look(page)
    page.get_by_role("button", name="Проголосовать").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Проверьте свой выбор").wait_for()
    press(page, "Изменить выбор")
    page.get_by_role("button", name="Выше: Песочница").wait_for()
    press(page, "Проголосовать")
    confirm(page, look)

    assert Ballot.objects.get().choices == {"0": [1, 2]}


def test_ranking_without_scripts(no_script_page, sign_in, look, lenina, anna, vera):
    page = no_script_page
    vote = announce_poll(lenina, vera, Method.SCHULZE, **now_until_later())
    sign_in(page, anna)
    page.goto(vote.get_absolute_url())
    look(page)

    page.get_by_label("Горка").select_option("1")
    page.get_by_label("Качели").select_option("1")
    press(page, "Проголосовать")
    page.get_by_text("Место 1 уже у «Качели»").first.wait_for()
    look(page)
    page.get_by_label("Качели").select_option("2")
    press(page, "Проголосовать")
    confirm(page, look)

    assert Ballot.objects.get().choices == {"0": [1, 0]}


def test_projects_are_added_up_while_they_are_marked(phone, sign_in, look, lenina, anna, vera):
    vote = announce_budget(lenina, vera, most=2, **now_until_later())
    sign_in(phone, anna)
    phone.goto(vote.get_absolute_url())
    look(phone)

    phone.get_by_role("checkbox", name=re.compile("^Ни один")).check()
    phone.get_by_role("checkbox", name=re.compile("^Качели")).check()
    if phone.has_scripts:
        assert not phone.get_by_role("checkbox", name=re.compile("^Ни один")).is_checked()
    else:
        phone.get_by_role("checkbox", name=re.compile("^Ни один")).uncheck()
    phone.get_by_role("checkbox", name=re.compile("^Песочница")).check()
    if phone.has_scripts:
        phone.get_by_text("Вы поддерживаете проектов на 200 000 ₽").wait_for()
        look(phone)
    press(phone, "Проголосовать")
    phone.get_by_text("Вместе они стоят 200 000 ₽").wait_for()
    confirm(phone, look)

    assert Ballot.objects.get().choices == {"0": [0, 2]}
