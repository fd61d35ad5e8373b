"""Complaints, hiding with a reason, the one appeal to the town, a timed block (decision 12)."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.models import FeedAccess
from core import clock, photos
from core.models import Photo
from feed import permissions
from feed.models import AbuseReport, AuthorBlock, Post, ReportState, Thread
from journal.actions import record
from journal.verbs import Verb

REPORTS_PER_DAY = 20
LONGEST_BLOCK_DAYS = 30
# Posts on top of a feed: more would push down what is new.
PINS = 3


# What is moderated is a comment or a post: the same fields and rules, but verbs of their own.
_VERBS = {
    "pin": (Verb.COMMENT_PINNED, Verb.POST_PINNED),
    "unpin": (Verb.COMMENT_UNPINNED, Verb.POST_UNPINNED),
    "hide": (Verb.COMMENT_HIDDEN, Verb.POST_HIDDEN),
    "restore": (Verb.COMMENT_RESTORED, Verb.POST_RESTORED),
    "report": (Verb.COMMENT_REPORTED, Verb.POST_REPORTED),
    "appeal": (Verb.HIDING_APPEALED, Verb.POST_HIDING_APPEALED),
    "uphold": (Verb.HIDING_UPHELD, Verb.POST_HIDING_UPHELD),
}


def _locked(said):
    return type(said).objects.with_thread().select_for_update(of=["self"]).get(pk=said.pk)


def _note(act, said, *, by, **codes):
    verb = _VERBS[act][said.is_post]
    record(verb, said, by=by, municipality=said.thread.municipality, thread=said.thread_id, **codes)


def _count(said, change):
    if not said.is_post:
        Thread.objects.filter(pk=said.thread_id).update(comment_count=F("comment_count") + change)


def _close(thread):
    """The pages of what was said under a hidden post name it no more."""
    with translation.override(settings.LANGUAGE_CODE):
        thread.title, thread.is_open = gettext("Hidden post"), False
    thread.save(update_fields=["title", "is_open"])


def _pictures(post):
    return Photo.objects.filter(pk__in=post.photos.values("photo"))


@transaction.atomic
def pin(said, *, by):
    """Keep a comment or a post on top.

    Raises PermissionDenied, ValidationError with code `hidden`, `reply` or `too_many` (posts of a community).
    """
    said = _locked(said)
    if not permissions.can_moderate(by, said.thread):
        raise PermissionDenied
    if said.is_hidden:
        raise ValidationError(_("What is hidden cannot be pinned."), code="hidden")
    if said.is_post:
        # Two moderators at once: the community's row stands for its pins.
        type(said.community).objects.select_for_update(of=["self"]).get(pk=said.community_id)
        if Post.objects.filter(community=said.community_id, is_pinned=True).exclude(pk=said.pk).count() >= PINS:
            raise ValidationError(
                _("No more than %(limit)s posts are pinned at once: unpin one first."),
                code="too_many",
                params={"limit": PINS},
            )
    elif said.parent_id is not None:
        raise ValidationError(_("Only a comment that begins a conversation can be pinned."), code="reply")
    if not said.is_pinned:
        said.is_pinned = True
        said.save(update_fields=["is_pinned"])
        _note("pin", said, by=by)
    return said


@transaction.atomic
def unpin(said, *, by):
    """Let a comment or a post go back to its place. Raises PermissionDenied."""
    said = _locked(said)
    if not permissions.can_moderate(by, said.thread):
        raise PermissionDenied
    if said.is_pinned:
        said.is_pinned = False
        said.save(update_fields=["is_pinned"])
        _note("unpin", said, by=by)
    return said


@transaction.atomic
def hide_words(said, *, by, reason):
    """Hide a comment or a post with a reason (a `HideReason`), which stays in its place; open complaints are upheld.

    A hidden post takes its pictures with it, and its discussion is only read. Raises PermissionDenied for
    non-moderators and for the author, ValidationError with code `hidden`.
    """
    said = _locked(said)
    if not permissions.can_hide(by, said):
        raise PermissionDenied
    if said.is_hidden:
        raise ValidationError(_("This is hidden already."), code="hidden")
    now = clock.now()
    said.hidden_at, said.hidden_by, said.hidden_reason = now, by, reason
    said.is_pinned = False
    said.save(update_fields=["hidden_at", "hidden_by", "hidden_reason", "is_pinned"])
    said.reports.filter(state=ReportState.NEW).update(state=ReportState.UPHELD, decided_at=now, decided_by=by)
    _count(said, -1)
    if said.is_post:
        _close(said.thread)
        for photo in _pictures(said).filter(is_private=False):
            photos.withdraw(photo)
    _note("hide", said, by=by, reason=reason)
    return said


def _show(said, *, by):
    said.hidden_at, said.hidden_by, said.hidden_reason = None, None, ""
    _count(said, 1)
    if said.is_post:
        said.thread.title, said.thread.is_open = said.title, True
        said.thread.save(update_fields=["title", "is_open"])
        if said.community.feed_access == FeedAccess.OPEN:
            photos.publish(_pictures(said))
    _note("restore", said, by=by)


@transaction.atomic
def restore_words(said, *, by):
    """Show a hidden comment or post again.

    Raises PermissionDenied for all but the administrator and whoever hid it, ValidationError with code `shown`.
    """
    said = _locked(said)
    if not permissions.can_restore(by, said):
        raise PermissionDenied
    if not said.is_hidden:
        raise ValidationError(_("This is shown already."), code="shown")
    _show(said, by=by)
    if said.appealed_at is not None and said.appeal_decided_at is None:
        said.appeal_decided_at = clock.now()
    said.save(update_fields=["hidden_at", "hidden_by", "hidden_reason", "appeal_decided_at"])
    return said


@transaction.atomic
def report_words(said, *, by, reason, note="") -> AbuseReport:
    """Complain about a comment or a post to the moderator.

    Raises PermissionDenied for guests, authors and about what is hidden; ValidationError with code `reported` or
    `too_often`.
    """
    said = _locked(said)
    if not permissions.can_report(by, said):
        raise PermissionDenied
    if said.reports.filter(reporter=by).exists():
        raise ValidationError(_("You have complained about this already."), code="reported")
    now = clock.now()
    if AbuseReport.objects.filter(reporter=by, created_at__gt=now - timedelta(days=1)).count() >= REPORTS_PER_DAY:
        raise ValidationError(_("That is enough complaints for one day."), code="too_often")
    report = said.reports.create(reporter=by, reason=reason, note=note, created_at=now)
    _note("report", said, by=by, reason=reason)
    return report


@transaction.atomic
def dismiss_report(report, *, by) -> AbuseReport:
    """Leave what was complained about as it is.

    Raises PermissionDenied for non-moderators and for the author, ValidationError with code `decided`.
    """
    report = (
        AbuseReport.objects.select_for_update(of=["self"])
        .select_related("comment__thread__municipality", "post__thread__municipality")
        .get(pk=report.pk)
    )
    if not permissions.can_decide_report(by, report):
        raise PermissionDenied
    if report.state != ReportState.NEW:
        raise ValidationError(_("This complaint has been decided already."), code="decided")
    report.state, report.decided_at, report.decided_by = ReportState.DISMISSED, clock.now(), by
    report.save(update_fields=["state", "decided_at", "decided_by"])
    said = report.about
    record(
        Verb.REPORT_DISMISSED,
        said,
        by=by,
        municipality=said.thread.municipality,
        thread=said.thread_id,
        report=report.pk,
    )
    return report


@transaction.atomic
def appeal_hiding(said, *, by, text):
    """Dispute a hiding before the town, once. Raises PermissionDenied for all but the author of what is hidden.

    Raises ValidationError with code `appealed` the second time.
    """
    said = _locked(said)
    if said.author_id != by.pk or not said.is_hidden:
        raise PermissionDenied
    if said.appealed_at is not None:
        raise ValidationError(_("You have disputed this already; the town decides once."), code="appealed")
    said.appealed_at, said.appeal_text = clock.now(), text
    said.save(update_fields=["appealed_at", "appeal_text"])
    _note("appeal", said, by=by)
    return said


@transaction.atomic
def decide_appeal(said, *, by, restore: bool):
    """The town's last word: show the comment or the post again, or leave it hidden.

    Raises PermissionDenied for all but the administrator, ValidationError with code `no_appeal`.
    """
    said = _locked(said)
    if not permissions.can_decide_appeal(by, said):
        raise PermissionDenied
    if not said.is_hidden or said.appealed_at is None or said.appeal_decided_at is not None:
        raise ValidationError(_("There is no open dispute about this."), code="no_appeal")
    said.appeal_decided_at = clock.now()
    if restore:
        _show(said, by=by)
    else:
        _note("uphold", said, by=by)
    said.save(update_fields=["hidden_at", "hidden_by", "hidden_reason", "appeal_decided_at"])
    return said


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
