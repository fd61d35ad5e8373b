"""The accessible-version panel keeps only what it offers, and goes back only to this site."""

import pytest
from django.test import RequestFactory

from core.context_processors import display as display_context
from core.display import known, read_cookie, write_cookie
from core.views import display


def ask(query="", **kwargs):
    return display(RequestFactory().get(f"/display/{query}", **kwargs))


def test_choice_is_kept_for_a_year_and_scripts_may_read_it():
    response = ask("?font=2&scheme=wb&next=/votes/%3Fpage%3D2")

    cookie = response.cookies["view"]
    assert (response.status_code, response["Location"]) == (302, "/votes/?page=2")
    assert read_cookie(cookie.value) == {"font": "2", "scheme": "wb"}
    assert (cookie["max-age"], cookie["samesite"], cookie["httponly"]) == (31536000, "Lax", "")


def test_unknown_names_and_values_are_left_out():
    response = ask("?font=9&scheme=%22%3E%3Cscript%3E&admin=1&theme=dark")

    assert read_cookie(response.cookies["view"].value) == {"theme": "dark"}


@pytest.mark.parametrize("query", ["?font=", "?font=2&reset=1", ""])
def test_usual_version_needs_no_cookie(query):
    cookie = ask(query).cookies["view"]

    assert (cookie.value, cookie["max-age"]) == ("", 0)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", "http:///evil"]
)
def test_foreign_address_is_not_followed(target):
    response = ask(f"?font=2&next={target}")

    assert response["Location"] == "/"


def test_posting_changes_nothing():
    response = display(RequestFactory().post("/display/?font=2"))

    assert response.status_code == 405
    assert not response.cookies


@pytest.mark.parametrize(
    ("raw", "values"),
    [
        ("font=2&scheme=bw", {"font": "2", "scheme": "bw"}),
        ("font=2&font=3", {"font": "3"}),
        ("font=2&onload=x", {"font": "2"}),
        ("font=4", {}),
        ("", {}),
        ("&&&=%ff", {}),
        ("font=2&" + "x" * 200, {}),
    ],
)
def test_cookie_is_read_with_distrust(raw, values):
    assert read_cookie(raw) == values


def test_what_is_written_is_read_back():
    chosen = {"font": "3", "scheme": "green", "images": "off", "space": "2", "face": "serif", "theme": "light"}

    assert read_cookie(write_cookie(chosen)) == known(chosen) == chosen


def test_pages_get_the_choice_without_a_session():
    request = RequestFactory().get("/", headers={"cookie": 'view="font=3&images=off"'})

    assert display_context(request) == {"display": {"font": "3", "images": "off"}}
