"""A town with one of each thing, every one with a telling word in it that no refusal may repeat."""

from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace

from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from wagtail.documents import get_document_model

from communities.actions import issue_codes, object_to, redeem_code, request_membership
from communities.codes import digest_of
from communities.models import (
    ActivistRole,
    ActivistTitle,
    CodeRedemption,
    DeskVisit,
    Membership,
    Premises,
    RoleProposal,
)
from communities.staff import give_role
from core import clock, photos
from core.text import public_id
from feed import actions as feed
from initiatives import actions
from initiatives.actions import photos as files
from initiatives.models import FundingSource, GroupMember, HelpOffer, Initiative
from journal.models import PendingEvent
from municipalities.models import Department, StaffRole
from notifications.models import Channel, Notification
from posters.actions import make_pack
from publications.models import TextPage
from tests.access.more import NOTIONS
from tests.cast import NOON, make_member, make_person
from tests.pictures import jpeg
from tests.publications.making import make_decision, make_news, make_result
from voting import actions as voting
from voting.models import Choice, RollEntry, RulePreset, Secrecy

# Nobody but its holder and those who verify may meet this flat; long, for a page has random letters and digits, too.
FLAT = "7531246"
# Of this one nobody has an account.
OTHER_FLAT = "7532246"
LONG_AGO = NOON - timedelta(days=90)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"
TEXTS = {
    "problem": "Качели держатся на одной цепи, дети падают каждую неделю, чинить их больше нечем.",
    "proposal": "Поставить новый городок с мягким покрытием на месте старых качелей и две скамейки.",
    "expected_result": "Дети гуляют во дворе без присмотра из окна.",
}


def pdf(name="plan.pdf"):
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def make_document(town, title):
    document = get_document_model()(title=title, collection=town.collection)
    document.file.save("plan.pdf", ContentFile(PDF), save=False)
    document.file_size = len(PDF)
    document.save()
    return document


def make_world(town, community, *, word, people) -> SimpleNamespace:
    """Fill a community. `people` has author, elder, specialist and controller; `word` stands in every text."""
    world = SimpleNamespace(town=town, community=community, word=word, people=people)
    Membership.objects.filter(user=people.author).update(flat=FLAT)
    with clock.set_to(NOON):
        _ask_to_join(world)
        _put_slips_into_boxes(world)
        _propose(world)
        _vote(world)
        _take_papers(world)
        _discuss(world)
        _publish(world)
        _print(world)
        for notion in NOTIONS:
            notion.fill(world)
        event = world.discussion.municipality.events.order_by("pk").first()
        # As if the worker had told everybody.
        PendingEvent.objects.all().delete()
        Notification.objects.create(event=event, recipient=people.author, channel=Channel.INBOX, created_at=NOON)
    return world


def _ask_to_join(world):
    world.newcomer = make_person("Зоя", f"Новосёлова{world.word}")
    world.asked = request_membership(
        world.community, by=world.newcomer, tenure="owner", flat=FLAT, entrance=1, note=f"{world.word}, сосед"
    )
    world.role = ActivistRole.objects.get(community=world.community, user=world.people.elder)
    world.visit = DeskVisit.objects.create(
        municipality=world.town,
        staff=world.people.specialist,
        resident=world.people.author,
        consent="paper",
        started_at=LONG_AGO,
        expires_at=NOON,
    )
    world.proposal = RoleProposal.objects.create(
        community=world.community,
        user=world.people.author,
        title=ActivistTitle.COUNCIL_CHAIR,
        protocol_number="3",
        protocol_date=NOON.date(),
        proposed_at=NOON,
    )


def _put_slips_into_boxes(world):
    """The author's flat has a code for two, which two people used; the author objects to the second."""
    flat = Premises.objects.create(community=world.community, number=FLAT, key=FLAT, entrance=1)
    Membership.objects.filter(user=world.people.author).update(premises=flat)
    world.codes, ((_flat, code),) = issue_codes(world.community, by=world.people.elder, people=3)
    world.joined, world.objected = (
        redeem_code(
            digest_of(code),
            by=make_person("Ева", f"Кодова{world.word}{number}"),
            municipality=world.town,
            network="192.0.2.1",
            tenure="tenant",
        )
        for number in (1, 2)
    )
    object_to(world.objected, by=world.people.author, note=f"{world.word}: не живёт")
    # Tests ask by today's clock, and objections have a term.
    CodeRedemption.objects.filter(membership=world.joined).update(at=timezone.now())


def _draft(world, stage) -> Initiative:
    initiative = Initiative.objects.create(
        municipality=world.town,
        community=world.community,
        author=world.people.author,
        created_at=NOON,
        state_changed_at=NOON,
        title=f"{world.word} площадка: {stage}",
        cost_estimate=1_480_000,
        support_needed=1,
        **TEXTS,
    )
    initiative.funding.create(source=FundingSource.LOCAL_BUDGET, planned=1_480_000)
    return initiative


def _opened(world, stage) -> Initiative:
    initiative = _draft(world, stage)
    actions.submit(initiative, by=world.people.author)
    initiative = actions.accept(initiative, by=world.people.elder)
    Initiative.objects.filter(pk=initiative.pk).update(support_needed=1)
    actions.support(initiative, by=world.people.author)
    return initiative


def _sent(world, stage) -> Initiative:
    return actions.send_to_administration(_opened(world, stage), by=world.people.author)


def _approved(world, stage) -> Initiative:
    return actions.approve(
        _sent(world, stage), by=world.people.controller, text=f"{world.word}: сделаем", document=pdf()
    ).initiative


def _started(world, stage) -> Initiative:
    return actions.start_work(_approved(world, stage), by=world.people.author)


def _offer(world, initiative) -> HelpOffer:
    actions.offer_help(initiative, by=world.people.author, kind="hands", note=f"{world.word} лопата")
    return HelpOffer.objects.get(initiative=initiative)


def _propose(world):
    author, controller = world.people.author, world.people.controller
    world.draft = _draft(world, "черновик")
    world.photo = files.add_photo(world.draft, jpeg(), by=author, description=f"{world.word} качели").photo
    world.document = files.add_document(world.draft, pdf(), by=author, title=f"{world.word} смета")
    world.review = _draft(world, "на проверке")
    actions.submit(world.review, by=author)
    world.discussion = _opened(world, "обсуждение")
    world.offer = _offer(world, world.discussion)
    world.sent = _sent(world, "рассмотрение")
    world.rework = _sent(world, "доработка")
    actions.return_for_rework(world.rework, by=controller, text=f"{world.word}: уточните")
    world.declined = _sent(world, "отказ")
    actions.decline(world.declined, by=controller, reason="no_money", text=f"{world.word}: денег нет")
    world.approved = _approved(world, "поддержана")
    world.decision = world.approved.decisions.get()
    world.started = _started(world, "работы")
    today = NOON.date()
    world.stage = actions.plan_stage(
        world.started, by=author, title=f"{world.word} этап", starts_on=today, ends_on=today
    )
    world.helped = _offer(world, world.started)
    world.done = _started(world, "готово")
    after = photos.take_in(
        jpeg(), by=author, description=f"{world.word} двор", collection=world.town.collection, is_private=True
    )
    actions.complete(
        world.done,
        by=author,
        text=f"{world.word}: готово",
        actual_cost=1,
        completed_on=NOON.date(),
        after=[after],
        actuals={"local_budget": 1},
    )


def announce(world, stage, *, opens_at, closes_at, secrecy=Secrecy.CLOSED, act=voting.schedule_vote, **terms):
    return act(
        community=world.community,
        electorate=[world.community],
        title=f"{world.word} голосование: {stage}",
        preset=terms.pop("preset", None) or RulePreset.objects.get(name="Решение соседей"),
        secrecy=secrecy,
        replaceable=False,
        turnout_shown=True,
        opens_at=opens_at,
        closes_at=closes_at,
        items=[f"{world.word} вопрос: {stage}"],
        by=world.people.elder,
        **terms,
    )


def _vote(world):
    day = timedelta(days=1)
    with clock.set_to(NOON - 20 * day):
        world.counted = announce(world, "итоги", opens_at=NOON - 20 * day, closes_at=NOON - 5 * day)
        voting.cast_ballot(world.counted, by=world.people.author, choices={0: Choice.FOR}, nonce="a" * 32)
    with clock.set_to(NOON - 5 * day):
        voting.close_due_votes()
        voting.count_closed_votes()
    world.open = announce(world, "идёт", opens_at=NOON, closes_at=NOON + 14 * day, secrecy=Secrecy.SECRET)
    world.scheduled = announce(world, "ожидает", opens_at=NOON + 2 * day, closes_at=NOON + 14 * day)
    drafted = {"opens_at": NOON + 2 * day, "closes_at": NOON + 14 * day, "act": voting.draft_vote}
    world.drafted = announce(world, "черновик", **drafted)
    world.prolonged = announce(world, "продлевают", opens_at=NOON, closes_at=NOON + 14 * day)
    world.amendment = voting.propose_extension(
        world.prolonged, by=world.people.elder, reason=f"{world.word}: мало времени", closes_at=NOON + 20 * day
    )


def _take_papers(world):
    """A vote with a ballot that awaits a second person and one counted by its scan; a preparation of owners."""
    Premises.objects.create(community=world.community, number=OTHER_FLAT, key=OTHER_FLAT, entrance=1)
    Premises.objects.filter(community=world.community).update(area_hundredths=4500)
    terms = {"opens_at": NOON, "closes_at": NOON + timedelta(days=14), "paper_allowed": True}
    by_flat = RulePreset.objects.get(name="Решение соседей: один голос от квартиры")
    world.papered = announce(world, "бумага", preset=by_flat, counted_by="flat", **terms)
    world.paper_line, other = (RollEntry.objects.get(vote=world.papered, flat=flat) for flat in (FLAT, OTHER_FLAT))
    said = {"choices": {0: Choice.FOR}, "by": world.people.elder}
    world.read = voting.enter_paper(world.papered, entry=world.paper_line, **said)
    world.scanned = voting.enter_paper(world.papered, entry=other, scan=jpeg(), **said)
    of_owners = RulePreset.objects.get(name="Подготовка собрания собственников: обычные вопросы")
    world.prepared = announce(
        world, "собрание", preset=of_owners, counted_by="area", purpose="owners", secrecy=Secrecy.NAMED, **terms
    )


def _discuss(world):
    author, elder = world.people.author, world.people.elder
    world.thread = thread = world.discussion.thread
    world.said = feed.comment(thread, by=author, text=f"{world.word} скамейки")
    feed.edit_comment(world.said, by=author, text=f"{world.word} скамейки у дома")
    world.report = feed.report_words(world.said, by=elder, reason="spam", note=f"{world.word} жалоба")
    world.hidden = feed.comment(thread, by=author, text=f"Тайное {world.word} слово")
    feed.hide_words(world.hidden, by=elder, reason="insult")
    world.disputed = feed.comment(thread, by=author, text=f"Тайное {world.word} спорное")
    feed.hide_words(world.disputed, by=elder, reason="insult")
    feed.appeal_hiding(world.disputed, by=author, text=f"{world.word} несправедливо")
    world.official = feed.comment(thread, by=world.people.specialist, text=f"{world.word} ответ", official=True)


def _publish(world):
    word, town = world.word, world.town
    world.news = make_news(town, f"{word} новость", lead=f"{word} вводка")
    world.unpublished = make_news(town, f"{word} заготовка", live=False)
    world.resolution = make_decision(town, f"{word} постановление")
    world.result = make_result(town, f"{word} итог", community=world.community, initiative=world.done)
    world.text = town.site.root_page.add_child(instance=TextPage(title=f"{word} правила"))
    world.file = make_document(town, f"{word} файл")


def _print(world):
    lines = dict.fromkeys(("what", "when", "how", "whom"), f"{world.word} объявление")
    world.pack = make_pack(
        world.community,
        by=world.people.elder,
        key=public_id(),
        about=world.discussion,
        lines=lines,
        last_day=NOON.date(),
        entrances=[1],
    )


def found_people(town, community, operator, suffix) -> SimpleNamespace:
    """Who a world needs, beside the cast."""
    author = make_person("Лидия", f"Авторова{suffix}")
    make_member(author, community, at=LONG_AGO, entrance=2)
    elder = make_person("Тамара", f"Старшинова{suffix}")
    make_member(elder, community, at=LONG_AGO, entrance=1)
    ActivistRole.objects.create(community=community, user=elder, title=ActivistTitle.HOUSE_ELDER, granted_at=NOON)
    works = Department.objects.create(municipality=town, name=f"Служба {suffix}")
    specialist = make_person("Роман", f"Мастеров{suffix}")
    give_role(specialist, StaffRole.SPECIALIST, municipality=town, by=operator, department=works, position="техник")
    controller = make_person("Кира", f"Контролёва{suffix}")
    give_role(controller, StaffRole.CONTROLLER, municipality=town, by=operator)
    return SimpleNamespace(author=author, elder=elder, specialist=specialist, controller=controller)


def invite(initiative, user):
    GroupMember.objects.create(initiative=initiative, user=user, invited_at=NOON)


@contextmanager
def undone():
    """What a request changes is changed back, so that one world serves thousands of requests."""
    for cache in caches.all():
        cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def body(response) -> str:
    content = b"".join(response) if response.streaming else response.content
    return content.decode(errors="replace")
