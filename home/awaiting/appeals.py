"""What awaits a person of messages to the administration."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from appeals.models import Appeal, AppealState
from assignments.models import OPEN
from assignments.permissions import departments_of
from home.awaiting.task import LIMIT, Task
from municipalities.permissions import is_decider, is_official


def tasks(user, town, now) -> list[Task]:
    return [*of_author(user, town, now), *of_staff(user, town, now)]


def of_staff(user, town, now) -> list[Task]:
    """Messages without an answer, the most urgent first: of a specialist's department and of nobody, else of the town.

    What goes on under an assignment awaits its executor, not an answer.
    """
    if not is_official(user, town):
        return []
    rows = Appeal.objects.within(town).awaiting_answer().exclude(author=user).exclude(assignment__state__in=OPEN)
    mine = departments_of(user, town)
    if mine and not is_decider(user, town):
        rows = rows.filter(Q(department__in=mine) | Q(department=None))
    return [
        Task(
            "message",
            _("Answer the message"),
            row.title,
            reverse("appeals:sheet", args=[row.public_id]),
            row.place or (row.community.title if row.community else ""),
            row.answer_due,
        )
        for row in rows.select_related("community")[:LIMIT]
    ]


def of_author(user, town, now) -> list[Task]:
    """Details that the administration asks for, and outcomes to look at."""
    words = {
        AppealState.CLARIFYING: _("Give the details of your message"),
        AppealState.ANSWERED: _("Is the answer right?"),
        AppealState.DONE: _("Is it done? Look and confirm"),
    }
    rows = Appeal.objects.within(town).filter(author=user, state__in=list(words)).select_related("community")
    return [
        Task(
            "message",
            words[row.state],
            row.title,
            row.get_absolute_url(),
            row.community.title if row.community else row.place,
            row.dispute_until,
        )
        for row in rows.order_by("state_changed_at", "pk")[:LIMIT]
    ]
