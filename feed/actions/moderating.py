"""Complaints, hiding with a reason, the one appeal to the town, a timed block (decision 12)."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core import clock
from feed import permissions
from feed.models import AbuseReport, AuthorBlock, Comment, ReportState, Thread
from journal.actions import record
from journal.verbs import Verb

REPORTS_PER_DAY = 20
LONGEST_BLOCK_DAYS = 30


def _locked(comment) -> Comment:
    return (
        Comment.objects.select_for_update(of=["self"])
        .select_related("thread__municipality", "author")
        .get(pk=comment.pk)
    )


def _note(verb, comment, *, by, **codes):
    record(verb, comment, by=by, municipality=comment.thread.municipality, thread=comment.thread_id, **codes)


def _count(comment, change):
    Thread.objects.filter(pk=comment.thread_id).update(comment_count=F("comment_count") + change)


@transaction.atomic
def pin(comment, *, by) -> Comment:
    """Keep a comment on top. Raises PermissionDenied, ValidationError with code `hidden` or `reply`."""
    comment = _locked(comment)
    if not permissions.can_moderate(by, comment.thread):
        raise PermissionDenied
    if comment.is_hidden:
        raise ValidationError(_("A hidden comment cannot be pinned."), code="hidden")
    if comment.parent_id is not None:
        raise ValidationError(_("Only a comment that begins a conversation can be pinned."), code="reply")
    if not comment.is_pinned:
        comment.is_pinned = True
        comment.save(update_fields=["is_pinned"])
        _note(Verb.COMMENT_PINNED, comment, by=by)
    return comment


@transaction.atomic
def unpin(comment, *, by) -> Comment:
    """Let a comment go back to its place. Raises PermissionDenied."""
    comment = _locked(comment)
    if not permissions.can_moderate(by, comment.thread):
        raise PermissionDenied
    if comment.is_pinned:
        comment.is_pinned = False
        comment.save(update_fields=["is_pinned"])
        _note(Verb.COMMENT_UNPINNED, comment, by=by)
    return comment


@transaction.atomic
def hide_comment(comment, *, by, reason) -> Comment:
    """Hide a comment with a reason (a `HideReason`), which stays in its place; open complaints are upheld.

    Raises PermissionDenied for non-moderators and for the author, ValidationError with code `hidden`.
    """
    comment = _locked(comment)
    if not permissions.can_hide(by, comment):
        raise PermissionDenied
    if comment.is_hidden:
        raise ValidationError(_("This comment is hidden already."), code="hidden")
    now = clock.now()
    comment.hidden_at, comment.hidden_by, comment.hidden_reason = now, by, reason
    comment.is_pinned = False
    comment.save(update_fields=["hidden_at", "hidden_by", "hidden_reason", "is_pinned"])
    comment.reports.filter(state=ReportState.NEW).update(state=ReportState.UPHELD, decided_at=now, decided_by=by)
    _count(comment, -1)
    _note(Verb.COMMENT_HIDDEN, comment, by=by, reason=reason)
    return comment


def _show(comment, *, by):
    comment.hidden_at, comment.hidden_by, comment.hidden_reason = None, None, ""
    _count(comment, 1)
    _note(Verb.COMMENT_RESTORED, comment, by=by)


@transaction.atomic
def restore_comment(comment, *, by) -> Comment:
    """Show a hidden comment again.

    Raises PermissionDenied for all but the administrator and whoever hid it, ValidationError with code `shown`.
    """
    comment = _locked(comment)
    if not permissions.can_restore(by, comment):
        raise PermissionDenied
    if not comment.is_hidden:
        raise ValidationError(_("This comment is shown already."), code="shown")
    _show(comment, by=by)
    if comment.appealed_at is not None and comment.appeal_decided_at is None:
        comment.appeal_decided_at = clock.now()
    comment.save(update_fields=["hidden_at", "hidden_by", "hidden_reason", "appeal_decided_at"])
    return comment


@transaction.atomic
def report_comment(comment, *, by, reason, note="") -> AbuseReport:
    """Complain about a comment to the moderator.

    Raises PermissionDenied for guests, authors and about hidden comments; ValidationError with code `reported` or
    `too_often`.
    """
    comment = _locked(comment)
    if not permissions.can_report(by, comment):
        raise PermissionDenied
    if comment.reports.filter(reporter=by).exists():
        raise ValidationError(_("You have complained about this comment already."), code="reported")
    now = clock.now()
    if AbuseReport.objects.filter(reporter=by, created_at__gt=now - timedelta(days=1)).count() >= REPORTS_PER_DAY:
        raise ValidationError(_("That is enough complaints for one day."), code="too_often")
    report = AbuseReport.objects.create(comment=comment, reporter=by, reason=reason, note=note, created_at=now)
    _note(Verb.COMMENT_REPORTED, comment, by=by, reason=reason)
    return report


@transaction.atomic
def dismiss_report(report, *, by) -> AbuseReport:
    """Leave the comment as it is.

    Raises PermissionDenied for non-moderators and for the comment's author, ValidationError with code `decided`.
    """
    report = (
        AbuseReport.objects.select_for_update(of=["self"])
        .select_related("comment__thread__municipality")
        .get(pk=report.pk)
    )
    if not permissions.can_decide_report(by, report):
        raise PermissionDenied
    if report.state != ReportState.NEW:
        raise ValidationError(_("This complaint has been decided already."), code="decided")
    report.state, report.decided_at, report.decided_by = ReportState.DISMISSED, clock.now(), by
    report.save(update_fields=["state", "decided_at", "decided_by"])
    _note(Verb.REPORT_DISMISSED, report.comment, by=by, report=report.pk)
    return report


@transaction.atomic
def appeal_hiding(comment, *, by, text) -> Comment:
    """Dispute a hiding before the town, once. Raises PermissionDenied for all but the author of a hidden comment.

    Raises ValidationError with code `appealed` the second time.
    """
    comment = _locked(comment)
    if comment.author_id != by.pk or not comment.is_hidden:
        raise PermissionDenied
    if comment.appealed_at is not None:
        raise ValidationError(_("You have disputed this already; the town decides once."), code="appealed")
    comment.appealed_at, comment.appeal_text = clock.now(), text
    comment.save(update_fields=["appealed_at", "appeal_text"])
    _note(Verb.HIDING_APPEALED, comment, by=by)
    return comment


@transaction.atomic
def decide_appeal(comment, *, by, restore: bool) -> Comment:
    """The town's last word: show the comment again, or leave it hidden.

    Raises PermissionDenied for all but the administrator, ValidationError with code `no_appeal`.
    """
    comment = _locked(comment)
    if not permissions.can_decide_appeal(by, comment):
        raise PermissionDenied
    if not comment.is_hidden or comment.appealed_at is None or comment.appeal_decided_at is not None:
        raise ValidationError(_("There is no open dispute about this comment."), code="no_appeal")
    comment.appeal_decided_at = clock.now()
    if restore:
        _show(comment, by=by)
    else:
        _note(Verb.HIDING_UPHELD, comment, by=by)
    comment.save(update_fields=["hidden_at", "hidden_by", "hidden_reason", "appeal_decided_at"])
    return comment


@transaction.atomic
def block_author(user, *, community, by, reason, days) -> AuthorBlock:
    """Stop a person from writing in a community for 1 to 30 days, with a reason (a `HideReason`).

    Raises PermissionDenied, ValidationError with code `days` or `blocked` (a block as long stands already).
    """
    type(community).objects.select_for_update(of=["self"]).get(pk=community.pk)
    if not permissions.can_block(by, user, community):
        raise PermissionDenied
    if not 1 <= days <= LONGEST_BLOCK_DAYS:
        raise ValidationError(_("A block lasts from 1 to 30 days."), code="days")
    now = clock.now()
    until = now + timedelta(days=days)
    if AuthorBlock.objects.filter(user=user, community=community, until__gte=until).exists():
        raise ValidationError(_("This person is blocked for as long already."), code="blocked")
    block = AuthorBlock.objects.create(
        user=user, community=community, reason=reason, until=until, created_at=now, created_by=by
    )
    record(
        Verb.AUTHOR_BLOCKED,
        user,
        by=by,
        municipality=community.municipality,
        community=community.pk,
        reason=reason,
        days=days,
    )
    return block
