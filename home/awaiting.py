"""What awaits a person on their page: each queue of a role is one query with a limit, whatever the town's size."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.permissions import activist_communities, waiting_requests
from feed.permissions import reported_comments
from initiatives.models import GroupMember, Initiative, InitiativeState
from municipalities.models import StaffRole
from municipalities.permissions import is_administrator, is_decider, staff_roles
from voting.models import Participation, RollEntry, VoteState

LIMIT = 20

State = InitiativeState
ENDED = (State.DECLINED, State.DONE, State.WITHDRAWN, State.ARCHIVED)


@dataclass(frozen=True)
class Task:
    """One line of «awaits you»: what to do, with what, by when, and the page where it is done."""

    kind: str
    what: str
    title: str
    url: str
    where: str = ""
    due: datetime | None = None


def _votes(user, town, now):
    """Open votes on whose roll the person stands without a mark."""
    marked = Participation.objects.filter(vote=OuterRef("vote"), entry=OuterRef("pk"))
    entries = (
        RollEntry.objects.filter(
            ~Exists(marked),
            voter_key=user.actor_key,
            vote__municipality=town,
            vote__state=VoteState.OPEN,
            vote__closes_at__gt=now,
        )
        .select_related("vote__community")
        .order_by("vote__closes_at")[:LIMIT]
    )
    return [
        Task("vote", _("Cast your vote"), entry.vote.title, entry.vote.get_absolute_url(), entry.vote.community.title,
             entry.vote.closes_at)
        for entry in entries
    ]  # fmt: skip


def _requests(user, town):
    """People who ask to be let in, by community."""
    waiting = waiting_requests(user, town)
    if waiting is None:
        return []
    rows = waiting.select_related("community", "user").order_by("requested_at", "pk")[:LIMIT]
    return [
        Task(
            "people",
            _("Confirm a neighbour"),
            row.user.public_name,
            reverse("communities:requests", args=[row.community.slug]),
            row.community.title,
        )
        for row in rows
    ]


def _initiative(kind, what, initiative, due=None):
    return Task(kind, what, initiative.title, initiative.get_absolute_url(), initiative.community.title, due)


def _led(user, town):
    """Initiatives to let through and to put to the vote, where the person leads (nobody reviews their own)."""
    communities = activist_communities(user)
    everywhere = is_administrator(user, town)
    if not communities and not everywhere:
        return []
    ripe = Q(state=State.DISCUSSION, verified_support_count__gte=F("support_needed"))
    queue = Initiative.objects.within(town).filter(Q(state=State.REVIEW) & ~Q(author=user) | ripe)
    if not everywhere:
        queue = queue.filter(community__in=communities)
    return [
        _initiative("review", _("Review the initiative"), initiative)
        if initiative.state == State.REVIEW
        else _initiative("put", _("Put the initiative to the vote"), initiative)
        for initiative in queue.select_related("community").order_by("state_changed_at", "pk")[:LIMIT]
    ]


def _considered(user, town):
    """What the administration considers: a decision for the controller and the head, a conclusion for specialists."""
    decides = is_decider(user, town)
    if not decides and StaffRole.SPECIALIST not in staff_roles(user, town):
        return []
    queue = Initiative.objects.within(town).filter(state=State.CONSIDERATION).exclude(author=user)
    if not decides:
        queue = queue.exclude(conclusions__author=user)
    what = _("Decide on the initiative") if decides else _("Give a conclusion")
    return [
        _initiative("decide", what, initiative, initiative.consideration_due)
        for initiative in queue.select_related("community").order_by("consideration_due", "pk")[:LIMIT]
    ]


def _complaints(user, town):
    """Comments with complaints or disputes that this person may decide."""
    comments = reported_comments(user, town)
    if comments is None:
        return []
    url = reverse("feed:reports")
    return [
        Task("complaint", _("Look into a complaint"), row.thread.title, url, row.thread.community.title)
        for row in comments.select_related("thread__community").order_by("pk")[:LIMIT]
    ]


def _invitations(user, town):
    """Initiative groups into which an author called the person."""
    called = GroupMember.objects.filter(user=user, agreed_at=None, initiative__municipality=town)
    rows = called.exclude(initiative__state__in=ENDED).select_related("initiative__community")
    return [
        _initiative("group", _("You are called into the initiative group"), row.initiative)
        for row in rows.order_by("invited_at", "pk")[:LIMIT]
    ]


def of_author(initiatives):
    """What awaits an author, out of their own initiatives."""
    words = {
        State.DRAFT: _("Finish the draft"),
        State.REWORK: _("Rework the initiative"),
        State.APPROVED: _("Plan the work"),
        State.IN_PROGRESS: _("Report on the work"),
    }
    for initiative in initiatives:
        if initiative.state in words:
            returned = initiative.state == State.DRAFT and initiative.review_note
            what = _("Mend the draft: it was sent back") if returned else words[initiative.state]
            yield _initiative("mine", what, initiative)


def awaiting(user, town, now, own_initiatives) -> list[Task]:
    """Everything that waits for this person in this town, votes first."""
    return [
        *_votes(user, town, now),
        *_invitations(user, town),
        *of_author(own_initiatives),
        *_requests(user, town),
        *_led(user, town),
        *_considered(user, town),
        *_complaints(user, town),
    ]
