"""A counted vote question by question, ready to be shown: the page and the minutes read the same.

Everything comes from the result and the manifest that were fixed, so nothing is asked of the database.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from core.typography import money
from voting import wording
from voting.models import Channel, Choice, CountedBy, Method, VoteKind

# What the bar of an answer looks like; see static/css.
COLOURS = {Choice.FOR: 1, Choice.AGAINST: 2, Choice.ABSTAIN: 3}


class Part(NamedTuple):
    """Of a row, what came by one channel."""

    name: str
    votes: str


@dataclass(frozen=True)
class Row:
    """One answer, option or project. `weight` is a number, the rest are words."""

    text: str
    weight: int
    votes: str
    share: str
    colour: int = 0
    won: bool = False
    parts: list[Part] = field(default_factory=list)
    cost: str = ""
    fate: str = ""


@dataclass(frozen=True)
class Pair:
    """How many place one option before another, and how many the other way round."""

    text: str
    before: str
    wins: bool


@dataclass(frozen=True)
class Tables:
    """A question with its outcome; what does not belong to its kind is empty."""

    order: int
    text: str
    headline: str
    reason: str
    passed: bool
    rows: list[Row]
    whole: int
    places: list[list[str]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    matrix: list[tuple[str, list[Pair | None]]] = field(default_factory=list)
    rounds: list[str] = field(default_factory=list)
    shares: str = ""
    spent: int = 0
    budget: int = 0

    @property
    def bar(self) -> list[tuple[str, int]]:
        return [(row.text, row.weight) for row in self.rows if row.colour]

    @property
    def label(self) -> str:
        """The bar in words: «За 76 (76 %), Против 15 (15 %)…», by the same rounding as the table."""
        return ", ".join(f"{row.text} {row.votes} ({row.share})" for row in self.rows)


def tables_of(vote, channels: dict) -> list[Tables]:
    """The questions of a counted vote; `channels` as `breakdown.of` gives them. None of a vote of the older form."""
    return [_tables(item, vote, channels) for item in vote.result.get("items", [])]


def channel_names(channels: dict) -> list[str]:
    words = {Channel.SITE: _("On the site"), Channel.PAPER: _("On paper")}
    return [words[Channel(name)] for name in channels]


def _tables(item, vote, channels) -> Tables:
    question = vote.manifest["items"][item["order"]]
    return Tables(
        order=item["order"],
        text=question["text"],
        headline=wording.question_headline(item, vote),
        reason=wording.reason_words(item, vote),
        passed=item["passed"],
        rows=_rows(item, question, vote, channels),
        whole=vote.turnout,
        **_ranking(item, question, vote),
        **_budget(item, question, vote),
    )


def _rows(item, question, vote, channels) -> list[Row]:
    titles = channel_names(channels)

    def row(text, name, weight, **more):
        parts = [
            Part(title, wording.figure(found["items"][item["order"]].get(name, 0), vote))
            for title, found in zip(titles, channels.values(), strict=True)
        ]
        share = wording.share_percent(weight, vote)
        return Row(text, weight, wording.figure(weight, vote), share, parts=parts, **more)

    if vote.kind == VoteKind.SUPPORT:
        return [row(_("Signed"), Choice.FOR, item["for"], colour=1)]
    if vote.kind == VoteKind.DECISION:
        words = {
            Choice.FOR: str(Choice.FOR.label),
            Choice.AGAINST: str(Choice.AGAINST.label),
            Choice.ABSTAIN: _("Abstained"),
        }
        return [row(word, choice, item[choice], colour=COLOURS[choice]) for choice, word in words.items()]
    rows = [_option_row(row, option, item, question, vote) for option in item["options"]]
    if "places" in item:
        places = {order: number for number, place in enumerate(item["places"]) for order in place}
        rows = [rows[order] for order in sorted(places, key=lambda order: (places[order], order))]
    else:
        rows.sort(key=lambda found: (not found.won, -found.weight))
    return [*rows, row(_("None of these"), "", item["blank"])]


def _option_row(row, option, item, question, vote) -> Row:
    declared = question["options"][option["order"]]
    more = {"won": option["order"] in item.get("winners", [])}
    if vote.kind == VoteKind.BUDGET:
        fate = wording.fate_words(option, item, vote)
        more = {"won": option["won"], "cost": money(option["cost"]), "fate": fate}
    return row(declared["text"], str(option["order"]), option["votes"], **more)


def _ranking(item, question, vote) -> dict:
    if vote.method != Method.SCHULZE:
        return {}
    names = [option["text"] for option in question["options"]]
    pairs = item["pairwise"]

    def pair(one, other):
        if one == other:
            return None
        return Pair(names[other], wording.figure(pairs[one][other], vote), pairs[one][other] > pairs[other][one])

    size = range(len(names))
    return {
        "places": [[names[order] for order in place] for place in item["places"]],
        "names": names,
        "matrix": [(names[one], [pair(one, other) for other in size]) for one in size],
    }


def _budget(item, question, vote) -> dict:
    if vote.kind != VoteKind.BUDGET:
        return {}
    names = [option["text"] for option in question["options"]]
    return {
        "rounds": [f"{names[row['order']]}. {wording.win_words(row, item, vote)}" for row in item["rounds"]],
        "shares": wording.shares_words(item["shares"], vote) if item.get("shares") else "",
        "spent": item["spent"],
        "budget": item["budget"],
    }


def entrance_rows(figures: list[dict], titles: dict[int, str]) -> list[tuple[str, str, str, str]]:
    """(place, how many could vote, how many did, share) of each block; `titles` are of the communities, by key."""
    return [
        (
            _places(row["places"], titles),
            wording.number(row["entitled"]),
            wording.number(row["voted"]),
            wording.percent(row["voted"], row["entitled"]),
        )
        for row in figures
    ]


def _places(places, titles) -> str:
    """«ул. Ленина, 3: подъезды 1, 2»; the community's name only where there are several."""
    found: dict[int, list] = {}
    for community, entrance in places:
        found.setdefault(community, []).append(entrance)
    several = len(titles) > 1
    lines = []
    for community, entrances in found.items():
        known = [str(entrance) for entrance in entrances if entrance is not None]
        words = []
        if known:
            shape = _("entrance %(numbers)s") if len(known) == 1 else _("entrances %(numbers)s")
            words.append(shape % {"numbers": ", ".join(known)})
        if len(known) < len(entrances):
            words.append(_("no entrance given"))
        line = ", ".join(words)
        lines.append(f"{titles.get(community, '')}: {line}" if several else line)
    return "; ".join(lines)


def by_area(vote) -> bool:
    return vote.counted_by == CountedBy.AREA
