"""An activist draws up a poll on the phone, looks at it with others' eyes and announces it; two people prolong it."""

import pytest

from core import clock
from voting.models import Vote, VoteState


@pytest.fixture
def neighbours(lenina, anna, vera, olga):
    """Those who vote, who draws up, and who confirms."""


def draw_up(page, look):
    page.goto("/communities/lenina-1/votes/")
    page.get_by_role("link", name="Новое голосование").first.click()
    page.wait_for_url("**/votes/new/")
    look(page)
    page.get_by_role("link", name="Опрос: один вариант").click()
    page.wait_for_url("**/votes/new/single/")
    look(page)
    page.get_by_label("О чём вы спрашиваете соседей?").fill("Какого цвета будет забор?")
    for number, colour in enumerate(("Зелёный", "Синий", "Белый"), start=1):
        page.get_by_label(f"Вариант {number}", exact=True).fill(colour)
    page.get_by_role("button", name="Добавить вариант").click()
    page.get_by_label("Вариант 4", exact=True).fill("Некрашеный")
    page.get_by_role("button", name="Сохранить и посмотреть").click()


def test_an_activist_announces_a_poll(phone, sign_in, look, neighbours, vera, olga):
    sign_in(phone, vera)
    draw_up(phone, look)

    phone.get_by_role("heading", name="Посмотрите ещё раз").wait_for()
    assert "В списке будет 2 человека." in phone.get_by_role("main").inner_text().replace("\u00a0", " ")
    look(phone)
    phone.get_by_role("link", name="Вступил поздно").click()
    phone.wait_for_url("**?as=late")
    look(phone)
    phone.get_by_role("link", name="Изменить").first.click()
    phone.get_by_label("Вариант 4", exact=True).fill("Без краски")
    phone.get_by_label("Тайное").check()
    phone.get_by_role("button", name="Сохранить и посмотреть").click()
    # What does not go together is said, and nothing is lost.
    phone.get_by_text("В тайном голосовании голос изменить нельзя").first.wait_for()
    look(phone)
    assert phone.get_by_label("Вариант 4", exact=True).input_value() == "Без краски"
    phone.get_by_label("До окончания голос можно изменить").uncheck()
    phone.get_by_role("button", name="Сохранить и посмотреть").click()
    phone.get_by_role("button", name="Объявить голосование").click()
    phone.get_by_text("Голосование объявлено").first.wait_for()
    look(phone)

    vote = Vote.objects.get()
    assert (vote.state, vote.secrecy, vote.title) == (VoteState.SCHEDULED, "secret", "Какого цвета будет забор?")
    assert [option.text for option in vote.items.get().options.all()] == ["Зелёный", "Синий", "Белый", "Без краски"]


def test_two_people_prolong_a_vote_and_say_what_is_next(page, new_page, sign_in, look, neighbours, lenina, vera, olga):
    from datetime import timedelta

    from tests.voting.conftest import announce, finish

    now = clock.now()
    vote = announce(lenina, vera, opens_at=now, closes_at=now + timedelta(days=5))
    sign_in(page, vera)
    page.goto(vote.get_absolute_url())
    page.get_by_role("link", name="Продлить или отменить голосование").click()
    look(page)
    page.get_by_label("Продлить голосование").check()
    later = (now + timedelta(days=9)).date().isoformat()
    page.get_by_label("Новое окончание, если продлить").fill(later)
    page.get_by_label("Причина").fill("Половина дома в отпуске")
    page.get_by_role("button", name="Предложить").click()
    page.get_by_text("Подтверждает другой человек").wait_for()
    look(page)

    second = new_page()
    sign_in(second, olga)
    second.goto("/me/")
    second.get_by_role("link", name=vote.title).click()
    second.wait_for_url("**/amendments/*/")
    second.get_by_role("button", name="Подтвердить: продлить голосование").click()
    second.get_by_text("Половина дома в отпуске").wait_for()
    look(second)
    vote = finish(Vote.objects.get())

    # The second person's signing in has ended the first one's session.
    sign_in(page, vera)
    page.goto("/communities/lenina-1/run/")
    look(page)
    page.locator("#waits-h + ul").get_by_role("link", name=vote.title).click()
    page.wait_for_url("**/outcome/")
    look(page)
    page.get_by_label("Что дальше").fill("До 20 ноября покрасим забор.")
    page.get_by_role("button", name="Опубликовать").click()
    page.get_by_text("До 20 ноября покрасим забор.").first.wait_for()
    look(page)
