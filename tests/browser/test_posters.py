"""An elder prints posters on the phone; a neighbour reads one at the entrance and comes to the vote."""

from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from initiatives import actions
from initiatives.models import Initiative
from posters.models import PosterPack
from tests.cast import NOON
from tests.initiatives.conftest import make_draft
from voting.models import RulePreset

WHOM = "Тамара из второго подъезда"


@pytest.fixture
def vote(lenina, anna, vera, town):
    """Announced by vera for the initiative of anna."""
    preset = RulePreset.objects.create(
        municipality=town, name="Решение", source="правило", valid_from=NOON.date() - timedelta(days=100)
    )
    draft = make_draft(lenina, anna)
    actions.submit(draft, by=anna)
    opened = actions.accept(draft, by=vera)
    Initiative.objects.filter(pk=opened.pk).update(support_needed=1)
    actions.support(opened, by=anna)
    return actions.put_to_vote(opened, by=vera, preset=preset, secrecy="closed", days=7, replaceable=True).vote


def print_posters(page, look):
    page.goto("/communities/lenina-1/posters/")
    look(page)
    page.get_by_label("Кого спросить").fill("")
    page.get_by_role("button", name="Сделать листы").click()
    page.locator(".errs a").first.wait_for()
    look(page)
    page.get_by_label("Кого спросить").fill(WHOM)
    page.get_by_label("3", exact=True).uncheck()
    page.get_by_label("4", exact=True).uncheck()
    with page.expect_download() as download:
        page.get_by_role("button", name="Сделать листы").click()
    return PdfReader(Path(download.value.path()))


def test_posters_lead_neighbours_to_the_vote(phone, new_page, sign_in, look, vote, vera):
    sign_in(phone, vera)
    sheets = print_posters(phone, look)
    pack = PosterPack.objects.get()
    poster = pack.posters.get(entrance=2)

    assert [f"Подъезд {number}" in page.extract_text() for number, page in enumerate(sheets.pages, 1)] == [True] * 2
    assert all(WHOM in " ".join(page.extract_text().split()) for page in sheets.pages)

    guest = new_page(javascript=phone.has_scripts)
    guest.goto(poster.get_absolute_url())
    guest.wait_for_url(f"**{vote.get_absolute_url()}")
    look(guest)

    phone.goto("/communities/lenina-1/posters/")
    row = phone.get_by_role("row").filter(has_text=poster.public_id)
    assert row.get_by_role("cell").inner_text() == "1"
    look(phone)
