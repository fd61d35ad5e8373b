"""Each term of keeping data at its boundary: one second before it everything is there."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.management import call_command

from accounts.models import User
from appeals import actions as appeals
from appeals.models import Appeal
from communities.models import (
    DeskVisit,
    ImportState,
    Membership,
    MembershipState,
    PremisesImport,
    PremisesImportProblem,
    ProposalState,
    RejectionReason,
    RoleProposal,
)
from core import clock
from feed.actions.threads import start_thread
from feed.models import AbuseReport, AuthorBlock, Comment, HideReason, ReportState
from initiatives.models import HelpOffer
from journal.actions import note_look
from journal.models import Event, Look, LookReason
from meetings import actions as meetings
from meetings.models import Problem
from notifications.models import Channel, Notification
from privacy.retention import BATCH, TERMS, keep_terms
from tests.cast import NOON
from tests.communities.conftest import make_flat
from tests.initiatives.making import make_published
from tests.voting.conftest import announce
from voting.models import PaperEntry, RulePreset


def membership(who, state, **fields):
    return Membership.objects.create(
        community=who.lenina,
        user=who.pavel,
        state=state,
        flat="7",
        entrance=2,
        note="из седьмой",
        tenure="owner",
        requested_at=NOON,
        decided_at=NOON,
        **fields,
    )


def refused_request(who):
    row = membership(who, MembershipState.REJECTED, rejection_reason=RejectionReason.NOT_FOUND)
    return lambda: _home(row)


def ended_membership(who):
    row = membership(who, MembershipState.REVOKED)
    return lambda: _home(row)


def _home(row):
    row.refresh_from_db()
    return bool(row.flat or row.note or row.entrance or row.tenure)


def note_of_a_member(who):
    row = membership(who, MembershipState.VERIFIED)

    def is_there():
        row.refresh_from_db()
        assert row.flat == "7", "only the note goes"
        return bool(row.note)

    return is_there


def registry_file(who):
    row = PremisesImport.objects.create(
        municipality=who.town,
        uploaded_at=NOON,
        state=ImportState.APPLIED,
        file=ContentFile("квартиры".encode(), name="a.csv"),
    )
    PremisesImportProblem.objects.create(source=row, row=1, cells=["кв. 1"])
    storage, name = row.file.storage, row.file.name
    return lambda: storage.exists(name) and PremisesImportProblem.objects.exists()


def session(who):
    Session.objects.create(session_key="s" * 32, session_data="x", expire_date=NOON)
    UserSession.objects.create(user=who.pavel, session_key="s" * 32, ip="203.0.113.1", last_seen_at=NOON)
    UserSession.objects.update(last_seen_at=NOON - timedelta(days=1))
    return lambda: Session.objects.exists() and UserSession.objects.exists()


def notification(who):
    event = Event.objects.within(who.town).order_by("pk").first()
    Notification.objects.create(event=event, recipient=who.pavel, channel=Channel.INBOX, created_at=NOON)
    return Notification.objects.exists


def look(who):
    note_look([who.pavel], by=who.nina, municipality=who.town, target=who.lenina, reason=LookReason.AUDIT)
    return Look.objects.exists


def desk_visit(who):
    DeskVisit.objects.create(
        municipality=who.town,
        staff=who.nina,
        resident=who.pavel,
        consent="code",
        started_at=NOON - timedelta(hours=1),
        expires_at=NOON,
        ended_at=NOON,
    )
    return DeskVisit.objects.exists


def proposal(who):
    RoleProposal.objects.create(
        community=who.lenina, user=who.pavel, proposed_at=NOON, state=ProposalState.DECLINED, decided_at=NOON
    )
    return RoleProposal.objects.exists


def _comment(who, **fields):
    thread = start_thread(who.lenina, title="Двор", url="/")
    return Comment.objects.create(thread=thread, author=who.pavel, text="Слова", created_at=NOON, **fields)


def complaint(who):
    AbuseReport.objects.create(
        comment=_comment(who),
        reporter=who.nina,
        reason=HideReason.SPAM,
        note="слова жалобы",
        state=ReportState.DISMISSED,
        created_at=NOON,
        decided_at=NOON,
    )
    return AbuseReport.objects.exclude(note="").exists


def block(who):
    AuthorBlock.objects.create(
        user=who.pavel,
        community=who.lenina,
        reason=HideReason.SPAM,
        created_at=NOON - timedelta(days=1),
        until=NOON,
    )
    return AuthorBlock.objects.exists


def hidden_words(who):
    said = _comment(who, hidden_at=NOON, hidden_reason=HideReason.INSULT)
    said.revisions.create(text="Раньше", written_at=NOON)
    return lambda: Comment.objects.exclude(text="").exists() and said.revisions.exists()


def offer(who):
    HelpOffer.objects.create(
        initiative=make_published("Лавки", who.lenina),
        user=who.pavel,
        kind="hands",
        note="лопата",
        offered_at=NOON,
        withdrawn_at=NOON,
    )
    return HelpOffer.objects.exclude(note="").exists


def paper_ballot(who):
    make_flat(who.lenina, "31")
    rules = RulePreset.objects.get(name="Решение соседей: один голос от квартиры")
    with clock.set_to(NOON - timedelta(days=1)):
        vote = announce(
            who.lenina, who.nina, counted_by="flat", paper_allowed=True, preset=rules,
            opens_at=NOON - timedelta(days=1), closes_at=NOON,
        )  # fmt: skip
    row = PaperEntry(vote=vote, entry=vote.roll.get(), choices={"0": "for"}, state="refused", entered_at=NOON)
    row.scan.save("ballot.jpg", ContentFile(b"jpeg"), save=False)
    row.save()
    return PaperEntry.objects.exclude(choices={}, scan="").exists


def unconfirmed(who):
    person = User.objects.create_user("new@example.org", first_name="Новый", last_name="Житель", date_joined=NOON)
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=False)
    return User.objects.filter(pk=person.pk).exists


def applicant(who):
    with clock.set_to(NOON):
        appeal = appeals.file_appeal(
            by=who.nina, municipality=who.town, title="Яма", source="phone", applicant_name="Мария Уликова"
        )
        appeals.decline(appeal, by=who.nina, reason="Земля частная.")
    return Appeal.objects.exclude(applicant_name="").exists


def speaker(who):
    with clock.set_to(NOON - timedelta(hours=2)):
        hours = {"starts_at": NOON - timedelta(hours=1), "ends_at": NOON + timedelta(hours=1)}
        meeting = meetings.plan(
            by=who.nina,
            municipality=who.town,
            communities=[who.lenina],
            kind="yard",
            title="Двор",
            place="Двор",
            **hours,
        )
        meeting = meetings.announce(meeting, by=who.nina)
    with clock.set_to(NOON):
        told = meetings.record_problem(
            meeting, by=who.nina, client_id=uuid4(), title="Яма", speaker="Мария Уликова из пятой"
        )
        appeals.decline(told.appeal, by=who.nina, reason="Земля частная.")
    return Problem.objects.exclude(speaker="").exists


MAKE = {
    "applicants": applicant,
    "speakers": speaker,
    "requests": refused_request,
    "memberships": ended_membership,
    "notes": note_of_a_member,
    "registry_files": registry_file,
    "sessions": session,
    "notifications": notification,
    "looks": look,
    "desk_visits": desk_visit,
    "proposals": proposal,
    "complaints": complaint,
    "blocks": block,
    "hidden_words": hidden_words,
    "offers": offer,
    "paper_ballots": paper_ballot,
    "unconfirmed": unconfirmed,
}


class Who:
    pass


@pytest.fixture
def who(town, lenina, pavel, nina, operator):
    cast = Who()
    cast.town, cast.lenina, cast.pavel, cast.nina = town, lenina, pavel, nina
    return cast


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.code)
def test_term_at_its_boundary(term, who, django_capture_on_commit_callbacks):
    is_there = MAKE[term.code](who)
    end = NOON + timedelta(days=term.days)

    with clock.set_to(end - timedelta(seconds=1)), django_capture_on_commit_callbacks(execute=True):
        keep_terms()
    assert is_there(), "a second too early"

    with clock.set_to(end), django_capture_on_commit_callbacks(execute=True):
        assert keep_terms() >= 1
        assert not is_there()
        assert keep_terms() == 0, "the second round finds nothing"


@pytest.mark.parametrize("fact", ["verified", "member", "signed in", "operator"])
def test_accounts_in_use_are_not_unconfirmed(who, fact):
    person = User.objects.create_user("new@example.org", first_name="Новый", last_name="Житель", date_joined=NOON)
    if fact == "verified":
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    elif fact == "member":
        Membership.objects.create(community=who.lenina, user=person, requested_at=NOON)
    elif fact == "signed in":
        User.objects.filter(pk=person.pk).update(last_login=NOON)
    else:
        User.objects.filter(pk=person.pk).update(is_superuser=True)

    with clock.set_to(NOON + timedelta(days=800)):
        keep_terms()

    assert User.objects.filter(pk=person.pk).exists()


def test_disputed_words_wait_for_the_town(who):
    said = _comment(who, hidden_at=NOON, hidden_reason=HideReason.INSULT, appealed_at=NOON, appeal_text="Нет")

    with clock.set_to(NOON + timedelta(days=800)):
        keep_terms()

    said.refresh_from_db()
    assert said.text == "Слова"


def test_waiting_request_is_not_touched(who):
    Membership.objects.create(community=who.lenina, user=who.pavel, flat="7", requested_at=NOON)

    with clock.set_to(NOON + timedelta(days=800)):
        keep_terms()

    assert Membership.objects.filter(flat="7").exists()


def test_many_rows_go_in_portions(who, django_assert_max_num_queries):
    event = Event.objects.within(who.town).order_by("pk").first()
    people = User.objects.bulk_create(
        User(email=f"n{number}@example.org", first_name="Я", last_name="Я", password="!", last_login=NOON)
        for number in range(BATCH + 1)
    )
    Notification.objects.bulk_create(
        Notification(event=event, recipient=person, channel=Channel.INBOX, created_at=NOON) for person in people
    )

    with clock.set_to(NOON + timedelta(days=200)), django_assert_max_num_queries(60):
        assert keep_terms() == BATCH + 1


def test_one_failing_term_holds_up_no_other(who, monkeypatch, caplog):
    notification(who)

    def fail(rows):
        raise RuntimeError

    monkeypatch.setattr("privacy.retention.Look.objects.filter", fail)
    with clock.set_to(NOON + timedelta(days=200)):
        assert keep_terms() == 1

    assert "looks" in caplog.text


def test_term_can_be_set(who, settings):
    settings.RETENTION_DAYS = {"notifications": "10"}
    notification(who)

    with clock.set_to(NOON + timedelta(days=10)):
        assert keep_terms() == 1


def test_misprint_in_the_settings_is_refused(settings):
    settings.RETENTION_DAYS = {"notification": "10"}

    with pytest.raises(ImproperlyConfigured, match="notification"):
        keep_terms()


def test_command_lists_the_terms(capsys):
    call_command("retention")

    out = capsys.readouterr().out
    assert all(f"{term.code}: {term.days} — " in out for term in TERMS)


def test_guide_says_the_same_terms():
    table = (Path(settings.BASE_DIR) / "docs" / "retention.md").read_text()

    written = dict(re.findall(r"^\| `(\w+)` \|.*\| (\d+) \|", table, re.M))
    assert written == {term.code: str(term.default_days) for term in TERMS}
