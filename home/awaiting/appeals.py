"""What awaits a person of messages to the administration."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from appeals.models import Appeal, AppealState
from appeals.permissions import can_confirm
from assignments.models import OPEN
from assignments.permissions import departments_of
from communities.permissions import member_communities
from core.moments import SOON_DAYS
from home.awaiting.task import LIMIT, Task
from municipalities.permissions import is_decider, is_official


def tasks(user, town, now) -> list[Task]:
    return [*of_author(user, town, now), *of_staff(user, town, now)]


def of_staff(user, town, now) -> list[Task]:
    """Messages without an answer, the most urgent first: of a specialist's department and of nobody, else of the town.

    What goes on under an assignment awaits its executor, not an answer; only the clock of the law does not ask.
    """
    if not is_official(user, town):
        return []
    today = town.today(now)
    in_charge = Appeal.objects.within(town).exclude(author=user).select_related("community")
    mine = departments_of(user, town)
    if mine and not is_decider(user, town):
        in_charge = in_charge.filter(Q(department__in=mine) | Q(department=None))
    official = in_charge.under_law().filter(statutory_due__lte=today + timedelta(days=SOON_DAYS))[:LIMIT]
    listed = {row.pk for row in official}
    waiting = in_charge.awaiting_answer().exclude(assignment__state__in=OPEN)[:LIMIT]
    is_over, is_near = _("The term of the law is over: answer the official appeal"), _("Answer the official appeal")
    return [
        *(_to_answer(row, is_over if row.statutory_due < today else is_near, row.statutory_due) for row in official),
        *(_to_answer(row, _("Answer the message"), row.answer_due) for row in waiting if row.pk not in listed),
    ]


def _to_answer(row, what, due) -> Task:
    where = row.place or (row.community.title if row.community else "")
    return Task("message", what, row.title, reverse("appeals:sheet", args=[row.public_id]), where, due)


def of_author(user, town, now) -> list[Task]:
    """Details that the administration asks for, and outcomes to look at.

    What nobody signed is asked of those neighbours who said that they have the same trouble.
    """
    words = {
        AppealState.CLARIFYING: _("Give the details of your message"),
        AppealState.ANSWERED: _("Is the answer right?"),
        AppealState.DONE: _("Is it done? Look and confirm"),
    }
    rows = Appeal.objects.within(town).filter(state__in=list(words))
    # Each half by its own index, and both in one query.
    own = rows.filter(author=user)
    joined = rows.public().filter(author=None, joined__user=user).exclude(state=AppealState.CLARIFYING)
    # Of other houses it is not theirs to say, and would take the place of what is.
    joined = joined.filter(Q(community__in=member_communities(user)) | Q(community=None))
    rows = Appeal.objects.filter(pk__in=own.values("pk").union(joined.values("pk")))
    rows = rows.select_related("community", "problem__meeting").prefetch_related("problem__meeting__communities")
    rows = list(rows.order_by("state_changed_at", "pk")[:LIMIT])
    for row in rows:
        row.municipality = town
    return [
        Task(
            "message",
            words[row.state],
            row.title,
            row.get_absolute_url(),
            row.community.title if row.community else row.place,
            row.dispute_until,
        )
        for row in rows
        if row.author_id == user.pk or can_confirm(user, row)
    ]
