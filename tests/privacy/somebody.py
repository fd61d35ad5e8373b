"""A resident and editor who has left a trace wherever the site can keep one."""

from datetime import timedelta
from types import SimpleNamespace

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.admin.models import FormState
from wagtail.models import Comment as PageComment
from wagtail.models import CommentReply, ModelLogEntry, PageLogEntry, UploadedFile
from wagtail.users.models import UserProfile

from accounts.actions import give_consent
from accounts.models import ConsentKind, KnownDevice
from assignments.models import Assignment, SavedFilter
from communities.models import (
    CodeBatch,
    CodeRedemption,
    DeskVisit,
    Membership,
    MembershipObjection,
    Premises,
    VerificationCode,
)
from communities.staff import give_role
from core import clock, photos
from feed import actions as feed
from feed.actions.threads import open_thread, start_thread
from feed.models import PostKind
from figures.models import AnnualReport
from initiatives import actions
from initiatives.actions import draft as drafts
from initiatives.actions import photos as files
from initiatives.models import HelpOffer
from journal.actions import note_look
from journal.models import LookReason
from meetings import actions as meetings
from municipalities.models import Department, StaffRole
from notifications.models import Channel, Notification
from tests.cast import NOON, make_member, make_person
from tests.initiatives.making import make_published
from tests.meetings.making import announced
from tests.pictures import jpeg
from tests.publications.making import make_news
from voting import actions as voting
from voting.models import Amendment, Choice, OwnersMeeting, PaperEntry, RulePreset, Secrecy, Slip

EMAIL, PHONE, IP = "xaverius.trace@example.org", "+79997776655", "203.0.113.77"
# Each is written somewhere by the person or about them, and belongs to nobody else.
MARKS = (
    "Ксаверий",
    "Чернопятов",
    "Ксавик",
    EMAIL,
    PHONE,
    IP,
    "soc-uid-8841",
    "уликачерновик",
    "уликафото",
    "уликадокумент",
    "уликабайты",
    "уликазаявка",
    "86х42",
    "уликаправка",
    "уликаскрыто",
    "уликаспор",
    "уликажалоба",
    "уликапомощь",
    "уликавозражение",
    "уликаредактор",
    "уликаформа",
    "уликафильтр",
    "уликааватар",
    "уликавопрос",
    "device-digest-5517",
)
# Public words: they stay as a neutral author's unless the person wants them gone, too.
WORDS = "уликаслово"


def make_somebody(town, community, *, elder, neighbour, operator, nina) -> SimpleNamespace:
    person = make_person("Ксаверий", "Чернопятов", email=EMAIL, phone=PHONE, chosen_name="Ксавик Синий")
    who = SimpleNamespace(person=person, pk=person.pk, key=person.actor_key, town=town, community=community)
    give_consent(person)
    give_consent(person, kind=ConsentKind.PUBLICATION)
    _sign_in(who)
    _live(who, elder, neighbour, nina)
    _propose(who, elder, neighbour)
    _discuss(who, elder)
    _vote(who, elder)
    _edit(who, operator)
    _promise(who, nina)
    _report(who)
    _meet(who, nina)
    return who


def _sign_in(who):
    who.client = Client()
    who.client.force_login(who.person)
    SocialAccount.objects.create(user=who.person, provider="vk", uid="soc-uid-8841", extra_data={"name": "Ксаверий"})
    Authenticator.objects.create(user=who.person, type="totp", data={"secret": "s"})
    KnownDevice.objects.create(user=who.person, digest="device-digest-5517", last_used_at=NOON)
    UserSession.objects.create(
        user=who.person, session_key="k" * 32, ip=IP, user_agent="Firefox", last_seen_at=timezone.now()
    )
    # Somebody is about to sign in by a code sent to this address.
    waiting = Client()
    session = waiting.session
    session["account_login_code"] = {"email": EMAIL}
    session.save()
    DBTaskResult.objects.create(
        args_kwargs={"args": [EMAIL, "Код", "Ксаверий, ваш код"], "kwargs": {}},
        task_path="accounts.letters.send",
        backend_name="default",
        run_after=timezone.now() + timedelta(days=1),
    )


def _live(who, elder, neighbour, nina):
    who.membership = make_member(who.person, who.community, entrance=3, flat="86х42", note="уликазаявка")
    premises = Premises.objects.create(community=who.community, number="86", key="86", entrance=3)
    batch = CodeBatch.objects.create(
        community=who.community, issued_by=who.person, issued_at=NOON, expires_at=NOON + timedelta(days=1)
    )
    code = VerificationCode.objects.create(batch=batch, premises=premises, digest="d" * 64, uses=1)
    CodeRedemption.objects.create(code=code, number=1, membership=who.membership, at=NOON)
    MembershipObjection.objects.create(
        membership=Membership.objects.get(user=elder), by=who.person, note="уликавозражение", raised_at=NOON
    )
    DeskVisit.objects.create(
        municipality=who.town,
        staff=nina,
        resident=who.person,
        consent="code",
        started_at=NOON,
        expires_at=NOON + timedelta(minutes=20),
        ended_at=NOON + timedelta(minutes=5),
    )
    note_look([who.person], by=nina, municipality=who.town, target=who.community, reason=LookReason.REQUESTS)
    # An editor wrote the person down among those in charge.
    who.community.people.create(position="Дворник", name="Чернопятов Ксаверий", phone=PHONE)
    who.community.save_revision(user=who.person)


def _propose(who, elder, neighbour):
    who.draft = drafts.create_draft(who.community, by=who.person, title="уликачерновик", category="yard")
    files.add_photo(who.draft, jpeg(), by=who.person, description="уликафото")
    paper = SimpleUploadedFile("p.pdf", "%PDF-1.4\n% уликабайты\n%%EOF\n".encode())
    files.add_document(who.draft, paper, by=who.person, title="уликадокумент")
    who.public = make_published("Лавки у подъезда", who.community, author=who.person)
    who.theirs = make_published("Фонарь во дворе", who.community, author=elder)
    for initiative in (who.public, who.theirs):
        actions.support(initiative, by=neighbour)
        actions.support(initiative, by=who.person)
    actions.follow(who.theirs, by=who.person)
    actions.offer_help(who.theirs, by=who.person, kind="hands", note="уликапомощь")
    HelpOffer.objects.filter(user=who.person).update(came=True, half_hours=5)
    actions.offer_help(who.theirs, by=who.person, kind="tools", note="уликапомощь")


def _discuss(who, elder):
    thread = start_thread(who.community, title="Фонарь", url=who.theirs.get_absolute_url())
    type(who.theirs).objects.filter(pk=who.theirs.pk).update(thread=thread)
    who.thread = open_thread(thread)
    who.said = feed.comment(who.thread, by=who.person, text=f"{WORDS} и уликаправка")
    feed.edit_comment(who.said, by=who.person, text=WORDS)
    hidden = feed.comment(who.thread, by=who.person, text="уликаскрыто")
    feed.hide_words(hidden, by=elder, reason="insult")
    feed.appeal_hiding(hidden, by=who.person, text="уликаспор")
    other = feed.comment(who.thread, by=elder, text="Ответ старшей")
    feed.report_words(other, by=who.person, reason="spam", note="уликажалоба")
    _post(who, elder)
    event = who.town.events.order_by("-pk").first()
    Notification.objects.create(event=event, recipient=who.person, channel=Channel.EMAIL, created_at=NOON)


def _post(who, elder):
    """A corrected question, a hidden one that is disputed, a picture, a voice in a quick poll."""
    asked = {"by": who.person, "kind": PostKind.QUESTION}
    post = feed.publish(who.community, title="Вопрос соседа", text=f"{WORDS} и уликаправка", **asked)
    feed.edit_post(post, by=who.person, title="Вопрос соседа", text=WORDS)
    hidden = feed.publish(who.community, title="уликаскрыто", **asked)
    feed.hide_words(hidden, by=elder, reason="insult")
    feed.appeal_hiding(hidden, by=who.person, text="уликаспор")
    taken = feed.take_photos(who.community, [jpeg()], by=who.person, description="Клумба")
    feed.publish(who.community, by=who.person, kind=PostKind.PHOTO, title="Клумба", photos_taken=taken)
    poll = feed.publish(
        who.community, by=elder, kind=PostKind.POLL, title="Когда?", options=["Утром", "Днём"],
        ends_at=clock.now() + timedelta(days=3),
    )  # fmt: skip
    feed.vote_in_poll(poll, by=who.person, option=poll.options.first().pk)


def _vote(who, elder):
    def announce(secrecy):
        return voting.schedule_vote(
            community=who.community,
            electorate=[who.community],
            title="Ставим лавки?",
            preset=RulePreset.objects.get(name="Решение соседей"),
            secrecy=secrecy,
            replaceable=False,
            turnout_shown=True,
            opens_at=NOON,
            closes_at=NOON + timedelta(days=14),
            items=["Ставим?"],
            by=who.person if secrecy == Secrecy.CLOSED else elder,
        )

    who.votes = [announce(secrecy) for secrecy in (Secrecy.CLOSED, Secrecy.SECRET)]
    voting.open_due_votes()
    for letter, vote in zip("ab", who.votes, strict=True):
        voting.cast_ballot(vote, by=who.person, choices={0: Choice.FOR}, nonce=letter * 32)
    _run_a_vote(who, who.votes[0], elder)


def _run_a_vote(who, vote, elder):
    """What those who run votes leave behind: a change taken back, a print, two papers read, minutes."""
    Amendment.objects.create(
        vote=vote, kind="cancel", state="declined", reason="Передумали", proposed_by=who.person, proposed_at=NOON,
        decided_by=who.person, decided_at=NOON,
    )  # fmt: skip
    entry = vote.roll.first()
    Slip.objects.create(vote=vote, entry=entry, digest="s" * 64, issued_at=NOON, issued_by=who.person)
    read = {"vote": vote, "entry": entry, "state": "refused", "choices": {}, "entered_at": NOON}
    PaperEntry.objects.create(entered_by=who.person, **read)
    PaperEntry.objects.create(entered_by=elder, second_by=who.person, second_at=NOON, **read)
    OwnersMeeting.objects.create(
        vote=vote, number="1", held_on=NOON.date(), outcome="Решили", recorded_by=who.person, recorded_at=NOON
    )


def _edit(who, operator):
    person = who.person
    give_role(person, StaffRole.EDITOR, municipality=who.town, by=operator)
    news = who.news = make_news(who.town, "Новость без имён", lead="Вводка")
    news.owner, news.locked_by, news.locked, news.locked_at = person, person, True, NOON
    comment = PageComment(page=news, user=person, text="уликаредактор", contentpath="title")
    comment.save()
    CommentReply.objects.create(comment=comment, user=person, text="уликаредактор ещё")
    news.save()
    news.save_revision(user=person, log_action=True)
    kind = ContentType.objects.get_for_model(type(news))
    FormState.objects.create(
        data="title=уликаформа", user=person, content_type=kind, object_id=str(news.pk), last_updated_at=NOON
    )
    UserProfile.objects.create(user=person, avatar=ContentFile("уликааватар".encode(), name="a.png"))
    UploadedFile.objects.create(uploaded_by_user=person, file=ContentFile("уликааватар".encode(), name="b.png"))
    ModelLogEntry.objects.log_action(
        instance=person.staff_memberships.get(), action="wagtail.create", user=operator, content_changed=True
    )
    PageLogEntry.objects.log_action(
        instance=news,
        action="wagtail.comments.create",
        user=person,
        data={"comment": {"id": comment.pk, "contentpath": "title", "text": "уликаредактор"}},
    )
    photos.take_in(jpeg(), by=person, description="уликафото", collection=who.town.collection, is_private=True)


def _promise(who, nina):
    """What was given, carried out and decided in office, and a view of the desk of one's own."""
    person = who.person
    assignment = Assignment.objects.create(
        municipality=who.town, number=1, community=who.community, title="Починить фонарь",
        department=Department.objects.create(municipality=who.town, name="Отдел фонарей"),
        executor=person, issued_by=person, issued_at=NOON, due_at=NOON + timedelta(days=9),
        first_due_at=NOON + timedelta(days=5), state="done", reported_at=NOON, closed_at=NOON, closed_by=person,
    )  # fmt: skip
    decided = {"decided_by": person, "decided_at": NOON}
    assignment.reports.create(text="Починили.", by=person, at=NOON, outcome="accepted", **decided)
    assignment.extensions.create(
        was_due_at=NOON + timedelta(days=5), due_at=NOON + timedelta(days=9), reason="Дожди", by=person, at=NOON
    )
    asked = {"due_at": NOON + timedelta(days=9), "reason": "Дожди", "asked_at": NOON, "outcome": "granted"}
    assignment.extension_requests.create(asked_by=person, decided_by=nina, decided_at=NOON, **asked)
    assignment.extension_requests.create(asked_by=nina, **asked, **decided)
    SavedFilter.objects.create(municipality=who.town, user=person, name="уликафильтр", query="tab=overdue")


def _report(who):
    """Had an annual report made; an office that signed it stays without the person."""
    AnnualReport.objects.create(
        municipality=who.town, year=2020, state="signed", made_by=who.person, ordered_at=NOON, made_at=NOON,
        signed_by=who.person, signed_as="начальник отдела", signed_at=NOON, docx_digest="d" * 64, pdf_digest="d" * 64,
        xlsx_digest="d" * 64,
    )  # fmt: skip


def _meet(who, nina):
    """Comes to a meeting, asks, is hidden once, votes for another's question, subscribes to a calendar."""
    meeting = announced(nina, who.town, who.community)
    with clock.set_to(NOON):
        meetings.register(meeting, by=who.person)
        meetings.ask(meeting, by=who.person, text=WORDS)
        hidden = meetings.ask(meeting, by=who.person, text="уликавопрос")
        meetings.hide_question(hidden, by=nina, reason="insult")
        meetings.vote_question(meetings.ask(meeting, by=nina, text="Вопрос отдела"), by=who.person)
        meetings.make_link(who.town, by=who.person)
