"""An author's account goes: what is public lives on, what was private goes with them (decision 11)."""

from django.db.models import Q

from accounts.models import User
from communities.models import Membership
from initiatives.actions.draft import remove
from initiatives.actions.heirs import _give
from initiatives.actions.moves import ALIVE, locked
from initiatives.models import GroupMember, Initiative, InitiativeState

# Still on the way; a withdrawn draft is nobody's any more.
UNFINISHED = (InitiativeState.DRAFT, InitiativeState.REVIEW)


def part_with(person: User) -> tuple[int, int]:
    """Hand the person's initiatives on; how many public ones went to an heir, how many private ones were deleted.

    A draft goes to somebody of its group and to nobody else, for nobody else has read it. Call it in the transaction
    of the erasure.
    """
    handed = deleted = 0
    mine = Initiative.objects.filter(author=person)
    for initiative in mine.filter(Q(published_at=None) | Q(state__in=ALIVE)).order_by("pk"):
        initiative = locked(initiative)
        if initiative.is_public:
            handed += _give(initiative)
        elif not (initiative.state in UNFINISHED and _has_group(initiative) and _give(initiative)):
            remove(initiative)
            deleted += 1
    return handed, deleted


def _has_group(initiative) -> bool:
    """Whether somebody of the group can take it over: else an activist would be handed what they never read."""
    members = Membership.objects.verified().filter(community=initiative.community_id).values("user")
    agreed = GroupMember.objects.filter(initiative=initiative, agreed_at__isnull=False, user__in=members)
    return agreed.exclude(user=initiative.author_id).exists()
