"""Paper and owners' preparations, as they are shown on a vote's page and on the activist's."""

from django import template
from django.db.models import Count, Q

from core import drawing
from voting import counting, permissions, turnout, wording
from voting.models import PaperEntry, PaperState, Purpose, Vote, VoteState
from voting.terms_of_owners import meeting_quorum

register = template.Library()

# The activist's page shows this many votes at most.
SHOWN = 5


@register.inclusion_tag("voting/paper/_panel.html", takes_context=True)
def papers_panel(context, vote):
    """Printing and typing in, for those who run an open vote; nothing for others."""
    user = context["request"].user
    taken = vote.paper_allowed or vote.codes_allowed
    if vote.state != VoteState.OPEN or not taken or not permissions.can_manage(user, vote):
        return {"vote": None}
    return {**_waiting([vote.pk]).get(vote.pk, {}), "vote": vote}


def _waiting(votes) -> dict:
    rows = PaperEntry.objects.filter(vote__in=votes).values("vote").order_by()
    counted = rows.annotate(
        waiting=Count("pk", filter=Q(state=PaperState.WAITING)),
        differing=Count("pk", filter=Q(state=PaperState.DIFFERS)),
    )
    return {row["vote"]: row for row in counted}


@register.simple_tag
def papers_waiting(community):
    """[(vote, how many papers await somebody)] of a community's open votes."""
    votes = list(
        Vote.objects.filter(community=community, state=VoteState.OPEN, paper_allowed=True).defer("manifest")[:SHOWN]
    )
    rows = _waiting([vote.pk for vote in votes])
    found = [(vote, rows[vote.pk]["waiting"] + rows[vote.pk]["differing"]) for vote in votes if vote.pk in rows]
    return [(vote, count) for vote, count in found if count]


@register.simple_tag
def preparations(community):
    """A community's preparations of a general meeting, the newest first."""
    states = [VoteState.SCHEDULED, VoteState.OPEN, VoteState.CLOSED, VoteState.COUNTED]
    votes = Vote.objects.filter(community=community, purpose=Purpose.OWNERS, state__in=states)
    return turnout.attach(votes.select_related("municipality", "owners_meeting").order_by("-opens_at")[:SHOWN])


@register.inclusion_tag("voting/owners/_note.html", takes_context=True)
def owners_note(context, vote, named=False):
    """What a preparation is and is not, its gauge, and what the meeting came to; nothing of other votes."""
    if vote.purpose != Purpose.OWNERS:
        return {"vote": None}
    request = context["request"]
    return {
        "vote": vote,
        "request": request,
        "named": named,
        "gauge": _gauge(vote),
        "meeting": getattr(vote, "owners_meeting", None),
        "runs": vote.state != VoteState.CANCELLED and permissions.can_manage(request.user, vote),
    }


def _gauge(vote):
    """How much of the area took part, and how much the meeting will need; None while the turnout is held back."""
    begun = vote.state in (VoteState.OPEN, VoteState.CLOSED, VoteState.COUNTED)
    if not begun or not (vote.turnout_shown or vote.state == VoteState.COUNTED):
        return None
    if not hasattr(vote, "cast"):
        turnout.attach([vote])
    term = meeting_quorum(vote.opened_at.date())
    needed = counting.votes_needed(term.share, term.strict, vote.roll_weight)
    spoken, total = wording.area(vote.cast), wording.area(vote.roll_weight)
    return {
        "bar": drawing.bar([vote.cast], total=vote.roll_weight, label=f"{spoken} / {total}"),
        "spoken": spoken,
        "total": total,
        "share": wording.percent(vote.cast, vote.roll_weight, vote),
        "needed": wording.area(needed),
        "needed_share": wording.share_words(term.share.numerator, term.share.denominator, term.strict),
        "enough": vote.cast >= needed,
    }
