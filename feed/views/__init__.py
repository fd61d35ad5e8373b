"""Pages of discussions."""

from feed.views.moderating import block, decide, dismiss, hide, pin, redact, reports, restore, unpin
from feed.views.writing import appeal, branch, edit, go, history, reply, report, write

__all__ = [
    "appeal",
    "block",
    "branch",
    "decide",
    "dismiss",
    "edit",
    "go",
    "hide",
    "history",
    "pin",
    "redact",
    "reply",
    "report",
    "reports",
    "restore",
    "unpin",
    "write",
]
