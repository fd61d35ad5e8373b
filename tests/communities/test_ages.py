"""The age that a person declares when joining (decision 5)."""

import pytest
from django.db import IntegrityError, transaction

from communities.models import Membership
from municipalities.models import Municipality

TOWN = {"host": "localhost"}


@pytest.mark.parametrize(("typed", "kept"), [("18", 18), ("16", 16), ("", None)])
def test_join_asks_for_the_age_where_votes_begin_earlier(client, town, lenina, pavel, typed, kept):
    Municipality.objects.filter(pk=town.pk).update(youngest_member_age=16)
    client.force_login(pavel)
    page = client.get("/communities/lenina-1/join/", headers=TOWN).text.replace("\u00a0", " ")
    assert "От 16 до 18" in page
    assert 'name="adult"' not in page

    client.post("/communities/lenina-1/join/", {"tenure": "owner", "flat": "17", "age": typed}, headers=TOWN)

    assert Membership.objects.get(user=pavel).declared_age == kept


def test_join_asks_adults_alone_elsewhere(client, lenina, pavel):
    client.force_login(pavel)
    assert 'name="age"' not in client.get("/communities/lenina-1/join/", headers=TOWN).text

    client.post("/communities/lenina-1/join/", {"tenure": "owner", "flat": "17", "age": "16"}, headers=TOWN)

    assert Membership.objects.get(user=pavel).declared_age is None


@pytest.mark.parametrize("age", [0, 13, 19])
def test_town_asks_a_sensible_age(town, age):
    with pytest.raises(IntegrityError), transaction.atomic():
        Municipality.objects.filter(pk=town.pk).update(youngest_member_age=age)
