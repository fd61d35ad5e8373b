"""A vote's course where it is shown: how it was changed, what happens after it, what its community has to do."""

from django import template

from core.fragments import remember
from voting import permissions
from voting.models import AmendmentState, Vote, VoteState

register = template.Library()

# The activist's page shows this many of each.
SHOWN = 5


@register.inclusion_tag("voting/_changes.html", takes_context=True)
def vote_changes(context, vote):
    """Changes made while the vote was open, to everybody; one that waits, to those who run it."""
    request = context["request"]
    manages = request.user.is_authenticated and permissions.can_manage(request.user, vote)
    # Only an opened vote has changes; a result says them itself, beside the end.
    if not vote.manifest or vote.state == VoteState.COUNTED:
        changes = []
    elif manages:
        changes = vote.amendments.exclude(state=AmendmentState.DECLINED).order_by("proposed_at")
    else:
        confirmed = vote.amendments.filter(state=AmendmentState.CONFIRMED).order_by("proposed_at")
        changes = remember(request, f"vote-changes:{vote.pk}", lambda: list(confirmed))
    is_open = vote.is_open(request.now)
    changes = [one for one in changes if is_open or one.state != AmendmentState.PROPOSED]
    waits = any(one.state == AmendmentState.PROPOSED for one in changes)
    return {
        "request": request,
        "vote": vote,
        "changes": changes,
        "can_amend": manages and is_open and not waits,
    }


@register.inclusion_tag("voting/_outcome.html", takes_context=True)
def vote_outcome(context, vote):
    """What happens next, or who has to write it."""
    request = context["request"]
    manages = request.user.is_authenticated and permissions.can_manage(request.user, vote)
    return {"request": request, "vote": vote, "can_manage": manages}


@register.simple_tag
def votes_to_run(community) -> dict:
    """What the votes of a community wait for: a word on what is next, a second person, an announcement."""
    votes = Vote.objects.filter(community=community).defer("manifest", "result")
    return {
        "outcomes": list(votes.awaiting_outcome().order_by("counted_at")[:SHOWN]),
        "drafts": list(votes.filter(state=VoteState.DRAFT).order_by("-pk")[:SHOWN]),
        "changed": list(
            votes.running().filter(amendments__state=AmendmentState.PROPOSED).order_by("closes_at")[:SHOWN]
        ),
    }
