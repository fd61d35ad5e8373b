"""Consents: given and withdrawn one by one, each to a text of a version."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.template.loader import get_template

from accounts.actions import give_consent
from accounts.consents import ERASURE_DAYS, VERSIONS, present_version, standing_of, text_template
from accounts.models import Consent, ConsentKind, User
from communities.models import CommunityPerson
from core import clock
from journal.models import Event
from journal.verbs import Verb
from privacy import actions
from privacy.models import Cause, Erasure
from tests.cast import NOON

HOST = {"host": "localhost"}
PROCESSING, PUBLICATION = ConsentKind.PROCESSING, ConsentKind.PUBLICATION


def test_every_version_has_its_text(client, town):
    assert set(VERSIONS) == set(ConsentKind)
    for kind, versions in VERSIONS.items():
        for version in versions:
            get_template(text_template(kind, version))
            page = client.get(f"/accounts/consent/{kind}/{version}/", headers=HOST)
            assert page.status_code == 200 and version in page.content.decode()
    assert client.get("/accounts/consent/processing/1999/", headers=HOST).status_code == 404
    assert client.get("/accounts/consent/selling/2026-11/", headers=HOST).status_code == 404


def test_earlier_text_says_that_it_is_one(client, town):
    words = "прежняя редакция"
    assert words in client.get("/accounts/consent/processing/2026-11/", headers=HOST).content.decode()
    assert words not in client.get("/accounts/consent/", headers=HOST).content.decode()


def test_given_twice_is_one_consent(pavel):
    assert give_consent(pavel) == give_consent(pavel)
    assert Consent.objects.count() == 1


def test_one_current_consent_of_a_version(pavel):
    consent = give_consent(pavel)

    with pytest.raises(IntegrityError):
        Consent.objects.create(user=pavel, kind=consent.kind, version=consent.version, given_at=NOON)


def test_withdrawn_and_given_again(pavel, town):
    give_consent(pavel, channel="desk")

    actions.withdraw_consent(pavel, kind=PROCESSING, municipality=town)

    standing = standing_of(pavel)[PROCESSING]
    assert standing.given is None and standing.withdrawn_at == NOON
    assert standing.erased_after == NOON + timedelta(days=ERASURE_DAYS)
    event = Event.objects.get(verb=Verb.CONSENT_WITHDRAWN)
    assert (event.actor_key, event.data) == (pavel.actor_key, {"kind": "processing"})

    give_consent(pavel)

    standing = standing_of(pavel)[PROCESSING]
    assert standing.is_present and standing.withdrawn_at is None
    assert Consent.objects.filter(user=pavel).count() == 2, "the first one stays as a proof"


def test_kinds_stand_apart(pavel, town):
    give_consent(pavel)
    give_consent(pavel, kind=PUBLICATION)

    actions.withdraw_consent(pavel, kind=PUBLICATION, municipality=town)

    standing = standing_of(pavel)
    assert standing[PROCESSING].is_present
    assert standing[PUBLICATION].given is None and standing[PUBLICATION].erased_after is None


def test_withdrawing_again_changes_nothing(pavel, town):
    give_consent(pavel)
    for _time in range(2):
        actions.withdraw_consent(pavel, kind=PROCESSING, municipality=town)

    assert Event.objects.filter(verb=Verb.CONSENT_WITHDRAWN).count() == 1


def test_all_versions_are_withdrawn(pavel, town):
    Consent.objects.create(user=pavel, kind=PROCESSING, version="2026-11", given_at=NOON - timedelta(days=9))
    give_consent(pavel)

    actions.withdraw_consent(pavel, kind=PROCESSING, municipality=town)

    assert not Consent.objects.filter(withdrawn_at=None).exists()


def test_last_administrator_keeps_the_consent(olga, town):
    give_consent(olga)

    with pytest.raises(ValidationError) as refusal:
        actions.withdraw_consent(olga, kind=PROCESSING, municipality=town)

    assert refusal.value.code == "last_administrator"
    assert Consent.objects.filter(withdrawn_at=None).exists()


@pytest.mark.parametrize(
    ("days", "second", "goes"), [(ERASURE_DAYS, 0, True), (ERASURE_DAYS, -1, False), (ERASURE_DAYS + 40, 0, True)]
)
def test_account_goes_when_the_term_is_over(pavel, town, days, second, goes):
    give_consent(pavel)
    actions.withdraw_consent(pavel, kind=PROCESSING, municipality=town)

    with clock.set_to(NOON + timedelta(days=days, seconds=second)):
        assert actions.erase_withdrawn() == goes

    assert User.objects.filter(pk=pavel.pk).exists() is not goes
    assert [act.cause for act in Erasure.objects.all()] == ([Cause.WITHDRAWAL] if goes else [])


def test_account_stays_when_the_consent_was_given_again(pavel, anna, town):
    for person in (pavel, anna):
        give_consent(person)
        actions.withdraw_consent(person, kind=PROCESSING, municipality=town)
    give_consent(anna)

    with clock.set_to(NOON + timedelta(days=ERASURE_DAYS)):
        assert actions.erase_withdrawn() == 1

    assert User.objects.filter(pk=anna.pk).exists() and not User.objects.filter(pk=pavel.pk).exists()


def test_account_without_any_consent_is_not_erased(pavel, town):
    with clock.set_to(NOON + timedelta(days=400)):
        assert actions.erase_withdrawn() == 0


def test_last_administrator_waits_for_another(olga, town):
    Consent.objects.create(
        user=olga, kind=PROCESSING, version="2026-11", given_at=NOON, withdrawn_at=NOON + timedelta(hours=1)
    )

    with clock.set_to(NOON + timedelta(days=ERASURE_DAYS + 1)):
        assert actions.erase_withdrawn() == 0

    assert User.objects.filter(pk=olga.pk).exists()


def test_my_data_says_what_was_agreed_to(client, pavel, town):
    client.force_login(pavel)
    assert "/accounts/consent/processing/" in client.get("/me/data/", headers=HOST).content.decode()

    client.post("/me/data/consents/processing/give/", headers=HOST)

    page = client.get("/me/data/", headers=HOST).content.decode()
    assert f"/accounts/consent/processing/{present_version(PROCESSING)}/" in page
    assert "/me/data/consents/processing/withdraw/" in page
    assert "/me/data/consents/processing/give/" not in page


def test_withdrawing_asks_first(client, pavel, town):
    give_consent(pavel)
    client.force_login(pavel)

    asked = client.get("/me/data/consents/processing/withdraw/", headers=HOST).content.decode()
    assert f"{ERASURE_DAYS} дней" in asked and Consent.objects.filter(withdrawn_at=None).exists()

    done = client.post("/me/data/consents/processing/withdraw/", headers=HOST)
    assert done["Location"] == "/me/data/"
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    # It is said where the person comes first, too.
    assert "Передумать" in client.get("/me/", headers=HOST).content.decode()


def test_refusal_to_withdraw_is_said_on_the_page(client, olga, town):
    give_consent(olga)
    client.force_login(olga)

    answer = client.post("/me/data/consents/processing/withdraw/", headers=HOST)

    assert answer.status_code == 200 and "единственный администратор" in answer.content.decode()


def test_my_page_asks_for_the_new_text(client, pavel, town):
    words = "изменился"
    client.force_login(pavel)
    Consent.objects.create(user=pavel, kind=PROCESSING, version="2026-11", given_at=NOON)
    assert words in client.get("/me/", headers=HOST).content.decode()

    give_consent(pavel)

    assert words not in client.get("/me/", headers=HOST).content.decode()


def test_unknown_kind_is_missing(client, pavel, town):
    client.force_login(pavel)

    assert client.post("/me/data/consents/selling/give/", headers=HOST).status_code == 404


@pytest.mark.parametrize("path", ["/communities/lenina-1/", "/communities/lenina-1/people/"])
def test_full_name_of_an_activist_needs_a_consent(client, vera, lenina, town, path):
    # An editor wrote the elder down with a telephone and the whole name.
    CommunityPerson.objects.create(page=lenina, position="Старшая", name="Вера Сорокина", phone="60-00-00")

    def page():
        return client.get(path, headers=HOST).content.decode()

    assert "Вера С." in page() and "Сорокина" not in page()

    give_consent(vera, kind=PUBLICATION)
    assert "Вера Сорокина" in page()

    actions.withdraw_consent(vera, kind=PUBLICATION, municipality=town)
    assert "Вера С." in page() and "Сорокина" not in page()
