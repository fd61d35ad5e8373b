"""The result of a vote of every kind: its page, its files, the check of a receipt, and who sees names."""

import hashlib
import io
import json
import subprocess
import sys
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from core import clock
from journal.models import Event, Look
from journal.verbs import Verb
from privacy.actions import erase_myself
from tests.cast import make_members
from tests.communities.conftest import make_flat
from tests.voting import kinds
from tests.voting.conftest import announce, finish, nonce
from voting import actions, pabulib, wording
from voting.actions.casting import give_voice
from voting.models import Ballot, Channel, Choice, CountedBy, Method, Purpose, RulePreset, Secrecy, Vote, VoteState

HOST = {"host": "localhost"}


def read(client, address, **query):
    response = client.get(address, query, headers=HOST)
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def fetch(client, name, vote):
    return client.get(reverse(f"voting:{name}", args=[vote.public_id]), headers=HOST)


def pdf_text(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def support(lenina, anna, vera):
    vote = kinds.announce_support(lenina, vera, needed=2)
    for person in (anna, vera):
        actions.cast_ballot(vote, by=person, choices={0: "for"}, nonce=nonce())
    return vote, "Собрано: 2 подписи, нужно 2."


def agenda(lenina, anna, vera):
    vote = kinds.announce_agenda(lenina, vera)
    actions.cast_ballot(vote, by=anna, choices={0: "for", 1: "abstain", 2: "against"}, nonce=nonce())
    actions.cast_ballot(vote, by=vera, choices={0: "for", 1: "for", 2: "for"}, nonce=nonce())
    return vote, "Принято вопросов: 1 из 3."


def single(lenina, anna, vera):
    vote = kinds.announce_poll(lenina, vera)
    for person in (anna, vera):
        actions.cast_ballot(vote, by=person, choices={0: [1]}, nonce=nonce())
    return vote, "Победил вариант «Горка»: 2 голоса."


def multiple(lenina, anna, vera):
    vote = kinds.announce_poll(lenina, vera, Method.MULTIPLE)
    actions.cast_ballot(vote, by=anna, choices={0: [0, 1]}, nonce=nonce())
    actions.cast_ballot(vote, by=vera, choices={0: [1, 2]}, nonce=nonce())
    return vote, "Победил вариант «Горка»: 2 голоса."


def ranking(lenina, anna, vera):
    vote = kinds.announce_poll(lenina, vera, Method.SCHULZE)
    actions.cast_ballot(vote, by=anna, choices={0: [2, 0]}, nonce=nonce())
    actions.cast_ballot(vote, by=vera, choices={0: [2, 1, 0]}, nonce=nonce())
    return vote, "Победил вариант «Песочница»."


def greedy(lenina, anna, vera):
    vote = kinds.announce_budget(lenina, vera)
    actions.cast_ballot(vote, by=anna, choices={0: [0, 1]}, nonce=nonce())
    actions.cast_ballot(vote, by=vera, choices={0: [1, 3]}, nonce=nonce())
    return vote, "Победили 2 проекта из 4, на 420 000 ₽ из 500 000 ₽."


def equal_shares(lenina, anna, vera):
    vote = kinds.announce_budget(lenina, vera, Method.EQUAL_SHARES)
    actions.cast_ballot(vote, by=anna, choices={0: [0]}, nonce=nonce())
    actions.cast_ballot(vote, by=vera, choices={0: [2]}, nonce=nonce())
    return vote, "Победили 2 проекта из 4, на 200 000 ₽ из 500 000 ₽."


KINDS = [support, agenda, single, multiple, ranking, greedy, equal_shares]


@pytest.fixture(params=KINDS, ids=lambda make: make.__name__)
def counted(request, lenina, anna, vera, at_noon):
    """(a counted vote, what its page says first)."""
    vote, headline = request.param(lenina, anna, vera)
    return finish(vote), headline


def test_the_page_says_what_came_of_it_and_why(client, counted, django_assert_max_num_queries):
    vote, headline = counted
    read(client, vote.get_absolute_url())

    with django_assert_max_num_queries(14):
        page = read(client, vote.get_absolute_url())

    assert headline in page
    for line in wording.rules_words(vote):
        assert line.replace("\xa0", " ") in page.replace("&#x27;", "'")
    for item in vote.result["items"]:
        assert wording.reason_words(item, vote).replace("\xa0", " ") in page
    for question in vote.manifest["items"]:
        for option in question["options"]:
            assert option["text"] in page


def test_the_minutes_are_a_document_with_real_text(client, counted):
    vote, headline = counted

    answer = fetch(client, "protocol", vote)

    text = pdf_text(answer.content).replace("\xa0", " ")
    joined = text.replace(" ", "")
    assert answer["Content-Type"] == "application/pdf"
    assert PdfReader(io.BytesIO(answer.content)).trailer["/Root"]["/Lang"] == "ru-RU"
    assert f"Протокол голосования № {vote.number}" in text
    assert headline.replace(" ", "") in joined
    for print_ in (vote.roll_fingerprint, vote.manifest_hash, vote.ballots_digest, vote.signature, vote.chain.head):
        assert print_ in joined
    for words in ("неюридическийакт", "Председатель", vote.rules_source.replace(" ", "")):
        assert words.replace(" ", "") in joined


def test_the_file_of_the_page_is_verified_by_the_program_of_the_page(client, counted, tmp_path):
    vote, _headline = counted
    (tmp_path / "vote.json").write_bytes(fetch(client, "audit", vote).getvalue())
    (tmp_path / "verify.pyz").write_bytes(client.get(reverse("voting:verifier"), headers=HOST).content)
    receipt = Ballot.objects.filter(vote=vote).first().receipt

    run = subprocess.run(  # noqa: S603
        [sys.executable, "verify.pyz", "vote.json", "--receipt", receipt], cwd=tmp_path, capture_output=True, text=True
    )

    assert run.returncode == 0, run.stdout + run.stderr
    assert vote.chain.head in run.stdout and receipt in run.stdout


def test_pictures_in_peoples_words_do_not_spoil_the_minutes(client, lenina, anna, vera, at_noon):
    vote = announce(lenina, vera, title="Ставим ёлку 🎄?", items=["Ставим ёлку 🎄?"])
    actions.cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())
    finish(vote)

    assert "Ставим ёлку ??" in pdf_text(fetch(client, "protocol", vote).content)


def test_figures_by_area_are_square_metres(client, lenina, anna, vera, at_noon):
    flats = [make_flat(lenina, str(number), entrance=1, area_hundredths=4_550 + number) for number in (1, 2, 3)]
    for person, flat in zip((anna, vera), flats, strict=False):
        lenina.memberships.filter(user=person).update(premises=flat, tenure="owner")
    rules = RulePreset.objects.filter(municipality=None, counted_by=CountedBy.AREA).first()
    vote = announce(lenina, vera, counted_by=CountedBy.AREA, secrecy=Secrecy.NAMED, preset=rules)
    actions.cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())

    running = read(client, vote.get_absolute_url())
    finish(vote)
    page = read(client, vote.get_absolute_url())

    assert "45,51 м² из 136,56 м²" in running
    assert "45,51 м² из 136,56 м²" in page
    assert "Бюллетеней: 1 из 3." in page
    assert "45,51м²" in pdf_text(fetch(client, "protocol", vote).content).replace(" ", "").replace("\xa0", "")


def test_a_preparation_of_owners_accepts_nothing(client, lenina, anna, vera, at_noon):
    lenina.memberships.filter(user=anna).update(
        premises=make_flat(lenina, "1", entrance=1, area_hundredths=4_550), tenure="owner"
    )
    rules = RulePreset.objects.filter(municipality=None, counted_by=CountedBy.AREA).first()
    terms = {"counted_by": CountedBy.AREA, "secrecy": Secrecy.NAMED, "preset": rules, "purpose": Purpose.OWNERS}
    vote = announce(lenina, vera, items=["Ремонт крыши", "Выбрать представителя"], **terms)
    actions.cast_ballot(vote, by=anna, choices={0: "for", 1: "against"}, nonce=nonce())
    finish(vote)

    page = read(client, vote.get_absolute_url())

    assert "Предварительно поддержано вопросов: 1 из 2." in page
    assert "Предварительно поддержано: «за» — 45,5 м² из 45,5 м²." in page
    assert "Предварительно не поддержано: «за» — 0 м² из 45,5 м²." in page
    assert "Принято" not in page


def test_files_are_for_everybody_and_never_of_a_cancelled_vote(client, lenina, anna, vera, at_noon):
    vote = announce(lenina, vera, opens_at=at_noon + timedelta(days=10))
    actions.cancel_vote(vote, by=vera, reason="Нашли деньги")
    vote.refresh_from_db()
    assert vote.state == VoteState.CANCELLED

    for name in ("ballots", "audit", "protocol"):
        assert fetch(client, name, vote).status_code == 404


def test_a_file_that_has_not_changed_is_not_sent_again(client, vote, anna):
    actions.cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())
    finish(vote)

    for name in ("ballots", "audit", "protocol"):
        first = fetch(client, name, vote)
        again = client.get(
            reverse(f"voting:{name}", args=[vote.public_id]), headers=HOST | {"if-none-match": first["ETag"]}
        )
        assert (first.status_code, again.status_code) == (200, 304)
        assert first["Cache-Control"] == "public, no-cache"


# --- the check of a receipt


def found(client, code, vote=None):
    """The kind of the note and its words; of all votes of the town unless one is given."""
    address = reverse("voting:check_one", args=[vote.public_id]) if vote else reverse("voting:check")
    page = read(client, address, code=code)
    for look in ("ok", "warn", "bad"):
        if f"note--{look}" in page:
            return look, page
    return "", page


def test_a_receipt_says_where_its_ballot_is(client, vote, anna):
    first = actions.cast_ballot(vote, by=anna, choices={0: Choice.AGAINST}, nonce=nonce())
    second = actions.cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())

    look, page = found(client, second)
    assert look == "ok" and "Бюллетень в урне" in page and vote.title in page
    assert '<b lang="ru">За</b>' not in page
    assert found(client, first)[0] == "warn" and "изменили" in found(client, first)[1]
    finish(vote)

    look, page = found(client, wording.grouped(second).upper(), vote)
    assert look == "ok" and "учтён" in page and '<b lang="ru">За</b>' in page
    assert "подан на" not in page.lower()
    assert "изменили" in found(client, first, vote)[1]
    assert "нет в списке" in found(client, "f" * 32)[1] or found(client, "f" * 32)[0] == "warn"
    for wrong in ("123", "q" * 32, "<script>"):
        assert found(client, wrong)[0] == "bad"


@pytest.mark.parametrize(("secrecy", "told"), [("closed", False), ("named", True)])
def test_a_receipt_tells_of_paper_only_where_votes_are_named(client, lenina, anna, vera, at_noon, secrecy, told):
    """Receipts are published: asked one by one they would tell how the few who voted on paper did."""
    vote = announce(lenina, vera, secrecy=secrecy, paper_allowed=True)
    entry = vote.roll.get(key=str(anna.actor_key))
    receipt = give_voice(vote, entry, choices={0: "for"}, nonce=nonce(), at=clock.now(), channel=Channel.PAPER)
    waiting = found(client, receipt)[1]
    finish(vote)
    counted = found(client, receipt, vote)[1]

    assert ["подан на бумаге" in page.lower() for page in (waiting, counted)] == [told, told]
    assert "учтён" in counted


def test_a_receipt_of_another_vote_or_town_is_not_found(client, vote, lenina, anna, vera, palana):
    receipt = actions.cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())
    other = announce(lenina, vera, title="Ещё вопрос")

    assert found(client, receipt, other)[0] == "warn"
    answer = client.get(reverse("voting:check"), {"code": receipt}, headers={"host": "palana.localhost"})
    assert "note--ok" not in answer.content.decode()


def test_cyrillic_letters_in_a_receipt_are_read_as_latin(client, vote, anna):
    receipt = actions.cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())

    assert found(client, receipt.translate(str.maketrans("abce", "авсе")))[0] == "ok"


def test_the_page_of_a_vote_shows_its_chain_and_the_readers_own_line(client, vote, anna, boris):
    line = wording.grouped(vote.roll.get(key=str(anna.actor_key)).line)
    client.force_login(anna)
    before = read(client, vote.get_absolute_url())
    actions.cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())
    client.force_login(anna)
    after = read(client, vote.get_absolute_url())
    client.force_login(boris)

    assert line in before and line in after
    vote.chain.refresh_from_db()
    assert wording.grouped(vote.chain.head) in after and wording.grouped(vote.chain.head) not in before
    assert line not in read(client, vote.get_absolute_url())


# --- names


@pytest.fixture
def named(lenina, anna, vera, at_noon):
    """A named vote in which anna (entrance 2, flat 7531) and vera voted."""
    lenina.memberships.filter(user=anna).update(entrance=2, flat="7531")
    vote = announce(lenina, vera, secrecy=Secrecy.NAMED)
    actions.cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())
    actions.cast_ballot(vote, by=vera, choices={0: Choice.AGAINST}, nonce=nonce())
    return vote


def voices(client, vote, person, status=200):
    client.force_login(person)
    response = fetch(client, "voices", vote)
    assert response.status_code == status
    return response.content.decode()


def test_those_on_the_roll_see_who_voted_how(client, named, anna, vera):
    voices(client, named, anna, status=404)
    finish(named)

    page = voices(client, named, anna)

    row = page[page.index(anna.public_name) :]
    assert ">2</td>" in row and '<b lang="ru">За</b>' in row
    assert vera.public_name in page and "7531" not in page
    assert not Look.objects.exists()


def test_others_do_not(client, named, boris, pavel, semyon):
    finish(named)

    for person in (boris, pavel, semyon):
        assert "За</b>" not in voices(client, named, person, status=403)
    client.logout()
    assert fetch(client, "voices", named).status_code == 302


def test_a_look_of_the_staff_is_kept(client, named, anna, vera, olga, nina):
    finish(named)

    for person in (olga, nina):
        voices(client, named, person)

    assert Event.objects.filter(verb=Verb.PERSONAL_DATA_SEEN).count() == 2
    assert set(Look.objects.values_list("subject", flat=True)) == {anna.pk, vera.pk}


@pytest.mark.parametrize("secrecy", [Secrecy.CLOSED, Secrecy.SECRET])
def test_other_votes_tell_nobody(client, lenina, anna, vera, olga, at_noon, secrecy):
    vote = announce(lenina, vera, secrecy=secrecy)
    actions.cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())
    finish(vote)

    for person in (anna, vera, olga):
        assert vera.public_name not in voices(client, vote, anna, status=403)
        assert '<b lang="ru">За</b>' not in voices(client, vote, person, status=403)


def test_the_chosen_name_is_shown_and_an_erased_person_is_not(client, named, town, anna, vera):
    anna.chosen_name = "Соседка сверху"
    anna.save()
    finish(named)
    assert "Соседка сверху" in voices(client, named, vera)

    erase_myself(anna, municipality=town)

    page = voices(client, named, vera)
    assert "бывший житель" in page and "Соседка сверху" not in page


# --- words


def test_an_old_vote_without_a_result_still_has_a_page(client, vote, anna):
    actions.cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce())
    finish(vote)
    old = Vote.objects.get(pk=vote.pk)
    old.result = {}

    assert wording.state_chip(old)[0] == "Решение принято"


def test_square_metres_and_sums_are_written_as_people_write_them():
    assert wording.area(123_450) == "1\xa0234,5\xa0м²"
    assert [wording.area(value) for value in (100, 4_507, 99)] == ["1\xa0м²", "45,07\xa0м²", "0,99\xa0м²"]


def test_paper_is_shown_apart_where_there_is_enough_of_it(client, lenina, anna, vera, at_noon):
    people = make_members(lenina, 11)
    vote = announce(lenina, vera, paper_allowed=True)
    for number, person in enumerate(people):
        entry = vote.roll.get(key=str(person.actor_key))
        channel = Channel.PAPER if number < 5 else Channel.SITE
        give_voice(vote, entry, choices={0: "for"}, nonce=nonce(), at=clock.now(), channel=channel)
    finish(vote)

    page = read(client, vote.get_absolute_url())

    assert 'data-l="На бумаге">5<' in page and 'data-l="На сайте">6<' in page


@pytest.mark.parametrize("make", [greedy, equal_shares])
def test_a_shared_budget_can_be_counted_by_other_programs(client, lenina, anna, vera, at_noon, make):
    vote, _headline = make(lenina, anna, vera)
    finish(vote)

    election = pabulib.read(fetch(client, "projects", vote).content)

    assert [project.name for project in election.projects] == list(kinds.OPTIONS)
    assert [bool(project.selected) for project in election.projects] == [
        option["won"] for option in vote.result["items"][0]["options"]
    ]


def test_the_list_of_ballots_is_the_one_that_was_signed(client, counted):
    vote, _headline = counted

    content = fetch(client, "ballots", vote).getvalue()

    assert hashlib.sha256(content).hexdigest() == vote.ballots_digest
    assert json.loads(fetch(client, "audit", vote).getvalue())["signature"]["value"] == vote.signature
