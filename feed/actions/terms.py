"""The promises to those who asked in the feed, counted anew when the working time of the town was changed."""

from django.db import transaction

from feed.models import Post
from journal.actions import record
from journal.verbs import Verb
from municipalities.working import calendar_of
from municipalities.worktime import Unit


def recompute_terms(municipality) -> int:
    """Count anew when the open questions of a town are due, with an event for each that moved; how many did."""
    calendar = calendar_of(municipality)
    waiting = Post.objects.within(municipality).awaiting_answer().order_by("pk")
    return sum(_recompute(pk, municipality, calendar) for pk in waiting.values_list("pk", flat=True))


@transaction.atomic
def _recompute(pk, municipality, calendar) -> bool:
    post = Post.objects.select_for_update(of=["self"]).awaiting_answer().filter(pk=pk).first()
    if post is None:
        return False
    due = calendar.due(post.created_at, municipality.question_hours, Unit.HOURS)
    if due == post.answer_due:
        return False
    was, post.answer_due = post.answer_due, due
    post.save(update_fields=["answer_due"])
    record(Verb.POST_TERM_MOVED, post, municipality=municipality, was=was.isoformat(), due=due.isoformat())
    return True
