"""Nothing of one town is seen from the admin of another: every address, with numbers of foreign things."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.admin.conftest import SOUGHT, tells

HOST = {"host": "localhost"}
# Slugs that Wagtail's addresses take: model and action.
MODELS = (("wagtailcore", "page"), ("core", "photo"), ("wagtaildocs", "document"), ("publications", "newspage"))
ACTIONS = ("delete", "move", "add_tags")


def admin_routes():
    """(route, names of its parameters) of every address below /admin/."""

    def walk(patterns, prefix):
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            elif isinstance(pattern, URLPattern):
                yield route

    for route in walk(get_resolver().url_patterns, ""):
        if route.startswith("admin/") and "logout" not in route:
            yield route


PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>[^)]*\)|\(\[\^/\]\*\)|\(\\d\*\)")


def filled(route, number):
    """The addresses of a route with a number in place of each of its numbers."""
    models = (
        MODELS if "<slug:" in route or "<str:" in route or "?P<" in route or "<app_label>" in route else MODELS[:1]
    )
    for app_label, model in models:
        for action in ACTIONS if "action" in route else ACTIONS[:1]:

            def value(found, app_label=app_label, model=model, action=action):
                name = found[2] or found[3] or ""
                if "app" in name:
                    return app_label
                if "model" in name:
                    return model
                if name in ("action", "action_name"):
                    return action
                return str(number)

            yield "/" + PARAMETER.sub(value, route).replace("^", "").replace("$", "").replace("\\Z", "")


def numbers_of(foreign):
    """One number of each kind of thing; pages share theirs."""
    rows = (foreign.draft, foreign.photo, foreign.document, foreign.department, foreign.staff, foreign.initiative)
    return sorted({row.pk for row in rows} | {foreign.draft.latest_revision_id})


@pytest.fixture(params=["olga"])
def insider(request):
    """An editor and an administrator of this town."""
    return request.getfixturevalue(request.param)


def test_no_address_of_the_admin_shows_another_town(client, town, foreign, insider):
    client.force_login(insider)
    client.raise_request_exception = False
    leaks, answered = [], 0

    for route in admin_routes():
        for number in numbers_of(foreign) if "<" in route or "(" in route else [foreign.draft.pk]:
            for address in filled(route, number):
                response = client.get(f"{address}?q={SOUGHT}&id={number}&child_of={number}", headers=HOST)
                bare = client.get(address, headers=HOST) if response.status_code == 404 else response
                for found in (response, bare):
                    answered += found.status_code == 200
                    if tells(found):
                        leaks.append(address)
                    for close in getattr(found, "_resource_closers", ()):
                        close()

    assert sorted(set(leaks)) == []
    assert answered > 60
