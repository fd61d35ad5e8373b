"""One slip and many hands at the same moment. The race is also run without its guards, to show that they guard."""

from time import sleep

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.db.models import QuerySet

from communities import actions
from communities.actions import codes
from communities.codes import digest_of
from communities.models import CodeRedemption, Membership, VerificationCode
from tests.cast import make_person
from tests.races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
HANDS = 8


@pytest.fixture
def code(flats, lenina, vera):
    _batch, ((_premises, code),) = actions.issue_codes(lenina, by=vera, entrance=2)
    return code


def use_at_once(code, town):
    people = [make_person("Гость", f"Н{number}") for number in range(HANDS)]
    return at_once(
        [
            lambda person=person: actions.redeem_code(
                digest_of(code), by=person, municipality=town, network=f"192.0.2.{person.pk % 250}"
            )
            for person in people
        ]
    )


@pytest.fixture
def no_locks(monkeypatch):
    """As if nobody waited for anybody, and everybody looked before anybody wrote."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **kwargs: self)
    settle = codes.settle

    def slowly(*args, **kwargs):
        sleep(0.3)
        return settle(*args, **kwargs)

    monkeypatch.setattr(codes, "settle", slowly)


def test_a_slip_in_many_hands_makes_one_member(code, town):
    answers = use_at_once(code, town)

    assert sum(isinstance(answer, Membership) for answer in answers) == 1
    assert {answer.code for answer in answers if isinstance(answer, ValidationError)} == {"used"}
    assert VerificationCode.objects.get(digest=digest_of(code)).uses == CodeRedemption.objects.count() == 1


def test_without_locks_the_constraint_still_holds(code, town, no_locks):
    answers = use_at_once(code, town)

    assert sum(isinstance(answer, Membership) for answer in answers) == 1
    assert any(isinstance(answer, IntegrityError) for answer in answers)
    assert CodeRedemption.objects.count() == Membership.objects.filter(verified_by="code").count() == 1


def test_without_locks_and_constraint_there_would_be_many(code, town, no_locks):
    """The counterpart of the two tests above."""
    table = CodeRedemption._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT one_redemption_per_use")
    try:
        answers = use_at_once(code, town)
        assert sum(isinstance(answer, Membership) for answer in answers) > 1
    finally:
        CodeRedemption.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT one_redemption_per_use UNIQUE (code_id, number)")


def test_one_person_with_two_devices_is_one_member(code, town, pavel):
    answers = at_once(
        [
            lambda: actions.redeem_code(
                digest_of(code), by=type(pavel).objects.get(pk=pavel.pk), municipality=town, network="192.0.2.1"
            )
        ]
        * 2
    )

    assert sum(isinstance(answer, Membership) for answer in answers) == 1
    assert Membership.objects.filter(user=pavel).count() == 1
