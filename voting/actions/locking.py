# ruff: noqa: S608 (the words are names of our own tables and columns)
"""Taking a vote's row: exclusively to move it, shared to cast."""

import logging

from django.db import connection, transaction

from voting.models import Vote, VoteKey

# Votes' own part of the numbers of advisory locks: «vote».
GATE = 0x766F7465 << 32

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

    With it, in the same query, comes the key of receipts: see `key_of`.
    """
    key = "(SELECT secret FROM voting_votekey WHERE vote_id = voting_vote.id) AS receipt_key"
    if connection.vendor == "postgresql":
        # The row is read anew after the gate has opened, for whoever came through it before may have changed it.
        rows = Vote.objects.raw(
            f"SELECT *, {key}, pg_advisory_xact_lock_shared(%s) FROM voting_vote WHERE id = %s FOR SHARE",
            [GATE + vote.pk, vote.pk],
        )
    else:
        rows = Vote.objects.raw(f"SELECT *, {key} FROM voting_vote WHERE id = %s", [vote.pk])
    return rows[0]


def key_of(vote) -> bytes:
    """The key that receipts are made with, of a vote that is open."""
    key = getattr(vote, "receipt_key", None)
    return bytes(VoteKey.objects.get(vote=vote).secret if key is None else key)


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
