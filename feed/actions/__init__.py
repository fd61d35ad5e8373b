"""Acts of discussions and of the feed: threads, posts, polls, writing, moderating."""

from feed.actions.access import set_feed_access
from feed.actions.moderating import (
    appeal_hiding,
    block_author,
    decide_appeal,
    dismiss_report,
    hide_words,
    pin,
    report_words,
    restore_words,
    unpin,
)
from feed.actions.polls import close_poll, vote_in_poll
from feed.actions.post_photos import blur_photo, discard_photos, remove_photo, take_photos
from feed.actions.posting import edit_post, publish, reply
from feed.actions.redacting import redact, suspected
from feed.actions.threads import close_thread, open_thread, start_thread
from feed.actions.writing import comment, edit_comment

__all__ = [
    "appeal_hiding",
    "block_author",
    "blur_photo",
    "close_poll",
    "close_thread",
    "comment",
    "decide_appeal",
    "discard_photos",
    "dismiss_report",
    "edit_comment",
    "edit_post",
    "hide_words",
    "open_thread",
    "pin",
    "publish",
    "redact",
    "remove_photo",
    "reply",
    "report_words",
    "restore_words",
    "set_feed_access",
    "start_thread",
    "suspected",
    "take_photos",
    "unpin",
    "vote_in_poll",
]
