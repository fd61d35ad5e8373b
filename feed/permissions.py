"""Who may write, moderate and answer officially."""

from django.db.models import Q

from communities.permissions import (
    activist_communities,
    can_read_feed,
    is_activist,
    is_member,
    represents_organisation,
)
from feed.models import OFFICIAL_KINDS, OPEN_KINDS, AbuseReport, Comment, Post, PostKind, ReportState
from municipalities.permissions import is_administrator, is_official, is_staff


def can_comment(user, thread) -> bool:
    """Any resident with a confirmed account: nobody signs in without confirming the e-mail.

    In a feed that its community keeps to members, whoever may read it.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    return not thread.in_feed or can_read_feed(user, thread.community)


def can_answer_officially(user, thread) -> bool:
    """Officials of the town; in the feed of a building, also those who maintain it."""
    if is_official(user, thread.municipality):
        return True
    return thread.in_feed and represents_organisation(user, thread.community)


def can_speak_officially(user, community) -> bool:
    """Whose posts are marked as words of the administration or of the managing organisation."""
    return is_official(user, community.municipality) or represents_organisation(user, community)


def kinds_for(user, community, *, official=False) -> tuple:
    """What a person may post in the feed of a community, as themselves or on behalf of their office."""
    if official:
        return OFFICIAL_KINDS if can_speak_officially(user, community) else ()
    if is_activist(user, community.pk):
        return tuple(PostKind)
    return OPEN_KINDS if is_member(user, community.pk) else ()


def can_post(user, community) -> bool:
    return bool(kinds_for(user, community) or kinds_for(user, community, official=True))


def can_vote_in_poll(user, post) -> bool:
    """Members of the community, one voice each."""
    return post.is_poll and not post.is_hidden and is_member(user, post.community_id)


def can_close_poll(user, post) -> bool:
    """The author, and whoever moderates."""
    return post.is_poll and user.is_authenticated and (post.author_id == user.pk or can_moderate(user, post.thread))


def can_set_feed_access(user, community) -> bool:
    """Those who run the community; the administrator everywhere in the town."""
    return is_activist(user, community.pk) or is_administrator(user, community.municipality)


def can_blur(user, post) -> bool:
    """The author of a picture, and whoever moderates."""
    return user.is_authenticated and (post.author_id == user.pk or can_hide(user, post))


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
    return can_hide(user, report.about)


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


def _reported(user, municipality, rows, kind, community):
    """Of these rows, those with undecided complaints or appeals that the person may decide; None if they decide none.

    `kind` names the key of a complaint, `community` the path from a row to its community.
    """
    fresh = AbuseReport.objects.filter(state=ReportState.NEW, **{f"{kind}__isnull": False})
    complained = Q(pk__in=fresh.values(kind))
    rows = rows.within(municipality).exclude(author=user)
    if is_administrator(user, municipality):
        disputed = Q(appealed_at__isnull=False, appeal_decided_at=None, hidden_at__isnull=False)
        return rows.filter(complained | disputed)
    mine = activist_communities(user)
    if mine:
        led = {f"{community}__in": mine}
        return rows.filter(complained, is_official=False, appeal_decided_at__isnull=True, **led)
    return None


def reported_comments(user, municipality):
    """Comments with complaints or disputes that this person may decide; None for those who decide nothing."""
    return _reported(user, municipality, Comment.objects.all(), "comment", "thread__community")


def reported_posts(user, municipality):
    """Posts with complaints or disputes that this person may decide; None for those who decide nothing."""
    return _reported(user, municipality, Post.objects.all(), "post", "community")
