"""What was promised at a meeting, by the state of the messages that its problems became."""

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from appeals.models import AppealState
from meetings.forms import MOST_POINTS
from meetings.models import FATES, AgendaPoint, Fate, Meeting, Problem

# The work is done or the question is answered; nothing is promised any more.
KEPT = (AppealState.DONE, AppealState.CONFIRMED, AppealState.ANSWERED)
SETTLED = (*KEPT, AppealState.DECLINED, AppealState.FORWARDED, AppealState.DUPLICATE)


def open_promises(meeting: Meeting) -> list[str]:
    """Titles of what is not done yet, for the agenda of the meeting that checks it: as many as an agenda takes."""
    problems = Problem.objects.filter(meeting=meeting).exclude(appeal__state__in=SETTLED)
    longest = AgendaPoint._meta.get_field("text").max_length
    titles = problems.order_by("recorded_at", "pk").values_list("appeal__title", flat=True)
    return [title[:longest] for title in titles[:MOST_POINTS]]


def with_problems(meetings):
    """Each with `voiced` and `solved`: how many problems were voiced there, and how many are solved by now."""

    def count(condition):
        rows = Problem.objects.filter(condition, meeting=OuterRef("pk")).order_by().values("meeting")
        return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count"), output_field=IntegerField()), 0)

    return meetings.annotate(voiced=count(Q()), solved=count(FATES[Fate.SOLVED]))
