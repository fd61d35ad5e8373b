"""Whether a person may still hear of a thing: asked when a letter is sent and when the inbox is shown."""

from communities.models import Membership
from communities.permissions import can_verify
from feed.models import AbuseReport, Comment
from initiatives.models import Initiative, InitiativeState
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
    if isinstance(target, Vote):
        return target.state != VoteState.DRAFT
    if isinstance(target, Membership):
        return target.user_id == user.pk or can_verify(user, target.community)
    if isinstance(target, AbuseReport):
        target = target.comment
    if isinstance(target, Comment):
        # A hidden comment is still its author's, and of those who judge the hiding.
        return not target.is_hidden or target.author_id == user.pk or can_verify(user, target.thread.community)
    return target.pk == user.pk
