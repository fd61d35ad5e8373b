"""What the pages of one vote share: fetching it, its parts, where the reader stands."""

from django.shortcuts import get_object_or_404

from core.fragments import remember
from voting import permissions, roll, turnout
from voting.models import Vote, VoteState


def _fetch(request, public_id) -> Vote:
    votes = Vote.objects.within(request.municipality).visible_to(request.user)
    return get_object_or_404(votes.select_related("community", "initiative"), public_id=public_id)


def get_vote(request, public_id) -> Vote:
    """The vote with its community and initiative, or 404."""
    vote = _of_town(request, remember(request, f"vote:{public_id}", lambda: _fetch(request, public_id)))
    turnout.attach([vote])
    return vote


def get_vote_to_cast(request, public_id) -> Vote:
    """The same without its turnout; one that was open when this worker saw it last is not read anew.

    Under its lock the act reads it once more, and is the one to decide.
    """
    vote = remember(request, f"vote:{public_id}", lambda: _fetch(request, public_id), settled=True)
    return _of_town(request, vote if vote.is_open(request.now) else _fetch(request, public_id))


def _of_town(request, vote) -> Vote:
    vote.municipality = vote.community.municipality = request.municipality
    return vote


def parts_of(request, vote) -> dict:
    """What hangs on a vote and is the same for all readers: questions, whose vote it is, what is being decided."""
    return remember(
        request,
        f"vote-parts:{vote.pk}",
        lambda: {
            "items": list(vote.items.prefetch_related("options")),
            "electorate": list(vote.electorate.only("title", "slug", "kind", "municipality_id")),
            # The initiative that holds this vote, or held it before.
            "initiative": getattr(vote, "initiative", None) or vote.past_initiatives.first(),
        },
        # What is asked, and of whom, is fixed at the opening.
        settled=vote.state == VoteState.OPEN,
    )


def standing_of(user, vote, electorate) -> str:
    if not user.is_authenticated:
        return "guest"
    if permissions.is_at_desk(user):
        return "desk"
    where = roll.standing(user, vote, [page.pk for page in electorate])
    # Listed by today's membership and not on the frozen roll: it began too late.
    return "late" if where == "listed" and vote.state == VoteState.OPEN else where
