"""Who may do what with a message. When it may be done is told by `appeals.actions.moves.ACTS`."""

from appeals.models import AppealSource
from assignments.permissions import departments_of
from communities.permissions import can_use_desk, is_activist
from municipalities.permissions import is_administrator, is_decider, is_official


def _is_resident(user) -> bool:
    return user.is_authenticated and user.is_active


def is_author(user, appeal) -> bool:
    return _is_resident(user) and appeal.author_id == user.pk


def can_file(user) -> bool:
    """Any resident, of whichever house: a message is addressed to the town."""
    return _is_resident(user)


def can_file_for(user, municipality) -> bool:
    """Who hears residents by telephone and at the reception."""
    return is_official(user, municipality) or can_use_desk(user, municipality)


def can_write_down(user, municipality, community) -> bool:
    """What is said at a meeting: officials everywhere, activists where they run the house."""
    return can_file_for(user, municipality) or (community is not None and is_activist(user, community.pk))


def can_file_unsorted(user, municipality) -> bool:
    """Officials sort what they write down later; residents choose what their message is about."""
    return can_file_for(user, municipality)


def can_take_from_feed(user, post) -> bool:
    """The author of the post, those who run the house, officials."""
    if not _is_resident(user):
        return False
    return (
        post.author_id == user.pk
        or is_activist(user, post.community_id)
        or is_administrator(user, post.municipality)
        or is_official(user, post.municipality)
    )


def can_join(user, appeal) -> bool:
    """Neighbours who may read it; the author's trouble is counted already."""
    return _is_resident(user) and appeal.is_public and appeal.author_id != user.pk


def can_leave(user, appeal) -> bool:
    return _is_resident(user)


def can_answer(user, appeal) -> bool:
    """Officials of the town; nobody answers themselves (decision 10)."""
    return is_official(user, appeal.municipality) and not is_author(user, appeal)


can_ask = can_forward = can_decline = can_merge = can_route = can_register = can_extend_statutory = can_answer


def can_note(user, appeal) -> bool:
    """Write and read what staff write for each other; not about one's own message."""
    return can_answer(user, appeal)


# The applicant's name and contact are on the same side of the counter; each look is recorded.
can_see_applicant = can_note


def can_control(user, appeal) -> bool:
    """The controller and the head promise dates for anybody, a specialist for their own department.

    At a meeting the head gives the word, and whoever of the administration is at the desk writes it down. Of which
    department the promise may be, `assignments.actions.issue` asks.
    """
    if is_author(user, appeal):
        return False
    if appeal.source == AppealSource.MEETING:
        return is_official(user, appeal.municipality)
    return is_decider(user, appeal.municipality) or bool(departments_of(user, appeal.municipality))


def can_clarify(user, appeal) -> bool:
    """The author; for one without an account, the official who hears them."""
    return is_author(user, appeal) or (appeal.author_id is None and is_official(user, appeal.municipality))


def can_confirm(user, appeal) -> bool:
    """The author alone: nobody in the administration says that its own work is good."""
    return is_author(user, appeal)


# To say that an applicant without an account does not agree is no judgement in one's own favour.
can_dispute = can_clarify


def can_redact(user, appeal) -> bool:
    """Those who moderate the house, else the administrator; nobody moderates themselves (decision 12)."""
    if is_author(user, appeal) or not _is_resident(user):
        return False
    run_here = appeal.community_id is not None and is_activist(user, appeal.community_id)
    return run_here or is_administrator(user, appeal.municipality)


can_hide = can_redact


def can_show(user, appeal) -> bool:
    """The town's last word on what a moderator has hidden."""
    return is_administrator(user, appeal.municipality) and not is_author(user, appeal)
