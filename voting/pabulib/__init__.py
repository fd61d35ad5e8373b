"""Shared budgets as Pabulib `.pb` files, so that results can be compared with published ones.

The format is described at https://pabulib.org/format: three tables, META, PROJECTS and VOTES, each with a line of
column names, of fields divided by semicolons. Nothing here knows Django; `python -m voting.pabulib FILE` counts one.
"""

from voting.pabulib.counting import Choice, by_approvals, by_shares, published
from voting.pabulib.election import APPROVAL, ORDINAL, Election, Project, Voter
from voting.pabulib.exporting import of_vote
from voting.pabulib.reading import Refused, read
from voting.pabulib.writing import write

__all__ = [
    "APPROVAL",
    "ORDINAL",
    "Choice",
    "Election",
    "Project",
    "Refused",
    "Voter",
    "by_approvals",
    "by_shares",
    "of_vote",
    "published",
    "read",
    "write",
]
