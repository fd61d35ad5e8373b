"""What the operator does with accounts: seeing the limits, letting in somebody who lost the phone."""

import json
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection

from journal.models import Event
from journal.verbs import Verb
from tests.accounts.test_second_factor import set_up_app, sign_in
from tests.accounts.test_signing_in import HOST


def told(*args):
    out = StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


def test_limits_and_guarantees_are_listed(db):
    facts = json.loads(told("limits", "--json"))

    attempts = facts["attempts, kept in the database"]
    assert attempts["password_account"] == "10 in 900 s"
    assert len(attempts) > 15
    assert facts["database"]["engine"] == connection.vendor
    assert ("synchronous" if connection.vendor == "sqlite" else "synchronous_commit") in facts["database"]
    assert "password_account: 10 in 900 s" in told("limits")


def test_the_second_factor_is_taken_off_with_all_sessions(client, lenina, palana, anna):
    sign_in(client, anna)
    set_up_app(client)

    words = told("reset_second_factor", anna.email.upper())

    assert "Factors taken off: 2; sessions ended: 1." in words
    assert not Authenticator.objects.filter(user=anna).exists()
    assert client.get("/me/", headers=HOST).status_code == 302
    kept = Event.objects.get(verb=Verb.SECOND_FACTOR_RESET)
    assert (kept.municipality, kept.target_id, kept.actor_key) == (lenina.municipality, anna.pk, None)
    with pytest.raises(CommandError, match="no second factor"):
        told("reset_second_factor", anna.email)


def test_nobody_is_nobody(db):
    with pytest.raises(CommandError, match="no such account"):
        told("reset_second_factor", "nobody@example.org")
