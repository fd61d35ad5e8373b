"""Discussions, and the posts of communities' feeds."""

from feed.models.posts import (
    OFFICIAL_KINDS,
    OPEN_KINDS,
    PollOption,
    PollVoice,
    Post,
    PostKind,
    PostPhoto,
    PostRevision,
    Service,
)
from feed.models.threads import (
    AbuseReport,
    AuthorBlock,
    Comment,
    CommentQuerySet,
    CommentRevision,
    HideReason,
    ReportState,
    Thread,
)

__all__ = [
    "OFFICIAL_KINDS",
    "OPEN_KINDS",
    "AbuseReport",
    "AuthorBlock",
    "Comment",
    "CommentQuerySet",
    "CommentRevision",
    "HideReason",
    "PollOption",
    "PollVoice",
    "Post",
    "PostKind",
    "PostPhoto",
    "PostRevision",
    "ReportState",
    "Service",
    "Thread",
]
