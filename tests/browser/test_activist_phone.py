"""An activist lets a neighbour in from the phone: from the notification to «Подтверждено»."""

import pytest
from django.core.cache import cache

from communities.actions import request_membership
from communities.models import MembershipState
from notifications.actions import spread_events
from tests.cast import make_person


@pytest.fixture(autouse=True)
def fresh_limits(transactional_db):
    cache.clear()


@pytest.fixture
def asked(lenina, vera):
    zoya = make_person("Зоя", "Новикова")
    asked = request_membership(lenina, by=zoya, tenure="owner", flat="14", entrance=1, note="Соседка с третьего этажа")
    spread_events()
    return asked


def confirm_from_the_phone(page, look):
    page.goto("/me/")
    look(page)
    page.get_by_role("link", name="Новая заявка на вступление: ул. Ленина, 1").click()
    page.wait_for_url("**/communities/lenina-1/requests/")
    look(page)
    page.get_by_role("link", name="Страница активиста").first.click()
    page.wait_for_url("**/communities/lenina-1/run/")
    page.get_by_text("Какой подъезд молчит").wait_for()
    look(page)
    page.get_by_role("link", name="1 заявка на вступление").click()
    page.wait_for_url("**/communities/lenina-1/requests/")
    page.get_by_text("Соседка с третьего этажа").wait_for()
    page.get_by_role("button", name="Подтвердить Зоя Н.").click()
    page.get_by_text("Зоя Н. — теперь участник").wait_for()
    page.get_by_text("Никто не ждёт").first.wait_for()
    look(page)


def test_an_activist_confirms_a_neighbour(phone, sign_in, look, asked, vera):
    sign_in(phone, vera)

    confirm_from_the_phone(phone, look)

    asked.refresh_from_db()
    assert (asked.state, asked.decided_by, asked.verified_by) == (MembershipState.VERIFIED, vera, "activist")
