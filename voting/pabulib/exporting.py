"""A shared budget of the site as a `.pb` file."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from voting.counting import check_paper
from voting.pabulib.election import APPROVAL, Election, Project, Voter, is_control

# What Pabulib calls our methods.
RULES = {"greedy": "greedy", "equal_shares": "equalshares/add1"}


def of_vote(manifest: Mapping, papers: Iterable[tuple[Mapping, int]], result: Mapping | None = None) -> Election:
    """A budget vote with its papers (choices, weight), and what was bought where `result` is given.

    No receipt and nobody's name is in the file: voters are numbered in the order of the papers, which should be that
    of their receipts, not of casting. Raises ValueError with a code: "kind" for another kind of vote, "weight" where
    papers weigh anything but 1 (the format knows no weights), and those of `check_paper`.
    """
    if manifest.get("kind") != "budget":
        raise ValueError("kind")
    [item] = manifest["items"]
    options = item["options"]
    chosen = {}
    if result is not None:
        chosen = {option["order"]: option for option in result["items"][0]["options"]}
    voters = []
    for number, (choices, weight) in enumerate(papers, 1):
        check_paper(manifest, choices)
        if weight != 1:
            raise ValueError("weight")
        [answer] = choices.values()
        voters.append(Voter(str(number), tuple(str(order + 1) for order in answer)))
    projects = tuple(
        Project(
            str(option["order"] + 1),
            Decimal(option["cost"]),
            one_line(option["text"]),
            chosen[option["order"]]["votes"] if chosen else None,
            int(chosen[option["order"]]["won"]) if chosen else None,
        )
        for option in options
    )
    meta = {
        "description": one_line(manifest["title"]),
        "country": "Russia",
        "unit": one_line(manifest["town"]),
        "instance": str(manifest["number"]),
        "rule": RULES[manifest["method"]],
        "date_begin": _day(manifest["opens_at"]),
        "date_end": _day(manifest["closes_at"]),
        "min_length": "0",
        "max_length": str(item["max_choices"] or len(options)),
        "language": "ru",
        "currency": "RUB",
    }
    return Election(Decimal(manifest["budget"]), APPROVAL, projects, tuple(voters), meta)


def one_line(text: str) -> str:
    """A text as a field: line breaks and control characters become spaces, and spaces are single."""
    return " ".join("".join(" " if is_control(sign) else sign for sign in text).split())


def _day(moment: str) -> str:
    """«2026-09-01T…» as the format writes days: «01.09.2026»."""
    year, month, day = moment[:10].split("-")
    return f"{day}.{month}.{year}"
