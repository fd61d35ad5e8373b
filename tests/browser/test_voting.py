"""A member votes from a phone, changes the vote, and finds it in the published list."""

import re
from datetime import timedelta

import pytest

from core import clock
from tests.voting.conftest import announce, finish
from voting.models import Ballot, Participation, Secrecy

IN_LIST = "Бюллетень есть в списке"


@pytest.fixture
def announced(lenina, anna, vera):
    """announced(secrecy): a vote that runs now, for two weeks."""

    def start(secrecy=Secrecy.CLOSED):
        now = clock.now()
        return announce(lenina, vera, secrecy=secrecy, opens_at=now, closes_at=now + timedelta(days=14))

    return start


def cast(page, look, answer, said, button="Проголосовать"):
    """Give an answer; the receipt that the voter keeps, with what was `said`."""
    page.get_by_role("radio", name=re.compile(f"^{answer}")).check()
    page.get_by_role("button", name=button).click()
    page.get_by_role("heading", name="Проверьте свой выбор").wait_for()
    assert said in page.locator(".dl--wide dd").inner_text()
    look(page)
    page.get_by_role("button", name="Подтвердить голос").click()
    page.get_by_role("heading", name="Ваш голос принят").wait_for()
    assert said in page.locator(".receipt .dl--wide dd").inner_text()
    look(page)
    return page.locator(".receipt b.code").inner_text()


def check(page, vote, receipt):
    """What the result's page says about a receipt."""
    page.goto(vote.get_absolute_url())
    page.get_by_label("Проверить свой голос").fill(receipt)
    page.get_by_role("button", name="Проверить").click()
    page.wait_for_url("**code=**")
    return page.locator("#check").inner_text()


def test_a_member_votes_changes_the_vote_and_finds_it(phone, sign_in, look, anna, announced):
    vote = announced()
    sign_in(phone, anna)

    phone.goto("/me/")
    phone.get_by_role("link", name=vote.title).first.click()
    phone.wait_for_url("**/votes/*/")
    look(phone)
    phone.get_by_role("button", name="Проголосовать").click()
    phone.get_by_role("link", name="Выберите ответ").wait_for()
    look(phone)
    first = cast(phone, look, "Против", "Против")
    phone.get_by_role("link", name="Изменить голос").click()
    phone.get_by_text("Вы проголосовали.").first.wait_for()
    look(phone)
    second = cast(phone, look, "За С", "За", button="Изменить голос")
    finish(vote)

    assert first != second
    assert Participation.objects.filter(vote=vote).count() == 1
    said = check(phone, vote, second)
    look(phone)
    assert IN_LIST in said and "За" in said
    assert IN_LIST not in check(phone, vote, first)
    assert "«за» — 1 из 1" in phone.get_by_role("main").inner_text().replace("\u00a0", " ")


def test_a_secret_vote_is_cast_once_and_found_by_its_receipt(phone, new_page, sign_in, look, anna, announced):
    vote = announced(Secrecy.SECRET)
    sign_in(phone, anna)

    phone.goto(vote.get_absolute_url())
    assert "тайное" in phone.get_by_role("main").inner_text().lower()
    look(phone)
    receipt = cast(phone, look, "Воздерживаюсь", "Воздержался")
    assert phone.get_by_role("link", name="Изменить голос").count() == 0
    phone.goto(vote.get_absolute_url())
    phone.get_by_text("Вы проголосовали.").first.wait_for()
    look(phone)
    assert phone.get_by_role("button", name="Проголосовать").count() == 0
    assert receipt not in phone.content()
    finish(vote)

    # A receipt belongs to nobody: a guest on another phone finds the ballot too.
    guest = new_page(javascript=phone.has_scripts)
    said = check(guest, vote, receipt)
    look(guest)
    assert IN_LIST in said and "Воздерж" in said
    assert Ballot.objects.get(vote=vote).participation is None
