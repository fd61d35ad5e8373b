"""Whatever is sent, the answer is a page or a refusal: never an error of the site, on either database."""

import re
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.access.conftest import *  # noqa: F403
from tests.access.route import IN, NO_METHOD
from tests.access.routes import ROUTES
from tests.access.world import body, undone
from tests.test_access import HOST

# Escaped as they would stand in an address.
STRANGE = {
    "huge": str(10**30),
    "negative": "-1",
    "beyond 64 bits": str(2**63),
    "beyond 32 bits": str(2**31),
    "long": "9" * 6000,
    "letters": quote("ъ" * 700),
    "quotes": quote("'\"`'';--</script>"),
    "wildcards": quote("%_\\%%__"),
    "superscript": quote("²٣½"),
    "right to left": quote("\u202eабв\u2066"),
    "combining": quote("и" + "\u0301" * 300),
    "beyond the plane": quote("🏠\U0010ffff\ufffe"),
    "tabs": quote("\t\r\n\x7f"),
    "format": quote("{0}{{%s%(x)s$"),
    "operators": quote("& | ! ( ) <-> :* AND OR NOT"),
    "empty": "",
    "float": "1e309",
    "nan": "nan",
}
# Each means something else to a converter of addresses or to a database.
IN_ADDRESSES = ("huge", "negative", "beyond 64 bits", "long", "quotes", "superscript", "beyond the plane")
MALFORMED = {"nul": "%00", "nul inside": "a%00b", "broken": "%ff", "cut": "%d0", "surrogate": "%ed%a0%80"}
LISTS = {
    "/": ["page"],
    "/search/": ["q", "page"],
    "/communities/": ["q", "kind", "page"],
    "/communities/lenina-1/initiatives/": ["state", "category", "q", "where", "sort", "view", "page"],
    "/communities/lenina-1/votes/": ["state", "page"],
    "/communities/lenina-1/results/": ["page"],
    "/initiatives/": ["state", "category", "q", "where", "sort", "view", "page"],
    "/initiatives/similar/": ["title", "community"],
    "/initiatives/new/": ["community"],
    "/votes/": ["state", "page", "mine"],
    "/news/": ["page"],
    "/decisions/": ["page"],
    "/results/": ["page"],
    "/me/notifications/": ["page"],
    "/comments/reports/": ["page"],
    "/display/": ["next", "font", "scheme", "reset"],
    "/accounts/login/": ["next"],
}


@pytest.fixture
def reader(client, world):
    """The elder, who sees most of the lists; an error is an answer here, not an exception."""
    client.raise_request_exception = False
    client.force_login(world.cast["vera"])
    return client


def test_no_parameter_of_a_list_breaks_it(reader, world):
    pages = {
        **LISTS,
        reverse("voting:detail", args=[world.counted.public_id]): ["code"],
        reverse("initiatives:detail", args=[world.discussion.public_id]): ["c"],
        reverse("feed:branch", args=[world.said.public_id]): ["page"],
        reverse("feed:history", args=[world.said.public_id]): ["page"],
    }
    wrong, tried = [], 0

    for page, names in pages.items():
        for name in names:
            for kind, value in STRANGE.items():
                status = reader.get(f"{page}?{name}={value}", headers=HOST).status_code
                tried += 1
                if status not in (200, 302):
                    wrong.append(f"{page} {name} {kind}: {status}")

    assert not wrong, "\n".join(wrong)
    assert tried > 500


@pytest.mark.parametrize("value", MALFORMED.values(), ids=MALFORMED)
def test_malformed_addresses_are_refused_with_words(reader, world, value):
    for path in [*LISTS, "/admin/pages/", "/accounts/signup/", "/nowhere/"]:
        for address in (f"{path}?q={value}", f"{path}?{value}=1", f"{path}{value}/"):
            response = reader.get(address, headers=HOST)
            assert response.status_code == 400, address
            assert 'class="btn"' in body(response)


def by_name():
    """One route of each name that takes something in its address."""
    return {route.name: route for route in ROUTES}.values()


def test_no_word_in_an_address_breaks_it(client, world):
    client.raise_request_exception = False
    client.force_login(world.cast["olga"])
    wrong, tried = [], 0

    for route in by_name():
        method = client.get if route.post == NO_METHOD else client.post
        for place, value in enumerate(route.args(world)):
            for kind in IN_ADDRESSES:
                strange = STRANGE[kind]
                with undone():
                    response = method(route.url(world).replace(f"/{value}/", f"/{strange}/", 1), headers=HOST)
                body(response)
                tried += 1
                if response.status_code not in (302, 403, 404, 405):
                    wrong.append(f"{route.name} {place} {kind}: {response.status_code}")

    assert not wrong, "\n".join(wrong)
    assert tried > 400


@pytest.mark.parametrize(
    "path",
    [
        f"/documents/{10**30}/a.pdf",
        f"/documents/{2**63}/a.pdf",
        "/documents/1/" + "a" * 3000,
        "/media/../../manage.py",
        "/media/%2e%2e/private/photos",
        "/media/images/" + "a" * 3000 + "/",
        "/media/images/" + "a" * 200,
        "/" + "a/" * 900,
        "/" + quote("ы") * 900 + "/",
        "/static/../x",
    ],
)
def test_strange_paths_are_not_found(reader, world, path):
    assert reader.get(path, headers=HOST).status_code in (400, 404)


def filled_in(client, address, value) -> dict:
    """Every field that the page of the address has, with the same value; and some that it has not."""
    page = body(client.get(address, headers=HOST))
    names = set(re.findall(r'name="([^"]+)"', page)) - {"csrfmiddlewaretoken", "viewport", "description"}
    return dict.fromkeys(names | {"next", "go", "seen", "email", "state", "id", "by", "choices", "nonce"}, value)


def may(route):
    """A role whose form is read at this address."""
    return next((role for role, answer in route.post.items() if answer in (200, 302, 422)), None)


TYPED = {
    "100 KB": "я" * 50_000,
    "huge": str(10**30),
    "negative": "-1",
    "quotes": "'\"`'';--</script>{{x}}%s",
    "strange": "\u202e🏠\U0010ffff\ufffe%_\\²½",
    "lines": "\r\n\t\x0b\x1f\x7f",
    "date": "0000-00-00",
    "infinity": "Infinity",
}


@pytest.mark.parametrize("kind", TYPED)
def test_nothing_typed_breaks_a_form(client, world, kind):
    client.raise_request_exception = False
    wrong, sent = [], 0

    for route in by_name():
        role = may(route)
        if role is None or route.post[role] == IN:
            continue
        client.logout()
        if world.cast[role]:
            client.force_login(world.cast[role])
        with undone():
            fields = filled_in(client, route.url(world), TYPED[kind])
            response = client.post(route.url(world), fields, headers=HOST)
        body(response)
        sent += len(fields)
        if response.status_code not in (200, 302, 400, 403, 404, 405, 422, 429):
            wrong.append(f"{route.name}: {response.status_code}")

    assert not wrong, "\n".join(wrong)
    assert sent > 500


@pytest.mark.parametrize("way", ["multipart", "urlencoded", "name of a field", "broken"])
def test_a_nul_in_a_form_is_refused(client, world, way):
    client.raise_request_exception = False
    urlencoded = "application/x-www-form-urlencoded"
    sent = {
        "multipart": ({"text": "a\x00b", "q": "1"},),
        "urlencoded": ("text=a%00b", urlencoded),
        "name of a field": ({"te\x00xt": "a"},),
        "broken": ("text=%ff", urlencoded),
    }[way]
    wrong, tried = [], 0

    for route in by_name():
        role = may(route)
        if role is None:
            continue
        if world.cast[role]:
            client.force_login(world.cast[role])
        with undone():
            data, *kind = sent
            response = client.post(route.url(world), data, *kind, headers=HOST)
        body(response)
        tried += 1
        if response.status_code != 400:
            wrong.append(f"{route.name}: {response.status_code}")

    assert not wrong, "\n".join(wrong)
    assert tried > 50


def test_letters_of_the_whole_world_pass(client, world):
    """The counterpart of the test above: well-formed text of any kind is taken."""
    client.force_login(world.cast["lida"])
    text = "Ёлка — «ы» 🏠 中文 \u0301"

    for address in (reverse("feed:write", args=[world.thread.public_id]),):
        client.post(address, {"text": text}, headers=HOST)
        client.post(address, f"text={quote(text)}", "application/x-www-form-urlencoded", headers=HOST)

    assert world.thread.comments.filter(text__contains="中文").count() >= 1


@pytest.mark.parametrize(
    "data",
    [{f"field{number}": "1" for number in range(600)}, {"text": "x" * (3 * 2**20)}],
    ids=["too many fields", "too many bytes"],
)
def test_too_much_is_refused(client, world, data):
    client.raise_request_exception = False
    client.force_login(world.cast["lida"])

    response = client.post(reverse("feed:write", args=[world.thread.public_id]), data, headers=HOST)

    assert response.status_code in (400, 413)
    assert 'class="btn"' in body(response)


def test_too_many_files_are_refused(client, world):
    client.raise_request_exception = False
    client.force_login(world.cast["lida"])
    files = [SimpleUploadedFile(f"{number}.jpg", b"x") for number in range(13)]

    response = client.post(
        reverse("initiatives:edit", args=[world.draft.public_id, "text"]), {"photo": files}, headers=HOST
    )

    assert response.status_code == 400


@pytest.mark.parametrize(
    "content, kind",
    [
        (b"--ab\r\nContent-Disposition: form-data; name", "multipart/form-data; boundary=ab"),
        (b"", "multipart/form-data"),
        (b"\xff\xfe\x00", "multipart/form-data; boundary=ab"),
        (b'{"text": 1', "application/json"),
        (b"text=1", "application/x-www-form-urlencoded; charset=utf-99"),
        (b"text=1", "text/plain"),
        (b"a=1", "multipart/form-data; boundary=" + "b" * 300),
    ],
)
def test_a_broken_body_is_refused(client, world, content, kind):
    client.raise_request_exception = False
    client.force_login(world.cast["lida"])

    response = client.generic(
        "POST", reverse("feed:write", args=[world.thread.public_id]), content, content_type=kind, headers=HOST
    )

    assert response.status_code in (200, 302, 400)


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "view", "django_language", "messages"])
@pytest.mark.parametrize("value", ["a" * 4000, "\x01", "'\"", "a.b.c", "{}", "ÿþ", "-1"])
def test_no_cookie_breaks_a_page(client, world, name, value):
    client.raise_request_exception = False
    client.cookies[name] = value

    for page in ("/", "/initiatives/", "/accounts/login/"):
        assert client.get(page, headers=HOST).status_code == 200


@pytest.mark.parametrize(
    "header, value",
    [
        ("Accept-Language", "x" * 5000),
        ("Accept-Language", "ru;q=nan,en;q=-1,*"),
        ("Referer", "ht!tp://[::"),
        ("HX-Request", "nonsense"),
        ("HX-Current-URL", "http://[::/%ff"),
        ("If-Modified-Since", "never"),
        ("Range", "bytes=-1"),
        ("X-Forwarded-Host", "evil.example"),
        ("X-Forwarded-For", "'; --"),
    ],
)
def test_no_header_breaks_a_page(client, world, header, value):
    client.raise_request_exception = False

    for page in ("/", "/initiatives/", f"/votes/{world.counted.public_id}/"):
        response = client.get(page, headers={**HOST, header: value})
        assert response.status_code == 200
        assert "evil.example" not in body(response)
