"""Writing a comment and correcting it."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core import clock
from core.moments import moment
from feed.actions.speaking import speak_officially
from feed.models import AuthorBlock, Comment, CommentRevision, Post, PostKind, Thread
from feed.permissions import can_answer_officially, can_comment, can_edit
from journal.actions import record
from journal.verbs import Verb

# More than this is a quarrel or a machine; staff answer many people and are not held back.
COMMENTS_PER_HOUR = 20
# The same words within this time are the same press of the button, sent twice over a bad network.
REPEAT = timedelta(minutes=2)


def check_may_write(user, community, *, now) -> None:
    """Raise ValidationError with code `blocked` while a moderator's block lasts."""
    block = AuthorBlock.objects.filter(user=user, community=community, until__gt=now).order_by("-until").first()
    if block is not None:
        raise ValidationError(
            _("A moderator has stopped you from writing here until %(until)s. Reason: %(reason)s."),
            code="blocked",
            params={"until": moment(block.until, now), "reason": block.get_reason_display()},
        )


def _root(thread, parent):
    """The comment under which a reply stands: replies to replies stand beside each other."""
    if parent is None:
        return None
    parent = Comment.objects.filter(thread=thread, pk=parent.pk).select_related("parent").first()
    if parent is None:
        raise ValidationError(_("There is no such comment in this discussion."), code="parent")
    if parent.is_hidden or (parent.parent and parent.parent.is_hidden):
        raise ValidationError(_("The comment you answer has been hidden."), code="hidden")
    return parent.parent or parent


@transaction.atomic
def comment(thread, *, by, text, parent=None, official=False) -> Comment:
    """Say something in a discussion; with `official`, on behalf of the administration.

    The same words sent twice at once are one comment. Raises PermissionDenied for guests and for official words of
    those who hold no office; ValidationError with code `closed`, `blocked`, `too_often`, `parent` or `hidden`.
    """
    thread = (
        Thread.objects.select_for_update(of=["self"]).select_related("municipality", "community").get(pk=thread.pk)
    )
    if not can_comment(by, thread) or (official and not can_answer_officially(by, thread)):
        raise PermissionDenied
    if not thread.is_open:
        raise ValidationError(_("This discussion is closed: it can only be read."), code="closed")
    now = clock.now()
    check_may_write(by, thread.community_id, now=now)
    root = _root(thread, parent)
    text = text.strip()
    repeated = Comment.objects.filter(
        thread=thread, author=by, parent=root, text=text, hidden_at=None, created_at__gt=now - REPEAT
    ).first()
    if repeated is not None:
        return repeated
    hourly = Comment.objects.filter(author=by, created_at__gt=now - timedelta(hours=1)).count()
    if not official and hourly >= COMMENTS_PER_HOUR:
        raise ValidationError(
            _("You have written a lot within an hour. Please come back a little later."), code="too_often"
        )
    said = Comment(thread=thread, author=by, parent=root, text=text, created_at=now, is_official=official)
    if official:
        speak_officially(said, by, thread.community)
    said.save()
    Thread.objects.filter(pk=thread.pk).update(comment_count=F("comment_count") + 1)
    record(
        Verb.OFFICIALLY_ANSWERED if official else Verb.COMMENTED,
        said,
        by=by,
        municipality=thread.municipality,
        thread=thread.pk,
        parent=root.pk if root else None,
    )
    if thread.in_feed:
        _stir(thread, said, by=by)
    return said


def _stir(thread, said, *, by) -> None:
    """What is said under a post brings it up; an official answer to a question stops its clock."""
    posts = Post.objects.filter(thread=thread)
    posts.update(active_at=said.created_at)
    if not said.is_official:
        return
    # Under the lock of the thread: of two answers at once the first one stops the clock.
    post = posts.filter(kind=PostKind.QUESTION, answered_at=None).first()
    if post is not None:
        post.answered_at = said.created_at
        post.save(update_fields=["answered_at"])
        record(
            Verb.POST_ANSWERED,
            post,
            by=by,
            municipality=thread.municipality,
            comment=said.pk,
            in_time=said.created_at <= post.answer_due,
        )


@transaction.atomic
def edit_comment(comment, *, by, text) -> Comment:
    """Correct one's own words; what they were stays readable. The same text changes nothing.

    Raises PermissionDenied for all but the author, ValidationError with code `blocked`.
    """
    comment = (
        Comment.objects.select_for_update(of=["self"])
        .select_related("thread__municipality", "thread__community")
        .get(pk=comment.pk)
    )
    if not can_edit(by, comment):
        raise PermissionDenied
    now = clock.now()
    check_may_write(by, comment.thread.community_id, now=now)
    text = text.strip()
    if text == comment.text:
        return comment
    CommentRevision.objects.create(
        comment=comment, text=comment.text, written_at=comment.edited_at or comment.created_at
    )
    comment.text = text
    comment.edited_at = now
    comment.save(update_fields=["text", "edited_at"])
    record(Verb.COMMENT_EDITED, comment, by=by, municipality=comment.thread.municipality, thread=comment.thread_id)
    return comment
