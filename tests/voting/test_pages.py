"""The pages of a vote."""

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from tests.cast import make_community, make_members
from tests.voting.conftest import CLOSING, announce, finish, nonce
from voting import actions
from voting.models import Ballot, Choice, Participation, RollEntry, Secrecy, Vote

HOST = {"host": "localhost"}


def page(client, address, **query):
    response = client.get(address, query, headers=HOST)
    assert response.status_code == 200
    return response.content.decode()


def cast_form(client, vote, choice="for", form=None):
    data = {"item0": choice, "nonce": form or nonce(), "confirmed": "yes"}
    return client.post(reverse("voting:cast", args=[vote.public_id]), data, headers=HOST)


def test_the_ballot_stands_with_its_rules(client, vote, anna):
    client.force_login(anna)

    text = page(client, vote.get_absolute_url())

    assert 'name="item0"' in text and 'name="nonce"' in text
    assert "Решение соседей" in text
    assert vote.roll_fingerprint[:4] in text


def test_casting_answers_with_the_receipt_and_repeats_it(client, vote, anna):
    client.force_login(anna)
    form = nonce()

    first = cast_form(client, vote, form=form)
    again = cast_form(client, vote, choice="against", form=form)

    receipt = Ballot.objects.get().receipt
    shown = " ".join(receipt[at : at + 4] for at in range(0, 32, 4))
    assert first.url == again.url
    response = client.get(first.url, headers=HOST)
    assert shown in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert Ballot.objects.get().choices == {"0": "for"}


def test_the_receipt_is_kept_nowhere_with_the_person(client, secret_vote, anna):
    client.force_login(anna)
    cast_form(client, secret_vote)
    receipt = Ballot.objects.get().receipt

    text = page(client, secret_vote.get_absolute_url())

    assert receipt[:4] + " " + receipt[4:8] not in text
    assert 'name="item0"' not in text
    assert receipt not in str(dict(client.session))


def test_an_empty_ballot_is_returned_with_words(client, vote, anna):
    client.force_login(anna)

    response = client.post(reverse("voting:cast", args=[vote.public_id]), {"nonce": nonce()}, headers=HOST)

    assert response.status_code == 200
    assert 'href="#id_item0_0"' in response.content.decode()
    assert not Participation.objects.exists()


@pytest.mark.parametrize("bad", ["", "\x00" * 3, "я" * 32, "f" * 5000])
def test_a_damaged_form_name_is_refused_and_replaced(client, vote, anna, bad):
    client.force_login(anna)

    response = cast_form(client, vote, form=bad or "0")

    assert response.status_code in (200, 400)
    assert not Participation.objects.exists()


def test_strangers_are_told_why_and_may_not_vote(client, vote, boris):
    client.force_login(boris)

    assert 'name="item0"' not in page(client, vote.get_absolute_url())
    assert cast_form(client, vote).status_code == 403
    assert not Participation.objects.exists()


def test_guests_are_sent_to_sign_in(client, vote):
    assert reverse("account_login") in page(client, vote.get_absolute_url())
    assert cast_form(client, vote).status_code == 302
    assert not Participation.objects.exists()


def test_after_the_end_words_say_that_the_vote_was_not_taken(client, vote, anna):
    client.force_login(anna)
    with clock.set_to(CLOSING):
        assert "закончилось" in cast_form(client, vote).content.decode()
    assert not Participation.objects.exists()


def test_another_town_has_no_such_vote(client, vote, palana):
    for address in (vote.get_absolute_url(), reverse("voting:ballots", args=[vote.public_id])):
        assert client.get(address, headers={"host": "palana.localhost"}).status_code == 404


def test_results_are_hidden_until_counted(client, vote, anna):
    actions.cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())

    assert client.get(reverse("voting:ballots", args=[vote.public_id]), headers=HOST).status_code == 404


@pytest.mark.parametrize("secrecy", [Secrecy.CLOSED, Secrecy.SECRET])
def test_the_result_is_recounted_from_the_published_file(client, lenina, anna, vera, at_noon, secrecy):
    vote = announce(lenina, vera, secrecy=secrecy)
    receipt = actions.cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())
    actions.cast_ballot(vote, by=vera, choices={0: Choice.AGAINST}, nonce=nonce())
    finish(vote)

    response = client.get(reverse("voting:ballots", args=[vote.public_id]), headers=HOST)
    content = response.getvalue()

    assert hashlib.sha256(content).hexdigest() == vote.ballots_digest
    rows = [line.split(",") for line in content.decode().splitlines()]
    assert rows[0] == ["receipt", "question 1", "weight", "channel"]
    # By which channel is told of named votes alone.
    assert [receipt, "for", "1", ""] in rows
    assert sorted(choice for _receipt, choice, _weight, _channel in rows[1:]) == ["against", "for"]


def test_a_receipt_is_found_as_it_is_written_on_paper(client, vote, anna):
    receipt = actions.cast_ballot(vote, by=anna, choices={0: Choice.ABSTAIN}, nonce=nonce())
    finish(vote)

    found = page(client, vote.get_absolute_url(), code=f" {receipt[:16].upper()} {receipt[16:]} ")
    missing = page(client, vote.get_absolute_url(), code="f" * 32)

    assert "note--ok" in found and "note--ok" not in missing
    assert "note--warn" in missing


def test_the_list_shows_what_is_under_way_first(client, vote, lenina, vera):
    coming = announce(lenina, vera, title="Новые скамейки", opens_at=clock.now() + timedelta(days=1))

    assert vote.title in page(client, reverse("voting:list"))
    assert coming.title not in page(client, reverse("voting:list"))
    assert coming.title in page(client, reverse("voting:list"), state="coming")
    assert page(client, reverse("voting:list"), state="ended")


def test_a_community_shows_its_own_votes(client, vote, mira):
    assert vote.title in page(client, "/communities/lenina-1/votes/")
    assert vote.title not in page(client, "/communities/mira-45/votes/")


def test_the_roll_is_previewed_three_days_before(client, lenina, anna, boris, vera, at_noon):
    vote = announce(lenina, vera, opens_at=at_noon + timedelta(days=10))
    client.force_login(anna)

    early = page(client, vote.get_absolute_url())
    with clock.set_to(at_noon + timedelta(days=7)):
        listed = page(client, vote.get_absolute_url())
        client.force_login(boris)
        stranger = page(client, vote.get_absolute_url())

    assert "note--ok" not in early
    assert "note--ok" in listed
    assert "note--ok" not in stranger


def test_the_elder_calls_a_coming_vote_off(client, lenina, anna, vera, at_noon):
    vote = announce(lenina, vera, opens_at=at_noon + timedelta(days=10))
    address = reverse("voting:cancel", args=[vote.public_id])
    client.force_login(anna)
    assert client.post(address, {"reason": "Передумали"}, headers=HOST).status_code == 403
    client.force_login(vera)
    assert "errs" in client.post(address, {"reason": " "}, headers=HOST).content.decode()

    assert client.post(address, {"reason": "Нашли деньги и так"}, headers=HOST).status_code == 302

    assert "Нашли деньги и так" in page(client, vote.get_absolute_url())


def crowd(vote, count):
    """Many marks and papers, as if cast."""
    entries = RollEntry.objects.filter(vote=vote)[:count]
    marks = Participation.objects.bulk_create(
        Participation(vote=vote, entry=entry, at=clock.now()) for entry in entries
    )
    Ballot.objects.bulk_create(
        Ballot(receipt=nonce(), vote=vote, participation=mark, is_secret=False, choices={"0": "for"}) for mark in marks
    )


@pytest.mark.parametrize("voices", [10, 1000])
@pytest.mark.parametrize("votes", [2, 12])
def test_pages_cost_the_same_at_any_size(
    client, town, lenina, anna, vera, at_noon, votes, voices, django_assert_max_num_queries
):
    make_members(lenina, voices)
    house = make_community(town, "ул. Ленина, 3", slug="lenina-3")
    running = [announce(lenina, vera, electorate=[lenina, house], title=f"Вопрос {number}") for number in range(votes)]
    done = announce(lenina, vera, closes_at=at_noon + timedelta(hours=1))
    crowd(running[0], voices)
    crowd(done, voices)
    finish(done)
    assert Vote.objects.count() == votes + 1
    addresses = [running[0].get_absolute_url(), done.get_absolute_url(), "/votes/", "/communities/lenina-1/votes/"]
    for address in addresses:
        page(client, address)

    for address in addresses:
        with django_assert_max_num_queries(12):
            page(client, address)
    client.force_login(anna)
    page(client, "/votes/")
    for address in addresses:
        with django_assert_max_num_queries(18):
            page(client, address)
    with django_assert_max_num_queries(30):
        cast_form(client, running[1])
