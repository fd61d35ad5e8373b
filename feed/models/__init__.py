from feed.models.posts import OPEN_KINDS, Post, PostKind, PostPhoto
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
    "OPEN_KINDS",
    "AbuseReport",
    "AuthorBlock",
    "Comment",
    "CommentQuerySet",
    "CommentRevision",
    "HideReason",
    "Post",
    "PostKind",
    "PostPhoto",
    "ReportState",
    "Thread",
]
