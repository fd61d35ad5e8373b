"""The states of a message and the moves between them; the doors it comes in by."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assignments.models import AssignmentState


class AppealState(models.TextChoices):
    NEW = "new", pgettext_lazy("of a message", "New")
    CLARIFYING = "clarifying", pgettext_lazy("of a message", "Asking the author")
    ANSWERED = "answered", pgettext_lazy("of a message", "Answered")
    UNDER_CONTROL = "under_control", pgettext_lazy("of a message", "Under control")
    IN_PROGRESS = "in_progress", pgettext_lazy("of a message", "In progress")
    DONE = "done", pgettext_lazy("of a message", "Done")
    CONFIRMED = "confirmed", pgettext_lazy("of a message", "Confirmed by the author")
    REOPENED = "reopened", pgettext_lazy("of a message", "Reopened")
    FORWARDED = "forwarded", pgettext_lazy("of a message", "Forwarded")
    DUPLICATE = "duplicate", pgettext_lazy("of a message", "Joined to another")
    DECLINED = "declined", pgettext_lazy("of a message", "Declined")


State = AppealState
# The only moves there are; `actions._move` asks this table.
ALLOWED = {
    State.NEW: {
        State.CLARIFYING,
        State.ANSWERED,
        State.UNDER_CONTROL,
        State.FORWARDED,
        State.DUPLICATE,
        State.DECLINED,
    },
    # When the author has said what was asked, it is what it was before. Silence of the author ends in a word of ours.
    State.CLARIFYING: {
        State.NEW,
        State.REOPENED,
        State.ANSWERED,
        State.FORWARDED,
        State.DUPLICATE,
        State.DECLINED,
    },
    # Reopened when the assignment is cancelled.
    State.UNDER_CONTROL: {State.IN_PROGRESS, State.DONE, State.REOPENED},
    State.IN_PROGRESS: {State.DONE, State.REOPENED},
    State.ANSWERED: {State.CONFIRMED, State.REOPENED},
    State.DONE: {State.CONFIRMED, State.REOPENED},
    State.DECLINED: {State.REOPENED},
    # Disputed work goes on under the assignment that there was: it is begun again, or is done.
    State.REOPENED: {
        State.CLARIFYING,
        State.ANSWERED,
        State.UNDER_CONTROL,
        State.IN_PROGRESS,
        State.DONE,
        State.FORWARDED,
        State.DUPLICATE,
        State.DECLINED,
    },
    State.CONFIRMED: set(),
    State.FORWARDED: set(),
    State.DUPLICATE: set(),
}
# Somebody in the administration owes the author a word.
WAITING = (State.NEW, State.REOPENED)
# Nothing more happens to these, unless a refusal is disputed.
CLOSED = (State.CONFIRMED, State.FORWARDED, State.DUPLICATE, State.DECLINED)
# There is work to wait for: a neighbour may still join.
OPEN = (State.NEW, State.CLARIFYING, State.UNDER_CONTROL, State.IN_PROGRESS, State.REOPENED)
# The author may say that it is not so, until `dispute_until`.
DISPUTABLE = (State.ANSWERED, State.DONE, State.DECLINED)


def solved(path: str = "") -> Q:
    """Work was promised, done and accepted, whether residents have confirmed it yet or not: words alone solve nothing.

    `path` leads to the message (with its `__`). The only definition: meetings, figures and reports ask it here.
    """
    return Q(
        **{
            f"{path}state__in": [State.DONE, State.CONFIRMED],
            f"{path}assignment__state": AssignmentState.DONE,
        }
    )


def stands_in(*states: AppealState) -> models.Func:
    """A condition on messages whose words stand in the query itself.

    SQLite takes an index of a part of the rows only where the condition holds no parameters.
    """
    words = ", ".join(f"'{state.value}'" for state in states)
    return models.Func(models.F("state"), template=f"%(expressions)s IN ({words})", output_field=models.BooleanField())


IS_WAITING = stands_in(*WAITING)


class AppealSource(models.TextChoices):
    SITE = "site", _("Site")
    POST = "post", _("Post in the feed")
    MEETING = "meeting", _("Meeting")
    RECEPTION = "reception", _("Reception of citizens")
    PHONE = "phone", _("Telephone call")
    ACTIVIST = "activist", _("Through an activist")
