"""What awaits a person of votes, initiatives, communities and discussions."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.models import ActivistRole, MembershipObjection, RoleProposal
from communities.permissions import activist_communities, activist_terms, waiting_requests
from core.moments import day
from feed.permissions import reported_comments, reported_posts
from home.awaiting.task import LIMIT, Task
from initiatives.models import GroupMember, Initiative, InitiativePhoto, InitiativeState
from municipalities.models import StaffRole
from municipalities.permissions import is_administrator, is_decider, staff_roles
from voting.models import Amendment, AmendmentState, Participation, RollEntry, Vote, VoteState

# A term's end is told of so long before.
REMINDED = timedelta(days=14)

State = InitiativeState
ENDED = (State.DECLINED, State.DONE, State.WITHDRAWN, State.ARCHIVED)


def votes(user, town, now):
    """Open votes on whose roll the person stands without a mark."""
    marked = Participation.objects.filter(vote=OuterRef("vote"), entry=OuterRef("pk"))
    entries = (
        RollEntry.objects.filter(
            ~Exists(marked),
            voters__voter_key=user.actor_key,
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


def run_votes(user, town):
    """Votes of the person's communities: a change to confirm, a word on what happens next, a draft to finish."""
    communities = activist_communities(user)
    everywhere = is_administrator(user, town)
    if not communities and not everywhere:
        return []
    waits = Q(state=AmendmentState.PROPOSED, vote__state=VoteState.OPEN) & ~Q(proposed_by=user)
    mine = Q() if everywhere else Q(community__in=communities)
    changes = Amendment.objects.filter(waits, vote__in=Vote.objects.within(town).filter(mine))
    tasks = [
        Task("vote_run", _("Confirm a change of a vote"), row.vote.title,
             reverse("voting:amendment", args=[row.vote.public_id, row.public_id]), row.vote.community.title)
        for row in changes.select_related("vote__community").order_by("proposed_at", "pk")[:LIMIT]
    ]  # fmt: skip
    unsaid = Vote.objects.within(town).awaiting_outcome().filter(mine).select_related("community")
    drafts = Vote.objects.within(town).filter(mine, state=VoteState.DRAFT, created_by=user).select_related("community")
    for what, page, rows in (
        (_("Write what happens next"), "outcome", unsaid.order_by("counted_at", "pk")),
        (_("Finish the draft of a vote"), "preview", drafts.order_by("pk")),
    ):
        tasks += [
            Task("vote_run", what, vote.title, reverse(f"voting:{page}", args=[vote.public_id]), vote.community.title)
            for vote in rows.defer("manifest", "result")[:LIMIT]
        ]
    return tasks


def requests(user, town):
    """People who ask to be let in, by community."""
    waiting = waiting_requests(user, town)
    if waiting is None:
        return []
    objected = MembershipObjection.objects.filter(membership=OuterRef("pk"), decided_at=None)
    rows = waiting.select_related("community", "user").annotate(objected=Exists(objected))
    return [
        Task(
            "people",
            _("Decide on the objection") if row.objected else _("Confirm a neighbour"),
            row.user.public_name,
            reverse("communities:requests", args=[row.community.slug]),
            row.community.title,
        )
        for row in rows.order_by("requested_at", "pk")[:LIMIT]
    ]


def _initiative(kind, what, initiative, due=None):
    return Task(kind, what, initiative.title, initiative.get_absolute_url(), initiative.community.title, due)


def led(user, town):
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


def chairs(user, town):
    """Chairs that wait for the second of two people."""
    if not is_administrator(user, town) and not is_decider(user, town):
        return []
    proposals = RoleProposal.objects.within(town).pending().exclude(Q(user=user) | Q(proposed_by=user))
    return [
        Task(
            "chair",
            _("Approve the chair"),
            row.user.public_name,
            reverse("communities:role_proposal", args=[row.community.slug, row.public_id]),
            row.community.title,
        )
        for row in proposals.select_related("community", "user").order_by("proposed_at", "pk")[:LIMIT]
    ]


def terms(user, town, now):
    """The person's own roles in communities that end within two weeks."""
    today = town.today(now)
    soon = [pk for pk, last_day in activist_terms(user).items() if last_day <= today + REMINDED]
    if not soon:
        return []
    roles = ActivistRole.objects.serving(today).filter(user=user, community__in=soon, community__municipality=town)
    return [
        Task(
            "term",
            _("Your role ends on %(date)s") % {"date": day(role.term_ends_on, now)},
            role.get_title_display(),
            reverse("communities:run", args=[role.community.slug]),
            role.community.title,
        )
        for role in roles.select_related("community").order_by("term_ends_on", "pk")[:LIMIT]
    ]


def considered(user, town):
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


def complaints(user, town):
    """Posts and comments with complaints or disputes that this person may decide."""
    comments, posts = reported_comments(user, town), reported_posts(user, town)
    if comments is None or posts is None:
        return []
    url = reverse("feed:reports")
    return [
        Task("complaint", _("Look into a complaint"), row.thread.title, url, row.thread.community.title)
        for rows in (posts, comments)
        for row in rows.select_related("thread__community").order_by("pk")[:LIMIT]
    ]


def photo_disputes(user, town):
    """Hidden pictures whose authors ask the administrator to show them again."""
    if not is_administrator(user, town):
        return []
    disputed = Initiative.objects.within(town).filter(pk__in=InitiativePhoto.objects.disputed().values("initiative"))
    return [
        Task(
            "complaint",
            _("Decide a dispute about a photo"),
            row.title,
            reverse("initiatives:photos", args=[row.public_id]),
            row.community.title,
        )
        for row in disputed.exclude(author=user).select_related("community").order_by("pk")[:LIMIT]
    ]


def invitations(user, town):
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
