"""Who is told of what and in which words, by the notion it is about: one module for each.

A line of `TOLD` names the people as a condition on accounts (subqueries, never lists of ids), a subject without
personal data, a sentence, and whether a letter goes besides the inbox. `details` gives what the sentence names,
`path` the page it leads to.
"""

from notifications.told import appeals, assignments, feed, figures, meetings
from notifications.told.line import Line

TOLD: dict[str, Line] = {**feed.TOLD, **appeals.TOLD, **assignments.TOLD, **meetings.TOLD, **figures.TOLD}
