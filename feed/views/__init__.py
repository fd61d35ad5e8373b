"""Pages of discussions."""

from feed.views.moderating import block, decide, dismiss, hide, pin, reports, restore, unpin
from feed.views.writing import appeal, branch, edit, history, reply, report, write

__all__ = [
    "appeal",
    "block",
    "branch",
    "decide",
    "dismiss",
    "edit",
    "hide",
    "history",
    "pin",
    "reply",
    "report",
    "reports",
    "restore",
    "unpin",
    "write",
]
