"""Synthetic volume for measurements: plain rows in bulk beside the town that people made, N times its size.

It grows what the measured pages read: the same community's initiatives and members, the same initiative's supporters
and comments, and one more open vote with a long roll. Names say that the rows are synthetic.
"""

import secrets
import uuid
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Max
from wagtail.models import Page

from accounts.models import User
from communities.models import CommunityIndexPage, CommunityPage, Membership, MembershipState
from core import clock
from core.text import folded
from feed.models import Comment, Thread
from home.demo.scale_appeals import multiply_messages
from home.demo.scale_assignments import ASSIGNMENTS
from home.demo.scale_assignments import fill as fill_assignments
from home.demo.scale_feed import multiply_posts
from initiatives.models import Category, Initiative, InitiativeState, Support
from journal.models import Event
from journal.verbs import Verb
from municipalities.models import Municipality
from voting import audit
from voting.actions import schedule_vote
from voting.models import (
    Ballot,
    Chain,
    ChainRecord,
    Choice,
    CountedBy,
    Participation,
    RollEntry,
    RulePreset,
    Secrecy,
    VoteKind,
    VoteState,
)

# What one unit of scale adds.
USERS, COMMUNITIES, INITIATIVES, COMMENTS, EVENTS, VOTES, BALLOTS = 100, 5, 25, 20, 200, 2, 100
BATCH = 2000
MARK = "синтетический объём"


@transaction.atomic
def multiply(times: int, *, say) -> None:
    """Add `times` units of volume to the first town; `say` is told what was made."""
    town = Municipality.objects.select_related("site").order_by("pk").first()
    busiest = Initiative.objects.within(town).public().order_by("-support_count", "pk").first()
    users = _users(times)
    communities = _communities(town, times)
    _members(users, [busiest.community, *communities])
    initiatives = _initiatives(town, [busiest.community, *communities], users, times)
    _supports(busiest, users)
    _comments(busiest.thread, users, times)
    _events(town, initiatives, times)
    votes = _votes(town, [busiest.community, *communities], times)
    _ballots(votes[0], users, times)
    posts = multiply_posts(town, [busiest.community, *communities], users, times, mark=MARK)
    messages = multiply_messages(town, [busiest.community, *communities], users, times, mark=MARK)
    promised = fill_assignments(
        town, ASSIGNMENTS * times, communities=[busiest.community, *communities], now=clock.now()
    )
    say(
        f"{len(users)} residents, {len(communities)} communities, {len(initiatives)} initiatives, "
        f"{COMMENTS * times} comments, {posts} posts, {messages} messages, {promised} assignments, "
        f"{len(votes)} votes, {min(BALLOTS * times, len(users))} ballots"
    )


def _users(times):
    start = User.objects.count()
    return User.objects.bulk_create(
        (
            User(email=f"volume{start + number}@example.org", first_name="Житель", last_name=f"№ {number}")
            for number in range(USERS * times)
        ),
        batch_size=BATCH,
    )


def _communities(town, times):
    """Pages of the tree cannot be made in bulk across two tables: the tree's rows are, the communities' one by one."""
    index = CommunityIndexPage.objects.child_of(town.site.root_page).get()
    made = []
    for number in range(COMMUNITIES * times):
        title = f"ул. Объёмная, {number + 1}"
        page = CommunityPage(
            title=title,
            draft_title=title,
            slug=f"volume-{index.numchild + number}",
            municipality=town,
            street="ул. Объёмная",
            house=str(number + 1),
            latitude=town.latitude + (number % 50 - 25) * 0.0008,
            longitude=town.longitude + (number // 50 - 25) * 0.0012,
            path=Page._get_path(index.path, index.depth + 1, index.numchild + number + 1),
            depth=index.depth + 1,
            url_path=f"{index.url_path}volume-{number}/",
            locale=index.locale,
            content_type=ContentType.objects.get_for_model(CommunityPage),
            search_text=folded(title),
            first_published_at=clock.now(),
        )
        page.translation_key = uuid.uuid4()
        super(Page, page).save()
        made.append(page)
    Page.objects.filter(pk=index.pk).update(numchild=index.numchild + len(made))
    return made


def _members(users, communities):
    """Every fourth resident belongs to the busiest community, the rest to the others in turn."""
    at = clock.now()
    busiest, *others = communities
    Membership.objects.bulk_create(
        (
            Membership(
                community=busiest if number % 4 == 0 or not others else others[number // 4 % len(others)],
                user=user,
                state=MembershipState.VERIFIED,
                entrance=number % 4 + 1,
                declared_age=18,
                requested_at=at,
                decided_at=at,
            )
            for number, user in enumerate(users)
        ),
        batch_size=BATCH,
    )


def _initiatives(town, communities, users, times):
    last = Initiative.objects.within(town).aggregate(last=Max("number"))["last"] or 0
    total = INITIATIVES * times
    at = clock.now()
    threads = Thread.objects.bulk_create(
        (
            Thread(municipality=town, community=communities[number % 5 % len(communities)], title=MARK, url="/")
            for number in range(total)
        ),
        batch_size=BATCH,
    )
    states = (InitiativeState.DISCUSSION, InitiativeState.APPROVED, InitiativeState.DONE, InitiativeState.IN_PROGRESS)
    return Initiative.objects.bulk_create(
        (
            Initiative(
                number=last + number + 1,
                municipality=town,
                community=threads[number].community,
                author=users[number % len(users)],
                state=states[number % len(states)],
                category=Category.values[number % len(Category.values)],
                title=f"Предложение № {number + 1} ({MARK})",
                problem="Текст для измерения: " + "проблема двора " * 20,
                proposal="Текст для измерения: " + "предложение жителей " * 20,
                cost_estimate=1000 * number,
                thread=threads[number],
                latitude=town.latitude + (number % 40 - 20) * 0.0005,
                longitude=town.longitude + (number // 40 % 40 - 20) * 0.0008,
                created_at=at,
                submitted_at=at,
                published_at=at - timedelta(minutes=number, days=200),
                state_changed_at=at,
                support_ends_at=at + timedelta(days=80),
                search_text=folded(f"Предложение {number} {MARK}"),
            )
            for number in range(total)
        ),
        batch_size=BATCH,
    )


def _supports(initiative, users):
    at = clock.now()
    Support.objects.bulk_create(
        (
            Support(
                initiative=initiative, user=user, community=initiative.community if number % 4 == 0 else None, at=at
            )
            for number, user in enumerate(users)
        ),
        batch_size=BATCH,
    )
    supports = initiative.supports
    Initiative.objects.filter(pk=initiative.pk).update(
        support_count=supports.count(), verified_support_count=supports.exclude(community=None).count()
    )


def _comments(thread, users, times):
    at = clock.now()
    Comment.objects.bulk_create(
        (
            Comment(
                thread=thread,
                author=users[number % len(users)],
                text=f"Мнение № {number + 1} ({MARK}). " + "Поддерживаю предложение соседей. " * 3,
                created_at=at - timedelta(minutes=number),
            )
            for number in range(COMMENTS * times)
        ),
        batch_size=BATCH,
    )
    Thread.objects.filter(pk=thread.pk).update(comment_count=thread.comments.count())


def _events(town, initiatives, times):
    kind = Event.objects.filter(verb=Verb.INITIATIVE_SUPPORTED).values_list("target_type_id", flat=True).first()
    at = clock.now()
    Event.objects.bulk_create(
        (
            Event(
                municipality=town,
                at=at,
                verb=Verb.INITIATIVE_SUPPORTED,
                target_type_id=kind,
                target_id=initiatives[number % len(initiatives)].pk,
            )
            for number in range(EVENTS * times)
        ),
        batch_size=BATCH,
    )


def _votes(town, communities, times):
    """Open votes, without initiatives: their lists and pages are what is measured."""

    at = clock.now()
    administrator = User.objects.filter(is_superuser=True).first()
    preset = RulePreset.objects.in_force(town, at.date()).suiting(VoteKind.DECISION, CountedBy.PERSON).first()
    made = []
    for number in range(VOTES * times):
        community = communities[number % len(communities)]
        made.append(
            schedule_vote(
                community=community,
                electorate=[community],
                title=f"Вопрос № {number + 1} ({MARK})",
                description="",
                preset=preset,
                secrecy=Secrecy.CLOSED,
                replaceable=True,
                turnout_shown=True,
                opens_at=at if number == 0 else at + timedelta(days=5),
                closes_at=at + timedelta(days=30),
                items=["Согласны?"],
                by=administrator,
            )
        )
    return made


def _ballots(vote, users, times):
    vote.refresh_from_db()
    if vote.state != VoteState.OPEN:
        raise ValueError("the synthetic vote did not open")
    entries = list(RollEntry.objects.filter(vote=vote).order_by("pk")[: BALLOTS * times])
    marks = Participation.objects.bulk_create(
        (Participation(vote=vote, entry=entry, at=clock.now()) for entry in entries), batch_size=BATCH
    )
    papers = Ballot.objects.bulk_create(
        (
            Ballot(
                receipt=secrets.token_hex(16),
                vote=vote,
                participation=mark,
                is_secret=False,
                choices={"0": Choice.values[number % 3]},
            )
            for number, mark in enumerate(marks)
        ),
        batch_size=BATCH,
    )
    chain_papers(vote, papers)


def chain_papers(vote, papers) -> None:
    """Put papers of a closed vote, each the first of its voter and given on the site, into its chain."""
    chain, records = Chain.objects.select_for_update().get(vote=vote), []
    for paper in papers:
        told = {"receipt": paper.receipt, "choices": paper.choices, "weight": paper.weight}
        body = audit.record("ballot", seq=chain.length, prev=chain.head, channel=None, replaces=None, **told)
        chain.length, chain.head = chain.length + 1, audit.record_hash(body)
        text = audit.canonical(body).decode()
        records.append(ChainRecord(vote=vote, seq=chain.length - 1, body=text, hash=chain.head))
    ChainRecord.objects.bulk_create(records, batch_size=BATCH)
    chain.save()
