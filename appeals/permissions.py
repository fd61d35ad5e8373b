"""Who may do what with a message. When it may be done is told by `appeals.actions.moves.ACTS`."""

from appeals.models import AppealSource
from assignments.permissions import departments_of
from communities.permissions import can_use_desk, is_activist, is_member_in, member_communities
from municipalities.permissions import is_administrator, is_decider, is_official, is_staff


def _is_resident(user) -> bool:
    return user.is_authenticated and user.is_active


def is_author(user, appeal) -> bool:
    return _is_resident(user) and appeal.author_id == user.pk


def can_read(user, appeal) -> bool:
    """`visible_to`, asked of one loaded message."""
    if appeal.is_public:
        return True
    if not _is_resident(user):
        return False
    return (
        user.pk in (appeal.author_id, appeal.entered_by_id)
        or is_official(user, appeal.municipality)
        or appeal.hidden_at is not None
        and is_administrator(user, appeal.municipality)
    )


def can_file(user) -> bool:
    """Any resident, of whichever house: a message is addressed to the town."""
    return _is_resident(user)


def can_file_for(user, municipality) -> bool:
    """Who hears residents by telephone and at the reception."""
    return is_official(user, municipality) or can_use_desk(user, municipality)


def can_file_for_neighbours(user, community) -> bool:
    """Who runs the house, for those in it who have neither a telephone nor an account."""
    return community is not None and is_activist(user, community.pk)


def can_write_down(user, municipality, community) -> bool:
    """What is said at a meeting: officials everywhere, activists where they run the house."""
    return can_file_for(user, municipality) or can_file_for_neighbours(user, community)


def can_file_as(user, source, municipality, community) -> bool:
    """By each door come those who stand at it: an activist is not the reception."""
    if source == AppealSource.MEETING:
        return can_write_down(user, municipality, community)
    if source == AppealSource.ACTIVIST:
        return can_file_for_neighbours(user, community)
    if source in (AppealSource.PHONE, AppealSource.RECEPTION):
        return can_file_for(user, municipality)
    return can_file(user)


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


def is_concerned(user, appeal) -> bool:
    """Speaks for the neighbours about a message that nobody signed: a confirmed member of its house.

    What was said at a meeting without naming a house is of every community that the meeting concerns.
    """
    if appeal.author_id is not None or not appeal.is_public or is_staff(user, appeal.municipality):
        return False
    mine = member_communities(user)
    if appeal.community_id is not None or not mine:
        return appeal.community_id in mine
    # Of an app below, by the accessor that it leaves here.
    meeting = getattr(getattr(appeal, "problem", None), "meeting", None)
    if meeting is None:
        return False
    places = {place.pk for place in meeting.communities.all()}
    if places:
        return not places.isdisjoint(mine)
    # A meeting that names none is the whole town's.
    return is_member_in(user, appeal.municipality)


def can_confirm(user, appeal) -> bool:
    """The author; where nobody signed, the neighbours. Nobody in the administration says that its own work is good."""
    return is_author(user, appeal) or is_concerned(user, appeal)


def can_dispute(user, appeal) -> bool:
    """Who may confirm; for an applicant without an account, also the official who hears them.

    To say that somebody does not agree is no judgement in one's own favour.
    """
    return can_clarify(user, appeal) or is_concerned(user, appeal)


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
