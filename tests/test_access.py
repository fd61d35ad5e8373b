"""The policy of every address: who is answered what, and that a refusal tells nothing."""

import pytest
from django.test import Client

from tests.access.conftest import *  # noqa: F403
from tests.access.conftest import WORD
from tests.access.route import IN, NO_METHOD, ROLES
from tests.access.routes import ROUTES, addresses
from tests.access.world import FLAT, body, undone

HOST = {"host": "localhost"}


def answer_of(response):
    if response.streaming:
        # Read, so that its file is closed.
        body(response)
    if response.status_code in (301, 302) and response.headers["Location"].startswith("/accounts/login/"):
        return IN
    return response.status_code


def tells_secrets(response) -> bool:
    return any(secret in body(response) for secret in (WORD, FLAT, "Ленина", "Тайное"))


def test_every_address_has_a_policy():
    listed = {route.name for route in ROUTES}

    # The same address as `wagtailcore_login`, which it stands in front of.
    assert addresses() - {"_util/login/"} == listed
    assert len(listed) > 110


@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_the_role_by_its_policy(client, world, role):
    wrong, told, answered = [], [], 0
    if world.cast[role]:
        client.force_login(world.cast[role])
    signed_in = client.cookies.output()

    for route in ROUTES:
        address = route.url(world)
        for method, policy in (("get", route.get), ("post", route.post)):
            with undone():
                response = getattr(client, method)(address, headers=HOST)
                answer = answer_of(response)
                answered += 1
                if answer != policy[role]:
                    wrong.append(f"{method} {route.name} {address}: {answer}, not {policy[role]}")
                if answer in (403, 404, 405) and tells_secrets(response):
                    told.append(f"{method} {route.name}")
                if answer == 403 and 'class="btn"' not in body(response):
                    told.append(f"{method} {route.name} says not what to do")
            client.cookies.load(signed_in.replace("Set-Cookie: ", ""))

    assert not wrong, "\n".join(wrong)
    assert not told, "\n".join(told)
    assert answered == 2 * len(ROUTES)


def forms(world):
    return [(route.name, route.url(world)) for route in ROUTES if route.post != NO_METHOD]


def test_no_form_is_taken_without_its_token(world):
    taken, tried = [], 0
    for role in ("guest", "lida", "vera", "nina", "olga"):
        client = Client(enforce_csrf_checks=True)
        if world.cast[role]:
            client.force_login(world.cast[role])
        for name, address in forms(world):
            with undone():
                response = client.post(address, headers=HOST)
            tried += 1
            # Who is refused or sent to sign in by name alone has sent no form.
            if response.status_code != 403 or tells_secrets(response):
                taken.append(f"{role} {name} {address}: {response.status_code}")

    assert not taken, "\n".join(taken)
    assert tried > 400


def test_a_form_without_its_token_is_told_what_to_do(world):
    client = Client(enforce_csrf_checks=True)

    page = body(client.post("/accounts/login/", headers=HOST))

    assert 'data-palette="' in page
    assert "style=" not in page
    assert 'class="btn"' in page


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_no_address_knows_other_methods(client, world, method):
    client.force_login(world.cast["olga"])
    answers = set()

    for route in ROUTES:
        if not route.url(world).startswith("/admin/"):
            answers.add(getattr(client, method)(route.url(world), headers=HOST).status_code)

    assert answers == {405}
