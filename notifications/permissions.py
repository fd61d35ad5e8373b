"""Whether a person may still hear of a thing: asked when a letter is sent and when the inbox is shown."""

from accounts.models import User
from appeals.models import Appeal
from appeals.permissions import can_read
from assignments.models import Assignment
from communities.models import DeskVisit, Membership, MembershipObjection, RoleProposal
from communities.permissions import can_read_feed, can_see_roles, can_verify, is_flatmate
from feed.models import AbuseReport, Comment, Post
from figures.models import AnnualReport
from figures.permissions import can_edit as can_edit_report
from initiatives.models import GroupMember, Initiative, InitiativeState
from initiatives.permissions import can_review
from meetings.models import Meeting
from meetings.permissions import can_run
from municipalities.permissions import is_official
from voting.models import Vote, VoteState


def can_hear(user, target) -> bool:
    """The rules of the pages themselves, asked of one loaded object."""
    if target is None or not user.is_active:
        return False
    if isinstance(target, Initiative):
        return (
            target.is_public
            or target.author_id == user.pk
            or target.state == InitiativeState.REVIEW
            and can_review(user, target)
        )
    if isinstance(target, GroupMember):
        return target.user_id == user.pk
    if isinstance(target, Vote):
        return target.state != VoteState.DRAFT
    if isinstance(target, Membership):
        return target.user_id == user.pk or is_flatmate(user, target) or can_verify(user, target.community)
    if isinstance(target, MembershipObjection):
        return user.pk in (target.by_id, target.membership.user_id) or can_verify(user, target.membership.community)
    if isinstance(target, AbuseReport):
        target = target.about
    if isinstance(target, Comment | Post):
        community = target.thread.community
        if target.thread.in_feed and not can_read_feed(user, community):
            return False
        # What is hidden is still its author's, and of those who judge the hiding.
        return not target.is_hidden or target.author_id == user.pk or can_verify(user, community)
    if isinstance(target, RoleProposal):
        return can_see_roles(user, target.community)
    if isinstance(target, AnnualReport):
        return target.is_signed or can_edit_report(user, target)
    if isinstance(target, Assignment):
        return target.is_public or is_official(user, target.municipality)
    if isinstance(target, Appeal):
        return can_read(user, target)
    if isinstance(target, Meeting):
        return target.is_public or can_run(user, target)
    if isinstance(target, DeskVisit):
        return target.resident_id == user.pk
    # What has no rule above is told to nobody: another thing may have the same key as the person.
    return isinstance(target, User) and target.pk == user.pk
