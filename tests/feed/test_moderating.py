"""Moderation: complaints, hiding, the appeal, blocks; nobody decides about themselves."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from communities.models import ActivistRole
from feed.actions import (
    appeal_hiding,
    block_author,
    comment,
    decide_appeal,
    dismiss_report,
    hide_words,
    pin,
    report_words,
    restore_words,
    unpin,
)
from feed.models import AbuseReport, AuthorBlock, Comment, Thread
from feed.permissions import reported_comments
from journal.models import Event
from journal.verbs import Verb
from tests.cast import NOON


def refused(act, *args, **kwargs):
    with pytest.raises(ValidationError) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


@pytest.fixture
def report(said, boris):
    return report_words(said, by=boris, reason="insult")


@pytest.fixture
def hidden(said, vera):
    return hide_words(said, by=vera, reason="insult")


@pytest.mark.parametrize("name", ["vera", "olga"])
def test_hide_comment_by_moderators(request, said, report, name):
    who = request.getfixturevalue(name)

    hide_words(said, by=who, reason="insult")

    said.refresh_from_db()
    report.refresh_from_db()
    assert (said.hidden_by, said.hidden_reason, report.state) == (who, "insult", "upheld")
    assert Thread.objects.get().comment_count == 0
    assert Event.objects.get(verb=Verb.COMMENT_HIDDEN).data["reason"] == "insult"


@pytest.mark.parametrize("name", ["anna", "boris", "gleb", "nina", "egor", "semyon", "pavel"])
def test_moderation_is_refused_to_everybody_else(request, said, report, name, lenina):
    who = request.getfixturevalue(name)
    for act, codes in ((hide_words, {"reason": "spam"}), (pin, {}), (unpin, {}), (restore_words, {})):
        with pytest.raises(PermissionDenied):
            act(said, by=who, **codes)
    with pytest.raises(PermissionDenied):
        dismiss_report(report, by=who)
    with pytest.raises(PermissionDenied):
        block_author(said.author, community=lenina, by=who, reason="spam", days=1)

    said.refresh_from_db()
    report.refresh_from_db()
    assert (said.is_hidden, said.is_pinned, report.state) == (False, False, "new")
    assert not AuthorBlock.objects.exists()


def test_nobody_decides_a_complaint_about_themselves(town, thread, vera, boris, olga):
    own = comment(thread, by=vera, text="Я здесь старшая")
    report = report_words(own, by=boris, reason="off_topic")

    with pytest.raises(PermissionDenied):
        dismiss_report(report, by=vera)
    with pytest.raises(PermissionDenied):
        hide_words(own, by=vera, reason="off_topic")

    assert list(reported_comments(vera, town)) == []
    assert list(reported_comments(olga, town)) == [own]


def test_official_words_are_hidden_by_the_administrator_only(thread, gleb, vera, olga):
    answer = comment(thread, by=gleb, text="Нет", official=True)

    with pytest.raises(PermissionDenied):
        hide_words(answer, by=vera, reason="off_topic")
    assert hide_words(answer, by=olga, reason="personal_data").is_hidden


def test_hide_comment_twice_keeps_the_first_reason(hidden, olga):
    assert refused(hide_words, hidden, by=olga, reason="spam") == "hidden"
    assert Comment.objects.get().hidden_reason == "insult"


def test_the_database_refuses_hiding_without_a_reason(said):
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.update(hidden_at=NOON)

    assert not Comment.objects.get().is_hidden


def test_restore_comment_counts_it_again(hidden, vera, olga):
    restore_words(hidden, by=vera)

    assert not Comment.objects.get().is_hidden
    assert Thread.objects.get().comment_count == 1
    assert refused(restore_words, hidden, by=olga) == "shown"


def test_an_activist_does_not_undo_the_administrator(said, olga, vera):
    hide_words(said, by=olga, reason="unlawful")

    with pytest.raises(PermissionDenied):
        restore_words(said, by=vera)


def test_report_comment_once_per_person(said, report, boris, pavel):
    assert refused(report_words, said, by=boris, reason="spam") == "reported"
    report_words(said, by=pavel, reason="spam")
    with pytest.raises(IntegrityError), transaction.atomic():
        AbuseReport.objects.create(comment=said, reporter=boris, reason="spam", created_at=NOON)

    assert AbuseReport.objects.count() == 2


def test_report_comment_is_refused_to_its_author_and_when_hidden(said, anna, boris, vera):
    with pytest.raises(PermissionDenied):
        report_words(said, by=anna, reason="spam")
    hide_words(said, by=vera, reason="spam")
    with pytest.raises(PermissionDenied):
        report_words(said, by=boris, reason="spam")

    assert not AbuseReport.objects.exists()


def test_dismiss_report_twice_keeps_the_first_decision(report, vera, olga):
    dismiss_report(report, by=vera)

    assert refused(dismiss_report, report, by=olga) == "decided"
    assert AbuseReport.objects.get().decided_by == vera


def test_appeal_is_the_authors_and_only_one(hidden, anna, boris, olga):
    with pytest.raises(PermissionDenied):
        appeal_hiding(hidden, by=boris, text="Верните")
    appeal_hiding(hidden, by=anna, text="Я никого не обидела")
    assert refused(appeal_hiding, hidden, by=anna, text="Ну верните") == "appealed"
    decide_appeal(hidden, by=olga, restore=False)

    assert refused(appeal_hiding, hidden, by=anna, text="Ну верните") == "appealed"
    assert Comment.objects.get().is_hidden
    assert Event.objects.filter(verb=Verb.HIDING_UPHELD).count() == 1


@pytest.mark.parametrize("name", ["vera", "nina", "semyon", "anna"])
def test_appeals_are_decided_by_the_administrator(request, hidden, anna, name):
    appeal_hiding(hidden, by=anna, text="Я никого не обидела")

    with pytest.raises(PermissionDenied):
        decide_appeal(hidden, by=request.getfixturevalue(name), restore=True)

    assert Comment.objects.get().is_hidden


def test_what_the_town_restored_the_activist_does_not_hide_again(hidden, anna, vera, olga):
    appeal_hiding(hidden, by=anna, text="Я никого не обидела")
    decide_appeal(hidden, by=olga, restore=True)

    with pytest.raises(PermissionDenied):
        hide_words(hidden, by=vera, reason="insult")

    assert not Comment.objects.get().is_hidden


def test_decide_appeal_needs_an_appeal(hidden, olga):
    assert refused(decide_appeal, hidden, by=olga, restore=True) == "no_appeal"


def test_pin_keeps_a_conversation_on_top(thread, said, vera):
    answer = comment(thread, by=vera, text="Перенесли", parent=said)

    pin(said, by=vera)

    assert Comment.objects.get(pk=said.pk).is_pinned
    assert refused(pin, answer, by=vera) == "reply"
    assert not unpin(said, by=vera).is_pinned


@pytest.mark.parametrize("days", [0, 31])
def test_block_author_lasts_one_to_thirty_days(lenina, anna, vera, days):
    assert refused(block_author, anna, community=lenina, by=vera, reason="insult", days=days) == "days"


def test_block_author_does_not_shorten_a_block(lenina, anna, vera, olga):
    block_author(anna, community=lenina, by=olga, reason="insult", days=30)

    assert refused(block_author, anna, community=lenina, by=vera, reason="insult", days=3) == "blocked"


@pytest.mark.parametrize("name", ["vera", "gleb", "olga"])
def test_activists_do_not_block_themselves_staff_or_each_other(request, lenina, vera, anna, name):
    ActivistRole.objects.create(community=lenina, user=anna, granted_at=NOON)

    with pytest.raises(PermissionDenied):
        block_author(request.getfixturevalue(name), community=lenina, by=anna, reason="spam", days=1)

    assert not AuthorBlock.objects.exists()
