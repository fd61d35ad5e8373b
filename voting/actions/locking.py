"""Taking a vote's row: exclusively to move it, shared to cast."""

import logging
from copy import copy
from datetime import datetime

from django.db import connection, transaction

from core import clock
from voting.models import Vote, VoteKey, VoteState

# Votes' own part of the numbers of advisory locks: «vote».
GATE = 0x766F7465 << 32
# The gate first, then the row, and the clock behind both: what stands outside is read when the lock inside is had.
SHARED = """
    SELECT state, closes_at, secret, clock_timestamp() FROM (
        SELECT state, closes_at, pg_advisory_xact_lock_shared(%s),
            (SELECT secret FROM voting_votekey WHERE vote_id = voting_vote.id) AS secret
        FROM voting_vote WHERE id = %s FOR SHARE
    ) AS taken
"""

logger = logging.getLogger(__name__)


def locked(vote) -> Vote:
    """The vote as it is now; nobody casts, opens or closes it until this transaction ends.

    On SQLite every transaction takes the write lock as it begins, so the row needs none. On PostgreSQL the row is the
    lock, and the gate before it a queue: those who share a row let others share it, and in a stream of voters the row
    alone would never be free.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [GATE + vote.pk])
    return Vote.objects.select_for_update(of=["self"]).get(pk=vote.pk)


def locked_for_casting(vote) -> Vote:
    """The vote as it is now; it cannot be closed until this transaction ends, while others cast at the same time.

    Of one that was open when it was fetched only what may change since is read: triggers hold the rest still. With
    it, in the same query, come the key of receipts and the database's clock: see `key_of` and `moment_of`.
    """
    row = _shared(vote.pk) if connection.vendor == "postgresql" else _alone(vote.pk)
    if row is None:
        raise Vote.DoesNotExist
    taken = copy(vote) if vote.state == VoteState.OPEN else Vote.objects.get(pk=vote.pk)
    taken.state, taken.closes_at, taken.receipt_key, taken.read_at = row
    return taken


def _shared(pk):
    """The row is read anew after the gate has opened, for whoever came through it before may have changed it."""
    with connection.cursor() as cursor:
        cursor.execute(SHARED, [GATE + pk, pk])
        return cursor.fetchone()


def _alone(pk):
    row = Vote.objects.filter(pk=pk).values_list("state", "closes_at", "key__secret").first()
    return row and (*row, None)


def key_of(vote) -> bytes:
    """The key that receipts are made with, of a vote that is open."""
    key = getattr(vote, "receipt_key", None)
    return bytes(VoteKey.objects.get(vote=vote).secret if key is None else key)


def moment_of(vote) -> datetime:
    """The database's time, read when the vote was taken."""
    return clock.now(getattr(vote, "read_at", None))


def each_locked(due, act) -> int:
    """Do the clock's act on every vote of a queryset, each in a transaction of its own; the number done.

    Another worker's votes are passed over, not waited for. A vote whose act fails is logged and left as it was, to be
    tried again, and does not hold up the others.
    """
    done = 0
    for pk in list(due.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                # The condition is asked again under the lock: another worker may have been quicker.
                vote = due.select_for_update(of=["self"], skip_locked=True).filter(pk=pk).first()
                if vote is not None:
                    act(vote)
                    done += 1
        except Exception:
            logger.exception("vote %s: %s failed", pk, act.__name__)
    return done
