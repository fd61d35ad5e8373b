"""Those on the roll who have not voted are reminded once, shortly before the end."""

from datetime import datetime, timedelta

from core import clock
from journal.actions import record
from journal.verbs import Verb
from voting.actions.locking import each_locked
from voting.models import Vote

BEFORE_THE_END = timedelta(days=1)


def reminder_time(vote) -> datetime:
    """A day before the end; of a vote shorter than four days, when three quarters of it have passed."""
    return max(vote.closes_at - BEFORE_THE_END, vote.opens_at + (vote.closes_at - vote.opens_at) * 3 / 4)


def remind_voters() -> int:
    """The clock's act: remind of the votes whose time has come; the number of votes. Safe in several workers.

    Whom, the audience of the event says when it is spread: each right of the roll that has no mark. So nobody is told
    twice, a vote that is prolonged afterwards brings no second reminder, and no list of the idle is kept.
    """
    now = clock.now()
    due = Vote.objects.running().filter(reminded_at=None, closes_at__gt=now, closes_at__lte=now + BEFORE_THE_END)
    ripe = [vote.pk for vote in due.only("opens_at", "closes_at") if reminder_time(vote) <= now]
    return each_locked(due.filter(pk__in=ripe), _remind)


def _remind(vote) -> None:
    vote.reminded_at = clock.now()
    vote.save(update_fields=["reminded_at"])
    record(Verb.VOTE_REMINDED, vote, municipality=vote.municipality, at=vote.reminded_at)
