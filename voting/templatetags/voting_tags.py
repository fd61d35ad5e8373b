"""How votes are shown on their own pages and elsewhere."""

from django import template
from django.utils.safestring import mark_safe

from core import drawing
from voting import answers, turnout, wording
from voting.models import Vote, VoteState

register = template.Library()

register.simple_tag(wording.secrecy_notice, name="secrecy_notice")
register.simple_tag(wording.turnout_notice, name="turnout_notice")
register.simple_tag(wording.rules_words, name="rules_words")
register.simple_tag(wording.entries_words, name="entries_words")
register.simple_tag(wording.turnout_words, name="turnout_words")
register.simple_tag(answers.spoken, name="spoken")
register.filter("grouped", wording.grouped)
register.simple_tag(wording.percent, name="percent")

# A community's overview shows this many votes at most.
SHOWN = 2
# The activist's page, this many.
CLOSING = 5


@register.simple_tag
def vote_chip(vote):
    """The vote's state."""
    return drawing.chip(*wording.state_chip(vote))


@register.simple_tag
def vote_turnout(vote):
    """«12 из 48», in square metres where those are counted; `vote` has been through `voting.turnout.attach`."""
    return wording.cast_words(vote, vote.cast)


@register.simple_tag
def vote_headline(vote):
    """The outcome of a counted vote in a sentence; nothing of one that was counted by an earlier program."""
    return wording.headline(vote) if vote.result.get("items") else ""


def _figures(vote):
    """What a card shows of the turnout; nothing where it is held back until the end."""
    if not hasattr(vote, "cast"):
        turnout.attach([vote])
    begun = vote.state in (VoteState.OPEN, VoteState.CLOSED, VoteState.COUNTED)
    shown = begun and (vote.turnout_shown or vote.state == VoteState.COUNTED)
    quorum = wording.quorum_needed(vote)
    cast = wording.cast_words(vote, vote.cast) if shown else ""
    to_quorum = wording.to_quorum(vote, vote.cast) if shown else ""
    return {
        "vote": vote,
        "shown": shown,
        "goal": wording.goal(vote) or None,
        "quorum": wording.amount(quorum, vote) if quorum else "",
        "cast": cast,
        "label": f"{cast}, {to_quorum}" if to_quorum else cast,
        "to_quorum": to_quorum,
        "running": vote.state == VoteState.OPEN,
        "counted": vote.state == VoteState.COUNTED,
        "coming": vote.state == VoteState.SCHEDULED,
    }


register.simple_tag(_figures, name="vote_figures")


@register.inclusion_tag("voting/_card.html", takes_context=True)
def vote_card(context, vote, level=3, place=True):
    """A vote in a list. Give lists through `voting.turnout.attach`, so that they cost one query."""
    return {**_figures(vote), "request": context.get("request"), "level": level, "place": place}


@register.inclusion_tag("voting/_panel.html", takes_context=True)
def vote_panel(context, vote, button=True, named=False):
    """The card beside the thing that is voted on: windows, quorum, deadline, the way to the ballot.

    `named`: with the title of the vote, where the page is about something else.
    """
    return {**_figures(vote), "request": context.get("request"), "button": button, "named": named}


@register.inclusion_tag("voting/_community.html", takes_context=True)
def community_votes(context, community):
    """A community's votes that are under way, each as a card; nothing when there are none."""
    votes = Vote.objects.running().filter(community=community).defer("manifest").order_by("closes_at", "pk")[:SHOWN]
    votes = turnout.attach(votes)
    for vote in votes:
        vote.community = community
    return {"votes": votes, "request": context.get("request")}


@register.simple_tag
def votes_closing(community) -> list:
    """A community's votes under way, the first to close on top. Shown by voting/_closing.html."""
    votes = Vote.objects.running().filter(community=community).defer("manifest").order_by("closes_at", "pk")[:CLOSING]
    return turnout.attach(votes)


@register.simple_tag
def entrance_turnout(community):
    """{entrance: words} of the last counted vote, or nothing: how much of each entrance took part."""
    return turnout.by_entrance(community)


@register.filter
def of_entrance(shares, number):
    return shares.get(number, "")


@register.simple_tag
def voting_now(communities) -> set[int]:
    """Keys of those communities whose members vote now, by one query for a whole list."""
    voters = Vote.electorate.through.objects.filter(
        communitypage__in=[community.pk for community in communities], vote__state=VoteState.OPEN
    )
    return set(voters.values_list("communitypage_id", flat=True))


@register.filter
def swatch(number):
    """The colour of the answer of that place, as in the bar."""
    square = f'<rect class="c{int(number)}" width="10" height="10" rx="2"/>'
    return mark_safe(f'<svg viewBox="0 0 10 10" aria-hidden="true">{square}</svg>')
