"""Acts of a discussion: threads, writing, moderating."""

from feed.actions.moderating import (
    appeal_hiding,
    block_author,
    decide_appeal,
    dismiss_report,
    hide_comment,
    pin,
    report_comment,
    restore_comment,
    unpin,
)
from feed.actions.redacting import redact, suspected
from feed.actions.threads import close_thread, open_thread, start_thread
from feed.actions.writing import comment, edit_comment

__all__ = [
    "appeal_hiding",
    "block_author",
    "close_thread",
    "comment",
    "decide_appeal",
    "dismiss_report",
    "edit_comment",
    "hide_comment",
    "open_thread",
    "pin",
    "redact",
    "report_comment",
    "restore_comment",
    "start_thread",
    "suspected",
    "unpin",
]
