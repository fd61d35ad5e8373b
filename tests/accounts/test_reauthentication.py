"""Who it is, asked once more before roles and accounts are changed: an open session alone is not enough."""

import pytest
from django.core.cache import cache

from communities.models import ActivistRole
from tests.accounts.test_signing_in import HOST, grow_old, post
from tests.cast import PASSWORD

ROLES = "/communities/lenina-1/roles/"


@pytest.fixture(autouse=True)
def fresh_limits(town):
    cache.clear()


def get(client, path):
    return client.get(path, headers=HOST)


def test_roles_are_open_to_whoever_has_just_signed_in(client, olga, lenina):
    client.force_login(olga)
    assert get(client, ROLES).status_code == 200
    grow_old(client)

    asked = get(client, ROLES)

    assert asked["Location"] == "/accounts/reauthenticate/?next=%2Fcommunities%2Flenina-1%2Froles%2F"


def test_what_was_sent_goes_on_after_the_password(client, olga, vera, lenina):
    role = ActivistRole.objects.get(user=vera)
    client.force_login(olga)
    grow_old(client)
    asked = post(client, f"{ROLES}{role.public_id}/revoke/")
    role.refresh_from_db()
    assert role.revoked_at is None

    wrong = post(client, asked["Location"], password="wrong")
    role.refresh_from_db()
    assert wrong.status_code == 200 and role.revoked_at is None
    post(client, asked["Location"], password=PASSWORD)

    role.refresh_from_db()
    assert role.revoked_at is not None
    assert get(client, ROLES).status_code == 200, "not asked again at once"


def test_who_may_not_is_refused_and_not_asked_into(client, pavel, lenina):
    client.force_login(pavel)
    assert get(client, ROLES).status_code == 403


@pytest.mark.parametrize("path", ["/admin/users/", "/admin/groups/", "/admin/staff/new/"])
def test_the_admin_asks_before_people_and_rights(client, operator, town, path):
    client.force_login(operator)
    assert get(client, path).status_code == 200
    assert get(client, "/admin/pages/").status_code in (200, 302)
    grow_old(client)

    assert get(client, path)["Location"].startswith("/accounts/reauthenticate/")
    assert not get(client, "/admin/images/").headers.get("Location", "").startswith("/accounts/")
