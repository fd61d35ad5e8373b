"""The same town in English: what people wrote stays Russian and says so, the site's own words do not."""

import re
from datetime import timedelta

import pytest

from core import clock
from initiatives import actions
from initiatives.models import Initiative
from tests.cast import PASSWORD
from tests.initiatives.conftest import make_draft
from voting.models import RulePreset, Secrecy

# Names are written as they are, wherever they stand.
NAMES = [
    "Дворы Заречного",
    "Заречный",
    "Пензенская область",
    "ул. Ленина, 1",
    "улица Ленина 1",
    "Ленина",
    "улица",
    "Анна И.",
    "Анна Ильина",
    "АИ",
    "ВС",
    "Вера С.",
    "Русский",
    "ТОС",
    "Каким будет ваш двор, решаете вы с соседями",
]
# Text outside of what is marked as Russian, and the words that only a screen reader says.
WORDS = """() => {
  const found = [document.title];
  const seen = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = seen.nextNode(); node; node = seen.nextNode()) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    if (element.closest("[lang=ru], script, style, template")) continue;
    if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent);
    else for (const name of ["aria-label", "title", "alt", "placeholder", "data-label", "data-copied"])
      if (node.hasAttribute(name)) found.push(node.getAttribute(name));
  }
  return found;
}"""


@pytest.fixture
def vote(lenina, anna, vera):
    """The neighbours decide on anna's initiative now."""
    draft = make_draft(lenina, anna)
    actions.submit(draft, by=anna)
    opened = actions.accept(draft, by=vera)
    Initiative.objects.filter(pk=opened.pk).update(support_needed=1)
    actions.support(opened, by=anna)
    put = actions.put_to_vote(
        opened,
        by=vera,
        preset=RulePreset.objects.get(name="Решение соседей"),
        secrecy=Secrecy.CLOSED,
        days=14,
        replaceable=True,
        opens_at=clock.now() - timedelta(minutes=1),
    )
    return put.vote


def russian(page, *written) -> list[str]:
    """Russian words of the screen that nobody wrote or is called by."""
    left = []
    for text in page.evaluate(WORDS):
        text = " ".join(text.split())
        for name in sorted([*NAMES, *written], key=len, reverse=True):
            text = text.replace(name, "")
        if re.search("[а-яё]", text, re.I):
            left.append(text)
    return left


def test_a_town_in_english(new_page, look, anna, vote):
    page = new_page(locale="en-GB")
    title = vote.title
    faults = []

    def see():
        look(page)
        assert page.locator("html").get_attribute("lang") == "en"
        faults.extend((page.url, words) for words in russian(page, title))

    page.goto("/en/")
    see()
    page.get_by_role("link", name="Sign in").first.click()
    page.wait_for_url("**/en/accounts/login/**")
    see()
    page.get_by_label("E-mail").fill(anna.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/en/me/")
    see()

    page.goto("/en/")
    page.locator("main [role=search] input[name=q]").fill("Ленина")
    page.locator("main [role=search] button").click()
    page.wait_for_url("**/en/communities/?q=*")
    see()
    page.get_by_role("heading", name="ул. Ленина, 1").get_by_role("link").click()
    page.wait_for_url("**/en/communities/lenina-1/")
    see()
    page.get_by_role("heading", name=title).get_by_role("link").first.click()
    page.wait_for_url("**/en/initiatives/*/")
    see()
    page.get_by_role("link", name="Open the ballot").first.click()
    page.wait_for_url("**/en/votes/*/")
    see()
    page.get_by_role("button", name="Cast my vote").click()
    page.get_by_role("link", name="Choose an answer").wait_for()
    see()
    page.get_by_label("For", exact=False).first.check()
    page.get_by_role("button", name="Cast my vote").click()
    page.get_by_role("button", name="Confirm my vote").wait_for()
    see()
    page.get_by_role("button", name="Confirm my vote").click()
    page.get_by_role("heading", name="Your vote is taken").wait_for()
    see()

    assert not faults, "\n".join(map(str, faults))
    assert vote.participations.count() == 1
    page.get_by_role("link", name="Русский").first.click()
    page.locator("html[lang=ru]").wait_for(state="attached")
