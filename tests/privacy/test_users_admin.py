"""The operator's list of accounts: looks are kept, and nobody is deleted half-way."""

import pytest

from accounts.models import User
from journal.models import Look

HOST = {"host": "localhost"}


@pytest.fixture
def admin(client, operator, town):
    client.force_login(operator)
    return client


def test_list_leaves_a_look_for_each_account_shown(admin, anna, boris, operator):
    assert admin.get("/admin/users/", headers=HOST).status_code == 200

    assert set(Look.objects.values_list("subject", flat=True)) == {anna.pk, boris.pk}
    assert {look.event.actor_key for look in Look.objects.all()} == {operator.actor_key}


def test_opening_one_leaves_a_look(admin, anna, boris):
    assert admin.get(f"/admin/users/edit/{anna.pk}/", headers=HOST).status_code == 200

    assert list(Look.objects.values_list("subject", flat=True)) == [anna.pk]


@pytest.mark.parametrize("path", ["/admin/users/delete/{pk}/", "/admin/bulk/accounts/user/delete/?id={pk}"])
def test_deleting_is_refused_in_words(admin, anna, path):
    answer = admin.post(path.format(pk=anna.pk), headers=HOST, follow=True)

    assert "erase_person" in answer.content.decode()
    assert User.objects.filter(pk=anna.pk).exists()
