"""A shared budget as a `.pb` file tells it, and what has to hold of one before it is written or counted."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

APPROVAL, ORDINAL = "approval", "ordinal"
# "choose-1" is approval of exactly one project.
VOTE_TYPES = (APPROVAL, ORDINAL, "choose-1")
WITH_POINTS = ("cumulative", "scoring")

MOST_PROJECTS = 2_000
MOST_VOTERS = 1_000_000
MOST_MONEY = 10**15


@dataclass(frozen=True)
class Project:
    """`selected`: 1 where the published result bought it, 0 where not; other numbers are explained in the file.

    `more`: the file's other columns.
    """

    id: str
    cost: Decimal
    name: str = ""
    votes: int | None = None
    selected: int | None = None
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Voter:
    """`vote`: ids of projects, for ordinal votes from the most to the least wanted."""

    id: str
    vote: tuple[str, ...]
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Election:
    """`meta`: every key of META as it stands in the file but those that follow from the rest of the fields."""

    budget: Decimal
    vote_type: str
    projects: tuple[Project, ...]
    voters: tuple[Voter, ...]
    meta: Mapping[str, str] = field(default_factory=dict)

    @property
    def rule(self) -> str:
        return self.meta.get("rule", "unknown")


# A key of META: projects with fewer votes cannot be bought.
LEAST_SCORE = "min_project_score_threshold"
# Keys of META that are fields of their own here.
OWN_KEYS = ("num_projects", "num_votes", "budget", "vote_type")
PROJECT_COLUMNS = ("project_id", "cost", "name", "votes", "selected")
VOTER_COLUMNS = ("voter_id", "vote")


def is_control(sign: str) -> bool:
    """Control characters, surrogates, and what some readers take for the end of a line."""
    return unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}


@dataclass(frozen=True)
class Bounds:
    """What a vote has to keep to, from META."""

    shortest: int
    longest: int
    cheapest: Decimal
    dearest: Decimal | None

    def fault(self, vote: tuple[str, ...], costs: Mapping[str, Decimal]) -> str | None:
        """What is wrong with a vote, in words; None when nothing is."""
        unknown = next((project for project in vote if project not in costs), None)
        if unknown is not None:
            return f"the vote names an unknown project {unknown!r}"
        if len(set(vote)) != len(vote):
            return "the vote names a project twice"
        if not self.shortest <= len(vote) <= self.longest:
            return f"the vote names {len(vote)} projects, allowed are {self.shortest} to {self.longest}"
        total = sum((costs[project] for project in vote), Decimal(0))
        if total < self.cheapest or (self.dearest is not None and total > self.dearest):
            return f"the projects of the vote cost {total} together, which is not allowed"
        return None
