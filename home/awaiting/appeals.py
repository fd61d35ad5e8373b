"""What awaits a person of messages to the administration."""

from django.utils.translation import gettext as _

from appeals.models import Appeal, AppealState
from home.awaiting.task import LIMIT, Task


def tasks(user, town, now) -> list[Task]:
    return of_author(user, town, now)


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
