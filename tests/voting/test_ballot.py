"""Filling in, confirming and casting a ballot of every kind on its pages."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.codes import shown
from communities.models import Membership
from core import clock
from tests.cast import make_community, make_member, make_members, make_person
from tests.communities.conftest import make_flat
from tests.voting.conftest import CLOSING, announce, finish, nonce
from tests.voting.kinds import announce_agenda, announce_budget, announce_by_flat, announce_poll, announce_support
from voting import actions
from voting.actions.casting import give_voice
from voting.models import Ballot, Chain, Channel, Method, Participation, RollEntry

HOST = {"host": "localhost"}
PLAIN = str.maketrans("\u00a0", " ")


def read(response) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode().translate(PLAIN)))


def page(client, address, **query):
    return client.get(address, query, headers=HOST)


def send(client, vote, fields, **more):
    data = {"nonce": nonce(), **fields, **more}
    return client.post(reverse("voting:cast", args=[vote.public_id]), data, headers=HOST)


def confirm(client, vote, fields, **more):
    return send(client, vote, fields, confirmed="yes", **more)


def kept(vote):
    return Ballot.objects.get(vote=vote).choices


KINDS = {
    "agenda": (announce_agenda, {}, {"item0": "for", "item1": "against", "item2": "abstain"},
               {"0": "for", "1": "against", "2": "abstain"}, ["За", "Против", "Воздержался"]),
    "support": (announce_support, {}, {}, {"0": "for"}, ["Поддерживаю"]),
    "single": (announce_poll, {}, {"item0": "2"}, {"0": [2]}, ["Песочница"]),
    "single none": (announce_poll, {}, {"item0": "none"}, {"0": []}, ["Ни один из вариантов"]),
    "several": (announce_poll, {"method": Method.MULTIPLE, "most": 2}, {"item0": ["3", "1"]}, {"0": [1, 3]},
                ["Горка", "Ничего не ставить"]),
    "several none": (announce_poll, {"method": Method.MULTIPLE}, {"item0": ["none"]}, {"0": []},
                     ["Ни один из вариантов"]),
    "ranking": (announce_poll, {"method": Method.SCHULZE},
                {"item0_place0": "2", "item0_place2": "1", "item0_place3": "4"}, {"0": [2, 0, 3]},
                ["Песочница Качели Ничего не ставить", "Остальные делят последнее место"]),
    "ranking none": (announce_poll, {"method": Method.SCHULZE}, {"item0": "on"}, {"0": []},
                     ["Ни один из вариантов"]),
    "budget": (announce_budget, {}, {"item0": ["0", "2"]}, {"0": [0, 2]},
               ["Качели, 120 000 ₽", "Вместе они стоят 200 000 ₽"]),
    "shares": (announce_budget, {"method": Method.EQUAL_SHARES}, {"item0": ["none"]}, {"0": []},
               ["Ни один из проектов"]),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_filled_in_confirmed_and_cast(client, lenina, anna, vera, at_noon, kind):
    announced, terms, fields, paper, words = KINDS[kind]
    vote = announced(lenina, vera, **terms)
    client.force_login(anna)
    form = nonce()

    asked = page(client, vote.get_absolute_url())
    checked = send(client, vote, fields, nonce=form)

    assert 'name="nonce"' in asked.content.decode()
    assert "Проверьте свой выбор" in read(checked)
    for word in words:
        assert word in read(checked)
    assert not Participation.objects.exists()
    hidden = dict.fromkeys(re.findall(r'type="hidden" name="(\w+)"', checked.content.decode()))
    assert set(fields) | {"nonce"} <= set(hidden)

    done = confirm(client, vote, fields, nonce=form)

    assert done.status_code == 302
    receipt = read(page(client, done.url))
    assert kept(vote) == paper
    for word in words:
        assert word in receipt
    assert " ".join(re.findall("....", Ballot.objects.get().receipt)) in receipt


@pytest.mark.parametrize(
    ("announced", "terms", "fields", "words"),
    [
        (announce_agenda, {}, {"item0": "for", "item1": "for"}, "Выберите ответ"),
        (announce_agenda, {}, {"item0": "for", "item1": "for", "item2": "maybe"}, "Выберите один из трёх"),
        (announce_poll, {}, {}, "Выберите ответ"),
        (announce_poll, {}, {"item0": "9"}, "Выберите один из ответов"),
        (announce_poll, {"method": Method.MULTIPLE}, {}, "Отметьте варианты или «Ни один из вариантов»"),
        (announce_poll, {"method": Method.MULTIPLE, "most": 2}, {"item0": ["0", "1", "2"]}, "Вы отметили 3"),
        (announce_poll, {"method": Method.MULTIPLE}, {"item0": ["0", "none"]}, "и что-то ещё"),
        (announce_poll, {"method": Method.SCHULZE}, {}, "хотя бы первое место"),
        (announce_poll, {"method": Method.SCHULZE}, {"item0_place0": "1", "item0_place1": "1"}, "уже у «Качели»"),
        (announce_poll, {"method": Method.SCHULZE}, {"item0_place0": "7"}, "Выберите место из списка"),
        (announce_poll, {"method": Method.SCHULZE}, {"item0_place0": "1", "item0": "on"}, "и дали места"),
        (announce_budget, {}, {}, "Отметьте проекты или «Ни один из проектов»"),
        (announce_budget, {"most": 1}, {"item0": ["0", "2"]}, "Вы отметили 2"),
    ],
)
def test_a_ballot_that_cannot_count_comes_back_with_words(
    client, lenina, anna, vera, at_noon, announced, terms, fields, words
):
    vote = announced(lenina, vera, **terms)
    client.force_login(anna)

    answer = confirm(client, vote, fields)

    assert answer.status_code == 200
    assert words in read(answer)
    assert "errs" in answer.content.decode()
    assert not Participation.objects.exists()


def test_the_choice_can_be_changed_before_it_is_given(client, lenina, anna, vera, at_noon):
    vote = announce_poll(lenina, vera, Method.SCHULZE)
    client.force_login(anna)
    form = nonce()

    answer = send(client, vote, {"item0_place2": "1", "item0_place0": "2"}, nonce=form, change="yes")

    html = answer.content.decode()
    assert re.search(r'<select name="item0_place2".*?<option value="1" selected>', html, re.S)
    assert form in html
    assert "errs" not in html


def test_a_second_press_of_the_button_is_one_vote(client, vote, anna):
    client.force_login(anna)
    form = nonce()

    first = confirm(client, vote, {"item0": "for"}, nonce=form)
    again = confirm(client, vote, {"item0": "for"}, nonce=form)

    assert first.url == again.url
    assert Participation.objects.count() == Ballot.objects.count() == 1


def test_rules_and_secrecy_stand_before_the_choice(client, vote, anna):
    client.force_login(anna)

    html = page(client, vote.get_absolute_url()).content.decode()

    assert html.index('id="terms"') < html.index('name="item0"')
    assert html.index("i-lock" if "i-lock" in html else "#lock") < html.index('name="item0"')
    assert "Кворум" in read(page(client, vote.get_absolute_url()))


def test_a_project_that_cannot_win_is_marked(client, lenina, anna, vera, at_noon):
    client.force_login(anna)

    text = read(page(client, announce_budget(lenina, vera).get_absolute_url()))

    assert "900 000 ₽ · дороже всей суммы, победить не сможет" in text
    assert text.count("дороже всей суммы") == 1


def test_the_receipt_is_shown_to_its_owner_again(client, vote, anna, vera):
    receipt = actions.cast_ballot(vote, by=anna, choices={0: "for"}, nonce=nonce())
    shown_as = " ".join(re.findall("....", receipt))
    address = reverse("voting:receipt", args=[vote.public_id])
    client.force_login(vera)
    assert page(client, address).status_code == 302
    client.force_login(anna)

    text = read(page(client, address))

    assert shown_as in text
    assert " ".join(re.findall("....", Chain.objects.get(vote=vote).head)) in text
    assert "12 октября, 12:00" in text
    assert "Вы проголосовали." in read(page(client, vote.get_absolute_url()))
    finish(vote)
    assert shown_as in read(page(client, address))


def test_my_page_repeats_receipts_but_of_secret_votes(client, vote, secret_vote, anna, vera):
    receipts = [actions.cast_ballot(one, by=anna, choices={0: "for"}, nonce=nonce()) for one in (vote, secret_vote)]
    client.force_login(anna)
    own = read(page(client, "/me/"))
    client.force_login(vera)
    others = read(page(client, "/me/"))

    shown_as = [" ".join(re.findall("....", receipt)) for receipt in receipts]
    assert [words in own for words in shown_as] == [True, False]
    assert [words in others for words in shown_as] == [False, False]


def test_a_guest_has_no_receipt(client, vote, anna):
    actions.cast_ballot(vote, by=anna, choices={0: "for"}, nonce=nonce())

    assert page(client, reverse("voting:receipt", args=[vote.public_id])).url == vote.get_absolute_url()


def test_the_receipt_of_a_secret_vote_is_shown_once_with_no_time_and_no_chain(client, secret_vote, anna):
    client.force_login(anna)

    done = confirm(client, secret_vote, {"item0": "against"}, letter="yes")

    receipt = Ballot.objects.get().receipt
    text = read(done)
    assert " ".join(re.findall("....", receipt)) in text
    assert Chain.objects.get(vote=secret_vote).head[:4] + " " not in text
    assert "12:00" not in text.split("Что дальше")[0]
    assert "no-store" in done["Cache-Control"]
    assert mail.outbox == []
    assert page(client, reverse("voting:receipt", args=[secret_vote.public_id])).status_code == 302
    assert receipt[:4] + " " not in read(page(client, secret_vote.get_absolute_url()))


def test_the_letter_tells_the_receipt_and_not_the_choice(
    client, lenina, anna, vera, at_noon, django_capture_on_commit_callbacks
):
    vote = announce_poll(lenina, vera)
    client.force_login(anna)
    form = nonce()
    assert anna.email in read(send(client, vote, {"item0": "2"}, nonce=form))

    with django_capture_on_commit_callbacks(execute=True):
        for _press in range(2):
            confirm(client, vote, {"item0": "2"}, nonce=form, letter="yes")

    (letter,) = mail.outbox
    receipt = Ballot.objects.get().receipt
    assert letter.to == [anna.email]
    assert " ".join(re.findall("....", receipt)) in letter.body
    assert "12 октября, 12:00" in letter.body.translate(PLAIN)
    for text in (letter.subject, letter.body):
        assert "Песочница" not in text
    with django_capture_on_commit_callbacks(execute=True):
        confirm(client, vote, {"item0": "1"}, letter="yes")
    assert len(mail.outbox) == 2
    with django_capture_on_commit_callbacks(execute=True):
        confirm(client, vote, {"item0": "0"})
    assert len(mail.outbox) == 2


def test_what_was_chosen_too_late_is_said_not_to_count(client, vote, anna):
    client.force_login(anna)

    with clock.set_to(CLOSING):
        answers = [send(client, vote, {"item0": "for"}), confirm(client, vote, {"item0": "for"})]

    for answer in answers:
        assert answer.status_code == 200
        assert "Ваш голос не принят" in read(answer)
        assert "не засчитано" in read(answer)
        assert "За" in read(answer)
    assert not Participation.objects.exists()


def test_a_vote_that_has_not_begun_takes_nothing(client, lenina, anna, vera, at_noon):
    vote = announce(lenina, vera, opens_at=at_noon + timedelta(days=1))
    client.force_login(anna)

    answer = confirm(client, vote, {"item0": "for"})

    assert answer.status_code == 403 or "Ваш голос не принят" in read(answer)
    assert not Participation.objects.exists()


def test_changing_a_vote_begins_with_the_last_choice(client, lenina, anna, vera, at_noon):
    vote = announce_poll(lenina, vera, Method.MULTIPLE)
    client.force_login(anna)
    confirm(client, vote, {"item0": ["0", "3"]})

    given_page = page(client, vote.get_absolute_url())
    form_page = page(client, vote.get_absolute_url(), change="1").content.decode()

    assert 'name="item0"' not in given_page.content.decode()
    assert "Ничего не ставить" in read(given_page)
    chosen = re.findall(r'<input type="checkbox" name="item0" value="(\w+)"[^>]*checked', form_page)
    assert chosen == ["0", "3"]
    confirm(client, vote, {"item0": ["1"]})
    assert kept(vote) == {"0": [1]}


def test_what_is_given_for_good_offers_no_change(client, lenina, anna, vera, at_noon):
    vote = announce(lenina, vera, replaceable=False)
    client.force_login(anna)
    confirm(client, vote, {"item0": "for"})

    html = page(client, vote.get_absolute_url(), change="1").content.decode()
    again = confirm(client, vote, {"item0": "against"})

    assert 'name="item0"' not in html and "&amp;change=1" not in html
    assert "Голос учитывается один раз" in read(again)
    assert kept(vote) == {"0": "for"}


# --- several voices of one person, and one voice of several people


@pytest.fixture
def homes(lenina, anna, vera):
    """anna lives in 31 with pyotr and owns 40; nobody of the site lives in 32."""
    first, _empty, second = (make_flat(lenina, number, entrance=2) for number in ("31", "32", "40"))
    Membership.objects.filter(user=anna).update(premises=first)
    pyotr = make_person("Пётр", "Ильин")
    make_member(pyotr, lenina, premises=first)
    return {"first": first, "second": second, "pyotr": pyotr}


@pytest.fixture
def flat_vote(homes, lenina, vera, at_noon):
    return announce_by_flat(lenina, vera, paper_allowed=True, codes_allowed=True)


@pytest.fixture
def two_houses(town, homes, lenina, anna, vera, at_noon):
    house = make_community(town, "ул. Ленина, 3", slug="lenina-3")
    make_member(anna, house, premises=make_flat(house, "5", entrance=1))
    return announce_by_flat(lenina, vera, electorate=[lenina, house])


def test_whoever_has_two_flats_gives_each_its_vote(client, two_houses, anna):
    client.force_login(anna)
    listed = page(client, two_houses.get_absolute_url())
    assert "ул. Ленина, 1, квартира 31" in read(listed) and "ул. Ленина, 3, квартира 5" in read(listed)
    assert 'name="item0"' not in listed.content.decode()

    confirm(client, two_houses, {"item0": "for"}, of="1")
    confirm(client, two_houses, {"item0": "against"}, of="2")

    assert sorted(ballot.choices["0"] for ballot in Ballot.objects.all()) == ["against", "for"]
    one, other = (read(page(client, two_houses.get_absolute_url(), of=number)) for number in "12")
    assert "квартира 31" in one and "За" in one
    assert "квартира 5" in other and "Против" in other


@pytest.mark.parametrize("of", ["", "0", "3", "x", "1e9", "-1", "9" * 5000])
def test_no_wrong_number_of_a_flat_casts_a_vote(client, two_houses, anna, of):
    client.force_login(anna)

    answer = confirm(client, two_houses, {"item0": "for"}, of=of)

    assert answer.status_code == 200
    assert "У вас здесь несколько голосов" in read(answer)
    assert not Participation.objects.exists()


def test_a_flatmate_is_told_that_the_flat_has_voted(client, flat_vote, homes, anna):
    actions.cast_ballot(flat_vote, by=anna, choices={0: "against"}, nonce=nonce())
    client.force_login(homes["pyotr"])

    text = read(page(client, flat_vote.get_absolute_url()))
    refused = read(confirm(client, flat_vote, {"item0": "for"}))

    assert "Из вашей квартиры уже проголосовали." in text
    assert "Против" not in text.split("Как идёт")[0].split("Из вашей квартиры")[1][:300]
    assert "Из вашей квартиры уже проголосовали" in refused
    assert kept(flat_vote) == {"0": "against"}


def test_a_flat_whose_paper_is_counted_is_told_so(client, flat_vote, anna):
    entry = RollEntry.objects.get(vote=flat_vote, flat="31")
    give_voice(flat_vote, entry, choices={0: "for"}, nonce=nonce(), at=clock.now(), channel=Channel.PAPER)
    client.force_login(anna)

    text = read(page(client, flat_vote.get_absolute_url()))
    refused = read(confirm(client, flat_vote, {"item0": "against"}))

    assert "Голос отдан на бумаге." in text
    assert "Бумажный бюллетень уже засчитан" in refused or "Голос отдан на бумаге." in refused
    assert kept(flat_vote) == {"0": "for"}


# --- by the code of a printed ballot


def printed(vote, by, flat="31"):
    ((slip, code),) = actions.issue_slips(vote, RollEntry.objects.filter(vote=vote, flat=flat), by)
    return slip, code


def test_a_flat_votes_by_the_code_of_its_ballot(client, flat_vote, vera):
    _slip, code = printed(flat_vote, vera, "32")

    opened = client.get(reverse("ballot_open", args=[shown(code)]), headers=HOST)
    text = read(page(client, opened.url))
    done = confirm(client, flat_vote, {"item0": "for"})

    assert opened.url == flat_vote.get_absolute_url()
    assert "подъезд 2" in text and "32" not in re.sub(r"[0-9a-f]{4}", "", text)
    assert done.url.startswith(reverse("voting:receipt", args=[flat_vote.public_id]))
    receipt = Ballot.objects.get().receipt
    assert " ".join(re.findall("....", receipt)) in read(page(client, done.url))
    assert Participation.objects.get().by_key is None
    assert code not in str(dict(client.session))


def test_the_code_is_typed_for_one_vote_or_for_any(client, flat_vote, vera):
    _slip, code = printed(flat_vote, vera)
    for address in (reverse("voting:code", args=[flat_vote.public_id]), reverse("ballot_code")):
        assert page(client, address).status_code == 200

        answer = client.post(address, {"code": shown(code).lower()}, headers=HOST)

        assert answer.url == flat_vote.get_absolute_url()
        client.logout()


@pytest.mark.parametrize(
    ("typed", "words"), [("22222-22222", "Такого кода нет"), ("abc", "десять букв и цифр"), ("", "Заполните это поле")]
)
def test_a_wrong_code_is_said_in_words(client, flat_vote, vera, typed, words):
    printed(flat_vote, vera)

    answer = client.post(reverse("voting:code", args=[flat_vote.public_id]), {"code": typed}, headers=HOST)

    assert answer.status_code == 200
    assert words in read(answer)
    assert "ballot_slips" not in client.session


@pytest.mark.parametrize("text", ["22222-22222", "%00", "ъ" * 50, "9" * 500])
def test_a_wrong_address_of_a_square_asks_for_the_code(client, flat_vote, vera, text):
    printed(flat_vote, vera)

    answer = client.get(f"/b/{text}/", headers=HOST)

    assert answer.status_code in (302, 400)
    assert "ballot_slips" not in client.session


def test_a_ballot_that_was_put_aside_is_not_found_by_the_next_one(client, flat_vote, vera):
    _slip, code = printed(flat_vote, vera)
    client.get(reverse("ballot_open", args=[code]), headers=HOST)

    answer = client.post(reverse("voting:leave_ballot", args=[flat_vote.public_id]), headers=HOST)

    assert answer.status_code == 302
    assert 'name="item0"' not in page(client, flat_vote.get_absolute_url()).content.decode()
    assert confirm(client, flat_vote, {"item0": "for"}).url.startswith(reverse("account_login"))
    assert not Participation.objects.exists()


def test_a_cancelled_ballot_ends_in_the_hands_of_who_held_it(client, flat_vote, vera):
    slip, code = printed(flat_vote, vera)
    client.get(reverse("ballot_open", args=[code]), headers=HOST)
    actions.revoke_slips(flat_vote, [slip.entry], vera)

    assert 'name="item0"' not in page(client, flat_vote.get_absolute_url()).content.decode()
    assert client.get(reverse("ballot_open", args=[code]), headers=HOST).url == reverse("ballot_code")
    assert "Этот код отменён" in read(page(client, reverse("ballot_code")))
    assert not Participation.objects.exists()


def test_a_member_and_the_code_of_their_flat_are_one_voice(client, flat_vote, anna, vera):
    _slip, code = printed(flat_vote, vera)
    client.force_login(anna)
    client.get(reverse("ballot_open", args=[code]), headers=HOST)
    assert "У вас здесь несколько голосов" not in read(page(client, flat_vote.get_absolute_url()))
    confirm(client, flat_vote, {"item0": "for"})
    client.logout()

    client.get(reverse("ballot_open", args=[code]), headers=HOST)
    text = read(page(client, flat_vote.get_absolute_url()))

    assert "Из вашей квартиры уже проголосовали." in text
    assert "уже проголосовали" in read(confirm(client, flat_vote, {"item0": "against"}))
    assert kept(flat_vote) == {"0": "for"}


# --- whatever is sent

JUNK = st.one_of(
    st.sampled_from(["", "for", "none", "0", "1", "2", "3", "4", "-1", "on", "1.0", "²", "٣", "1e309", "9" * 400]),
    st.text(max_size=20),
)
NAMES = st.sampled_from(
    ["item0", "item1", "item2", "item9", *(f"item0_place{order}" for order in range(5)), "nonce", "of", "confirmed",
     "change", "letter", "csrfmiddlewaretoken", "item0[]"]
)  # fmt: skip


@pytest.mark.parametrize("kind", ["agenda", "support", "single", "several", "ranking", "budget"])
def test_whatever_is_posted_the_answer_is_a_page(client, lenina, anna, vera, at_noon, kind):
    announced, terms, _fields, _paper, _words = KINDS[kind]
    vote = announced(lenina, vera, **terms)
    client.force_login(anna)
    client.raise_request_exception = False
    answers = []

    @settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(NAMES, st.lists(JUNK, min_size=1, max_size=4), max_size=8))
    def post(data):
        answer = client.post(reverse("voting:cast", args=[vote.public_id]), data, headers=HOST)
        assert answer.status_code in (200, 302, 400), data
        answers.append(answer.status_code)

    post()

    assert len(answers) >= 40
    for ballot in Ballot.objects.all():
        actions.casting.counting.check_paper(vote.manifest, ballot.choices)


@pytest.mark.parametrize("voices", [10, 300])
def test_casting_costs_the_same_at_any_size(
    client, lenina, anna, vera, at_noon, voices, django_assert_max_num_queries
):
    make_members(lenina, voices)
    vote = announce_poll(lenina, vera, Method.SCHULZE)
    client.force_login(anna)
    confirm(client, vote, {"item0_place0": "1"})

    with django_assert_max_num_queries(16):
        page(client, vote.get_absolute_url())
    with django_assert_max_num_queries(32):
        confirm(client, vote, {"item0_place1": "1"})
