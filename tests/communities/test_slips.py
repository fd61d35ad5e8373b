"""Slips as paper and as an address: the PDF, the code taken out of the address, one screen to join."""

import re
from io import BytesIO

import pytest
from django.core import mail
from django.core.cache import cache
from pypdf import PdfReader

from accounts.models import AttemptCounter, Consent, User
from communities import actions
from communities.codes import ALPHABET, LENGTH, digest_of, shown
from communities.models import CodeRedemption, Membership, VerificationCode
from communities.slips import slips_pdf
from core import clock
from journal.models import Event
from tests.cast import NOON, PASSWORD, make_person
from tests.communities.conftest import make_flat

TOWN = {"host": "localhost"}
PALANA = {"host": "palana.localhost"}
PRINTED = re.compile(rf"[{ALPHABET}]{{{LENGTH // 2}}}-[{ALPHABET}]{{{LENGTH // 2}}}")
NEWCOMER = {
    "first_name": "Мария",
    "last_name": "Ветрова",
    "email": "maria@example.org",
    "tenure": "owner",
    "adult": "on",
    "consent": "on",
}


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def fresh_slips(flats, lenina, vera):
    """Codes by the flat, printed today: pages go by the real clock."""
    _batch, issued = actions.issue_codes(lenina, by=vera)
    return {premises.number: code for premises, code in issued}


def page_of(client, code, host=None):
    """What the address of the QR code leads to."""
    return client.get(f"/k/{shown(code)}/", headers=host or TOWN, follow=True)


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def letter_code() -> str:
    return re.search(r"^[\d-]{9}$", mail.outbox[-1].body, re.M)[0]


# --- paper


@pytest.fixture
def printed(client, flats, lenina, vera):
    client.force_login(vera)
    return client.post("/communities/lenina-1/codes/", {"entrance": "", "days": 30, "people": 1}, headers=TOWN)


def test_slips_are_given_out_once_and_kept_nowhere(client, printed):
    assert printed["Content-Type"] == "application/pdf"
    assert printed["Content-Disposition"] == 'attachment; filename="slips-lenina-1.pdf"'
    assert "no-store" in printed["Cache-Control"]
    again = client.get("/communities/lenina-1/codes/", headers=TOWN).content.decode()
    assert not PRINTED.search(again.split("<main")[1].split("<form")[0])
    assert VerificationCode.objects.count() == 4


def test_slips_name_the_flat_the_term_and_nobody(printed, anna):
    pages = [page.extract_text() for page in PdfReader(BytesIO(printed.content)).pages]

    assert len(pages) == 2
    assert [re.findall(r"квартира (\S+)", page) for page in pages] == [["2", "12", "12а"], ["21"]]
    assert "подъезд 1" in pages[0]
    assert "подъезд 2" in pages[1]
    for words in ("ул. Ленина, 1", "Дворы Заречного", "localhost/k", "для 1 человека", "Нет телефона"):
        assert words in re.sub(r"\s+", " ", pages[0])
    assert "Ильина" not in "".join(pages)


def test_the_printed_codes_are_those_that_work(printed, pavel, town):
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(printed.content)).pages)
    codes = [code.replace("-", "") for code in PRINTED.findall(text)]

    assert {digest_of(code) for code in codes} == set(VerificationCode.objects.values_list("digest", flat=True))


def test_a_hundred_flats_are_thirteen_sheets(lenina, vera, town):
    for number in range(1, 101):
        make_flat(lenina, str(number))

    batch, issued = actions.issue_codes(lenina, by=vera)
    reader = PdfReader(BytesIO(slips_pdf(batch, issued, people=1)))

    flats = [number for page in reader.pages for number in re.findall(r"квартира (\d+)", page.extract_text())]
    assert (len(reader.pages), flats) == (13, [str(number) for number in range(1, 101)])


def test_a_refused_print_keeps_what_was_chosen(client, printed):
    again = client.post("/communities/lenina-1/codes/", {"entrance": "1", "days": 60, "people": 2}, headers=TOWN)

    page = again.content.decode()
    assert again.status_code == 200
    assert "напечатаны только что" in page
    assert '<option value="60" selected>' in page


@pytest.mark.parametrize(
    "sent", [{}, {"days": "1000", "people": "1"}, {"days": "30", "people": "x"}, {"entrance": "77"}]
)
def test_nonsense_prints_nothing(client, flats, lenina, vera, sent):
    client.force_login(vera)

    assert client.post("/communities/lenina-1/codes/", sent, headers=TOWN).status_code == 200
    assert not VerificationCode.objects.exists()


def test_a_building_without_a_registry_says_what_to_do(client, lenina, vera):
    client.force_login(vera)

    page = client.get("/communities/lenina-1/codes/", headers=TOWN).content.decode()

    assert "Квартиры дома пока не известны" in page
    assert "Скачать листки" not in page


def test_an_open_session_alone_prints_nothing(client, flats, lenina, vera):
    client.force_login(vera)
    session = client.session
    session["signed_in_at"] = 0
    session.save()

    asked = client.post("/communities/lenina-1/codes/", {"days": 30, "people": 1}, headers=TOWN)

    assert asked.status_code == 302
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert not VerificationCode.objects.exists()


def test_an_activist_without_a_password_is_not_locked_out(client, flats, lenina, vera):
    vera.set_unusable_password()
    vera.save()
    client.force_login(vera)
    session = client.session
    session["signed_in_at"] = 0
    session.save()

    assert client.get("/communities/lenina-1/codes/", headers=TOWN).status_code == 200


@pytest.mark.parametrize("rows", [3, 60])
def test_prints_cost_the_same_at_any_number(client, lenina, vera, flats, rows, django_assert_max_num_queries):
    for number in range(rows):
        with clock.set_to(NOON.replace(minute=number)):
            actions.issue_codes(lenina, by=vera, entrance=1)
    client.force_login(vera)

    with django_assert_max_num_queries(12):
        page = client.get("/communities/lenina-1/codes/", headers=TOWN)

    assert page.content.decode().count("напечатано ") == min(rows, 20)


# --- the address


def test_the_link_only_opens_a_page_and_takes_the_code_out_of_the_address(client, fresh_slips, pavel):
    client.force_login(pavel)
    events = Event.objects.count()

    opened = client.get(f"/k/{shown(fresh_slips['21'])}/", headers=TOWN)
    shown_page = client.get("/k/", headers=TOWN)

    assert (opened.status_code, opened["Location"]) == (302, "/k/")
    for answer in (opened, shown_page):
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"
    assert "ул. Ленина, 1, подъезд 2" in text(shown_page)
    assert fresh_slips["21"] not in str(dict(client.session))
    assert Event.objects.count() == events
    assert not Membership.objects.filter(user=pavel).exists()


@pytest.mark.parametrize("text", ["2222222222", "22222-22222", "нет", "x" * 200, "%00", "🏠"])
def test_a_wrong_code_shows_no_house(client, fresh_slips, text):
    answer = client.get(f"/k/{text}/", headers=TOWN, follow=True)

    assert answer.status_code in (200, 400)
    assert "Ленина" not in answer.content.decode()


def test_a_code_of_another_town_looks_like_a_wrong_one(client, fresh_slips, palana):
    words = []
    for code in (fresh_slips["12"], "2222222222"):
        body = page_of(client, code, PALANA).content.decode()
        words.append(re.sub(r'(value|nonce)="[^"]{20,}"', "", body))

    assert words[0] == words[1]
    assert "Такого кода нет" in words[0]
    assert "Ленина" in page_of(client, fresh_slips["12"]).content.decode()


def test_guessing_by_links_is_locked_for_guests_too(client, fresh_slips):
    for _time in range(21):
        cache.clear()
        client.get("/k/22222-22222/", headers=TOWN, follow=True)

    assert "Слишком много неверных кодов" in page_of(client, fresh_slips["12"]).content.decode()


def test_a_reload_of_a_right_code_is_no_guess(client, fresh_slips):
    for _time in range(30):
        assert "Ленина" in page_of(client, fresh_slips["12"]).content.decode()

    assert set(AttemptCounter.objects.filter(scope__startswith="flat").values_list("count", flat=True)) == {0}


# --- joining


def test_a_person_with_an_account_confirms_once(client, fresh_slips, pavel, lenina):
    client.force_login(pavel)
    page_of(client, fresh_slips["12"])

    joined = client.post("/k/", {"tenure": "family", "adult": "on"}, headers=TOWN, follow=True)

    assert joined.redirect_chain == [("/communities/lenina-1/", 302)]
    assert "Добро пожаловать" in joined.content.decode()
    membership = Membership.objects.get(user=pavel)
    assert (membership.is_verified, membership.tenure, membership.declared_age) == (True, "family", 18)


def test_a_code_typed_by_hand_in_any_way(client, fresh_slips, pavel):
    client.force_login(pavel)

    typed = client.post("/k/", {"code": f" {fresh_slips['12'].lower()} "}, headers=TOWN, follow=True)

    assert typed.redirect_chain == [("/k/", 302)]
    assert "ул. Ленина, 1, подъезд 1" in text(typed)


def test_a_wrong_code_typed_by_hand_stays_on_the_screen(client, fresh_slips, pavel):
    client.force_login(pavel)

    page = client.post("/k/", {"code": "22222-33333"}, headers=TOWN).content.decode()

    assert 'value="22222-33333"' in page
    assert "Такого кода нет" in page


def test_the_page_of_joining_offers_the_code(client, lenina, pavel):
    client.force_login(pavel)

    page = client.get("/communities/lenina-1/join/", headers=TOWN).content.decode()

    assert "У меня есть код" in page
    assert 'action="/k/"' in page


def test_a_used_code_is_told_to_the_holder_of_the_slip_only(client, fresh_slips, pavel):
    VerificationCode.objects.filter(premises__number="12").update(uses=1)

    page = page_of(client, fresh_slips["12"]).content.decode()

    assert "уже использован" in page
    assert "Ленина" not in page


def send_answers(client, code, **changed):
    page_of(client, code)
    return client.post("/k/", NEWCOMER | changed, headers=TOWN)


def test_a_newcomer_is_a_neighbour_with_one_letter(client, fresh_slips, lenina):
    asked = send_answers(client, fresh_slips["12"])
    assert not Membership.objects.filter(user__email="maria@example.org").exists()

    joined = client.post(asked["Location"], {"code": letter_code()}, headers=TOWN, follow=True)

    user = User.objects.get(email="maria@example.org")
    assert joined.redirect_chain[-1] == ("/communities/lenina-1/", 302)
    assert "Добро пожаловать" in joined.content.decode()
    assert (user.public_name, user.has_usable_password()) == ("Мария В.", False)
    assert Consent.objects.filter(user=user, withdrawn_at=None).exists()
    assert user.emailaddress_set.get().verified
    membership = Membership.objects.get(user=user)
    assert (membership.is_verified, membership.premises.number, membership.tenure) == (True, "12", "owner")


def test_the_consent_is_needed_and_nothing_typed_is_lost(client, fresh_slips):
    page = send_answers(client, fresh_slips["12"], consent="").content.decode()

    assert "Мария" in page
    assert "maria@example.org" in page
    assert not User.objects.filter(email="maria@example.org").exists()
    assert mail.outbox == []


def test_a_known_address_is_answered_like_an_unknown_one(client, fresh_slips, pavel):
    """Same status, address, headers and words; the same number of letters of the same kind."""
    seen = []
    for email in (pavel.email, "nobody@example.org"):
        client.logout()
        answer = send_answers(client, fresh_slips["12"], email=email)
        page = client.get(answer["Location"], headers=TOWN).content.decode().replace(email, "")
        letter = mail.outbox[-1]
        seen.append(
            (
                answer.status_code,
                answer["Location"],
                sorted(answer.headers),
                re.sub(r'value="[^"]{20,}"', "", page),
                letter.subject,
                re.sub(r"[\d-]{9}", "", letter.body).replace(email, ""),
            )
        )

    assert seen[0] == seen[1]
    assert len(mail.outbox) == 2


def test_a_known_address_joins_with_its_own_account(client, fresh_slips, pavel):
    asked = send_answers(client, fresh_slips["12"], email=pavel.email, first_name="Чужое")

    client.post(asked["Location"], {"code": letter_code()}, headers=TOWN)

    assert Membership.objects.get(user=pavel).is_verified
    assert User.objects.get(pk=pavel.pk).first_name == "Павел"


def test_a_closed_account_gets_no_second_one(client, fresh_slips, pavel):
    User.objects.filter(pk=pavel.pk).update(is_active=False)

    asked = send_answers(client, fresh_slips["12"], email=pavel.email)

    assert asked.status_code == 302
    assert User.objects.filter(email=pavel.email).count() == 1
    assert not CodeRedemption.objects.exists()


def test_somebody_else_who_signs_in_does_not_join_by_it(client, fresh_slips, pavel):
    """The answers of a newcomer wait in the browser; another person's sign-in does not use them."""
    send_answers(client, fresh_slips["12"])
    client.post("/accounts/logout/", headers=TOWN)
    other = make_person("Яна", "Чужова")
    client.post("/accounts/login/", {"login": other.email, "password": PASSWORD}, headers=TOWN)

    assert not Membership.objects.filter(user=other).exists()
    assert VerificationCode.objects.get(premises__number="12").uses == 0


def test_a_slip_used_meanwhile_leads_to_the_house_with_words(client, fresh_slips, lenina):
    asked = send_answers(client, fresh_slips["12"])
    VerificationCode.objects.filter(premises__number="12").update(uses=1)

    landed = client.post(asked["Location"], {"code": letter_code()}, headers=TOWN, follow=True)

    assert landed.redirect_chain[-1] == ("/communities/lenina-1/", 302)
    assert "уже использован" in landed.content.decode()
    assert not Membership.objects.filter(user__email="maria@example.org").exists()


# --- what the verifier sees


def test_the_verifier_sees_what_the_registry_says(client, lenina, anna, flats, pavel, vera):
    Membership.objects.filter(user=anna).update(premises=flats[0])
    actions.request_membership(lenina, by=pavel, flat="12", entrance=3)
    actions.request_membership(lenina, by=make_person("Яна", "Чужова"), flat="777")
    client.force_login(vera)

    page = client.get("/communities/lenina-1/requests/", headers=TOWN).content.decode()
    cards = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).split("просит")[0:]

    text = " ".join(cards)
    assert "12 · есть в реестре" in text
    assert "3 · по реестру 1" in text
    assert re.search(r"Уже подтверждено в этой квартире 1", text)
    assert "777 · нет в реестре" in text
