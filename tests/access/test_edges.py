"""Hosts, refusals' looks and the headers of every answer."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse

from tests.access.routes import ROUTES
from tests.access.world import body, undone
from tests.test_access import HOST


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "testserver", "", "a b", "localhost:port", "[::1", "Ё", "192.0.2.1"],
)
@pytest.mark.parametrize("path", ["/", "/initiatives/", "/accounts/login/", "/nothing/", "/en/"])
def test_an_unknown_host_is_refused(client, town, host, path):
    response = client.get(path, headers={"host": host})

    assert response.status_code == 400
    assert town.brand_name not in body(response)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000"])
def test_the_loopback_number_leads_to_the_name(client, town, host):
    response = client.get("/initiatives/?q=a%20b&x=//evil.example", headers={"host": host})

    assert response.status_code == 301
    port = host.removeprefix("127.0.0.1")
    assert response.headers["Location"] == f"http://localhost{port}/initiatives/?q=a%20b&x=//evil.example"


def test_the_loopback_number_leads_nowhere_else(client, town):
    response = client.get("//evil.example/", headers={"host": "127.0.0.1"})

    assert response.headers["Location"].startswith("http://localhost/")


@pytest.mark.parametrize("host", ["localhost", "palana.localhost", "127.0.0.1", "testserver"])
def test_health_answers_on_any_host_of_the_installation(client, town, palana, host):
    assert client.get("/healthz", headers={"host": host}).status_code == 200
    assert client.get("/readyz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/nothing/", "/initiatives/bbbbbbbbbb/", "/votes/bbbbbbbbbb/", "/communities/no/"])
def test_a_missing_page_has_the_towns_look_and_no_traces(client, world, path):
    before = Session.objects.count()

    response = client.get(path, headers=HOST)

    assert response.status_code == 404
    assert world.town.brand_name in body(response)
    assert 'href="/search/"' in body(response)
    assert "csrfmiddlewaretoken" not in body(response)
    assert not response.cookies
    assert Session.objects.count() == before


def test_a_foreign_thing_and_a_missing_one_are_told_alike(client, world):
    client.force_login(world.cast["boris"])
    hidden = client.get(reverse("initiatives:detail", args=[world.draft.public_id]), headers=HOST)
    missing = client.get("/initiatives/bbbbbbbbbb/", headers=HOST)

    assert hidden.status_code == missing.status_code == 404
    assert (
        body(hidden).replace(world.draft.public_id, "bbbbbbbbbb").split("csrfmiddlewaretoken")[0]
        == (body(missing).split("csrfmiddlewaretoken")[0])
    )


def test_a_refusal_in_english_is_in_english(client, world):
    client.force_login(world.cast["boris"])

    page = body(client.get("/en/communities/lenina-1/requests/", headers=HOST))

    assert "You cannot do this yet" in page
    assert 'href="/en/communities/"' in page


def directives(response) -> dict[str, str]:
    policy = response.headers["Content-Security-Policy"]
    return dict(part.strip().partition(" ")[::2] for part in policy.split(";"))


@pytest.mark.parametrize("role", ["guest", "vera"])
def test_every_answer_has_its_guards(client, world, role):
    if world.cast[role]:
        client.force_login(world.cast[role])
    unguarded, tried = [], 0

    for route in ROUTES:
        address = route.url(world)
        for method in ("get", "post", "put"):
            with undone():
                response = getattr(client, method)(address, headers=HOST)
            headers = response.headers
            body(response)
            tried += 1
            guards = {
                "nosniff": headers.get("X-Content-Type-Options") == "nosniff",
                "referrer": headers.get("Referrer-Policy") in ("same-origin", "no-referrer"),
                "frames": headers.get("X-Frame-Options") in ("SAMEORIGIN", "DENY"),
                "policy": "Content-Security-Policy" in headers,
            }
            if guards["policy"] and not address.startswith("/admin/"):
                found = directives(response)
                guards["strict"] = "unsafe" not in str(found) and "'none'" in found["default-src"]
                guards["ancestors"] = "sandbox" in found or found.get("frame-ancestors") == "'self'"
            unguarded += [f"{method} {address}: {name}" for name, held in guards.items() if not held]

    assert not unguarded, "\n".join(unguarded)
    assert tried == 3 * len(ROUTES)


@pytest.mark.parametrize(
    "path, status", [("/?q=%00", 400), ("/static/nothing.css", 404), ("/static/css/base.css", 200)]
)
def test_refusals_and_files_have_their_guards(client, town, path, status):
    response = client.get(path, headers=HOST)
    body(response)

    assert response.status_code == status
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    if status == 400:
        assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_the_admin_has_a_policy_of_its_own(client, world):
    client.force_login(world.cast["olga"])

    response = client.get("/admin/", headers=HOST)

    assert response.headers["Content-Security-Policy"] == settings.ADMIN_CONTENT_SECURITY_POLICY
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]


def test_pages_of_people_are_kept_by_no_cache(client, world):
    client.force_login(world.cast["vera"])
    kept, tried = [], 0

    for route in ROUTES:
        if route.get["guest"] == 200 or route.get["vera"] != 200:
            continue
        response = client.get(route.url(world), headers=HOST)
        body(response)
        tried += 1
        if "public" in response.headers.get("Cache-Control", "") or (
            "Cookie" not in response.headers.get("Vary", "")
            and "no-store" not in response.headers.get("Cache-Control", "")
        ):
            kept.append(route.url(world))

    assert kept == []
    assert tried > 20


def test_files_have_no_address_beside_the_view_that_asks(client, world):
    client.force_login(world.cast["olga"])
    document, photo = world.file.file, world.photo.file

    assert document.storage.exists(document.name)
    assert body(client.get(f"/documents/{world.file.pk}/{world.file.filename}", headers=HOST)).startswith("%PDF")
    for name in (document.name, photo.name, world.document.file.name, f"images/../{document.name}"):
        assert client.get(f"/media/{name}", headers=HOST).status_code == 404


def test_a_published_picture_is_given_out(client, world):
    rendition = world.result.pairs.first().after.get_rendition("fill-100x100|format-webp")

    response = client.get(rendition.url, headers=HOST)

    assert body(response)
    assert response.status_code == 200
