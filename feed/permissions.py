"""Who may write, moderate and answer officially."""

from django.db.models import Q

from communities.permissions import activist_communities, is_activist
from feed.models import AbuseReport, Comment, ReportState
from municipalities.permissions import is_administrator, is_official, is_staff


def can_comment(user, thread) -> bool:
    """Any resident with a confirmed account: nobody signs in without confirming the e-mail."""
    return user.is_authenticated and user.is_active


def can_answer_officially(user, thread) -> bool:
    return is_official(user, thread.municipality)


def can_moderate(user, thread) -> bool:
    """Activists of the community; the administrator everywhere in the town."""
    return is_activist(user, thread.community_id) or is_administrator(user, thread.municipality)


def can_edit(user, comment) -> bool:
    """The author, and of official words only while they may still speak officially."""
    if not user.is_authenticated or comment.author_id != user.pk or comment.is_hidden:
        return False
    return not comment.is_official or can_answer_officially(user, comment.thread)


def can_hide(user, comment) -> bool:
    """Nobody moderates themselves. Official words, and what the town has ruled on, are the administrator's."""
    if comment.author_id == user.pk or not can_moderate(user, comment.thread):
        return False
    settled = comment.is_official or comment.appeal_decided_at is not None
    return not settled or is_administrator(user, comment.thread.municipality)


# The same people hide only the personal data in it; whether the comment itself is hidden does not matter.
can_redact = can_hide


def can_restore(user, comment) -> bool:
    """The administrator, or the activist who hid it while the town has not ruled."""
    if comment.author_id == user.pk:
        return False
    if is_administrator(user, comment.thread.municipality):
        return True
    mine = comment.hidden_by_id == user.pk and comment.appealed_at is None
    return mine and can_moderate(user, comment.thread)


def can_decide_report(user, report) -> bool:
    """Nobody decides a complaint about themselves (decision 10)."""
    return can_hide(user, report.comment)


def can_appeal(user, comment) -> bool:
    """The author, once."""
    return user.is_authenticated and comment.author_id == user.pk and comment.is_hidden and comment.appealed_at is None


def can_decide_appeal(user, comment) -> bool:
    return comment.author_id != user.pk and is_administrator(user, comment.thread.municipality)


def can_report(user, comment) -> bool:
    return user.is_authenticated and user.is_active and comment.author_id != user.pk and not comment.is_hidden


def can_block(user, author, community) -> bool:
    """Moderators block residents; staff and fellow activists are the administrator's matter."""
    if author is None or author.pk == user.pk:
        return False
    if is_administrator(user, community.municipality):
        return True
    return (
        is_activist(user, community.pk)
        and not is_activist(author, community.pk)
        and not is_staff(author, community.municipality)
    )


def can_see_hidden(user, comment) -> bool:
    """What a hidden comment says: its author and those who moderate."""
    if not user.is_authenticated:
        return False
    return comment.author_id == user.pk or can_moderate(user, comment.thread)


def reported_comments(user, municipality):
    """Comments with undecided complaints or appeals that this person may decide; None for those who decide nothing."""
    complained = Q(pk__in=AbuseReport.objects.filter(state=ReportState.NEW).values("comment"))
    comments = Comment.objects.within(municipality).exclude(author=user)
    if is_administrator(user, municipality):
        disputed = Q(appealed_at__isnull=False, appeal_decided_at=None, hidden_at__isnull=False)
        return comments.filter(complained | disputed)
    mine = activist_communities(user)
    if mine:
        return comments.filter(
            complained, thread__community__in=mine, is_official=False, appeal_decided_at__isnull=True
        )
    return None
