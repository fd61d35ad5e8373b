import pytest

from scripts.bench.browser import Browser, Page, forms_of
from scripts.bench.report import Row, compare, table

VOTE_PAGE = """
<form action="/search/"><input name="query"></form>
<form method="post" action="cast/">
  <input type="hidden" name="csrfmiddlewaretoken" value="t0ken"><input type="hidden" name="nonce" value="n1">
  <input type="radio" name="item-1" value="for"><input type="radio" name="item-1" value="against">
  <input type="checkbox" name="agree" value="on" checked><button name="act" value="x">Голосовать</button>
</form>
"""


def row(what, rate, *, scale=1, who="guest"):
    return Row("sqlite", scale, what, who, rate, 1.0, 2.0, 5, 1000)


def test_forms_are_read_as_a_browser_would_send_them():
    search, cast = forms_of(VOTE_PAGE)

    assert search == {"action": "/search/", "fields": [("query", "")], "choices": []}
    assert cast["fields"] == [("csrfmiddlewaretoken", "t0ken"), ("nonce", "n1"), ("agree", "on")]
    assert ("item-1", "for") in cast["choices"]


def test_fill_keeps_hidden_fields_and_takes_the_first_choice():
    page = Page("/votes/abc/", 200, {}, VOTE_PAGE.encode())

    target, fields = Browser(80).fill(page, r"/cast/$", {"nonce": "n2"})

    assert target == "/votes/abc/cast/"
    assert dict(fields) == {"csrfmiddlewaretoken": "t0ken", "nonce": "n2", "agree": "on", "item-1": "for"}


def test_fill_refuses_a_page_without_the_form():
    with pytest.raises(LookupError, match="/votes/abc/"):
        Browser(80).fill(Page("/votes/abc/", 200, {}, b"<p>closed</p>"), "/cast/", {})


def test_ratios_are_to_the_references_of_the_same_run():
    rows = [
        row("bare view", 1000),
        row("empty page", 200),
        row("list", 100, who="member"),
        row("bare view", 800, scale=100),
        row("empty page", 100, scale=100),
        row("list", 80, scale=100, who="member"),
    ]

    compare(rows)

    assert (rows[2].of_bare, rows[2].of_page, rows[2].of_scale_1) == (0.1, 0.5, None)
    assert (rows[5].of_bare, rows[5].of_page, rows[5].of_scale_1) == (0.1, 0.8, 1.25)


def test_the_table_says_which_pages_are_beyond_their_limit():
    rows = [row("list", 100), row("list", 70, scale=100), row("feed", 100), row("feed", 95, scale=100)]
    for one in rows:
        one.limit = 1.3

    compare(rows)

    assert [one.over for one in rows] == [None, 1.3, None, None]
    assert ["> 1.3" in line for line in table(rows).splitlines()[2:]] == [False, True, False, False]


def test_a_machine_that_slows_down_is_no_fault_of_a_page():
    rows = [row("empty page", 200), row("feed", 100), row("list", 100)]
    rows += [row("empty page", 100, scale=100), row("feed", 50, scale=100), row("list", 30, scale=100)]
    for one in rows:
        one.limit = 1.3

    compare(rows)

    assert [one.over for one in rows[3:]] == [None, None, 1.3]


def test_table_has_a_line_for_each_row():
    rows = [row("bare view", 1000), row("list", 99.6)]
    compare(rows)

    lines = table(rows).splitlines()

    assert len(lines) == 4
    assert len({len(line) for line in lines}) == 1
    assert "| 100 " in lines[3]
    assert "None" not in lines[2]
