"""The session engine reads by a query of its own; everything else is Django's."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.session_store import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    store = SessionStore()
    store["flat"] = "14"
    store.create()
    return store.session_key


def test_what_was_put_in_is_read_with_one_query(kept, django_assert_num_queries):
    store = SessionStore(kept)

    with django_assert_num_queries(1):
        assert store["flat"] == "14"
        assert "floor" not in store
    assert store.session_key == kept


def test_a_session_that_is_over_holds_nothing_and_its_key_is_not_used_again(kept):
    Session.objects.filter(pk=kept).update(expire_date=timezone.now() - timedelta(seconds=1))
    store = SessionStore(kept)

    assert store.get("flat") is None
    assert store.session_key is None
    store["flat"] = "15"
    store.save()
    assert store.session_key not in (None, kept)


def test_an_unknown_key_is_not_taken_over():
    chosen_by_somebody = "a" * 32
    store = SessionStore(chosen_by_somebody)

    assert store.get("flat") is None
    store["flat"] = "14"
    store.save()

    assert store.session_key != chosen_by_somebody
    assert not Session.objects.filter(pk=chosen_by_somebody).exists()


def test_a_session_that_somebody_altered_holds_nothing(kept):
    Session.objects.filter(pk=kept).update(session_data="altered")

    assert SessionStore(kept).get("flat") is None


def test_a_signed_in_person_is_out_at_once_when_the_session_is_ended(client, django_user_model):
    client.force_login(django_user_model.objects.create(email="anna@example.org"))
    assert client.session["_auth_user_id"]

    Session.objects.all().delete()

    assert "_auth_user_id" not in client.session
