"""What a person was told, on the site."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import prefetch_related_objects

from appeals.models import Appeal
from assignments.models import Assignment
from communities.models import Membership, MembershipObjection, RoleProposal
from core import clock
from feed.models import AbuseReport, Comment, Post
from figures.models import AnnualReport
from initiatives.models import GroupMember, Initiative
from meetings.models import Meeting
from notifications.messages import message
from notifications.models import Channel, Notification
from notifications.permissions import can_hear
from voting.models import Vote


@dataclass(frozen=True)
class Item:
    """One line of the inbox."""

    at: datetime
    text: str
    url: str
    is_new: bool


def of(user, municipality):
    """The person's inbox in one town, newest first."""
    return (
        Notification.objects.filter(recipient=user, channel=Channel.INBOX, event__municipality=municipality)
        .select_related("event")
        .order_by("-pk")
    )


def load_targets(events) -> None:
    """Read what the events are about, one query per kind of thing."""
    comments = Comment.objects.select_related("thread__community__municipality")
    querysets = [
        Initiative.objects.select_related("municipality"),
        GroupMember.objects.select_related("initiative"),
        Vote.objects.all(),
        Membership.objects.select_related("community__municipality", "user", "redemption"),
        MembershipObjection.objects.select_related("membership__community__municipality"),
        RoleProposal.objects.select_related("community__municipality"),
        comments,
        Post.objects.select_related("thread__community__municipality", "community"),
        AbuseReport.objects.select_related(
            "comment__thread__community__municipality", "post__thread__community__municipality"
        ),
        Appeal.objects.select_related("municipality", "assignment__department"),
        Assignment.objects.select_related("municipality", "department"),
        Meeting.objects.select_related("municipality"),
        AnnualReport.objects.select_related("municipality", "community").defer("figures"),
    ]
    prefetch_related_objects(events, GenericPrefetch("target", querysets))


def told(user, notifications) -> list[Item]:
    """Lines to show. What the person may no longer see, or what is no more, leaves no line."""
    rows = list(notifications)
    load_targets([row.event for row in rows])
    items = []
    for row in rows:
        words = message(row.event)
        if words and can_hear(user, row.event.target):
            items.append(Item(row.event.at, words.text, words.path, row.read_at is None))
    return items


def latest(user, municipality, limit: int) -> list[Item]:
    return told(user, of(user, municipality)[:limit])


def unread_count(user, municipality) -> int:
    return of(user, municipality).filter(read_at=None).count()


def mark_read(user, municipality) -> int:
    """Mark all as read; how many were not."""
    return of(user, municipality).filter(read_at=None).order_by().update(read_at=clock.now())
