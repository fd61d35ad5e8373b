"""A counted vote by entrance and by channel, without telling how few people voted.

Fewer than five are never told, nor what subtraction or knowing these rules would tell of them. So entrances are
first joined into blocks by the size of the roll alone, and then all blocks are shown or none: hiding one block, or
joining it with another because of its votes, would give it away together with the total, which everybody knows.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, Sum

from voting.models import Breakdown, Channel, Participation, VoteState

FEWEST = 5
# Entrances below this are joined with the next: of fewer, five for each side would hardly ever be found.
LEAST_BLOCK = 15


class Group(NamedTuple):
    """Some of the roll: where they live, how many rights to vote there are, how many were used."""

    places: tuple
    entitled: int
    voted: int


def blocks(groups: Sequence[Group]) -> list[Group]:
    """Neighbouring groups joined until each has enough on the roll. Votes have no say in it.

    >>> [block.places for block in blocks([Group((1,), 9, 4), Group((2,), 8, 3), Group((3,), 30, 9)])]
    [(1, 2), (3,)]
    """
    joined: list[Group] = []
    for group in groups:
        if joined and joined[-1].entitled < LEAST_BLOCK:
            group = _join(joined.pop(), group)
        joined.append(group)
    if len(joined) > 1 and joined[-1].entitled < LEAST_BLOCK:
        last = joined.pop()
        joined.append(_join(joined.pop(), last))
    return joined


def _join(one: Group, other: Group) -> Group:
    return Group(one.places + other.places, one.entitled + other.entitled, one.voted + other.voted)


def publishable(groups: Iterable[Group]) -> bool:
    """Whether in every group at least five voted and at least five did not: then nothing smaller can be found out."""
    return all(min(group.voted, group.entitled - group.voted) >= FEWEST for group in groups)


def split_publishable(papers: Mapping[str, int]) -> bool:
    """Whether papers may be told by channel: none of them, or at least five, in each."""
    return all(count == 0 or count >= FEWEST for count in papers.values())


def tally(manifest: Mapping, papers: Iterable[tuple[Mapping, int]]) -> list[dict[str, int]]:
    """Of each question {choice: weight}, where an option is named by its order and "" is a paper that chose none.

    Of a ranking only the first place is told.
    """
    sums: list[dict[str, int]] = [{} for _item in manifest["items"]]
    for choices, weight in papers:
        for item, found in zip(manifest["items"], sums, strict=True):
            choice = choices[str(item["order"])]
            chosen = [choice] if isinstance(choice, str) else choice[:1] if _ranked(manifest) else choice
            for name in chosen or [""]:
                found[str(name)] = found.get(str(name), 0) + weight
    return sums


def _ranked(manifest) -> bool:
    return manifest["method"] == "schulze"


# --- from the database


def figures_of(vote) -> dict:
    """The breakdown of a closed vote: nothing of it changes any more."""
    return {"entrances": _entrances(vote), "channels": _channels(vote)}


def store(vote, figures: dict) -> None:
    Breakdown.objects.create(vote=vote, figures=figures)


def of(vote) -> dict:
    """What may be shown: {"entrances": [{"places": [[community, entrance]], "entitled", "voted"}], "channels": {…}};
    either is empty where it would tell of too few."""
    found = Breakdown.objects.filter(vote=vote).first()
    return found.figures if found else {"entrances": [], "channels": {}}


def latest(community) -> dict:
    """The breakdown of a community's last counted vote."""
    found = (
        Breakdown.objects.filter(vote__electorate=community, vote__state=VoteState.COUNTED)
        .order_by("-vote__closes_at", "-vote__pk")
        .first()
    )
    return found.figures if found else {"entrances": [], "channels": {}}


def _entrances(vote) -> list[dict]:
    marked = Exists(Participation.objects.filter(vote=vote, entry=OuterRef("pk")))
    rows = (
        vote.roll.annotate(marked=marked)
        .values_list("community", "entrance")
        .annotate(entitled=Count("pk"), voted=Count("pk", filter=Q(marked=True)))
        .order_by()
    )
    # Whoever has no entrance on the roll comes last.
    rows = sorted(rows, key=lambda row: (row[0], row[1] is None, row[1]))
    found = blocks([Group(((place, entrance),), entitled, voted) for place, entrance, entitled, voted in rows])
    if len(found) < 2 or not publishable(found):
        return []
    return [{"places": block.places, "entitled": block.entitled, "voted": block.voted} for block in found]


def _channels(vote) -> dict:
    """{channel: {"papers", "weight", "items"}}; of a secret vote, which has no paper, nothing."""
    rows = vote.ballots.order_by().values_list("channel").annotate(papers=Count("pk"), weight=Sum("weight"))
    found = {channel: {"papers": papers, "weight": weight} for channel, papers, weight in rows}
    papers = {channel: row["papers"] for channel, row in found.items()}
    if Channel.PAPER not in found or not split_publishable(papers):
        return {}
    for channel, row in found.items():
        ballots = vote.ballots.filter(channel=channel).order_by().values_list("choices").annotate(Sum("weight"))
        row["items"] = tally(vote.manifest, ballots.iterator(chunk_size=2000))
    return {channel: found.get(channel, _nothing(vote)) for channel in Channel.values}


def _nothing(vote) -> dict:
    return {"papers": 0, "weight": 0, "items": [{} for _item in vote.manifest["items"]]}
