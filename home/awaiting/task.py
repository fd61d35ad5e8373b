"""One line of «awaits you»."""

from dataclasses import dataclass
from datetime import date, datetime

# The most of one kind: each queue of a role is one query with a limit, whatever the size of the town.
LIMIT = 20


@dataclass(frozen=True)
class Task:
    """One line of «awaits you»: what to do, with what, by when, and the page where it is done."""

    kind: str
    what: str
    title: str
    url: str
    where: str = ""
    due: date | datetime | None = None
