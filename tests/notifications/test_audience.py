"""Who is told of what."""

import pytest

from accounts.models import User
from communities.actions import reject_membership, request_membership, verify_membership
from communities.models import ActivistRole, RejectionReason
from feed.models import Comment, HideReason, Thread
from initiatives.models import GroupMember
from journal.actions import record
from journal.models import PendingEvent
from journal.verbs import Verb
from notifications.actions import spread_events
from notifications.audience import AUDIENCE
from notifications.messages import message
from notifications.models import Channel, Notification
from notifications.words import WORDS
from tests.cast import NOON, make_members
from tests.initiatives.making import make_published


def news():
    """All that is told but the roles that the cast was given."""
    return Notification.objects.exclude(event__verb=Verb.ROLE_GIVEN).select_related("event")


def told(channel=Channel.INBOX):
    """First names of everybody told, after the outbox is emptied."""
    spread_events()
    assert not PendingEvent.objects.exists()
    rows = news().filter(channel=channel).order_by("recipient__first_name")
    return [row.recipient.first_name for row in rows.select_related("recipient")]


def test_every_verb_told_has_words_and_the_other_way_round():
    assert set(AUDIENCE) == set(WORDS)
    assert len(AUDIENCE) > 25


@pytest.mark.parametrize(
    "verb", [Verb.INITIATIVE_APPROVED, Verb.INITIATIVE_DECLINED, Verb.INITIATIVE_CHANGED, Verb.INITIATIVE_COMPLETED]
)
def test_author_group_and_followers_hear_of_decisions(initiative, boris, pavel, vera, nina, follow, happen, verb):
    follow(initiative, boris)
    GroupMember.objects.create(initiative=initiative, user=vera, invited_at=NOON, agreed_at=NOON)
    GroupMember.objects.create(initiative=initiative, user=pavel, invited_at=NOON)

    happen(verb, initiative, by=nina)

    assert told() == ["Анна", "Борис", "Вера"]
    assert told(Channel.EMAIL) == ["Анна", "Борис", "Вера"]


def test_nobody_hears_of_their_own_act(initiative, boris, follow, happen):
    follow(initiative, boris)

    happen(Verb.INITIATIVE_WITHDRAWN, initiative, by=initiative.author)

    assert told() == ["Борис"]


def test_small_news_sends_no_letters(initiative, boris, follow, happen):
    follow(initiative, boris)

    happen(Verb.INITIATIVE_ADDED_TO, initiative, by=initiative.author)

    assert told() == ["Борис"]
    assert told(Channel.EMAIL) == []


def test_acts_that_concern_nobody_tell_nobody(initiative, boris, follow, happen):
    follow(initiative, boris)

    happen(Verb.INITIATIVE_SUPPORTED, initiative, by=boris)

    assert told() == []


def test_closed_accounts_are_not_told(initiative, boris, nina, follow, happen):
    follow(initiative, boris)
    User.objects.filter(pk=boris.pk).update(is_active=False)

    happen(Verb.INITIATIVE_APPROVED, initiative, by=nina)

    assert told() == ["Анна"]


def test_the_roll_and_followers_hear_of_a_vote(anna, vera, boris, pavel, lenina, open_vote, follow):
    initiative = make_published("Новая площадка", lenina, author=anna)
    follow(initiative, boris)
    initiative.vote = open_vote()
    initiative.save(update_fields=["vote"])

    assert told() == ["Анна", "Борис", "Вера"]
    assert {row.event.verb for row in news()} == {Verb.VOTE_OPENED}


def test_a_request_goes_to_the_activist(lenina, vera, olga, pavel):
    request_membership(lenina, by=pavel, declared_age=18)

    assert told() == ["Вера"]


def test_a_request_without_an_activist_goes_to_the_administrator(lenina, vera, olga, pavel):
    ActivistRole.objects.update(revoked_at=NOON)

    request_membership(lenina, by=pavel, declared_age=18)

    assert told() == ["Ольга"]


def test_the_person_hears_the_answer_to_their_request(lenina, mira, vera, olga, pavel, boris):
    verify_membership(request_membership(lenina, by=pavel, declared_age=18), by=vera)
    reject_membership(request_membership(lenina, by=boris, declared_age=18), by=vera, reason=RejectionReason.NOT_FOUND)
    spread_events()

    rows = news().exclude(recipient=vera).filter(channel=Channel.INBOX).order_by("pk")
    assert [(row.recipient.first_name, row.event.verb) for row in rows] == [
        ("Павел", Verb.MEMBERSHIP_VERIFIED),
        ("Борис", Verb.MEMBERSHIP_REJECTED),
    ]


@pytest.fixture
def thread(initiative, lenina):
    thread = Thread.objects.create(
        municipality=lenina.municipality, community=lenina, title="Новая площадка", url="/x/"
    )
    initiative.thread = thread
    initiative.save(update_fields=["thread"])
    return thread


def say(thread, author, parent=None, **fields):
    return Comment.objects.create(
        thread=thread, author=author, parent=parent, text="Слово", created_at=NOON, **fields
    )  # fmt: skip


def test_a_reply_is_heard_by_the_person_answered(thread, boris, pavel, town, happen):
    question = say(thread, boris)
    reply = say(thread, pavel, parent=question)

    record(Verb.COMMENTED, question, by=boris, municipality=town)
    record(Verb.COMMENTED, reply, by=pavel, municipality=town)

    assert told() == ["Борис"]


def test_an_official_answer_is_heard_by_followers_too(thread, initiative, boris, pavel, gleb, town, follow):
    follow(initiative, pavel)
    answer = say(thread, gleb, parent=say(thread, boris), is_official=True)

    record(Verb.OFFICIALLY_ANSWERED, answer, by=gleb, municipality=town)

    assert told() == ["Анна", "Борис", "Павел"]


def test_the_author_hears_that_the_hiding_stands(thread, boris, olga, town):
    words = say(thread, boris, hidden_at=NOON, hidden_reason=HideReason.SPAM)

    record(Verb.HIDING_UPHELD, words, by=olga, municipality=town)

    assert told() == ["Борис"]


def test_whoever_is_invited_to_a_group_hears_of_it_until_they_answer(initiative, boris, pavel, town):
    for person, agreed_at in ((boris, None), (pavel, NOON)):
        place = GroupMember.objects.create(initiative=initiative, user=person, invited_at=NOON, agreed_at=agreed_at)
        event = record(Verb.INITIATIVE_INVITED, place, by=initiative.author, municipality=town)

    assert told() == ["Борис"]
    assert initiative.title in message(event).text
    assert message(event).path == "/initiatives/"
    place.delete()
    event.refresh_from_db()
    assert message(event) is None


def test_a_complaint_never_reaches_the_author_of_what_it_is_about(thread, vera, pavel, olga, town):
    words = say(thread, vera, hidden_at=NOON, hidden_reason=HideReason.SPAM)

    record(Verb.COMMENT_REPORTED, words, by=pavel, municipality=town)

    assert told() == ["Ольга"]


def test_an_activist_s_own_initiative_is_reviewed_by_the_administrator(lenina, vera, olga, happen):
    own = make_published("Скамейки", lenina, author=vera)

    happen(Verb.INITIATIVE_SUBMITTED, own, by=vera)

    assert told() == ["Ольга"]


def test_controllers_of_another_town_hear_nothing(initiative, nina, semyon, happen):
    happen(Verb.INITIATIVE_SENT_TO_ADMINISTRATION, initiative, by=initiative.author)

    assert told() == ["Нина"]


def test_spreading_again_changes_nothing(initiative, boris, nina, follow, happen):
    follow(initiative, boris)
    event = happen(Verb.INITIATIVE_APPROVED, initiative, by=nina)
    spread_events()
    before = news().count()
    PendingEvent.objects.create(event=event, not_before=NOON)

    spread_events()

    assert before == news().count() == 4


def test_a_failing_event_waits_and_holds_up_nobody(initiative, boris, nina, follow, happen, monkeypatch, caplog):
    follow(initiative, boris)
    bad = happen(Verb.INITIATIVE_APPROVED, initiative, by=nina)
    happen(Verb.INITIATIVE_COMPLETED, initiative, by=nina)
    real = AUDIENCE[Verb.INITIATIVE_APPROVED]

    def broken(event, target):
        raise RuntimeError("broken")

    monkeypatch.setitem(AUDIENCE, Verb.INITIATIVE_APPROVED, broken)
    spread_events()

    waiting = PendingEvent.objects.get()
    assert waiting.event == bad
    assert waiting.attempts == 1 and waiting.not_before > NOON
    assert {row.event.verb for row in news()} == {Verb.INITIATIVE_COMPLETED}

    monkeypatch.setitem(AUDIENCE, Verb.INITIATIVE_APPROVED, real)
    PendingEvent.objects.update(not_before=NOON)
    assert len(told()) == 4


def test_a_roll_costs_queries_by_the_batch(lenina, vera, open_vote, django_assert_max_num_queries):
    make_members(lenina, 300)
    open_vote()
    PendingEvent.objects.exclude(event__verb=Verb.VOTE_OPENED).delete()

    with django_assert_max_num_queries(20):
        spread_events()

    assert Notification.objects.filter(channel=Channel.EMAIL).count() == 301
