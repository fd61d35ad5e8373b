"""Every figure of the town, each defined once: the page, its lists and the annual report know no others."""

from django.utils.translation import gettext_lazy as _

from figures.definitions.figure import SMALLEST_SAMPLE, Counted, Figure, Median, Place, Rate, year_of
from figures.definitions.outcomes import OF_MONEY, OF_RESULTS, OF_VOTES
from figures.definitions.problems import OF_MEETINGS, OF_MESSAGES
from figures.definitions.work import OF_ASSIGNMENTS, OF_INITIATIVES

__all__ = [
    "ENTERED",
    "FIGURES",
    "GROUPS",
    "SMALLEST_SAMPLE",
    "Counted",
    "Figure",
    "Median",
    "Place",
    "Rate",
    "year_of",
]

GROUPS = {
    "meetings": _("Meetings and problems voiced"),
    "messages": _("Messages to the administration"),
    "assignments": _("Assignments"),
    "initiatives": _("Initiatives"),
    "votes": _("Votes"),
    "money": _("Money and labour"),
    "results": _("Results and communities"),
}
FIGURES: dict[str, Figure] = {
    figure.code: figure
    for part in (OF_MEETINGS, OF_MESSAGES, OF_ASSIGNMENTS, OF_INITIATIVES, OF_VOTES, OF_MONEY, OF_RESULTS)
    for figure in part
}
# Those whose totals of earlier years can be entered by hand; shares follow from them.
ENTERED: dict[str, Counted] = {
    code: figure for code, figure in FIGURES.items() if isinstance(figure, Counted) and figure.may_be_entered
}
