"""Letters through a real mail server: what they say, to whom, once, and what happens when the server is away."""

import threading
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connections

from core import clock
from feed.models import Comment, HideReason, Thread
from initiatives.models import Initiative, InitiativeState
from journal.actions import record
from journal.verbs import Verb
from notifications import actions
from notifications.actions import send_letters, spread_events
from notifications.models import Channel, Notification
from tests.cast import NOON, make_person
from voting.models import Secrecy


def letters_of(verb):
    return Notification.objects.filter(channel=Channel.EMAIL, event__verb=verb).order_by("pk")


@pytest.fixture
def approved(initiative, town, happen):
    """A letter to anna waits."""
    happen(Verb.INITIATIVE_APPROVED, initiative)
    spread_events()
    return letters_of(Verb.INITIATIVE_APPROVED).get()


def test_a_letter_is_in_russian_with_a_link_and_nothing_personal_in_its_subject(approved, initiative, anna, smtp):
    assert send_letters() == 1

    ((recipient, letter),) = smtp.letters
    assert recipient == letter["To"] == anna.email
    assert letter["Subject"].strip() == "Дворы Заречного: Администрация поддержала инициативу"
    assert "Дворы Заречного" in letter["From"]
    address = f"http://localhost{initiative.get_absolute_url()}"
    text, html = letter.get_body(("plain",)).get_content(), letter.get_body(("html",)).get_content()
    assert "Администрация поддержала инициативу «Новая площадка»" in text
    assert address in text and f'href="{address}"' in html
    for part in (letter["Subject"], text, html):
        assert "Ильина" not in part and "Анна" not in part
    approved.refresh_from_db()
    assert approved.sent_at == NOON and approved.attempts == 1


def test_each_person_gets_their_own_letter(initiative, boris, pavel, follow, happen, smtp):
    follow(initiative, boris)
    follow(initiative, pavel)
    happen(Verb.INITIATIVE_DECLINED, initiative)
    spread_events()

    assert send_letters() == 3

    assert all("," not in letter["To"] for _recipient, letter in smtp.letters)
    assert len({letter["Message-ID"] for _recipient, letter in smtp.letters}) == 3


def test_sending_again_sends_nothing(approved, smtp):
    send_letters()

    assert send_letters() == 0
    assert len(smtp.letters) == 1


def test_user_text_cannot_break_a_letter(initiative, happen, smtp):
    Initiative.objects.filter(pk=initiative.pk).update(title="Качели\r\nBcc: <b>все</b> & {{ x }}")
    happen(Verb.INITIATIVE_APPROVED, initiative)
    spread_events()

    assert send_letters() == 1

    ((recipient, letter),) = smtp.letters
    assert letter["Bcc"] is None
    assert "<b>" not in letter.get_body(("html",)).get_content()
    assert "{{ x }}" in letter.get_body(("plain",)).get_content()


def test_a_dead_server_loses_nothing(approved, settings, smtp):
    port = settings.EMAIL_PORT
    settings.EMAIL_PORT = 9

    assert send_letters() == 0
    approved.refresh_from_db()
    assert approved.sent_at is None and approved.failed_at is None
    assert approved.claimed_until == NOON + timedelta(seconds=30)

    settings.EMAIL_PORT = port
    assert send_letters() == 0, "it waits for its pause"
    with clock.set_to(NOON + timedelta(seconds=31)):
        assert send_letters() == 1
    approved.refresh_from_db()
    assert approved.attempts == 2


def test_a_dead_server_is_asked_once_a_round(initiative, boris, pavel, follow, happen, settings, smtp):
    follow(initiative, boris)
    follow(initiative, pavel)
    happen(Verb.INITIATIVE_DECLINED, initiative)
    spread_events()
    settings.EMAIL_PORT = 9

    send_letters()

    assert letters_of(Verb.INITIATIVE_DECLINED).filter(attempts=1).count() == 1


def test_pauses_grow_to_an_hour_and_never_end():
    pauses = [actions.pause(attempts) for attempts in (1, 2, 3, 8, 9, 500)]

    assert pauses == [timedelta(seconds=s) for s in (30, 60, 120, 3600, 3600, 3600)]


def test_a_repeated_letter_has_the_same_name(approved, smtp):
    send_letters()
    # The worker died between sending and noting it.
    Notification.objects.filter(pk=approved.pk).update(sent_at=None)

    send_letters()

    first, second = (letter["Message-ID"] for _recipient, letter in smtp.letters)
    assert first == second
    assert first.endswith("@localhost>")


def test_a_mailbox_that_does_not_exist_is_not_asked_again(approved, anna, smtp):
    smtp.refusals[anna.email] = "550 no such mailbox"

    assert send_letters() == 0
    approved.refresh_from_db()
    assert approved.failed_at == NOON


def test_a_full_mailbox_is_asked_later(approved, anna, smtp):
    smtp.refusals[anna.email] = "452 full"

    assert send_letters() == 0
    approved.refresh_from_db()
    assert approved.failed_at is None and approved.claimed_until > NOON


def test_no_letter_without_a_confirmed_address(approved, anna, smtp):
    EmailAddress.objects.filter(user=anna).update(verified=False)

    assert send_letters() == 0
    assert smtp.letters == []


def test_access_is_asked_again_when_sending(initiative, boris, follow, happen, smtp):
    follow(initiative, boris)
    happen(Verb.INITIATIVE_APPROVED, initiative)
    spread_events()
    Initiative.objects.filter(pk=initiative.pk).update(state=InitiativeState.WITHDRAWN, published_at=None, number=None)

    send_letters()

    assert [recipient for recipient, _letter in smtp.letters] == [initiative.author.email]


def test_a_hidden_comment_is_not_sent_round(initiative, boris, pavel, lenina, town, smtp):
    thread = Thread.objects.create(municipality=town, community=lenina, title="Новая площадка", url="/x/")
    question = Comment.objects.create(thread=thread, author=boris, text="?", created_at=NOON)
    reply = Comment.objects.create(thread=thread, author=pavel, parent=question, text="!", created_at=NOON)
    record(Verb.COMMENTED, reply, by=pavel, municipality=town)
    spread_events()
    Comment.objects.filter(pk=reply.pk).update(hidden_at=NOON, hidden_reason=HideReason.INSULT)

    assert send_letters() == 0
    assert letters_of(Verb.COMMENTED).get().failed_at


def test_a_blocked_person_gets_no_letter(approved, anna, smtp):
    anna.is_active = False
    anna.save()

    assert send_letters() == 0
    assert smtp.letters == []


@pytest.mark.parametrize("secrecy", [Secrecy.CLOSED, Secrecy.SECRET])
def test_a_vote_s_letter_tells_the_term_and_no_choice(open_vote, anna, secrecy, smtp):
    vote = open_vote(secrecy)
    spread_events()

    send_letters()

    letter = next(letter for recipient, letter in smtp.letters if recipient == anna.email)
    text = letter.get_body(("plain",)).get_content()
    assert "Ставим площадку?" in text
    assert "26 октября, 12:00" in text, "the town's time"
    assert f"http://localhost{vote.get_absolute_url()}" in text


def test_a_late_call_to_a_closed_vote_is_not_sent(open_vote, anna, smtp):
    vote = open_vote()
    spread_events()

    with clock.set_to(vote.closes_at):
        assert send_letters() == 0
    assert smtp.letters == []
    assert letters_of(Verb.VOTE_OPENED).exclude(failed_at=None).exists()


def test_casting_tells_nobody(open_vote, anna, vera, smtp):
    from voting.actions import cast_ballot

    vote = open_vote(Secrecy.SECRET)
    spread_events()
    send_letters()
    smtp.letters.clear()

    cast_ballot(vote, by=anna, choices={vote.items.get().order: "for"}, nonce="0" * 32)
    spread_events()

    assert send_letters() == 0
    assert not Notification.objects.filter(event__actor_key=anna.actor_key).exists()


# --- several workers


def together(count, act):
    """Run `act` in so many threads, each with its own connection; what each returned or raised."""
    found = []

    def work():
        try:
            found.append(act())
        except Exception as problem:  # shown by the assertion
            found.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def race_to_one_letter(monkeypatch, claim):
    """Two workers see the same letter before either takes it."""
    barrier = threading.Barrier(2)

    def both_there(pk):
        barrier.wait(20)
        return claim(pk)

    monkeypatch.setattr(actions, "claim", both_there)
    return together(2, send_letters)


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_a_letter_once(approved, smtp, monkeypatch):
    done = race_to_one_letter(monkeypatch, actions.claim)

    assert sorted(done) == [0, 1]
    assert len(smtp.letters) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_claim_two_workers_send_it_twice(approved, smtp, monkeypatch):
    def look_only(pk):
        return Notification.objects.filter(pk=pk, sent_at=None).exists()

    done = race_to_one_letter(monkeypatch, look_only)

    assert done == [1, 1]
    assert len(smtp.letters) == 2


@pytest.mark.django_db(transaction=True)
def test_many_workers_spread_each_event_once(initiative, boris, pavel, follow, happen):
    follow(initiative, boris)
    follow(initiative, pavel)
    for _ in range(10):
        happen(Verb.INITIATIVE_APPROVED, initiative)

    done = together(4, spread_events)

    assert all(isinstance(count, int) for count in done), done
    assert letters_of(Verb.INITIATIVE_APPROVED).count() == 30
    assert sum(done) == 10


def test_a_claim_whose_worker_died_is_taken_up_again(approved, smtp):
    assert actions.claim(approved.pk)
    assert send_letters() == 0

    with clock.set_to(NOON + actions.LEASE + timedelta(seconds=1)):
        assert send_letters() == 1


def test_the_lease_outlives_a_slow_mail_server(settings):
    # Greeting, hello, sender, recipient, data, end: each may take the whole timeout.
    assert actions.LEASE > timedelta(seconds=6 * settings.EMAIL_TIMEOUT)


def test_letters_go_to_the_town_of_the_event(palana, semyon, smtp):
    from communities.models import CommunityKind
    from tests.cast import make_community
    from tests.initiatives.making import make_published

    house = make_community(palana, "ул. Поротова, 24", slug="porotova-24", kind=CommunityKind.BUILDING)
    author = make_person("Олег", "Коряков")
    initiative = make_published("Снег", house, author=author)
    record(Verb.INITIATIVE_APPROVED, initiative, by=semyon, municipality=palana)
    spread_events()

    send_letters()

    letter = next(letter for recipient, letter in smtp.letters if recipient == author.email)
    assert letter["Subject"].strip().startswith("Дворы Паланы: ")
    assert f"http://palana.localhost{initiative.get_absolute_url()}" in letter.get_body(("plain",)).get_content()
