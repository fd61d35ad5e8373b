"""A neighbour who believes nobody counts a vote again at home, and finds their own ballot."""

import re
import subprocess
import sys

import pytest

from core import clock
from tests.browser.conftest import DESKTOP
from tests.cast import NOON, make_members
from tests.voting import kinds
from tests.voting.conftest import announce, finish, nonce
from voting import actions
from voting.models import Method, Secrecy


@pytest.fixture
def counted(lenina, anna, vera):
    """counted(make, papers): a vote that was open at NOON and is counted, and anna's receipt."""

    def count(make, paper, **terms):
        with clock.set_to(NOON):
            vote = make(lenina, vera, **terms)
            receipt = actions.cast_ballot(vote, by=anna, choices=paper, nonce=nonce())
            actions.cast_ballot(vote, by=vera, choices=paper, nonce=nonce())
        return finish(vote), receipt

    return count


def saved(page, folder, link):
    """Press a link that gives a file, and keep the file under the name the site gave it."""
    with page.expect_download() as download:
        page.get_by_role("link", name=link).first.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


@pytest.mark.parametrize("secrecy", [Secrecy.CLOSED, Secrecy.SECRET])
def test_a_neighbour_counts_the_vote_again(new_page, look, counted, tmp_path, secrecy):
    vote, receipt = counted(announce, {0: "for"}, secrecy=secrecy)
    page = new_page(viewport=DESKTOP)

    page.goto(vote.get_absolute_url())
    look(page)
    minutes = saved(page, tmp_path, "Протокол, PDF")
    page.get_by_role("link", name="Как проверить, что ваш голос учтён").first.click()
    page.wait_for_url("**/check/")
    look(page)
    file = saved(page, tmp_path, "Файл голосования")
    program = saved(page, tmp_path, "Программа")
    command = page.locator("pre").nth(1).inner_text().replace("ВАШ-КОД", receipt).split()
    run = subprocess.run(  # noqa: S603
        [sys.executable, *command[1:]], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    page.get_by_label("Проверить свой голос").fill(f" {receipt[:16].upper()} {receipt[16:]} ")
    page.get_by_role("button", name="Проверить").click()
    page.wait_for_url("**code=**")
    look(page)

    assert minutes.read_bytes()[:5] == b"%PDF-"
    assert (program.name, file.name) == ("verify.pyz", f"vote-{vote.number}.json")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "Файл проверен: всё сходится." in run.stdout and vote.chain.head in run.stdout
    assert "Бюллетень есть в списке и учтён." in page.get_by_role("main").inner_text()


@pytest.mark.parametrize(
    ("make", "paper", "terms"),
    [
        (kinds.announce_support, {0: "for"}, {"needed": 2}),
        (kinds.announce_agenda, {0: "for", 1: "abstain", 2: "against"}, {}),
        (kinds.announce_poll, {0: [1]}, {}),
        (kinds.announce_poll, {0: [2, 0]}, {"method": Method.SCHULZE}),
        (kinds.announce_budget, {0: [0, 2]}, {"method": Method.EQUAL_SHARES}),
    ],
    ids=["support", "agenda", "single", "ranking", "budget"],
)
def test_the_result_of_every_kind_is_read_by_everybody(phone, look, lenina, counted, make, paper, terms):
    vote, _receipt = counted(make, paper, **terms)

    phone.goto(vote.get_absolute_url())
    look(phone)
    for summary in phone.locator("main details > summary").all():
        summary.click()
    look(phone)

    text = phone.get_by_role("main").inner_text().replace("\u00a0", " ")
    assert re.search(r"Участвовали 2 из \d", text)


def test_who_voted_how_is_read_on_a_phone(page, sign_in, look, lenina, anna, counted):
    make_members(lenina, 3)
    vote, _receipt = counted(announce, {0: "for"}, secrecy=Secrecy.NAMED)
    sign_in(page, anna)

    page.goto(vote.get_absolute_url())
    page.get_by_role("link", name="Кто как проголосовал").click()
    page.wait_for_url("**/voices/")

    look(page)
    assert anna.public_name in page.get_by_role("main").inner_text()
