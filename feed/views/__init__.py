"""Pages of the feed and of discussions."""

from feed.views.moderating import block, decide, dismiss, hide, pin, redact, reports, restore, unpin
from feed.views.post_parts import photo, photo_blur, photo_remove, poll, poll_close
from feed.views.posts import access, edit_post, fresh, new, post, post_history, tab
from feed.views.writing import appeal, branch, edit, go, history, reply, report, write

__all__ = [
    "access",
    "appeal",
    "block",
    "branch",
    "decide",
    "dismiss",
    "edit",
    "edit_post",
    "fresh",
    "go",
    "hide",
    "history",
    "new",
    "photo",
    "photo_blur",
    "photo_remove",
    "pin",
    "poll",
    "poll_close",
    "post",
    "post_history",
    "redact",
    "reply",
    "report",
    "reports",
    "restore",
    "tab",
    "unpin",
    "write",
]
