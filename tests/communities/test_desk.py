"""The front desk: with consent, for a quarter of an hour, visibly, on record, and never for a vote."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Consent, User
from accounts.phones import clean_phone
from communities.actions import desk
from communities.desk.finding import find
from communities.desk.middleware import SESSION
from communities.models import DeskConsent, DeskVisit, Membership
from communities.staff import take_role
from core import clock
from journal.models import Event, Look
from journal.verbs import Verb
from municipalities.models import StaffMember
from notifications.actions import spread_events
from notifications.models import Notification
from tests.cast import NOON, make_member, make_person
from tests.initiatives.making import make_published
from voting import actions as voting
from voting.models import Choice, Participation, RulePreset, Secrecy

TOWN = {"host": "localhost"}
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def noon():
    with clock.set_to(NOON):
        yield


def begin(client, staff, resident, town) -> DeskVisit:
    client.force_login(staff)
    visit = desk.start_visit(resident, by=staff, municipality=town, consent=DeskConsent.PAPER)
    session = client.session
    session[SESSION] = visit.public_id
    session.save()
    return visit


def make_initiative(lenina, author):
    return make_published("Лавочки у подъезда", lenina, author=author, support_needed=5)


# --- finding and consent


@pytest.mark.parametrize("query", ["ильина анна", "Анна Ильина", "ilina@example.org", "ILINA@EXAMPLE.ORG"])
def test_a_resident_is_found_by_what_they_say(lenina, anna, gleb, query):
    User.objects.filter(pk=anna.pk).update(email="ilina@example.org")

    (found,) = find(query, lenina.municipality)

    assert (found.person, found.name, found.communities) == (anna, "Анна Ильина", ["ул. Ленина, 1"])
    assert found.reached_at == "i•••@example.org"


@pytest.mark.parametrize(
    "query", ["анна", "ильина", "анн ильин", "анна ильин", ".* .*", "ии", "@", "8 999", "Павел Гостев"]
)
def test_nobody_is_found_by_browsing(lenina, anna, pavel, query):
    assert find(query, lenina.municipality) == []


def test_who_is_not_of_this_town_is_found_by_their_address_alone_and_without_a_surname(palana, lenina, anna):
    assert find("Анна Ильина", palana) == []

    (found,) = find(anna.email, palana)

    assert (found.name, found.communities, found.is_local) == ("Анна И.", [], False)


@pytest.mark.parametrize("typed", ["8 (999) 123-45-67", "+79991234567", "999 123 45 67", "7-999-123-45-67"])
def test_a_telephone_is_read_as_it_is_written(lenina, anna, typed):
    User.objects.filter(pk=anna.pk).update(phone="+79991234567")
    make_member(make_person("Ирина", "Соседова", phone="+79991234568"), lenina)

    assert [found.person for found in find(typed, lenina.municipality)] == [anna]


@pytest.mark.parametrize("typed", ["", "112", "+7", "999 123 45 6", "+7999123456789012", "абв", "٩٩٩١٢٣٤٥٦٧"])
def test_what_is_no_telephone_is_refused(typed):
    with pytest.raises(ValidationError) as refusal:
        clean_phone(typed)
    assert refusal.value.code == "phone"


def test_each_found_record_is_a_look(client, lenina, anna, gleb):
    client.force_login(gleb)

    page = client.post("/desk/", {"q": "Анна Ильина"}, headers=TOWN)

    assert "Анна Ильина" in page.text
    look = Look.objects.get()
    assert (look.subject, look.event.actor_key, look.event.data["reason"]) == (anna, gleb.actor_key, "desk")


def sent_code():
    return next(word for word in mail.outbox[-1].body.split() if word.isdecimal() and len(word) == 6)


def test_a_visit_begins_with_the_code_that_the_resident_reads_out(client, lenina, anna, gleb):
    client.force_login(gleb)
    client.post("/desk/", {"q": anna.email}, headers=TOWN)
    (token,) = client.session["desk_found"]

    client.post(f"/desk/residents/{token}/", {"consent": "code"}, headers=TOWN)
    assert mail.outbox[-1].to == [anna.email]
    code = sent_code()
    wrong = f"{(int(code) + 1) % 10**6:06}"
    assert client.post("/desk/code/", {"code": wrong}, headers=TOWN).status_code == 200
    assert not DeskVisit.objects.exists()
    client.post("/desk/code/", {"code": f"{code[:3]} {code[3:]}"}, headers=TOWN)

    visit = DeskVisit.objects.get()
    assert (visit.staff, visit.resident, visit.consent) == (gleb, anna, "code")
    assert visit.expires_at - visit.started_at == desk.VISIT
    assert Event.objects.get(verb=Verb.DESK_VISIT_STARTED).data["consent"] == "code"
    assert "Анна И." in client.get("/desk/", headers=TOWN).text


def test_a_code_is_guessed_five_times_and_lasts_ten_minutes(client, lenina, anna, gleb):
    client.force_login(gleb)
    client.post("/desk/", {"q": anna.email}, headers=TOWN)
    (token,) = client.session["desk_found"]
    client.post(f"/desk/residents/{token}/", {"consent": "code"}, headers=TOWN)
    code = sent_code()
    assert code not in str(client.session["desk_code"])

    with clock.set_to(NOON + 10 * MINUTE):
        assert client.post("/desk/code/", {"code": code}, headers=TOWN).status_code == 302
    for _guess in range(5):
        client.post("/desk/code/", {"code": "nothing"}, headers=TOWN)
    client.post("/desk/code/", {"code": code}, headers=TOWN)

    assert not DeskVisit.objects.exists()


def test_a_stranger_to_the_town_agrees_by_a_code_alone(client, town, pavel, gleb):
    client.force_login(gleb)
    client.post("/desk/", {"q": pavel.email}, headers=TOWN)
    (token,) = client.session["desk_found"]

    page = client.post(f"/desk/residents/{token}/", {"consent": "paper"}, headers=TOWN)

    assert page.status_code == 200
    assert not DeskVisit.objects.exists()
    assert "Гостев" not in page.text


@pytest.mark.parametrize("name", ["gleb", "nina", "olga", "operator"])
def test_nobody_acts_for_staff_or_for_themselves(request, town, gleb, name):
    person = request.getfixturevalue(name)

    with pytest.raises(ValidationError) as refusal:
        desk.start_visit(person, by=gleb, municipality=town, consent=DeskConsent.PAPER)

    assert refusal.value.code == "not_helped"


@pytest.mark.parametrize("name", ["anna", "vera", "nina", "egor", "semyon"])
def test_only_those_who_receive_begin_a_visit(request, client, town, lenina, pavel, name):
    person = request.getfixturevalue(name)
    make_member(pavel, lenina)

    with pytest.raises(PermissionDenied):
        desk.start_visit(pavel, by=person, municipality=town, consent=DeskConsent.PAPER)
    client.force_login(person)
    assert client.get("/desk/", headers=TOWN).status_code == 403


NEW = {"first_name": "Мария", "last_name": "Петрова", "email": "", "phone": "8 999 111-22-33", "consent": "on"}


def test_an_account_is_made_with_a_consent_on_paper(client, town, gleb):
    client.force_login(gleb)

    client.post("/desk/residents/new/", NEW, headers=TOWN)

    maria = User.objects.get(phone="+79991112233")
    assert (maria.email, maria.has_usable_password()) == (None, False)
    assert Consent.objects.get(user=maria).channel == "desk"
    assert DeskVisit.objects.get(resident=maria).consent == "paper"


@pytest.mark.parametrize(
    "changed",
    [{"consent": ""}, {"phone": ""}, {"phone": "12"}, {"first_name": "Глава"}, {"email": "anna@example.org"}],
)
def test_an_account_is_refused_and_what_was_typed_stays(client, town, anna, gleb, changed):
    User.objects.filter(pk=anna.pk).update(email="anna@example.org")
    anna.emailaddress_set.update(email="anna@example.org")
    client.force_login(gleb)
    before = User.objects.count()

    page = client.post("/desk/residents/new/", NEW | changed, headers=TOWN)

    assert page.status_code == 200
    assert 'value="Петрова"' in page.text
    assert User.objects.count() == before
    assert client.post("/desk/residents/new/", NEW, headers=TOWN).status_code == 302


# --- the visit


def test_a_visit_acts_for_the_resident_on_record(client, lenina, vera, pavel, gleb, town):
    initiative = make_initiative(lenina, vera)
    visit = begin(client, gleb, pavel, town)
    address = reverse("initiatives:support", args=[initiative.public_id])

    page = client.get(initiative.get_absolute_url(), headers=TOWN)
    assert "Павел Г." in page.text
    assert reverse("desk:end") in page.text
    client.post(address, headers=TOWN)
    form = {"tenure": "owner", "flat": "12", "adult": "on"}
    client.post("/communities/lenina-1/join/", form, headers=TOWN)

    acts = Event.objects.filter(actor_key=pavel.actor_key)
    assert {event.verb for event in acts} >= {Verb.INITIATIVE_SUPPORTED, Verb.MEMBERSHIP_REQUESTED}
    assert {event.data.get("desk") for event in acts} == {visit.public_id}
    assert Membership.objects.get(user=pavel).state == "pending"
    assert not Membership.objects.filter(user=gleb).exists()

    # The counterpart: what the resident does alone carries no mark.
    desk.end_visit(visit, by=gleb)
    client.force_login(pavel)
    client.post(reverse("initiatives:follow", args=[initiative.public_id]), headers=TOWN)
    client.post(reverse("initiatives:withdraw_support", args=[initiative.public_id]), headers=TOWN)
    assert "desk" not in Event.objects.filter(actor_key=pavel.actor_key).last().data


@pytest.mark.parametrize("address", ["/admin/", "/me/", "/me/settings/", "/accounts/email/", "/communities/requests/"])
def test_what_is_private_is_refused_with_words(client, lenina, anna, olga, town, address):
    visit = begin(client, olga, anna, town)

    page = client.get(address, headers=TOWN)

    assert page.status_code == 403
    assert reverse("desk:end") in page.text
    desk.end_visit(visit, by=olga)
    assert client.get(address, headers=TOWN).status_code == 302
    assert client.get(address, headers=TOWN).status_code == 200


@pytest.mark.parametrize("how", ["expired", "ended", "not staff", "inactive resident", "hired"])
def test_a_visit_that_is_over_does_nothing_under_either_name(client, lenina, vera, anna, gleb, town, operator, how):
    initiative = make_initiative(lenina, vera)
    visit = begin(client, gleb, anna, town)
    support = reverse("initiatives:support", args=[initiative.public_id])
    assert client.get(support, headers=TOWN).wsgi_request.user == anna

    at = NOON
    if how == "expired":
        at = visit.expires_at
    elif how == "ended":
        desk.end_visit(visit, by=anna)
    elif how == "not staff":
        take_role(StaffMember.objects.get(user=gleb), by=operator)
    elif how == "inactive resident":
        User.objects.filter(pk=anna.pk).update(is_active=False)
    else:
        StaffMember.objects.create(municipality=town, user=anna, role="controller")
    with clock.set_to(at):
        answer = client.post(support, headers=TOWN)

    assert answer.status_code == 302
    assert answer["Location"] == ("/" if how == "not staff" else "/desk/")
    assert initiative.supports.count() == 0
    # From here on the person acts for themselves again, and knows it.
    client.post(support, headers=TOWN)
    assert [support.user for support in initiative.supports.all()] == [gleb]


def test_a_visit_of_another_session_or_town_is_none(client, lenina, anna, gleb, olga, town, palana, operator):
    visit = begin(client, gleb, anna, town)
    client.force_login(olga)
    session = client.session
    session[SESSION] = visit.public_id
    session.save()

    assert client.get("/communities/", headers=TOWN).status_code == 302
    assert SESSION not in client.session


def test_the_clock_ends_a_visit_left_open(lenina, anna, gleb, town):
    visit = desk.start_visit(anna, by=gleb, municipality=town, consent=DeskConsent.PAPER)

    assert desk.end_stale_visits() == 0
    with clock.set_to(visit.expires_at):
        assert desk.end_stale_visits() == 1
        assert desk.end_stale_visits() == 0

    visit.refresh_from_db()
    assert visit.ended_at == visit.expires_at
    assert Event.objects.get(verb=Verb.DESK_VISIT_ENDED).actor_key is None


def test_one_visit_at_a_time(lenina, anna, pavel, gleb, town):
    first = desk.start_visit(anna, by=gleb, municipality=town, consent=DeskConsent.PAPER)
    second = desk.start_visit(pavel, by=gleb, municipality=town, consent=DeskConsent.PAPER)

    first.refresh_from_db()
    assert (first.ended_at, second.ended_at) == (NOON, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeskVisit.objects.filter(pk=first.pk).update(ended_at=None)


def test_the_resident_is_told_and_reads_what_was_done(client, lenina, vera, anna, boris, gleb, town):
    initiative = make_initiative(lenina, vera)
    visit = begin(client, gleb, anna, town)
    client.post(reverse("initiatives:support", args=[initiative.public_id]), headers=TOWN)
    client.post("/desk/end/", headers=TOWN)
    spread_events()

    told = Notification.objects.filter(recipient=anna, event__verb__startswith="desk_visit")
    assert {(row.event.verb, row.channel) for row in told} == {
        (verb, channel) for verb in ("desk_visit_started", "desk_visit_ended") for channel in ("inbox", "email")
    }
    client.force_login(anna)
    news = client.get("/me/notifications/", headers=TOWN).text
    assert visit.get_absolute_url() in news
    page = client.get(visit.get_absolute_url(), headers=TOWN).text
    assert "Лавочки у подъезда" in page
    assert "Глеб Тимофеев" in page
    client.force_login(boris)
    assert client.get(visit.get_absolute_url(), headers=TOWN).status_code == 404


def test_the_resident_stops_a_visit_from_home(client, lenina, anna, gleb, town):
    visit = desk.start_visit(anna, by=gleb, municipality=town, consent=DeskConsent.PAPER)
    client.force_login(anna)

    client.post(visit.get_absolute_url(), headers=TOWN)

    visit.refresh_from_db()
    assert visit.ended_at == NOON


# --- never a vote


@pytest.fixture(params=[Secrecy.SECRET, Secrecy.CLOSED])
def vote(request, lenina, anna, vera):
    return voting.schedule_vote(
        community=lenina,
        electorate=[lenina],
        title="Шлагбаум",
        preset=RulePreset.objects.get(name="Решение соседей"),
        secrecy=request.param,
        replaceable=False,
        turnout_shown=True,
        opens_at=NOON,
        closes_at=NOON + timedelta(days=14),
        items=["Ставим шлагбаум?"],
        by=vera,
    )


def test_staff_never_vote_for_a_resident(client, vote, anna, gleb, town):
    visit = begin(client, gleb, anna, town)
    nonce = "a" * 32
    anna.desk_visit = visit
    with pytest.raises(PermissionDenied):
        voting.cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce)

    page = client.get(vote.get_absolute_url(), headers=TOWN)
    assert page.wsgi_request.user == anna
    assert 'name="nonce"' not in page.text
    cast = reverse("voting:cast", args=[vote.public_id])
    assert client.post(cast, {"item-0": "for", "nonce": nonce}, headers=TOWN).status_code == 403
    assert not Participation.objects.exists()

    # The counterpart: the same person alone.
    desk.end_visit(visit, by=gleb)
    client.force_login(anna)
    assert 'name="nonce"' in client.get(vote.get_absolute_url(), headers=TOWN).text
    del anna.desk_visit
    assert voting.cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce=nonce)


def test_the_desk_does_not_learn_who_has_voted(client, vote, anna, gleb, town):
    voting.cast_ballot(vote, by=anna, choices={0: Choice.FOR}, nonce="a" * 32)
    client.force_login(anna)
    alone = client.get(vote.get_absolute_url(), headers=TOWN).text
    begin(client, gleb, anna, town)

    at_desk = client.get(vote.get_absolute_url(), headers=TOWN).text

    assert "Вы проголосовали" in alone
    assert "Вы проголосовали" not in at_desk
