"""What is printed for a vote, read back from the PDF."""

import io
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from communities.codes import shown
from communities.models import Membership, Ownership
from core import clock
from journal.models import Event
from journal.verbs import Verb
from tests.cast import NOON
from tests.communities.conftest import make_flat
from tests.voting.conftest import CLOSING, announce, finish
from tests.voting.kinds import announce_agenda, announce_budget, announce_poll, announce_support
from voting import actions, prints
from voting.actions.papers import print_receipts
from voting.models import CountedBy, Method, OwnersMeeting, Purpose, RollEntry, RulePreset, Secrecy, Slip
from voting.prints.common import roll_in_order
from voting.terms_of_owners import first_meeting_day

HERE = {"host": "localhost"}
PLAIN = str.maketrans("\u00a0", " ")


def pages(pdf: bytes) -> list[str]:
    """The words of each sheet, in one line each."""
    sheets = PdfReader(io.BytesIO(pdf)).pages
    return [" ".join(sheet.extract_text().translate(PLAIN).split()) for sheet in sheets]


@pytest.fixture
def flat_vote(lenina, anna, vera, at_noon):
    """By flats: 9 and 31 (anna's) in the first entrance, 2 in the second."""
    make_flat(lenina, "31", entrance=1)
    make_flat(lenina, "9", entrance=1)
    make_flat(lenina, "2", entrance=2)
    Membership.objects.filter(user=anna).update(premises=lenina.premises.get(number="31"))
    rules = RulePreset.objects.get(name="Решение соседей: один голос от квартиры")
    return announce(lenina, vera, counted_by=CountedBy.FLAT, paper_allowed=True, preset=rules)


@pytest.fixture
def preparation(lenina, anna, vera, at_noon):
    """Of an owners' meeting: 45.6 m² of anna alone, and 50 m² in two halves."""
    own = make_flat(lenina, "31", entrance=1, area_hundredths=4560)
    halves = make_flat(lenina, "32", entrance=1, area_hundredths=5000)
    for flat, parts in ((own, 1), (halves, 2)):
        for _part in range(parts):
            Ownership.objects.create(premises=flat, numerator=1, denominator=parts)
    Membership.objects.filter(user=anna).update(premises=own, tenure="owner")
    rules = RulePreset.objects.get(name="Подготовка собрания собственников: обычные вопросы")
    return announce(
        lenina, vera, counted_by=CountedBy.AREA, purpose=Purpose.OWNERS, secrecy=Secrecy.NAMED, paper_allowed=True,
        preset=rules, items=["Ставим шлагбаум?", "Кто распоряжается ключами?"],
    )  # fmt: skip


def printed(vote, by):
    issued = actions.issue_slips(vote, roll_in_order(vote), by)
    return issued, pages(prints.ballots_pdf(vote, issued))


def test_each_flat_has_a_sheet_in_the_order_of_a_walk(flat_vote, vera):
    issued, sheets = printed(flat_vote, vera)

    assert [slip.entry.flat for slip, _code in issued] == ["9", "31", "2"]
    receipts = print_receipts(flat_vote, [slip for slip, _code in issued])
    for sheet, (slip, code), receipt in zip(sheets, issued, receipts, strict=True):
        assert shown(code) in sheet
        assert f"квартира {slip.entry.flat}" in sheet
        assert receipt in sheet.replace(" ", "")
        assert "Ставим новую детскую площадку?" in sheet
        assert "За Против Воздержался" in sheet
        assert "26 октября, 12:00" in sheet
        assert "Вера С." in sheet
    # Nobody else's code or receipt.
    assert receipts[1] not in sheets[0].replace(" ", "")
    assert shown(issued[1][1]) not in sheets[0]


def test_a_closed_ballot_shows_its_flat_on_the_stub_alone(flat_vote, vera):
    _issued, sheets = printed(flat_vote, vera)

    assert [len(re.findall(r"квартира \d+", sheet)) for sheet in sheets] == [1, 1, 1]


def test_a_named_ballot_shows_its_share_above_too(preparation, vera):
    _issued, sheets = printed(preparation, vera)

    assert len(sheets) == 3
    assert len(re.findall(r"квартира 31", sheets[0])) == 2
    assert "45,6 м²" in sheets[0]
    assert "доля 1/2" in sheets[1]
    assert "25 м²" in sheets[1]
    assert "юридической силы у неё нет" in sheets[0]


def test_a_ballot_is_in_the_language_of_the_town(flat_vote, vera):
    with translation.override("en"):
        _issued, sheets = printed(flat_vote, vera)

    assert "Воздержался" in sheets[0]
    assert "Abstain" not in sheets[0]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda *of: announce_poll(*of, method=Method.SINGLE), ["Ни один из вариантов", "Отметьте один квадрат"]),
        (lambda *of: announce_poll(*of, method=Method.MULTIPLE, most=2), ["не больше 2 квадратов"]),
        (lambda *of: announce_poll(*of, method=Method.SCHULZE), ["1 — лучший", "метод Шульце"]),
        (announce_budget, ["₽", "Ни один из проектов"]),
        (announce_support, ["Поддерживаю"]),
        (announce_agenda, ["За Против Воздержался"]),
    ],
)
def test_a_ballot_of_every_kind(lenina, anna, vera, at_noon, make, said):
    vote = make(lenina, vera)

    sheet = prints.ballots.sheet_of(vote)
    issued = [(Slip(vote=vote, entry=entry), "7K3MX9TPAH") for entry in roll_in_order(vote)]
    words = " ".join(pages(prints.ballots_pdf(vote, issued)))

    for part in said:
        assert part in words
    for item in sheet["questions"]:
        for option in item["options"]:
            assert " ".join(option["text"].translate(PLAIN).split()) in words
    # Of a person the name's initial stands on the stub, and no flat.
    assert "Анна И." in words
    assert "квартира 31" not in words


def test_a_register_names_no_owner(preparation, anna, vera):
    words = " ".join(pages(prints.meeting_register_pdf(preparation)))

    assert "31 45,6 м²" in words
    assert "32, доля 1/2 25 м²" in words
    assert "Вместе: 95,6 м²" in words
    for name in ("Анна", "Ильина", "Вера С."):
        assert name not in words


def test_a_register_of_people_is_by_their_public_names(vote, anna):
    words = " ".join(pages(prints.register_pdf(vote)))

    assert "Анна И." in words
    assert "Ильина" not in words


def test_forms_of_decisions_leave_personal_data_to_the_pen(preparation, anna):
    sheets = pages(prints.decision_forms_pdf(preparation))

    assert len(sheets) == 3
    assert "СНИЛС" in sheets[0]
    assert "45,6 м²" in sheets[0]
    assert "1. Ставим шлагбаум?" in sheets[0]
    assert "Ильина" not in " ".join(sheets)


def test_the_printing_page_answers_with_the_file(flat_vote, vera, client):
    client.force_login(vera)
    url = reverse("voting:print", args=[flat_vote.public_id])
    place = f"{flat_vote.community_id}-1"

    answer = client.post(url, {"place": place}, headers=HERE)

    assert answer["Content-Type"] == "application/pdf"
    assert len(pages(answer.content)) == 2
    assert Event.objects.get(verb=Verb.SLIPS_ISSUED).data["slips"] == 2
    assert client.post(url, {"place": "all", "flat": "2"}, headers=HERE)["Content-Type"] == "application/pdf"
    assert Slip.objects.filter(entry__flat="2").count() == 1
    wrong = client.post(url, {"place": place, "flat": "2"}, headers=HERE)
    assert (wrong.status_code, wrong["Content-Type"]) == (200, "text/html; charset=utf-8")
    client.post(url, {"place": "all", "flat": "2", "revoke": "1"}, headers=HERE)
    assert not Slip.objects.filter(entry__flat="2", revoked_at=None).exists()


def test_after_the_end_nothing_is_printed(flat_vote, vera, client):
    client.force_login(vera)
    with clock.set_to(CLOSING):
        answer = client.post(reverse("voting:print", args=[flat_vote.public_id]), {"place": "all"}, headers=HERE)

    assert answer["Content-Type"].startswith("text/html")
    assert not Slip.objects.exists()


def test_five_hundred_flats_are_printed_in_one_request(lenina, vera, at_noon, django_assert_max_num_queries):
    for number in range(500):
        make_flat(lenina, str(number + 1), entrance=1 + number // 100)
    rules = RulePreset.objects.get(name="Решение соседей: один голос от квартиры")
    vote = announce(lenina, vera, counted_by=CountedBy.FLAT, paper_allowed=True, preset=rules)

    with django_assert_max_num_queries(30):
        issued = actions.issue_slips(vote, roll_in_order(vote), vera)
        sheets = PdfReader(io.BytesIO(prints.ballots_pdf(vote, issued))).pages

    assert len(sheets) == 500


NOTICE = {
    "handed_on": "2026-11-01",
    "initiator": "Собственник квартиры 31",
    "form": "mixed",
    "held_at": "2026-11-12T19:00",
    "place": "двор дома",
    "decisions_until": "2026-11-20T18:00",
    "hand_in": "ящик в первом подъезде",
    "materials": "У старшей по дому",
}


def notice(client, vote, **changed):
    return client.post(reverse("voting:owners_notice", args=[vote.public_id]), {**NOTICE, **changed}, headers=HERE)


def test_a_notice_says_what_the_law_asks_for(preparation, vera, client):
    client.force_login(vera)

    answer = notice(client, preparation)

    (sheet,) = pages(answer.content)
    for words in (
        "ул. Ленина, 1", "Собственник квартиры 31", "12 ноября, 19:00", "двор дома", "20 ноября, 18:00",
        "ящик в первом подъезде", "У старшей по дому", "Ставим шлагбаум?", "не позднее 1 ноября",
        "ЖК РФ, ст. 45, ч. 4",
    ):  # fmt: skip
        assert words in sheet


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"handed_on": "2026-11-02"}, "held_at"),
        (
            {"form": "in_absentia", "held_at": "", "place": "", "decisions_until": "2026-11-11T18:00"},
            "decisions_until",
        ),
        ({"place": ""}, "place"),
        ({"form": "in_absentia", "hand_in": ""}, "hand_in"),
        ({"initiator": ""}, "initiator"),
    ],
)
def test_a_notice_that_the_law_would_not_take(preparation, vera, client, changed, field):
    client.force_login(vera)

    answer = notice(client, preparation, **changed)

    assert list(answer.context["form"].errors) == [field]


def test_ten_whole_days_lie_between():
    assert first_meeting_day(date(2026, 11, 1)) == date(2026, 11, 12)


def test_the_meeting_is_written_down_once_it_was_held(preparation, vera, client):
    client.force_login(vera)
    url = reverse("voting:owners_meeting", args=[preparation.public_id])
    minutes = {"number": "1/2026", "held_on": "2026-11-20", "outcome": "Шлагбаум ставим.", "link": ""}
    assert client.post(url, minutes, headers=HERE).status_code == 200
    assert not OwnersMeeting.objects.exists()
    finish(preparation)

    with clock.set_to(NOON + timedelta(days=50)):
        for day in ("2026-10-11", "2026-12-02"):
            assert "held_on" in client.post(url, {**minutes, "held_on": day}, headers=HERE).context["form"].errors
        assert client.post(url, minutes, headers=HERE).status_code == 302
        assert client.post(url, {**minutes, "number": "2/2026"}, headers=HERE).status_code == 302
        page = client.get(preparation.get_absolute_url(), headers=HERE).content.decode()

    assert OwnersMeeting.objects.get().number == "2/2026"
    assert "Шлагбаум ставим." in page
    assert "2/2026" in page
    assert Event.objects.filter(verb=Verb.OWNERS_MEETING_RECORDED).count() == 2


def test_a_preparation_says_that_it_has_no_force(preparation, anna, client):
    entry = RollEntry.objects.get(vote=preparation, flat="31")
    actions.cast_ballot(preparation, by=anna, choices={0: "for", 1: "for"}, nonce="a" * 32, entry=entry.key)
    client.force_login(anna)

    page = client.get(preparation.get_absolute_url(), headers=HERE).content.decode().translate(PLAIN)

    assert "45,6 м²" in page
    assert "47,81 м²" in page
    assert "Юридической силы это не имеет" in page
    assert reverse("voting:owners_meeting", args=[preparation.public_id]) not in page
    assert "кворум ОСС" not in page.lower()


def test_an_ordinary_vote_has_no_papers_of_owners(flat_vote, vera, client):
    client.force_login(vera)
    for name, args in (("owners_meeting", []), ("owners_notice", []), ("owners_sheet", ["agenda"])):
        url = reverse(f"voting:{name}", args=[flat_vote.public_id, *args])
        assert client.get(url, headers=HERE).status_code == 404
