"""Who may do what with an initiative. When it may be done is told by `initiatives.actions.ACTS`."""

from communities.permissions import is_activist, is_member
from initiatives.models import GroupMember, Initiative
from municipalities.models import StaffRole
from municipalities.permissions import is_administrator, is_decider, is_official, staff_roles


def is_author(user, initiative: Initiative) -> bool:
    """The author, or somebody of the initiative group who agreed to stand behind it."""
    if not user.is_authenticated or not user.is_active:
        return False
    if initiative.author_id == user.pk:
        return True
    known = user.__dict__.setdefault("_initiative_groups", {})
    if initiative.pk not in known:
        agreed = GroupMember.objects.filter(initiative=initiative, user=user, agreed_at__isnull=False)
        known[initiative.pk] = agreed.exists()
    return known[initiative.pk]


def _leads(user, initiative) -> bool:
    """Runs the leading community, or the whole site."""
    return is_activist(user, initiative.community_id) or is_administrator(user, initiative.municipality)


def can_create(user, community) -> bool:
    """Members propose; others are told how to join."""
    return is_member(user, community.pk)


def can_edit(user, initiative) -> bool:
    return is_author(user, initiative)


def can_withdraw(user, initiative) -> bool:
    """The author alone: a group cannot take back what its author proposed."""
    return user.is_authenticated and user.is_active and initiative.author_id == user.pk


def can_review(user, initiative) -> bool:
    """Activists of the community, else the administrator; nobody lets through their own (decision 10)."""
    return _leads(user, initiative) and not is_author(user, initiative)


# The same people look after the pictures and the personal data of what they let through; nobody moderates themselves
# (decision 12).
can_hide_photo = can_redact = can_review


def can_blur_photo(user, initiative) -> bool:
    """Its author before anybody asks, and those who look after the pictures."""
    return is_author(user, initiative) or can_review(user, initiative)


def can_decide_photo(user, initiative) -> bool:
    """The town's last word on a hidden picture; nobody decides on their own."""
    return is_administrator(user, initiative.municipality) and not is_author(user, initiative)


def can_support(user, initiative) -> bool:
    """Any resident; whose support counts is another question (decision 8)."""
    return user.is_authenticated and user.is_active


can_follow = can_offer_help = can_support


def can_put_to_vote(user, initiative) -> bool:
    """The activist of the community or the administrator; being the author is not enough."""
    return _leads(user, initiative)


def can_send_to_administration(user, initiative) -> bool:
    return is_author(user, initiative) or is_activist(user, initiative.community_id)


def can_decide(user, initiative) -> bool:
    """The controller and the head (decision 9); nobody decides on their own initiative."""
    return is_decider(user, initiative.municipality) and not is_author(user, initiative)


def can_conclude(user, initiative) -> bool:
    """A specialist of the town; nobody judges their own initiative."""
    roles = staff_roles(user, initiative.municipality)
    return StaffRole.SPECIALIST in roles and not is_author(user, initiative)


def can_carry_out(user, initiative) -> bool:
    """Plans stages and reports: residents are doers of the work beside the town's officials."""
    return (
        is_author(user, initiative)
        or is_activist(user, initiative.community_id)
        or is_official(user, initiative.municipality)
    )


def can_pass_on(user, initiative) -> bool:
    """The author hands over; an activist or the administrator finds an heir when there is no author."""
    if initiative.author_id is None:
        return _leads(user, initiative)
    return can_withdraw(user, initiative)


def can_archive(user, initiative) -> bool:
    return is_administrator(user, initiative.municipality)
