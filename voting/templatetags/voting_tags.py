"""How votes are shown on their own pages and elsewhere."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from core import drawing
from voting import turnout, wording
from voting.models import Choice, Vote, VoteState

register = template.Library()

register.simple_tag(wording.quorum_words, name="quorum_words")
register.simple_tag(wording.majority_words, name="majority_words")
register.simple_tag(wording.secrecy_notice, name="secrecy_notice")
register.simple_tag(wording.turnout_notice, name="turnout_notice")
register.simple_tag(wording.reason_words, name="reason_words")
register.simple_tag(wording.percent, name="percent")
register.filter("votes", wording.votes)

# A community's overview shows this many votes at most.
SHOWN = 2


@register.filter
def grouped(receipt):
    """A receipt in fours, as it is easier to copy by hand."""
    return " ".join(receipt[start : start + 4] for start in range(0, len(receipt), 4))


@register.simple_tag
def vote_chip(vote):
    """The vote's state."""
    return drawing.chip(*wording.state_chip(vote))


def _figures(vote):
    """What a card shows of the turnout; nothing where it is held back until the end."""
    if not hasattr(vote, "cast"):
        turnout.attach([vote])
    begun = vote.state in (VoteState.OPEN, VoteState.CLOSED, VoteState.COUNTED)
    shown = begun and (vote.turnout_shown or vote.state == VoteState.COUNTED)
    return {
        "vote": vote,
        "shown": shown,
        "quorum": wording.quorum_needed(vote) or None,
        "to_quorum": wording.to_quorum(vote, vote.cast) if shown else "",
        "running": vote.state == VoteState.OPEN,
        "counted": vote.state == VoteState.COUNTED,
        "coming": vote.state == VoteState.SCHEDULED,
    }


@register.inclusion_tag("voting/_card.html", takes_context=True)
def vote_card(context, vote, level=3, place=True):
    """A vote in a list. Give lists through `voting.turnout.attach`, so that they cost one query."""
    return {**_figures(vote), "request": context.get("request"), "level": level, "place": place}


@register.inclusion_tag("voting/_panel.html", takes_context=True)
def vote_panel(context, vote, button=True):
    """The card beside the thing that is voted on: windows, quorum, deadline, the way to the ballot."""
    return {**_figures(vote), "request": context.get("request"), "button": button}


@register.inclusion_tag("voting/_community.html", takes_context=True)
def community_votes(context, community):
    """A community's votes that are under way, each as a card; nothing when there are none."""
    votes = Vote.objects.running().filter(community=community).defer("manifest").order_by("closes_at", "pk")[:SHOWN]
    votes = turnout.attach(votes)
    for vote in votes:
        vote.community = community
    return {"votes": votes, "request": context.get("request")}


@register.simple_tag
def voting_now(communities) -> set[int]:
    """Keys of those communities whose members vote now, by one query for a whole list."""
    voters = Vote.electorate.through.objects.filter(
        communitypage__in=[community.pk for community in communities], vote__state=VoteState.OPEN
    )
    return set(voters.values_list("communitypage_id", flat=True))


@register.simple_tag
def shares(item):
    """(word, value) of the three answers, for {% bar %} and its table."""
    return [
        (Choice.FOR.label, item.votes_for),
        (Choice.AGAINST.label, item.votes_against),
        (_("Abstained"), item.votes_abstain),
    ]


@register.filter
def swatch(number):
    """The colour of the answer of that place, as in the bar."""
    square = f'<rect class="c{int(number)}" width="10" height="10" rx="2"/>'
    return mark_safe(f'<svg viewBox="0 0 10 10" aria-hidden="true">{square}</svg>')


@register.simple_tag
def bar_words(item, vote, whole):
    """The bar in words: «За 76 %, Против 15 %…», by the same rounding as the table."""
    return ", ".join(f"{word} {value} ({wording.percent(value, whole, vote)})" for word, value in shares(item))
