"""Wagtail's admin: only the town's own editors and administrators enter it (decision 13)."""

import pytest

from tests.access.route import ROLES
from tests.access.world import body, undone
from tests.admin.test_border import admin_routes, filled
from tests.test_access import HOST, IN, answer_of, tells_secrets

LISTS = ["", "images/", "documents/", "reports/workflow/"]
# The way out for everybody, a catalogue of words for scripts, the icons.
OPEN = ("admin/logout/", "admin/login/", "admin/password_reset/", "admin/jsi18n/", "admin/sprite/")


@pytest.mark.parametrize("role", ROLES)
def test_the_admin_lets_in_the_press_service_and_the_administrator(client, world, role):
    if world.cast[role]:
        client.force_login(world.cast[role])
    expected = IN if role == "guest" else 200 if role in ("egor", "olga") else 403

    responses = [client.get(f"/admin/{path}", headers=HOST) for path in LISTS]

    assert [answer_of(response) for response in responses] == [expected] * len(LISTS)
    if expected == 403:
        assert all('class="btn"' in body(response) for response in responses)
        assert not any(tells_secrets(response) for response in responses)


def test_an_editor_manages_neither_people_nor_settings(client, world):
    client.force_login(world.cast["egor"])

    for path in ("users/", "groups/", "sites/", "collections/", "workflows/list/", "staff/", "journal/", "redirects/"):
        response = client.get(f"/admin/{path}", headers=HOST)
        assert answer_of(response) != 200, path
        assert not tells_secrets(response)


@pytest.mark.parametrize("role", ["guest", "lida", "nina"])
def test_no_address_of_the_admin_answers_others(client, world, role):
    if world.cast[role]:
        client.force_login(world.cast[role])
    answered, tried = [], 0

    for route in admin_routes():
        # The last one is for whatever has no address, and adds the missing slash.
        if route.startswith(OPEN) or ".*" in route:
            continue
        address = next(iter(filled(route, world.news.pk))).replace("\\.", ".")
        for method in ("get", "post"):
            with undone():
                response = getattr(client, method)(address, headers=HOST)
            tried += 1
            if answer_of(response) not in (IN, 403, 404, 405) or tells_secrets(response):
                answered.append(f"{method} {address}: {answer_of(response)}")

    assert not answered, "\n".join(answered)
    assert tried > 300
