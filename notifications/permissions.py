"""Whether a person may still hear of a thing: asked when a letter is sent and when the inbox is shown."""

from communities.models import DeskVisit, Membership, MembershipObjection, RoleProposal
from communities.permissions import can_see_roles, can_verify, is_flatmate
from feed.models import AbuseReport, Comment
from initiatives.models import GroupMember, Initiative, InitiativeState
from initiatives.permissions import can_review
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
        target = target.comment
    if isinstance(target, Comment):
        # A hidden comment is still its author's, and of those who judge the hiding.
        return not target.is_hidden or target.author_id == user.pk or can_verify(user, target.thread.community)
    if isinstance(target, RoleProposal):
        return can_see_roles(user, target.community)
    if isinstance(target, DeskVisit):
        return target.resident_id == user.pk
    return target.pk == user.pk
